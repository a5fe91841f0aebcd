"""What one person adds to the journal of people. Pure: no query, no clock.

Registrations and steps count by the participant's kelurahan and day; moving has a day, −1 there and +1 here on it
(PRODUCT, "What counts", rule 7).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class StepLine(NamedTuple):
    """One line of the journal of people, without its sign."""

    day: date
    kelurahan_id: str | None
    step: str
    sex: str
    business_is_new: bool


@dataclass(frozen=True)
class Journey:
    """A move of the business: from where, to where (None: outside Jakarta), on which day."""

    day: date
    origin: str | None
    destination: str | None


def step_lines(
    *,
    registered_on: date,
    kelurahan: str | None,
    steps: Iterable[tuple[str, date]],
    moves: Iterable[Journey] = (),
    sex: str,
    business_is_new: bool,
) -> Counter[StepLine]:
    """The lines, with their signs, of one person; `kelurahan` is where they are after all moves.

    A step completed on the day of a move counts at the new place.
    """
    journeys = sorted(moves, key=lambda move: move.day)
    lines: Counter[StepLine] = Counter()

    def add(day: date, place: str | None, step: str, sign: int) -> None:
        lines[StepLine(day, place, step, sex, business_is_new)] += sign

    for step, day in [("P1", registered_on), *steps]:
        add(day, place_on(day, kelurahan, journeys), step, +1)
        for move in journeys:
            if move.day > day:
                add(move.day, move.origin, step, -1)
                add(move.day, move.destination, step, +1)
    return lines


def place_on(day: date, kelurahan: str | None, journeys: list[Journey]) -> str | None:
    """Where the person was on `day`, given where they are now and their moves in order of day."""
    for move in journeys:
        if move.day > day:
            return move.origin
    return kelurahan
