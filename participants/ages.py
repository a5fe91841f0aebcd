"""How old somebody is. Pure."""

from datetime import date


def age_on(born_on: date, day: date) -> int:
    """Full years of age on `day`."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
