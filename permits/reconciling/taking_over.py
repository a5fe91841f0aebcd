"""Taking over all that only the register has: some rows at a time, so that a restart leaves whole rows only."""

import time
from collections.abc import Sequence
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
from permits.reconciling.models import Outcome, Register, RegisterRow, Settlement
from permits.recording_many import Wanted, record_many

SLICE = 200
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
    taken = refused = 0
    while rows := list(_waiting(register)[:SLICE]):
        try:
            taken += _take_over(rows, by)
        except (DeedRefused, IntegrityError):
            # One of them cannot be: which one, only each by itself tells.
            refusals = [_refused(row, by) for row in rows]
            refused += sum(refusals)
            taken += len(rows) - sum(refusals)
        if time.monotonic() >= until:
            break
    return TakenOver(taken, refused, _waiting(register).count())


def _waiting(register: Register) -> QuerySet[RegisterRow]:
    """Rows that only they have and nobody was told about yet, from the top."""
    rows = RegisterRow.objects.filter(register=register, outcome=Outcome.ONLY_THEIRS, settlement="", differences=[])
    return rows.select_related("register", "participant").order_by("line")


@retried
def _take_over(rows: Sequence[RegisterRow], by: User) -> int:
    with transaction.atomic():
        gate.pass_through()
        held = RegisterRow.objects.select_for_update(of=("self",)).select_related("register", "participant")
        waiting = held.filter(pk__in=[row.pk for row in rows], outcome=Outcome.ONLY_THEIRS, settlement="")
        open_rows = list(waiting.order_by("line"))
        wanted = [_wanted(row) for row in open_rows]
        with lock(*{one.person for one in wanted}) as people:
            permits = record_many(people, wanted, by=by, source=Source.REGISTER)
        for row, permit in zip(open_rows, permits, strict=True):
            row.permit, row.participant = permit, permit.participant
            row.outcome, row.settlement = Outcome.MATCHED, Settlement.TAKEN_OVER
            row.settled_by, row.settled_at = by, clock.now()
        RegisterRow.objects.bulk_update(open_rows, _SETTLED, batch_size=SLICE)
        for row in open_rows:
            settling.note(row, by)
        return len(open_rows)


def _wanted(row: RegisterRow) -> Wanted:
    person, paper = settling.permit_in(row)
    return Wanted(person.pk, paper)


def _refused(row: RegisterRow, by: User) -> bool:
    """Whether a row by itself could not be taken over either; it then says why."""
    try:
        settling.take_over(row, by=by)
    except DeedRefused as refusal:
        RegisterRow.objects.filter(pk=row.pk, outcome=Outcome.ONLY_THEIRS).update(differences=[refusal.message])
        return True
    return False
