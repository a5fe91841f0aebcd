"""The story's figures: exact for 51,000 people, in proportion for any other number."""

from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.models import Step
from targets.demo import script


def by(course, day: date, participants: int = script.FULL, seed: int = 2018) -> int:
    """How much of a course is done by a day."""
    daily = course.daily(participants, script.chance(seed, "test"))
    return sum(number for when, number in daily.items() if when <= day)


REGISTERED = script.Course(script.REGISTERED, script.crowd_weight)
TRAINED = script.Course(script.COMPLETED[Step.P2], script.training_weight)
FUNDED = script.Course(script.COMPLETED[Step.P7], script.training_weight)


@given(st.integers(0, 100_000), st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_shares_add_up_exactly_and_none_is_off_by_one_or_more(total, weights):
    shares = script.apportion(total, weights)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < sum(weights)


def test_equal_remainders_go_to_the_first():
    assert script.apportion(2, [1, 1, 1]) == [1, 1, 0]


def test_the_full_story_has_the_published_figures_whatever_the_seed():
    days = [date(2018, 3, 31), date(2018, 7, 16), date(2018, 8, 28), date(2018, 9, 9)]

    assert [by(REGISTERED, day, seed=7) for day in days] == [35_000, 42_000, 49_591, 51_000]
    assert [by(TRAINED, day, seed=7) for day in days if day.month != 8] == [14_000, 27_000, 27_900]
    assert [by(FUNDED, day, seed=7) for day in days[1:]] == [150, 150, 150]


@pytest.mark.parametrize("participants", [100, 600, 51_000, 1_000_000])
def test_any_number_of_people_has_registered_by_the_end(participants):
    assert by(REGISTERED, script.LAST_DAY, participants) == participants


@given(st.integers(100, 2_000_000))
def test_a_figure_never_shrinks(participants):
    daily = REGISTERED.daily(participants, script.chance(1, "test"))

    assert min(daily.values()) >= 0
    assert list(accumulate(daily.values()))[-1] == participants


def test_nobody_is_trained_on_a_holiday_or_a_sunday():
    daily = TRAINED.daily(script.FULL, script.chance(2018, "test"))

    independence_day, a_sunday = date(2018, 8, 17), date(2018, 7, 15)
    assert (daily[independence_day], daily[a_sunday]) == (0, 0)


def test_every_kind_of_permit_is_seen_even_in_a_small_story():
    assert script.scaled_kinds(script.COUNTED, script.FULL) == {"IUMK": 450, "SKU": 550}
    assert sum(script.scaled_kinds(script.REVOKED, 100).values()) == 1


def test_work_begins_again_after_a_holiday_but_never_after_the_story():
    assert script.working_day_from(date(2018, 8, 17)) == date(2018, 8, 20)
    assert script.working_day_from(date(2018, 9, 8)) == script.LAST_WORKING_DAY
    assert script.all_days()[-1] - script.all_days()[0] == timedelta(days=282)
