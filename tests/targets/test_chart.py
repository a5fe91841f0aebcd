"""The cumulative chart: everything it draws lies within it, and the months behind it add up to the result."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets import chart
from targets.pace import pace

FIRST, LAST = date(2017, 12, 31), date(2018, 12, 31)


def drawn(points, *, as_of=date(2018, 9, 9), target=None, blocks=(0, 0, 0, 0)):
    running = None
    if target is not None and date(2018, 1, 1) <= as_of <= LAST:
        running = pace(
            target=target,
            result=points[-1][1],
            first_day=date(2018, 1, 1),
            last_day=LAST,
            day=as_of,
            blocks=blocks,
        )
    return chart.draw(points, year=2018, as_of=as_of, target=target, pace=running)


def heights(path: str) -> list[int]:
    return [int(y) for _, y in re.findall(r"[ML](-?\d+) (-?\d+)", path)] + [
        int(y) for y in re.findall(r"V(-?\d+)", path)
    ]


def widths(path: str) -> list[int]:
    return [int(x) for x, _ in re.findall(r"[ML](-?\d+) (-?\d+)", path)] + [
        int(x) for x in re.findall(r"H(-?\d+)", path)
    ]


@st.composite
def years(draw):
    """The changes of a year up to a day of it."""
    last = draw(st.integers(1, 365))
    days = sorted(draw(st.sets(st.integers(1, last), max_size=8)))
    points, level = [(FIRST, 0)], 0
    for day in days:
        level += draw(st.integers(-40, 3000))
        points.append((FIRST + timedelta(days=day), level))
    return points, FIRST + timedelta(days=last)


@given(years(), st.none() | st.integers(1, 50_000), st.tuples(*[st.integers(-30, 3000)] * 4))
def test_every_line_lies_within_the_picture(year, target, blocks):
    points, as_of = year

    picture = drawn(points, as_of=as_of, target=target, blocks=blocks)

    paths = [picture.actual, picture.goal, picture.projection, picture.fan]
    assert [y for path in paths for y in heights(path) if not 0 <= y <= picture.floor] == []
    assert [x for path in paths for x in widths(path) if not picture.left <= x <= picture.right] == []


@given(years(), st.none() | st.integers(1, 50_000))
def test_the_axis_has_a_handful_of_round_marks_with_zero_among_them(year, target):
    points, as_of = year

    marks = [tick.label for tick in drawn(points, as_of=as_of, target=target).y_ticks]

    assert marks.count("0") == 1
    assert 2 <= len(marks) <= 9


def test_the_line_to_the_target_runs_from_nothing_on_new_years_eve_to_the_target_on_the_last_day():
    picture = drawn([(FIRST, 0), (date(2018, 9, 1), 100)], target=400)

    assert picture.goal == f"M{picture.left} {picture.floor}L{picture.right} {heights(picture.goal)[1]}"
    assert heights(picture.goal)[1] < picture.now_y < picture.floor


@pytest.mark.parametrize("as_of", [date(2017, 6, 1), date(2019, 6, 1)])
def test_outside_the_year_there_is_no_projection(as_of):
    picture = drawn([(FIRST, 0)], as_of=as_of, target=400)

    assert (picture.projection, picture.fan) == ("", "")
    assert picture.now_x in {picture.left, picture.right}


# --- The table behind it ---------------------------------------------------------------------------


def test_months_are_those_that_have_begun_with_change_and_result_at_their_end():
    points = [(FIRST, 0), (date(2018, 1, 31), 3), (date(2018, 2, 1), 4), (date(2018, 4, 9), 2)]

    months = chart.months(points, 2018, date(2018, 4, 15), {})

    assert [(month.name, month.change, month.result) for month in months] == [
        ("Januari", 3, 3),
        ("Februari", 1, 4),
        ("Maret", 0, 4),
        ("April", -2, 2),
    ]


@pytest.mark.parametrize(("as_of", "many"), [(date(2017, 12, 31), 0), (date(2018, 1, 1), 1), (date(2019, 3, 1), 12)])
def test_before_the_year_there_is_no_month_and_after_it_there_are_twelve(as_of, many):
    assert len(chart.months([(FIRST, 0)], 2018, as_of, {})) == many


@given(years())
def test_the_months_changes_add_up_to_the_result(year):
    points, as_of = year

    months = chart.months(points, 2018, as_of, {})

    assert sum(month.change for month in months) == points[-1][1]
