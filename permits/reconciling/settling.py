"""Working through what differs: taking a permit over, following the register, or keeping our own record."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants.merged import in_force
from participants.models import Participant
from permits import deeds
from permits.deeds import DeedRefused
from permits.models import Kind, Permit, Source
from permits.reconciling.entries import RegisterEntry, Written, read, written
from permits.reconciling.matching import differences, people_of
from permits.reconciling.models import Outcome, RegisterRow, Settlement
from permits.reconciling.staging import cell_reader

_SETTLED = ["permit", "participant", "differences", "outcome", "settlement", "settled_by", "settled_at"]
REASON = "Menurut register DPMPTSP."
ANOTHER_HOLDER = "NIK di baris ini bukan lagi milik peserta itu. Tekan Cocokkan lagi, lalu periksa barisnya."
UNKNOWN_KELURAHAN = (
    "Kelurahan yang tertulis di baris ini tidak dikenal, jadi izinnya tidak dicatat. "
    "Catat izin ini dari halaman pesertanya, dengan kelurahan yang tertulis pada suratnya."
)


@retried
def take_over(row: RegisterRow, *, by: User) -> RegisterRow:
    """Record a row that only they have as a permit of ours; the row then matches. Raises DeedRefused."""
    with transaction.atomic():
        locked = _hold(row, Outcome.ONLY_THEIRS)
        entry = entry_of(locked)
        person, paper = permit_in(locked, entry, people_of([entry.nik_index] if entry.nik_index else []))
        locked.permit, locked.participant = deeds.record(person, paper, by=by, source=Source.REGISTER), person
        return _close(locked, Settlement.TAKEN_OVER, by, [])


def permit_in(
    row: RegisterRow, entry: RegisterEntry, people: Mapping[bytes, Participant]
) -> tuple[Participant, deeds.Paper]:
    """Whose permit a row is, by the record in force now, and what its paper says; `people` are those of its NIK now.

    Raises DeedRefused where the NIK has become another's since the row was matched, and where no kelurahan is known:
    the participant's own stands in for one that the register leaves out, never for one that it names.
    """
    if entry.kelurahan_is_unknown:
        raise DeedRefused(UNKNOWN_KELURAHAN)
    person = in_force(row.participant) if row.participant else None
    if person is None or entry.nik_index is None or people.get(entry.nik_index) != person:
        raise DeedRefused(ANOTHER_HOLDER)
    kelurahan = entry.kelurahan or person.kelurahan_id
    if kelurahan is None:
        raise DeedRefused("Register tidak menyebut kelurahan yang dikenal, jadi izin ini tidak dapat dicatat.")
    return person, _paper(entry, kelurahan)


@retried
def follow_register(row: RegisterRow, *, by: User) -> RegisterRow:
    """Correct our permit to what the register says, except the person, whom only the paper can tell.

    Raises DeedRefused, also where the person differs.
    """
    with transaction.atomic():
        locked = _hold(row, Outcome.CONFLICT)
        entry = entry_of(locked)
        people = people_of([entry.nik_index] if entry.nik_index else [])
        if locked.permit is None or "participant" in differences(entry, locked.permit, people):
            raise DeedRefused("Orangnya berbeda. Buka izinnya, cocokkan dengan suratnya, lalu perbaiki di sana.")
        permit = deeds.correct(locked.permit, _followed(entry, locked.permit), by=by, reason=REASON)
        locked.permit = permit
        return _close(locked, Settlement.THEIRS, by, differences(entry, permit, people))


@retried
def keep_ours(row: RegisterRow, *, by: User) -> RegisterRow:
    """Note that our record was checked and is right; the row stays different."""
    with transaction.atomic():
        locked = _hold(row, Outcome.CONFLICT)
        locked.settlement, locked.settled_by, locked.settled_at = Settlement.OURS, by, clock.now()
        locked.save(update_fields=["settlement", "settled_by", "settled_at"])
        note(locked, by)
        return locked


def entry_of(row: RegisterRow) -> RegisterEntry:
    """What a readable row says."""
    return read(cell_reader(row.register, row))


def said_in(row: RegisterRow) -> tuple[RegisterEntry | None, Written]:
    """What a row says of the permit, nothing where that cannot be read; and whom and where it names, as written."""
    cell = cell_reader(row.register, row)
    return None if row.outcome == Outcome.UNREADABLE else read(cell), written(cell)


def _hold(row: RegisterRow, outcome: Outcome) -> RegisterRow:
    rows = RegisterRow.objects.select_for_update(of=("self",)).select_related("register", "permit", "participant")
    locked = rows.get(pk=row.pk)
    if locked.outcome != outcome or locked.settlement:
        raise DeedRefused("Baris ini sudah diselesaikan.")
    return locked


def _paper(entry: RegisterEntry, kelurahan: str) -> deeds.Paper:
    is_iumk = entry.kind == Kind.IUMK
    return deeds.Paper(
        kind=entry.kind,
        number=entry.number,
        issued_on=entry.issued_on,
        kelurahan=kelurahan,
        investment=entry.investment if is_iumk else None,
        workers=entry.workers if is_iumk else None,
    )


def _followed(entry: RegisterEntry, ours: Permit) -> deeds.Paper:
    """Our paper as the register has it; ours stays where the register says nothing."""
    paper = _paper(entry, entry.kelurahan or ours.kelurahan_id)
    if entry.kind != Kind.IUMK:
        return paper
    return replace(
        paper,
        investment=ours.investment if paper.investment is None else paper.investment,
        workers=ours.workers if paper.workers is None else paper.workers,
    )


def _close(row: RegisterRow, settlement: Settlement, by: User, left: list[str]) -> RegisterRow:
    row.differences = left
    row.outcome = Outcome.CONFLICT if left else Outcome.MATCHED
    row.settlement, row.settled_by, row.settled_at = settlement, by, clock.now()
    row.save(update_fields=_SETTLED)
    note(row, by)
    return row


def note(row: RegisterRow, by: User) -> None:
    """Put into the record how a row was settled, and by whom."""
    permit = str(row.permit_id) if row.permit_id else None
    changes = {"settlement": [None, row.settlement], "register": [None, row.register_id], "permit": [None, permit]}
    record(Verb.RECONCILED, row, by=by, changes=changes)
