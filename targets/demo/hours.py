"""At what second of a day things happen in the story."""

from datetime import date
from random import Random

from targets.demo import script

_HOUR = 3600
_OPENS, _LUNCH, _BACK, _CLOSES = 8 * _HOUR, 12 * _HOUR, 13 * _HOUR, int(15.75 * _HOUR)
_EARLIEST, _LATEST = 6 * _HOUR, int(22.5 * _HOUR)
_FIRST_MOMENT, _LAST_MOMENT = 5, 240
"""The seconds of 9 September that belong to the story: the demo's clock is always past them."""


def is_open(day: date, second: float) -> bool:
    """Whether an office is open then."""
    return script.is_working_day(day) and _OPENS <= second <= _CLOSES


def in_office(rng: Random) -> float:
    """Some second of office hours, lunch excepted."""
    second = _between(rng, _OPENS, _CLOSES - (_BACK - _LUNCH))
    return second if second < _LUNCH else second + (_BACK - _LUNCH)


def before_closing(rng: Random) -> float:
    """Some second after all that is done `in_office`: what is done to something recorded on the same day."""
    return _between(rng, _CLOSES, _CLOSES + _HOUR // 4)


def at_home(rng: Random, day: date) -> float:
    """Some second at which people register by themselves: from dawn until late, on the last day just past midnight."""
    return _between(rng, *((_FIRST_MOMENT, _LAST_MOMENT) if day == script.LAST_DAY else (_EARLIEST, _LATEST)))


def _between(rng: Random, first: int, last: int) -> float:
    return round(rng.uniform(first, last), 3)
