"""Deeds on a person that touch both journals: merging two records of one person, and correcting a person's details."""

from datetime import date

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal.posting import difference
from participants import journal as steps
from participants.deeds import DeedRefused, refuse_gone, refuse_nowhere, said
from participants.models import Move, Participant, Reason
from participants.own.correcting import masked
from permits.journal import open_books
from permits.merging import hand_over
from permits.models import Merge

_PERSONAL = ("outside_place", "sex")


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
        before = {person.pk: steps.lines_of(person) for person in books.people}
        deed = record(Verb.MERGED, kept, by=by, changes={"absorbed": [None, gone.displayed_number]})
        merged = Merge.objects.create(
            survivor=kept,
            absorbed=gone,
            merged_at=deed.at,
            merged_by=by,
            reason=why,
            registered_on=kept.registered_on,
            moved=hand_over(gone, kept, by, deed),
        )
        told = record(Verb.MERGED, gone, by=by, at=deed.at, changes={"merged_into": [None, kept.displayed_number]})
        for person, event in ((kept, deed), (gone, told)):
            Reason.objects.create(participant=person, deed=event, text=why)
        steps.post_all(
            [(person, difference(before[person.pk], steps.lines_of(person))) for person in books.people], deed
        )
        books.post(deed)
    return merged


@retried
def correct_traits(person: Participant, *, by: User, sex: str, business_is_new: bool) -> None:
    """Correct what the journal splits by (rule 8): both journals read as if it had always been so."""
    with open_books(person.pk) as books:
        [locked] = books.people
        refuse_gone(locked)
        before = steps.lines_of(locked)
        changes = _changed(locked, {"sex": sex, "business_is_new": business_is_new})
        if changes:
            locked.save(update_fields=list(changes))
            deed = record(Verb.DETAILS_CORRECTED, locked, by=by, changes=changes)
            steps.post(locked, difference(before, steps.lines_of(locked)), deed)
            books.post(deed)


@retried
def correct_registration(
    person: Participant, *, by: User, registered_on: date, kelurahan: str | None, outside_place: str
) -> None:
    """Correct a mistyped day or place of registration, from the registration on (rule 7).

    Where the person has moved since, the place before the first move is corrected. Raises DeedRefused for a day in
    the future or not before that move, and for the place the person then moved to.
    """
    refuse_nowhere(kelurahan, outside_place)
    with open_books(person.pk) as books:
        [locked] = books.people
        refuse_gone(locked)
        first = locked.moves.order_by("moved_on", "id").first()
        _refuse_impossible(registered_on, kelurahan, first)
        before = steps.lines_of(locked)
        changes = _changed(locked, {"registered_on": registered_on})
        if first is not None and first.origin_id != kelurahan:
            changes["kelurahan"] = [first.origin_id, kelurahan]
            first.origin_id = kelurahan
            first.save(update_fields=["origin"])
        elif first is None:
            changes |= _changed(locked, {"kelurahan_id": kelurahan, "outside_place": outside_place})
        if changes:
            locked.save(update_fields=["registered_on", "kelurahan", "outside_place"])
            deed = record(Verb.DETAILS_CORRECTED, locked, by=by, changes=changes)
            steps.post(locked, difference(before, steps.lines_of(locked)), deed)
            books.post(deed)


def _refuse_impossible(registered_on: date, kelurahan: str | None, first_move: Move | None) -> None:
    if registered_on > clock.today():
        raise DeedRefused("Tanggal mendaftar ada di masa depan. Tulis hari ini atau sebelumnya.", "registered_on")
    if first_move is None:
        return
    if registered_on >= first_move.moved_on:
        raise DeedRefused("Tanggal mendaftar harus sebelum kepindahan pertama peserta ini.", "registered_on")
    if kelurahan == first_move.destination_id:
        raise DeedRefused("Peserta pindah ke tempat itu sesudah mendaftar. Periksa tempat asalnya.", "kelurahan")


def _changed(person: Participant, wanted: dict) -> dict[str, list]:
    """Set the wanted fields and say what was and is, as text; of what tells of a person, only that it changed."""
    changes = {}
    for name, value in wanted.items():
        if getattr(person, name) != value:
            before = getattr(person, name)
            changes[name] = masked(before, value) if name in _PERSONAL else [_text(before), _text(value)]
            setattr(person, name, value)
    return changes


def _text(value: object) -> object:
    return value if value is None or isinstance(value, bool) else str(value)
