"""Working days: Monday to Friday less Indonesian public holidays and *cuti bersama*."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

_SATURDAY = 5

_LIST = Path(__file__).with_name("holidays.txt")
"""The free days of the years that are asked for, a line each, as the package `holidays` has them (a test compares).

Asking the package costs a worker 17 MB: it brings in the calendars of all countries to tell those of one.
"""


@cache
def _listed() -> dict[int, frozenset[date]]:
    lines = (line.split() for line in _LIST.read_text().splitlines())
    return {int(year): frozenset(date.fromisoformat(f"{year}-{day}") for day in days) for year, *days in lines}


@cache
def _holidays(year: int) -> frozenset[date]:
    found = _listed().get(year)
    if found is not None:
        return found
    import holidays

    # "government" holds the days of joint leave (cuti bersama).
    return frozenset(holidays.country_holidays("ID", years=[year], categories=("public", "government")))


@cache
def between(first: date, last: date) -> int:
    """How many working days there are from `first` to `last`, both included; 0 when `first` is after `last`."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() < _SATURDAY and day not in _holidays(day.year))
