"""What the database refuses of lists and their entries, asked below the model."""

import pytest

from okoce import clock
from participants.attending.models import AttendanceEntry, Outcome
from tests.okoce.accounts.factories import an_official
from tests.participants.attending.lists import a_list
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db

DECIDED = ("decided_by", "decided_at")


@pytest.mark.parametrize(
    ("given", "changed", "constraint"),
    [
        (DECIDED, {"state": "lost"}, "attendance_list_state_is_known"),
        ((), {"step": "P4"}, "attendance_list_is_of_a_step_that_pgo_records"),
        (DECIDED, {"state": "recorded", "step": ""}, "attendance_list_recorded_says_what"),
        (DECIDED, {"state": "recorded", "held_on": None}, "attendance_list_recorded_says_what"),
        ((), {"state": "discarded"}, "attendance_list_decided_says_by_whom_and_when"),
        (("decided_at",), {}, "attendance_list_decided_says_by_whom_and_when"),
        ((), {"unreadable": 2}, "attendance_list_adds_up"),
    ],
)
def test_the_database_refuses_what_no_list_can_be(given, changed, constraint):
    source = a_list("Siti", an_official())
    decided = {"decided_by": source.sent_by, "decided_at": clock.now()}

    assert refused_change(source, **({name: decided[name] for name in given} | changed)) == constraint


def test_an_entry_stands_once_with_an_outcome_that_is_known():
    source = a_list("Siti", an_official())
    again = AttendanceEntry(source=source, position=1, sealed=b"", outcome=Outcome.READY)

    assert refused_by(again.save) == "attendance_entry_stands_once"
    assert refused_change(source.entries.get(), outcome=7) == "attendance_entry_outcome_is_known"
