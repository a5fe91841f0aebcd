"""Making two records of one person one, and taking a merge apart again (rule 7).

A merge remembers what it moved (permits.models.Merge). Taken apart, everything it moved goes back in the state it is in
by then; what was recorded on the survivor since stays with the survivor. The journals are told the difference, as of
any deed: what was known while the records were one stays what was known then (rule 6).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from okoce.accounts import closing
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal.posting import difference
from okoce.ui import formats
from participants import journal as steps
from participants import standing
from participants.deeds import DeedRefused, refuse_gone, said
from participants.models import Participant, Reason, StepCompletion
from participants.own import accounts, joining
from participants.timeline import StepLine
from permits.journal import Books, open_books
from permits.models import Merge, Obstacle, Outcome, Permit

Moved = dict[str, list[int]]

_EARLIER_STANDS = "Digabung: langkah yang lebih awal berlaku."


@dataclass(frozen=True)
class _Pair:
    """Two records that are held for one deed."""

    kept: Participant
    gone: Participant
    deed: Event
    by: User


@retried
def merge(survivor: Participant, absorbed: Participant, *, by: User, reason: str) -> Merge:
    """Make two records of one person one: the survivor keeps the earliest registration and the earliest day of each
    step, and holds all permits (rule 7). Raises DeedRefused without a reason, when either was merged before, or both
    are one.
    """
    why = said(reason)
    if survivor.pk == absorbed.pk:
        raise DeedRefused("Pilih dua catatan yang berbeda.")
    with open_books(survivor.pk, absorbed.pk) as books:
        people = {person.pk: person for person in books.people}
        kept, gone = people[survivor.pk], people[absorbed.pk]
        if kept.merged_into_id or gone.merged_into_id:
            raise DeedRefused("Salah satu catatan sudah digabung sebelumnya.")
        for person in books.people:
            refuse_gone(person)
        before = _steps_of(books)
        deed = record(Verb.MERGED, kept, by=by, changes={"absorbed": [None, gone.displayed_number]})
        merged = Merge.objects.create(
            survivor=kept,
            absorbed=gone,
            merged_at=deed.at,
            merged_by=by,
            reason=why,
            registered_on=kept.registered_on,
            moved=_hand_over(_Pair(kept, gone, deed, by)),
        )
        told = record(Verb.MERGED, gone, by=by, at=deed.at, changes={"merged_into": [None, kept.displayed_number]})
        _close(books, before, {kept: deed, gone: told}, why)
    return merged


def _steps_of(books: Books) -> dict[int, Counter[StepLine]]:
    """What the journal of people says of those held."""
    return {person.pk: steps.lines_of(person) for person in books.people}


def _close(books: Books, before: Mapping[int, Counter[StepLine]], deeds: Mapping[Participant, Event], why: str) -> None:
    """Write the reason beside both records' deeds, and what has changed into both journals, under the first of them."""
    for person, deed in deeds.items():
        Reason.objects.create(participant=person, deed=deed, text=why)
    first = next(iter(deeds.values()))
    now = _steps_of(books)
    steps.post_all([(person, difference(before[person.pk], now[person.pk])) for person in books.people], first)
    books.post(first)


def _hand_over(pair: _Pair) -> Moved:
    """Hand what the absorbed record has to the survivor; the ids of what moved and of what gave way."""
    kept, gone = pair.kept, pair.gone
    permits = list(gone.permits.values_list("pk", flat=True))
    gone.permits.update(participant=kept)
    moved = {"permits": permits} | _hand_over_steps(pair)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.registered_on = min(kept.registered_on, gone.registered_on)
    kept.save(update_fields=["registered_on"])
    moved |= _hand_over_obstacles(pair)
    moved |= joining.hand_over(gone, kept, by=pair.by)
    return moved | _hand_over_account(pair)


def _hand_over_steps(pair: _Pair) -> Moved:
    own = {completion.step: completion for completion in pair.kept.completions.filter(undone_at__isnull=True)}
    moved, undone = [], []
    for completion in pair.gone.completions.filter(undone_at__isnull=True):
        rival = own.get(completion.step)
        if rival is not None:
            if rival.completed_on <= completion.completed_on:
                continue
            rival.undone_at, rival.undone_by, rival.undone_reason = pair.deed.at, pair.by, _EARLIER_STANDS
            rival.save(update_fields=["undone_at", "undone_by", "undone_reason"])
            undone.append(rival.pk)
        completion.participant = pair.kept
        completion.save(update_fields=["participant"])
        moved.append(completion.pk)
    return {"completions": moved, "undone": undone}


def _hand_over_obstacles(pair: _Pair) -> Moved:
    """What holds the person up holds up the survivor; of one kind on both records, the survivor's goes on."""
    own = set(pair.kept.obstacles.open().values_list("kind", flat=True))
    found: Moved = {"obstacles": [], "obstacles_ended": []}
    for obstacle in pair.gone.obstacles.open():
        if obstacle.kind in own:
            obstacle.resolved_at, obstacle.resolved_by = pair.deed.at, pair.by
            obstacle.outcome = Outcome.MISTAKEN
            obstacle.save(update_fields=["resolved_at", "resolved_by", "outcome"])
        else:
            obstacle.participant = pair.kept
            obstacle.save(update_fields=["participant"])
        found["obstacles_ended" if obstacle.kind in own else "obstacles"].append(obstacle.pk)
    if any(found.values()):
        _settle_held_up(pair)
    return {name: ids for name, ids in found.items() if ids}


def _hand_over_account(pair: _Pair) -> Moved:
    """One person has one account: the survivor's, or the only one there is."""
    kept, gone = pair.kept, pair.gone
    if gone.user is None:
        return {}
    account = gone.user
    if kept.user_id is None:
        _give_account(gone, kept)
        return {"account": [account.pk]}
    if not account.is_active:
        return {}
    closing.close(account)
    closed = {"account_closed": [account.pk]}
    return closed | ({"account_named": [kept.user_id]} if accounts.hand_over_names(kept, gone) else {})


def _give_account(giver: Participant, taker: Participant) -> None:
    account, giver.user = giver.user, None
    giver.save(update_fields=["user"])
    taker.user = account
    taker.save(update_fields=["user"])


def standing_merge_of(gone: Participant) -> Merge | None:
    """The merge by which a record became part of another, while it stands."""
    return Merge.objects.filter(absorbed=gone, undone_at__isnull=True).select_related("survivor").first()


def was_taken_apart(person: Participant) -> bool:
    """Whether a record was part of another once, and is one of its own again."""
    return person.merged_into_id is None and Merge.objects.filter(absorbed=person).exists()


def absorbed_by(kept: Participant) -> list[Merge]:
    """The merges that stand by which other records became part of this one, latest first."""
    standing_ones = Merge.objects.filter(survivor=kept, undone_at__isnull=True)
    return list(standing_ones.select_related("absorbed", "merged_by").order_by("-pk"))


@retried
def unmerge(merge: Merge, *, by: User, reason: str) -> Merge:
    """Two records again, each with what it brought; the survivor keeps what was recorded since.

    Raises DeedRefused without a reason, for a merge that was taken apart already, while a later merge of the survivor
    stands, for somebody whose data were erased, and where the survivor has since moved before its own registration.
    """
    why = said(reason)
    with open_books(merge.survivor_id, merge.absorbed_id) as books:
        people = {person.pk: person for person in books.people}
        kept, gone = people[merge.survivor_id], people[merge.absorbed_id]
        locked = Merge.objects.select_for_update().get(pk=merge.pk)
        _refuse_what_cannot_be(locked, kept, gone)
        before = _steps_of(books)
        deed = record(Verb.UNMERGED, kept, by=by, changes={"absorbed": [gone.displayed_number, None]})
        told = record(Verb.UNMERGED, gone, by=by, at=deed.at, changes={"merged_into": [kept.displayed_number, None]})
        _take_back(locked.moved, _Pair(kept, gone, deed, by), locked)
        locked.undone_at, locked.undone_by = deed.at, by
        locked.save(update_fields=["undone_at", "undone_by"])
        _close(books, before, {kept: deed, gone: told}, why)
    return locked


def _refuse_what_cannot_be(merge: Merge, kept: Participant, gone: Participant) -> None:
    if merge.undone_at is not None:
        raise DeedRefused("Penggabungan ini sudah dipisahkan lagi.")
    if kept.is_erased or gone.is_erased:
        raise DeedRefused("Data peserta ini sudah dihapus atas permintaannya. Catatannya tidak dapat dipisahkan lagi.")
    if kept.merged_into_id is not None:
        raise DeedRefused(
            "Catatan yang berlaku sudah digabung lagi ke catatan lain. Pisahkan penggabungan yang terakhir lebih dulu."
        )
    if Merge.objects.filter(survivor=kept, undone_at__isnull=True, pk__gt=merge.pk).exists():
        raise DeedRefused(
            "Sesudah ini masih ada catatan lain yang digabung ke peserta ini. "
            "Pisahkan penggabungan yang terakhir lebih dulu."
        )
    moved_on = kept.moves.filter(moved_on__lte=_registered_on(merge, kept, gone)).values_list("moved_on", flat=True)
    if moved_on:
        raise DeedRefused(
            f"Peserta ini tercatat pindah pada {formats.day(moved_on[0])}, sebelum atau pada tanggal daftarnya semula "
            f"({formats.day(merge.registered_on)}). Perbaiki tanggal mendaftarnya lebih dulu, lalu pisahkan."
        )


def _registered_on(merge: Merge, kept: Participant, gone: Participant) -> date:
    """The survivor's day of registration once it stands alone: its own again, unless it was corrected since."""
    as_merged = min(merge.registered_on, gone.registered_on)
    return merge.registered_on if kept.registered_on == as_merged else kept.registered_on


def _take_back(moved: Moved, pair: _Pair, merge: Merge) -> None:
    kept, gone = pair.kept, pair.gone
    Permit.objects.filter(pk__in=moved.get("permits", []), participant=kept).update(participant=gone)
    _take_back_steps(moved, pair)
    kept.registered_on = _registered_on(merge, kept, gone)
    kept.save(update_fields=["registered_on"])
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    _take_back_obstacles(moved, pair)
    joining.take_back(moved, gone, kept)
    _take_back_account(moved, pair)


def _take_back_steps(moved: Moved, pair: _Pair) -> None:
    """Steps go back to whose they were; a step that gave way stands again, unless it was recorded anew since."""
    StepCompletion.objects.filter(pk__in=moved.get("completions", []), participant=pair.kept).update(
        participant=pair.gone
    )
    again = set(pair.kept.completions.filter(undone_at__isnull=True).values_list("step", flat=True))
    gave_way = pair.kept.completions.filter(pk__in=moved.get("undone", [])).exclude(step__in=again)
    gave_way.update(undone_at=None, undone_by=None, undone_reason="")


def _take_back_obstacles(moved: Moved, pair: _Pair) -> None:
    Obstacle.objects.filter(pk__in=moved.get("obstacles", []), participant=pair.kept).update(participant=pair.gone)
    pair.gone.obstacles.filter(pk__in=moved.get("obstacles_ended", [])).update(
        resolved_at=None, resolved_by=None, outcome=""
    )
    _settle_held_up(pair)


def _take_back_account(moved: Moved, pair: _Pair) -> None:
    kept, gone = pair.kept, pair.gone
    if kept.user_id in moved.get("account", []) and gone.user_id is None:
        _give_account(kept, gone)
    if gone.user is not None and gone.user_id in moved.get("account_closed", []):
        closing.reopen(gone.user)
    if "account" in moved or "account_closed" in moved:
        accounts.take_back_names(kept, gone, were_left=kept.user_id in moved.get("account_named", []))


def _settle_held_up(pair: _Pair) -> None:
    for person in (pair.kept, pair.gone):
        standing.settle(person, is_held_up=person.obstacles.open().exists())
