"""The funnel of a past day: who had been registered by then, and how far they had come."""

from datetime import date

import pytest

from participants.deeds import complete_step
from participants.models import Participant, Step
from permits import funnel
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, PROVINCE
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER = date(2018, 8, 15), date(2018, 9, 5)


def who_came(registered_on: date) -> Participant:
    """Somebody who was trained, mentored and given a permit by August, whenever they were registered."""
    person, official = a_participant(registered_on), an_official()
    for step in (Step.P2, Step.P3):
        complete_step(person, step=step, on=date(2018, 8, 1), by=official)
    a_permit(person, issued_on=date(2018, 8, 2))
    return person


@pytest.mark.parametrize("region", [PROVINCE, CENGKARENG_TIMUR])
def test_who_was_registered_later_is_at_no_step_of_a_day_before(region):
    early, late = who_came(date(2018, 7, 1)), who_came(date(2018, 9, 1))
    reached = [Step.P1, Step.P2, Step.P3, Step.P4]

    counts = [funnel.in_order(region, day) for day in (AUGUST, SEPTEMBER)]
    people = [
        [set(funnel.people_in_order(Participant.objects.current(), step, day)) for step in reached]
        for day in (AUGUST, SEPTEMBER)
    ]

    assert [[count[step] for step in reached] for count in counts] == [[1] * 4, [2] * 4]
    assert people == [[{early}] * 4, [{early, late}] * 4]
