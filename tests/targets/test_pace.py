"""Pace (PRODUCT, "Targets"): the figures of 9 September 2018 exactly, the order of statuses, and what always holds."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.pace import Pace, Status, closed_status, pace, whole

YEAR = {"first_day": date(2018, 1, 1), "last_day": date(2018, 12, 31)}
STORY = date(2018, 9, 9)
NOTHING = (0, 0, 0, 0)


def paced(*, target: int = 40_000, result: int = 1000, day: date = STORY, blocks=NOTHING, **period: date) -> Pace:
    return pace(target=target, result=result, day=day, blocks=blocks, **(YEAR | period))


# --- The worked example ----------------------------------------------------------------------------


def test_on_9_september_2018_the_programme_needed_345_a_day_and_506_a_working_day():
    found = paced()

    assert (
        found.remaining,
        found.days_left,
        found.working_days_left,
        found.expected_by_now,
        found.required_per_day,
        found.required_per_working_day,
    ) == (39_000, 113, 77, 27_616, Decimal("345.13"), Decimal("506.49"))


def test_recent_is_the_change_of_28_days_and_the_projection_carries_it_to_the_last_day():
    found = paced(blocks=(280, 140, 70, 70))

    assert (found.recent_per_day, found.projected) == (Decimal("20.00"), 1000 + 20 * 113)


def test_the_projection_lies_between_the_worst_and_the_best_block_of_seven_days():
    found = paced(blocks=(280, 140, 70, 70))

    assert (found.projected_low, found.projected_high) == (1000 + 10 * 113, 1000 + 40 * 113)


def test_recent_per_working_day_leaves_out_weekends_and_holidays():
    """14 August to 10 September 2018: 20 weekdays less Independence Day and Idul Adha."""
    assert paced(day=date(2018, 9, 10), blocks=(90, 0, 0, 0)).recent_per_working_day == Decimal("5.00")


# --- Days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "left"), [(date(2018, 1, 1), 364), (date(2018, 12, 30), 1), (date(2018, 12, 31), 0), (STORY, 113)]
)
def test_days_left_are_counted_from_the_day_after(day, left):
    assert paced(day=day).days_left == left


def test_on_the_last_day_nothing_can_be_required_per_day_any_more():
    found = paced(day=date(2018, 12, 31))

    assert (found.required_per_day, found.required_per_working_day, found.projected) == (None, None, 1000)


def test_when_only_a_weekend_is_left_nothing_can_be_required_per_working_day():
    found = paced(day=date(2018, 9, 28), last_day=date(2018, 9, 30))

    assert (found.days_left, found.required_per_day, found.required_per_working_day) == (2, Decimal("19500.00"), None)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2018, 1, 1), 110), (date(2018, 7, 2), 20_055), (date(2018, 12, 31), 40_000)]
)
def test_expected_by_now_counts_the_day_itself(day, expected):
    assert paced(day=day).expected_by_now == expected


def test_expected_is_rounded_as_people_round():
    assert [whole(Fraction(number)) for number in ("0.5", "1.5", "2.4", "-0.5")] == [1, 2, 2, -1]


def test_what_is_reached_leaves_nothing_remaining():
    assert (paced(result=40_000).remaining, paced(result=41_000).remaining) == (0, 0)


def test_a_negative_result_leaves_more_than_the_target():
    assert paced(target=200, result=-2).remaining == 202


# --- Status, the first that fits -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "blocks", "status"),
    [
        (40_000, NOTHING, Status.REACHED),
        (39_999, NOTHING, Status.ON_PACE),
        (27_617, NOTHING, Status.ON_PACE),
        (27_616, NOTHING, Status.CRITICAL),
        (27_616, (-1, 0, 0, 0), Status.CRITICAL),
        (27_616, (1022, 0, 0, 0), Status.CRITICAL),
        (27_616, (1023, 0, 0, 0), Status.BEHIND),
        (1000, (3220, 0, 0, 0), Status.CRITICAL),
        (1000, (3222, 0, 0, 0), Status.BEHIND),
    ],
)
def test_the_status_is_the_first_that_fits(result, blocks, status):
    """27,616 is below the unrounded 27,616.44; required is 3 × recent at 1,022.6 in 28 days with 12,384 to go."""
    assert paced(result=result, blocks=blocks).status == status


def test_on_the_last_day_a_region_that_still_grows_is_behind_and_one_that_does_not_is_critical():
    last = date(2018, 12, 31)

    assert [paced(day=last, blocks=blocks).status for blocks in ((1, 0, 0, 0), NOTHING)] == [
        Status.BEHIND,
        Status.CRITICAL,
    ]


@pytest.mark.parametrize(
    ("result", "status"), [(39_999, Status.NOT_REACHED), (40_000, Status.REACHED), (-2, Status.NOT_REACHED)]
)
def test_a_period_that_is_over_is_reached_or_not(result, status):
    assert closed_status(target=40_000, result=result) == status


def test_statuses_say_what_the_interface_promises():
    assert [status.value for status in Status] == [
        "tercapai",
        "sesuai laju",
        "kritis",
        "tertinggal",
        "tidak tercapai",
    ]


# --- Whatever the figures --------------------------------------------------------------------------

paces = st.builds(
    paced,
    target=st.integers(0, 200_000),
    result=st.integers(-50, 250_000),
    day=st.dates(date(2018, 1, 1), date(2018, 12, 31)),
    blocks=st.tuples(*[st.integers(-30, 3000)] * 4),
)


@given(paces)
def test_low_projected_and_high_stand_in_that_order(found):
    assert found.projected_low <= found.projected <= found.projected_high


@given(paces)
def test_working_days_are_among_the_days_and_ask_for_no_less_each(found):
    assert 0 <= found.working_days_left <= found.days_left
    assert (found.required_per_day or 0) <= (found.required_per_working_day or found.required_per_day or 0)


@given(paces)
def test_the_required_rate_kept_to_the_end_reaches_the_target(found):
    if found.required_per_day is not None:
        assert abs(found.required_per_day * found.days_left - found.remaining) <= found.days_left * Decimal("0.005")


@given(st.integers(1, 100_000), st.integers(-50, 100_000), st.dates(date(2018, 1, 1), date(2018, 12, 31)))
def test_more_results_never_make_a_status_worse(target, result, day):
    order = [Status.CRITICAL, Status.BEHIND, Status.ON_PACE, Status.REACHED]
    blocks = (30, 30, 30, 30)

    before = paced(target=target, result=result, day=day, blocks=blocks).status
    after = paced(target=target, result=result + 1, day=day, blocks=blocks).status

    assert order.index(after) >= order.index(before)


def test_no_day_of_a_year_divides_by_nothing():
    for step in range(365):
        paced(day=date(2018, 1, 1) + timedelta(days=step))


@pytest.mark.parametrize(
    ("day", "net", "result", "projected"),
    [
        (date(2018, 9, 3), 30, 32, 160),  # 32 + 30 · 119 / 28 = 159.5
        (date(2018, 12, 17), 3, 5, 7),  # 5 + 3 · 14 / 28 = 6.5
    ],
)
def test_a_projection_that_ends_in_a_half_is_rounded_up(day, net, result, projected):
    assert paced(day=day, result=result, blocks=(net, 0, 0, 0)).projected == projected


@pytest.mark.parametrize(("target", "status"), [(38, Status.BEHIND), (39, Status.CRITICAL)])
def test_what_needs_exactly_three_times_the_recent_rate_is_not_critical(target, status):
    """(38 − 5) / 7 days = 3 × 44 / 28."""
    assert paced(target=target, result=5, day=date(2018, 12, 24), blocks=(44, 0, 0, 0)).status == status


@given(st.integers(0, 299), st.lists(st.integers(-40, 40), min_size=4, max_size=4), st.integers(0, 500))
def test_projections_are_the_rounded_exact_ones(days_left, blocks, result):
    found = paced(result=result, day=date(2018, 12, 31) - timedelta(days=days_left), blocks=blocks)

    exact = Fraction(sum(blocks) * days_left, 28) + result
    assert abs(found.projected - exact) <= Fraction(1, 2)
    assert abs(found.projected) >= abs(exact) or abs(found.projected - exact) < Fraction(1, 2)
