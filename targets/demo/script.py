"""The figures of the story, and how they scale (PRODUCT, "The programme's clock" and "Facts for the help pages").

All figures hold for 51,000 participants; for any other number they scale in proportion, by largest remainder. The
story's days are fixed: another PROGRAMME_DATE shifts nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise
from random import Random

from participants.models import Step
from targets import working_days

FULL = 51_000
IN_JAKARTA, OUTSIDE_JAKARTA = 45_183, 5_817
WOMEN = 0.585

FIRST_DAY = date(2017, 12, 1)
LAST_DAY = date(2018, 9, 9)
LAST_WORKING_DAY = date(2018, 9, 7)
"""Nobody in an office records anything after it: the story ends on a Sunday, just after midnight."""

REGISTERED = (
    (date(2017, 11, 30), 0),
    (date(2017, 12, 31), 4_100),
    (date(2018, 1, 31), 13_000),
    (date(2018, 2, 28), 24_000),
    (date(2018, 3, 31), 35_000),
    (date(2018, 5, 31), 39_300),
    (date(2018, 6, 30), 40_700),
    (date(2018, 7, 16), 42_000),
    (date(2018, 8, 28), 49_591),
    (date(2018, 9, 8), 50_988),
    (date(2018, 9, 9), FULL),
)
COMPLETED = {
    Step.P2: (
        (date(2017, 12, 14), 0),
        (date(2018, 3, 31), 14_000),
        (date(2018, 7, 16), 27_000),
        (LAST_WORKING_DAY, 27_900),
    ),
    Step.P3: (
        (date(2018, 1, 20), 0),
        (date(2018, 3, 31), 4_000),
        (date(2018, 7, 16), 11_900),
        (LAST_WORKING_DAY, 14_200),
    ),
    Step.P5: ((date(2018, 3, 1), 0), (date(2018, 7, 16), 240), (LAST_WORKING_DAY, 610)),
    Step.P6: ((date(2018, 3, 15), 0), (date(2018, 7, 16), 160), (LAST_WORKING_DAY, 430)),
    Step.P7: ((date(2018, 3, 5), 0), (date(2018, 7, 16), 150), (LAST_WORKING_DAY, 150)),
}

OBSTACLES = ((date(2018, 5, 31), 0), (date(2018, 7, 31), 420), (LAST_WORKING_DAY, 1_960))
"""Why people have no permit yet; fewer where nobody fitting is found in a small story."""

COUNTED = {"IUMK": 450, "SKU": 550}
SECOND = {"IUMK": 20, "SKU": 5}
REVOKED = {"IUMK": 6, "SKU": 9}
VOIDED = {"IUMK": 3, "SKU": 2}

SILENT_KELURAHAN = 46
SILENT_SINCE = date(2018, 8, 27)
"""The first of the fourteen days to 9 September."""

_SATURDAY, _SUNDAY = 5, 6


def chance(seed: int, part: str) -> Random:
    """The dice of one part of the story: the same seed throws the same."""
    return Random(f"{seed}/{part}")  # noqa: S311  repeatable is what a demo wants


def scaled(figure: int, participants: int) -> int:
    """A figure of the full story for another number of participants, rounded halves up."""
    return (figure * participants * 2 + FULL) // (2 * FULL)


def scaled_kinds(figures: dict[str, int], participants: int) -> dict[str, int]:
    """Permits by kind for another number of participants; at least one, so that every rule can be seen."""
    total = max(scaled(sum(figures.values()), participants), 1)
    return dict(zip(figures, apportion(total, list(figures.values())), strict=True))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` shared out by weight with the largest remainders, ties to the first; adds up exactly."""
    whole = sum(weights)
    quotas = [total * weight / whole for weight in weights]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda index: (shares[index] - quotas[index], index))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


@cache
def is_working_day(day: date) -> bool:
    """Monday to Friday, and neither a public holiday nor joint leave."""
    return working_days.between(day, day) == 1


def working_day_from(day: date, last: date = LAST_WORKING_DAY) -> date:
    """The first working day from `day` on, but not after `last`, which is one."""
    while day < last and not is_working_day(day):
        day += timedelta(days=1)
    return min(day, last)


def all_days() -> list[date]:
    """The days of the story."""
    return [FIRST_DAY + timedelta(days=step) for step in range((LAST_DAY - FIRST_DAY).days + 1)]


def crowd_weight(day: date) -> float:
    """How many people register by themselves on such a day, against a working day."""
    if day.weekday() == _SUNDAY:
        return 0.45
    return 1.0 if is_working_day(day) else 0.7


def training_weight(day: date) -> float:
    """How many people are trained or mentored on such a day: Saturdays are busiest, holidays are free."""
    if day.weekday() == _SATURDAY:
        return 1.4
    return 1.0 if is_working_day(day) else 0.0


def office_weight(day: date) -> float:
    """How much is done on such a day in offices."""
    return 1.0 if is_working_day(day) else 0.0


@dataclass(frozen=True)
class Course:
    """How a figure grows over the days of the story, exact at its milestones."""

    milestones: tuple[tuple[date, int], ...]
    weight: Callable[[date], float]

    def daily(self, participants: int, rng: Random) -> dict[date, int]:
        """What is added on each day, for that number of participants."""
        levels: dict[date, float] = {}
        for (since, low), (until, high) in pairwise(self.milestones):
            days = [since + timedelta(days=step + 1) for step in range((until - since).days)]
            weights = list(accumulate(self.weight(day) * rng.uniform(0.7, 1.3) for day in days))
            if weights[-1] == 0:
                weights = list(range(1, len(days) + 1))
            levels |= {day: low + (high - low) * (part / weights[-1]) for day, part in zip(days, weights, strict=True)}
        heights = {day: int(level * participants / FULL + 0.5) for day, level in levels.items()}
        first = self.milestones[0][0]
        return {day: height - heights.get(day - timedelta(days=1), 0) for day, height in heights.items() if day > first}
