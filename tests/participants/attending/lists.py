"""Attendance lists for the tests."""

from datetime import date

from okoce.accounts.models import User
from participants.attending import staging
from participants.attending.models import AttendanceList, Outcome
from participants.models import Participant

ON = date(2018, 8, 1)


def a_list(text: str, by: User, *, step: str = "P2", held_on: date | None = ON, **fields) -> AttendanceList:
    """A pasted list that waits for a decision."""
    return staging.receive(staging.entries_of_text(text), by=by, step=step, held_on=held_on, **fields)


def numbers_of(*people: Participant) -> str:
    return "\n".join(person.displayed_number for person in people)


def outcomes(source: AttendanceList) -> list[Outcome]:
    """What becomes of each entry, in the list's order."""
    return [Outcome(entry.outcome) for entry in source.entries.order_by("position")]
