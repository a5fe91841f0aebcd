"""What counts (PRODUCT, "What counts", rules 1 to 4, 7 and 8). Pure: no query, no clock.

A person's timeline says for each day which permit they are counted under, or none. It turns into journal lines, and
two timelines into the lines that lead from one to the other (`okoce.journal.posting.difference`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

ISSUED, REVOKED, COUNTED = "issued", "revoked", "counted"
BEGAN, STOPPED, MOVED = "began", "stopped", "moved"
IUMK, SKU = "IUMK", "SKU"

_IUMK_YEARS = 5


@dataclass(frozen=True)
class PermitLife:
    """A permit's life, as far as counting cares."""

    id: int
    kind: str
    kelurahan: str
    issued_on: date
    recorded_at: datetime
    revoked_on: date | None = None
    voided: bool = False
    investment: int = 0
    workers: int = 0

    def valid_on(self, day: date) -> bool:
        """Not voided and issued_on ≤ day < revoked_on."""
        return not self.voided and self.issued_on <= day and (self.revoked_on is None or day < self.revoked_on)


@dataclass(frozen=True)
class Traits:
    """What every line says of the person, so that any count can be split (rule 8)."""

    sex: str
    business_is_new: bool
    registered_on: date


class PermitLine(NamedTuple):
    """One line of the journal of permits, without its sign."""

    day: date
    kelurahan_id: str
    permit_id: int
    measure: str
    kind: str
    change: str
    sex: str
    business_is_new: bool
    before_registration: bool
    investment: int
    workers: int


@dataclass(frozen=True)
class Turn:
    """A day on which the counted permit changes, and the permits before and after (None: does not count)."""

    day: date
    before: PermitLife | None
    after: PermitLife | None


def counted_on(day: date, papers: Iterable[PermitLife]) -> PermitLife | None:
    """The counted permit on a day: of those valid, the one issued first (ties: recorded first, then lower id)."""
    valid = [paper for paper in papers if paper.valid_on(day)]
    return min(valid, key=lambda paper: (paper.issued_on, paper.recorded_at, paper.id), default=None)


def turns(papers: Iterable[PermitLife]) -> list[Turn]:
    """Every change of the counted permit, in order of day (rule 2)."""
    papers = list(papers)
    days = {paper.issued_on for paper in papers} | {paper.revoked_on for paper in papers if paper.revoked_on}
    found: list[Turn] = []
    before: PermitLife | None = None
    for day in sorted(days):
        after = counted_on(day, papers)
        if after is not before:
            found.append(Turn(day, before, after))
            before = after
    return found


def last_edge(day: date, papers: Iterable[PermitLife]) -> Turn | None:
    """The turn at which somebody who counts on a day began to, or at which who does not count any more stopped.

    None for who has not counted by then.
    """
    edges = [turn for turn in turns(papers) if turn.day <= day and (turn.before is None or turn.after is None)]
    return edges[-1] if edges else None


def permit_lines(papers: Iterable[PermitLife], traits: Traits) -> Counter[PermitLine]:
    """All lines, with their signs, of one person: permits issued, revoked, and the timeline of who counts."""
    papers = list(papers)
    lines: Counter[PermitLine] = Counter()

    def add(day: date, paper: PermitLife, measure: str, sign: int, change: str = "") -> None:
        amounts = (paper.investment, paper.workers) if measure == ISSUED else (0, 0)
        before_registration = paper.issued_on < traits.registered_on
        lines[
            PermitLine(
                day,
                paper.kelurahan,
                paper.id,
                measure,
                paper.kind,
                change,
                traits.sex,
                traits.business_is_new,
                before_registration,
                *amounts,
            )
        ] += sign

    for paper in papers:
        if not paper.voided:
            add(paper.issued_on, paper, ISSUED, +1)
            if paper.revoked_on is not None:
                add(paper.revoked_on, paper, REVOKED, +1)
    for turn in turns(papers):
        change = BEGAN if turn.before is None else STOPPED if turn.after is None else MOVED
        if turn.before is not None:
            add(turn.day, turn.before, COUNTED, -1, change)
        if turn.after is not None:
            add(turn.day, turn.after, COUNTED, +1, change)
    return lines


def expires_on(issued_on: date) -> date:
    """The last day an IUMK of that date is good for: five years (Governor's Regulation 30/2018).

    Running out does not un-count anybody.
    """
    try:
        end = issued_on.replace(year=issued_on.year + _IUMK_YEARS)
    except ValueError:  # issued on 29 February
        end = date(issued_on.year + _IUMK_YEARS, 3, 1)
    return end - timedelta(days=1)
