"""Recording the step for everybody on a list who does not have it yet, in one transaction, or for nobody."""

from django.db import transaction

from okoce.accounts.models import User
from okoce.faults import retried
from okoce.journal import gate
from participants.attending import staging
from participants.attending.checking import Checked, check
from participants.attending.models import TAKEN, AttendanceEntry, AttendanceList, Outcome, State
from participants.completing import complete_steps
from participants.deeds import DeedRefused, refuse_impossible_step
from participants.journal import lock
from participants.models import Step


class Changed(Exception):
    """Since the preview something has changed: the list, or that somebody can get the step. Nothing was recorded."""


@retried
def record_all(source: AttendanceList, *, by: User, seen: str | None = None) -> AttendanceList:
    """The list with its step recorded; recorded before, or dropped, it stays as it was.

    Its people are checked once more while they are held. What was shown is what happens: who was not found gets
    nothing, whoever got the step meanwhile keeps it as it is, and when somebody who was to get it no longer can,
    nobody does: Changed. So it is for a list that is another by now than the one of the mark `seen`. Raises DeedRefused
    without a step or a day, or for one that is impossible.
    """
    with transaction.atomic():
        gate.pass_through()
        locked = staging.hold(source)
        if locked.is_waiting:
            if seen is not None and seen != locked.mark:
                raise Changed
            _record(locked, by)
        return locked


def _record(locked: AttendanceList, by: User) -> None:
    if not locked.step or locked.held_on is None:
        raise DeedRefused("Pilih langkah dan tanggalnya lebih dulu.", "step")
    step, on = Step(locked.step), locked.held_on
    refuse_impossible_step(step, on)
    rows = list(locked.entries.order_by("position"))
    people = {row.participant_id for row in rows if row.outcome in TAKEN and row.participant_id is not None}
    with lock(*people) as held:
        found = check((staging.entry_of(row) for row in rows), step=step, on=on, by=by)
        meanwhile = [row for row, checked in zip(rows, found, strict=True) if _is_done_by_now(row, checked)]
        complete_steps(held, step=step, on=on, by=by)
        staging.save_marks(meanwhile)
        staging.count(locked, rows)
        staging.decide(locked, State.RECORDED, by=by)
        # Only what could not be found is still worth reading.
        locked.entries.filter(participant__isnull=False).update(sealed=b"")


def _is_done_by_now(row: AttendanceEntry, checked: Checked) -> bool:
    """Whether somebody who was to get the step has it by now, and is marked so. Raises Changed when they cannot."""
    if row.outcome not in TAKEN:
        return False
    if checked.person is None or checked.person.pk != row.participant_id:
        raise Changed
    if checked.outcome == Outcome.KNOWN:
        staging.mark(row, checked)
        return True
    if checked.outcome not in TAKEN:
        raise Changed
    return False
