"""Taking over all that only the register has: some rows at a time, so that a restart leaves whole rows only."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from okoce import clock
from okoce.accounts.models import User
from okoce.faults import retried
from okoce.journal import gate
from participants.journal import lock
from permits.deeds import DeedRefused
from permits.models import Source
from permits.reconciling import settling
from permits.reconciling.matching import people_of
from permits.reconciling.models import Outcome, Register, RegisterRow, Settlement
from permits.recording_many import Wanted, record_many

SLICE = 200
_TAKEN, _REFUSED, _SETTLED_BEFORE = "taken", "refused", "settled before"
_SETTLED = ["permit", "participant", "outcome", "settlement", "settled_by", "settled_at"]


@dataclass(frozen=True)
class TakenOver:
    """How many rows became permits, how many could not (each row says why), and how many still wait."""

    taken: int
    refused: int
    left: int


def take_over_some(register: Register, *, by: User, seconds: float) -> TakenOver:
    """Record what only they have as permits of ours, for about so long; in effect as `settling.take_over` of each row.

    A row that is refused keeps the reason and is not tried again; one by one it still can be.
    """
    until = time.monotonic() + seconds
    done: Counter[str] = Counter()
    while rows := list(_waiting(register)[:SLICE]):
        try:
            done += _take_over(rows, by)
        except (DeedRefused, IntegrityError):
            # One of them cannot be: which one, only each by itself tells.
            done += Counter(_take_over_alone(row, by) for row in rows)
        if time.monotonic() >= until:
            break
    return TakenOver(done[_TAKEN], done[_REFUSED], _waiting(register).count())


def _waiting(register: Register) -> QuerySet[RegisterRow]:
    """Rows that only they have and nobody was told about yet, from the top."""
    rows = RegisterRow.objects.filter(register=register, outcome=Outcome.ONLY_THEIRS, settlement="", differences=[])
    return rows.select_related("register", "participant").order_by("line")


@retried
def _take_over(rows: Sequence[RegisterRow], by: User) -> Counter[str]:
    """How many were taken over, and how many their own words refuse; what colleagues settled meanwhile is neither."""
    with transaction.atomic():
        gate.pass_through()
        held = RegisterRow.objects.select_for_update(of=("self",)).select_related("register", "participant")
        waiting = held.filter(pk__in=[row.pk for row in rows], outcome=Outcome.ONLY_THEIRS, settlement="")
        wanted, refused = _sort_out(waiting.order_by("line"))
        with lock(*{one.person for one in wanted.values()}) as people:
            permits = record_many(people, list(wanted.values()), by=by, source=Source.REGISTER)
        for row, permit in zip(wanted, permits, strict=True):
            row.permit, row.participant = permit, permit.participant
            row.outcome, row.settlement = Outcome.MATCHED, Settlement.TAKEN_OVER
            row.settled_by, row.settled_at = by, clock.now()
        RegisterRow.objects.bulk_update(wanted, _SETTLED, batch_size=SLICE)
        RegisterRow.objects.bulk_update(refused, ["differences"], batch_size=SLICE)
        for row in wanted:
            settling.note(row, by)
        return Counter({_TAKEN: len(wanted), _REFUSED: len(refused)})


def _sort_out(rows: Iterable[RegisterRow]) -> tuple[dict[RegisterRow, Wanted], list[RegisterRow]]:
    """What is wanted by row, and the rows whose own words refuse it, each with the reason."""
    wanted: dict[RegisterRow, Wanted] = {}
    refused = []
    entries = [(row, settling.entry_of(row)) for row in rows]
    people = people_of(entry.nik_index for _, entry in entries if entry.nik_index)
    for row, entry in entries:
        try:
            person, paper = settling.permit_in(row, entry, people)
        except DeedRefused as refusal:
            row.differences = [refusal.message]
            refused.append(row)
        else:
            wanted[row] = Wanted(person.pk, paper)
    return wanted, refused


def _take_over_alone(row: RegisterRow, by: User) -> str:
    """What became of a row by itself; one that is refused says why. A colleague may have settled it meanwhile."""
    try:
        settling.take_over(row, by=by)
    except DeedRefused as refusal:
        still_open = RegisterRow.objects.filter(pk=row.pk, outcome=Outcome.ONLY_THEIRS, settlement="")
        return _REFUSED if still_open.update(differences=[refusal.message]) else _SETTLED_BEFORE
    return _TAKEN
