"""Reading figures from running totals: up to any day, as known at any moment (rule 6)."""

from datetime import date, datetime, timedelta

import pytest

from okoce.journal import reading
from participants.models import StepTally
from permits.models import PermitTally
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

DAYS = [date(2017, 12, 31), date(2018, 1, 1), date(2018, 1, 31), date(2018, 2, 1), date(2018, 12, 31), date(2019, 1, 1)]


@pytest.fixture
def one_on_each_day() -> None:
    for day in DAYS:
        a_participant(day, kelurahan=KAPUK)


def registered(totals: reading.Totals) -> int:
    return sum(row["p1"] for row in totals.values())


def test_sums_up_to_a_day_are_right_across_months_and_years(one_on_each_day):
    eve_and_after = sorted({day + timedelta(days=step) for day in DAYS for step in (-1, 0, 1)})

    found = reading.totals(StepTally, eve_and_after)

    assert [registered(totals) for totals in found] == [sum(day <= asked for day in DAYS) for asked in eve_and_after]


def test_many_days_cost_one_statement_and_two_with_a_moment(one_on_each_day, django_assert_num_queries):
    with django_assert_num_queries(1):
        reading.totals(StepTally, DAYS)
    with django_assert_num_queries(2):
        reading.totals(StepTally, DAYS, known_at=datetime.fromisoformat("2018-01-15T12:00:00+07:00"))


def test_what_was_recorded_after_the_moment_is_left_out_and_what_was_recorded_at_it_is_known(one_on_each_day):
    at_ten = datetime.fromisoformat("2018-02-01T10:00:00+07:00")

    found = [
        registered(reading.totals(StepTally, [date(2019, 6, 1)], known_at=at_ten + timedelta(microseconds=shift))[0])
        for shift in (-1, 0)
    ]

    assert found == [3, 4]


def test_people_from_outside_have_an_area_of_their_own():
    an_outsider()

    [totals] = reading.totals(StepTally, [date(2018, 9, 9)])

    assert {area: row["p1"] for area, row in totals.items()} == {"": 1}


def test_asking_for_no_day_gives_nothing():
    a_participant()

    assert reading.totals(StepTally, []) == []


def test_a_late_recording_is_missing_from_its_own_day_as_it_was_known_before():
    with portal_at(date(2019, 1, 5)):
        a_permit(issued_on=date(2018, 12, 28))
    new_years_eve = datetime.fromisoformat("2018-12-31T23:59:59+07:00")

    [today] = reading.totals(PermitTally, [date(2018, 12, 31)])
    [then] = reading.totals(PermitTally, [date(2018, 12, 31)], known_at=new_years_eve)

    assert ([sum(row["iumk"] for row in found.values()) for found in (today, then)]) == [1, 0]


def test_a_days_net_is_by_day_and_place_and_days_without_are_absent(one_on_each_day):
    a_participant(date(2018, 1, 31), kelurahan=GAMBIR)

    everywhere = reading.daily(StepTally, ["p1"], date(2018, 1, 1), date(2018, 12, 30))
    in_gambir = reading.daily(StepTally, ["p1"], date(2018, 1, 1), date(2018, 12, 30), areas=[GAMBIR])

    assert everywhere == {date(2018, 1, 1): 1, date(2018, 1, 31): 2, date(2018, 2, 1): 1}
    assert in_gambir == {date(2018, 1, 31): 1}


def test_a_days_net_is_as_known_too(one_on_each_day):
    known = datetime.fromisoformat("2018-01-31T09:00:00+07:00")

    found = reading.daily(StepTally, ["p1"], date(2017, 1, 1), date(2019, 12, 31), known_at=known)

    assert found == {date(2017, 12, 31): 1, date(2018, 1, 1): 1}


def test_what_was_recorded_late_for_a_day_before_the_first_is_left_out_of_the_days_asked_for():
    with portal_at(date(2018, 6, 1)):
        a_permit(issued_on=date(2018, 1, 5))
    known = datetime.fromisoformat("2018-03-01T00:00:00+07:00")

    assert reading.daily(PermitTally, ["iumk"], date(2018, 2, 1), date(2018, 12, 31), known_at=known) == {}
