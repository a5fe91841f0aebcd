"""Comparing a register with our permits: by number, then by NIK and date; in slices, each kept, so that a restart
goes on where it stopped.
"""

import time
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from okoce.faults import retried
from participants.identifying import by_nik
from participants.merged import in_force_of_all
from participants.models import Participant
from participants.nik import BlindIndex
from permits.models import Permit
from permits.reconciling.entries import RegisterEntry, Unreadable, read
from permits.reconciling.models import Outcome, Register, RegisterRow, State
from permits.reconciling.staging import cell_reader

SLICE = 2000
_FIELDS = ["outcome", "differences", "kind", "number_key", "issued_on", "kelurahan", "permit", "participant"]

Read = tuple[RegisterRow, RegisterEntry]


def match_some(register: Register, *, seconds: float) -> Register:
    """The register after matching for about so long."""
    until = time.monotonic() + seconds
    while register.state in {State.NUMBERS, State.PEOPLE}:
        register = _match_slice(register)
        if time.monotonic() >= until:
            break
    return register


@retried
def _match_slice(register: Register) -> Register:
    with transaction.atomic():
        locked = Register.objects.select_for_update().get(pk=register.pk)
        if locked.state == State.NUMBERS:
            _slice(locked, Outcome.WAITING, _by_number, State.PEOPLE)
        elif locked.state == State.PEOPLE:
            _slice(locked, Outcome.WAITING_FOR_PEOPLE, _by_person, State.DONE)
    return locked


def _slice(register: Register, waiting: Outcome, match, then: State) -> None:
    rows = list(register.rows.filter(outcome=waiting).order_by("line")[:SLICE])
    readable: list[Read] = []
    for row in rows:
        try:
            readable.append((row, read(cell_reader(register, row))))
        except Unreadable as refusal:
            row.outcome, row.differences = Outcome.UNREADABLE, [str(refusal)]
    match(register, readable)
    # One INSERT … ON CONFLICT for hundreds of rows: several times as fast as an UPDATE with a CASE for each field.
    RegisterRow.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["register", "line"], update_fields=_FIELDS
    )
    if len(rows) < SLICE:
        register.state = then
        if then == State.DONE:
            days = register.rows.aggregate(first=Min("issued_on"), last=Max("issued_on"))
            register.first_day, register.last_day = days["first"], days["last"]
        register.save(update_fields=["state", "first_day", "last_day"])


def _by_number(register: Register, readable: Sequence[Read]) -> None:
    """Matched, different, repeated or reused by kind and number; the rest waits for the second pass."""
    permits = _permits_by_number(register, (entry for _, entry in readable))
    people = people_of(
        entry.nik_index
        for _, entry in readable
        if entry.nik_index and entry.key in permits and not _is_of(entry.nik_index, permits[entry.key].participant)
    )
    above = _rows_above(register, readable)
    for row, entry in readable:
        row.kind, row.number_key = entry.key
        row.issued_on, row.kelurahan_id = entry.issued_on, entry.kelurahan
        if entry.key in above:
            row.outcome, row.differences = _again(register, entry, above[entry.key])
            continue
        above[entry.key] = row
        permit = permits.get(entry.key)
        if permit is None:
            row.outcome = Outcome.WAITING_FOR_PEOPLE
            continue
        row.permit, row.participant = permit, permit.participant
        row.differences = differences(entry, permit, people)
        row.outcome = Outcome.CONFLICT if row.differences else Outcome.MATCHED


def _by_person(register: Register, readable: Sequence[Read]) -> None:
    """Matched by NIK and date although the number differs, or by NIK and number although the kind does; else only
    theirs, or nobody of ours.
    """
    people = people_of(entry.nik_index for _, entry in readable if entry.nik_index)
    free = _free_permits(register, people.values())
    for row, entry in readable:
        person = people.get(entry.nik_index) if entry.nik_index else None
        if person is None:
            row.outcome = Outcome.NOT_PARTICIPANT
            row.differences = [entry.nik_problem] if entry.nik_problem else []
            continue
        row.participant = person
        permit = _best(free.get(person.pk, []), entry)
        if permit is None:
            row.outcome = Outcome.ONLY_THEIRS
            continue
        free[person.pk].remove(permit)
        row.permit = permit
        if permit.kind == entry.kind:
            row.differences, row.outcome = ["number"], Outcome.MATCHED
        else:
            row.differences, row.outcome = differences(entry, permit, people), Outcome.CONFLICT


def _best(permits: Iterable[Permit], entry: RegisterEntry) -> Permit | None:
    """A permit of the same person that is this paper: of the same kind and day, or of the same number."""
    alike = [permit for permit in permits if (permit.kind, permit.issued_on) == (entry.kind, entry.issued_on)]
    same_number = [permit for permit in permits if permit.number_key == entry.key[1]]
    return next(iter([*alike, *same_number]), None)


def _unpaired(register: Register) -> QuerySet[Permit]:
    paired = register.rows.filter(permit__isnull=False).values("permit")
    return Permit.objects.standing().exclude(pk__in=paired)


def _free_permits(register: Register, people: Iterable[Participant]) -> dict[int, list[Permit]]:
    """Our standing permits of these people that no row of the register is yet, by person."""
    permits = _unpaired(register).filter(participant__in=list(people))
    free: dict[int, list[Permit]] = {}
    for permit in permits.select_related("participant").order_by("issued_on", "id"):
        free.setdefault(permit.participant_id, []).append(permit)
    return free


def differences(entry: RegisterEntry, permit: Permit, people: Mapping[bytes, Participant]) -> list[str]:
    """In what a row and our permit of the same number disagree: person, kelurahan, kind, issued_on.

    `people` are those of `people_of` whose NIK is not the holder's own: it may be that of a record merged into theirs.
    """
    found, holder = [], permit.participant
    index = entry.nik_index
    # Of somebody who was erased nothing is left to compare.
    if index and not holder.is_erased and not _is_of(index, holder) and people.get(index) != holder:
        found.append("participant")
    if entry.kelurahan is not None and entry.kelurahan != permit.kelurahan_id:
        found.append("kelurahan")
    if entry.kind != permit.kind:
        found.append("kind")
    if entry.issued_on != permit.issued_on:
        found.append("issued_on")
    return found


def _is_of(index: BlindIndex, person: Participant) -> bool:
    return index.is_stored_as(person.nik_index)


def _permits_by_number(register: Register, entries: Iterable[RegisterEntry]) -> dict[tuple[str, str], Permit]:
    """Our standing permits that no row of the register is yet, by kind and number.

    One may be paired already: its number may have been corrected between two slices.
    """
    keys = sorted({entry.key[1] for entry in entries})
    found: dict[tuple[str, str], Permit] = {}
    for start in range(0, len(keys), 500):
        permits = _unpaired(register).filter(number_key__in=keys[start : start + 500])
        found |= {(permit.kind, permit.number_key): permit for permit in permits.select_related("participant")}
    return found


def _rows_above(register: Register, readable: Sequence[Read]) -> dict[tuple[str, str], RegisterRow]:
    """The rows further up in the register that have these kinds and numbers.

    A repeated row stands below the one it repeats, which may be waiting to be matched again.
    """
    keys = sorted({entry.key[1] for _, entry in readable})
    above: dict[tuple[str, str], RegisterRow] = {}
    for start in range(0, len(keys), 500):
        rows = register.rows.filter(number_key__in=keys[start : start + 500])
        rows = rows.exclude(outcome__in=[Outcome.WAITING, Outcome.REPEATED, Outcome.REUSED])
        above |= {(row.kind, row.number_key): row for row in rows}
    return above


def _again(register: Register, entry: RegisterEntry, above: RegisterRow) -> tuple[Outcome, list[str]]:
    """What a row is whose number stands further up: that paper once more, or the number on another paper."""
    first = read(cell_reader(register, above))
    other = [
        word
        for word, here, there in (
            ("NIK", entry.nik_index, first.nik_index),
            ("kelurahan", entry.kelurahan, first.kelurahan),
            ("tanggal terbit", entry.issued_on, first.issued_on),
        )
        if here and there and here != there
    ]
    if not other:
        return Outcome.REPEATED, [f"sama dengan baris {above.line}"]
    return Outcome.REUSED, [f"nomornya sudah ada di baris {above.line}; yang lain: {', '.join(other)}"]


def people_of(indexes: Iterable[BlindIndex]) -> dict[bytes, Participant]:
    """Participants by the blind index of their NIK; a merged record leads to the one in force."""
    wanted = sorted(set(indexes))
    found: dict[bytes, Participant] = {}
    for start in range(0, len(wanted), 500):
        people = by_nik(wanted[start : start + 500])
        in_force = in_force_of_all(people.values())
        found |= {index: in_force[person.pk] for index, person in people.items()}
    return found
