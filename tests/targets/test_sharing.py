"""Sharing out: it always adds up exactly, follows the weights, and is the same every time."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.sharing import NothingToShareBy, share, share_evenly

weights = st.dictionaries(
    st.integers(0, 400).map(lambda number: f"31.73.01.{number:04}"), st.integers(0, 5000), min_size=1, max_size=267
).filter(lambda found: any(found.values()))
totals = st.integers(0, 200_000)


@given(totals, weights)
def test_the_parts_add_up_exactly(total, given_weights):
    assert sum(share(total, given_weights).values()) == total


@given(totals, weights)
def test_every_part_is_its_exact_share_rounded_down_or_up(total, given_weights):
    whole = sum(given_weights.values())

    parts = share(total, given_weights)

    assert all(
        0 <= parts[code] - int(Fraction(total * weight, whole)) <= (1 if total * weight % whole else 0)
        for code, weight in given_weights.items()
    )


@given(totals, weights)
def test_whoever_weighs_more_never_gets_less(total, given_weights):
    parts = share(total, given_weights)

    by_weight = sorted(given_weights, key=lambda code: given_weights[code])

    assert all(
        parts[lighter] <= parts[heavier]
        for lighter, heavier in pairwise(by_weight)
        if given_weights[lighter] < given_weights[heavier]
    )


@given(totals, weights)
def test_of_two_that_weigh_the_same_only_the_lower_code_gets_one_more(total, given_weights):
    parts = share(total, given_weights)

    codes = sorted(given_weights, key=lambda code: (given_weights[code], code))

    assert all(
        parts[lower] - parts[higher] in (0, 1)
        for lower, higher in pairwise(codes)
        if given_weights[lower] == given_weights[higher]
    )


@given(totals, weights)
def test_the_order_of_the_weights_does_not_matter(total, given_weights):
    assert share(total, dict(reversed(given_weights.items()))) == share(total, given_weights)


def test_the_largest_remainders_get_what_is_left_over():
    # Exact shares of 10: 4.0, 3.5 and 2.5.
    assert share(10, {"a": 8, "b": 7, "c": 5}) == {"a": 4, "b": 4, "c": 2}


def test_ties_go_to_the_lower_code():
    assert share(5, {"c": 1, "a": 1, "b": 1}) == {"a": 2, "b": 2, "c": 1}


def test_the_programmes_sum_is_200_for_each_of_267():
    assert set(share_evenly(53_400, map(str, range(267))).values()) == {200}


def test_what_does_not_divide_evenly_goes_to_the_first():
    assert share_evenly(8, ["b", "a", "c"]) == {"a": 3, "b": 3, "c": 2}


def test_without_any_weight_there_is_no_fair_share():
    with pytest.raises(NothingToShareBy):
        share(100, {"a": 0, "b": 0})


@pytest.mark.parametrize(("total", "given_weights"), [(-1, {"a": 1}), (1, {"a": 2, "b": -1})])
def test_nothing_below_zero_is_shared_out(total, given_weights):
    with pytest.raises(ValueError, match="below 0"):
        share(total, given_weights)
