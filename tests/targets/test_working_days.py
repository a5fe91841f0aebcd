"""Working days: Monday to Friday less Indonesian public holidays and *cuti bersama* (PRODUCT, "Targets")."""

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets import working_days

days = st.dates(date(2017, 1, 1), date(2023, 12, 31))


def is_working(day: date) -> bool:
    return working_days.between(day, day) == 1


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days)]


def test_from_10_september_to_the_end_of_2018_there_are_77():
    assert working_days.between(date(2018, 9, 10), date(2018, 12, 31)) == 77


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2018, 8, 17), "Independence Day"),
        (date(2018, 8, 22), "Idul Adha"),
        (date(2018, 9, 11), "Islamic New Year"),
        (date(2018, 12, 25), "Christmas"),
        (date(2018, 12, 24), "cuti bersama before Christmas"),
        (date(2018, 6, 11), "cuti bersama before Lebaran"),
        (date(2018, 6, 20), "cuti bersama after Lebaran"),
        (date(2018, 6, 27), "local elections"),
        (date(2018, 9, 8), "a Saturday"),
        (date(2018, 9, 9), "a Sunday"),
        (date(2019, 1, 1), "New Year"),
    ],
)
def test_nobody_works_on(day, what):
    assert is_working(day) is False


@pytest.mark.parametrize("day", [date(2018, 9, 10), date(2018, 12, 26), date(2018, 12, 31), date(2019, 1, 2)])
def test_people_work_on(day):
    assert is_working(day) is True


def test_no_days_lie_between_a_day_and_the_one_before():
    assert working_days.between(date(2018, 9, 10), date(2018, 9, 9)) == 0


@pytest.mark.parametrize("year", range(2017, 2029))
def test_the_years_listed_are_those_of_the_package(year):
    known = holidays.country_holidays("ID", years=[year], categories=("public", "government"))

    free = {day for day in days_of(year) if day.weekday() < 5 and not is_working(day)}

    assert free == {day for day in known if day.weekday() < 5}


def test_the_package_is_not_brought_in_for_the_years_of_the_programme():
    code = "import sys; from datetime import date; from targets import working_days as days;"
    code += "days.between(date(2017, 1, 1), date(2027, 12, 31)); sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(days, st.integers(0, 400), st.integers(0, 400))
def test_two_stretches_add_up_to_the_whole(first, step, further):
    middle, last = first + timedelta(days=step), first + timedelta(days=step + further)

    assert working_days.between(first, last) == working_days.between(first, middle) + working_days.between(
        middle + timedelta(days=1), last
    )
