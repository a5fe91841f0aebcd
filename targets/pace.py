"""Pace: where a region should be, what it needs, and where it is heading (PRODUCT, "Targets"). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import floor

from targets import working_days

_BLOCK_DAYS = 7
_RECENT_DAYS = 28
_CRITICAL_FACTOR = 3


class Status(StrEnum):
    """How a region stands against its target; the values are what the interface and the API say."""

    REACHED = "tercapai"
    ON_PACE = "sesuai laju"
    CRITICAL = "kritis"
    BEHIND = "tertinggal"
    NOT_REACHED = "tidak tercapai"


@dataclass(frozen=True)
class Pace:
    """Where a region stands on a day within a period that has a target.

    `remaining`, `expected_by_now` and the projections are new entrepreneurs, the rates new entrepreneurs a day or a
    working day; a rate is None when no days are left.
    """

    remaining: int
    days_left: int
    working_days_left: int
    expected_by_now: int
    required_per_day: Decimal | None
    required_per_working_day: Decimal | None
    recent_per_day: Decimal
    projected: int
    projected_low: int
    projected_high: int
    recent_per_working_day: Decimal | None
    status: Status


def pace(*, target: int, result: int, first_day: date, last_day: date, day: date, blocks: Sequence[int]) -> Pace:
    """The pace on `day`, a day of the period from `first_day` to `last_day`.

    `blocks` are the net results of the last four blocks of 7 days, latest first. Days left are counted from the day
    after `day`; remaining is not below 0; expected = target × days gone (`day` included) ÷ days of the period;
    recent = (N(day) − N(day − 28)) ÷ 28; projected = result + recent × days left, low and high with the worst and the
    best block.
    """
    return _pace(target, result, first_day, last_day, day, tuple(blocks))


@lru_cache(maxsize=4096)  # a board judges 267 kelurahan, of which a deed has changed one
def _pace(target: int, result: int, first_day: date, last_day: date, day: date, blocks: tuple[int, ...]) -> Pace:
    days_left = (last_day - day).days
    working_left = working_days.between(day + timedelta(days=1), last_day)
    remaining = max(target - result, 0)
    # Exact throughout, and rounded once: a half, or three times as much, must not be missed by a digit far behind.
    expected = Fraction(target * ((day - first_day).days + 1), (last_day - first_day).days + 1)
    recent = Fraction(sum(blocks), _RECENT_DAYS)
    required = Fraction(remaining, days_left) if days_left else None
    worked = working_days.between(day - timedelta(days=_RECENT_DAYS - 1), day)
    return Pace(
        remaining=remaining,
        days_left=days_left,
        working_days_left=working_left,
        expected_by_now=whole(expected),
        required_per_day=_cents(required),
        required_per_working_day=_cents(Fraction(remaining, working_left)) if working_left else None,
        recent_per_day=_rounded(recent),
        projected=whole(result + recent * days_left),
        projected_low=whole(result + Fraction(min(blocks), _BLOCK_DAYS) * days_left),
        projected_high=whole(result + Fraction(max(blocks), _BLOCK_DAYS) * days_left),
        recent_per_working_day=_cents(Fraction(sum(blocks), worked)) if worked else None,
        status=_status(target, result, expected, required, recent),
    )


def closed_status(*, target: int, result: int) -> Status:
    """The status of a period that is over: reached or not."""
    return Status.REACHED if result >= target else Status.NOT_REACHED


def _status(target: int, result: int, expected: Fraction, required: Fraction | None, recent: Fraction) -> Status:
    """The first that fits: reached, on pace, critical, behind."""
    if result >= target:
        return Status.REACHED
    if result >= expected:
        return Status.ON_PACE
    if recent <= 0 or (required is not None and required > _CRITICAL_FACTOR * recent):
        return Status.CRITICAL
    return Status.BEHIND


def whole(number: Fraction) -> int:
    """Rounded to a whole number, halves away from zero, as people round."""
    size = floor(abs(number) + Fraction(1, 2))
    return size if number >= 0 else -size


def _rounded(number: Fraction) -> Decimal:
    return Decimal(whole(number * 100)).scaleb(-2)


def _cents(number: Fraction | None) -> Decimal | None:
    return None if number is None else _rounded(number)
