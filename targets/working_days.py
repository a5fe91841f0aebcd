"""Working days: Monday to Friday less Indonesian public holidays and *cuti bersama*."""

from datetime import date, timedelta
from functools import cache

import holidays

_SATURDAY = 5


@cache
def _holidays(year: int) -> frozenset[date]:
    # "government" holds the days of joint leave (cuti bersama).
    return frozenset(holidays.country_holidays("ID", years=[year], categories=("public", "government")))


@cache
def between(first: date, last: date) -> int:
    """How many working days there are from `first` to `last`, both included; 0 when `first` is after `last`."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() < _SATURDAY and day not in _holidays(day.year))
