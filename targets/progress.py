"""One region's achievement, everything the page, the API and the exports say of it, from one reading.

So that no two of them can differ: they all take their figures from a `Progress`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from okoce import clock, replica
from okoce.accounts import activity
from okoce.journal import reading, shelf
from okoce.regions import tree
from permits import counting
from permits.counting import Figures
from targets import asking, goals, pace, versions
from targets.goals import Goals
from targets.pace import Pace, Status
from targets.versions import Parts


@dataclass(frozen=True)
class Standing:
    """A region's figures against its target."""

    node: tree.Node
    figures: Figures
    target: int | None
    pace: Pace | None
    status: Status | None
    silent: bool

    @cached_property
    def result(self) -> int:
        return self.figures.new_entrepreneurs

    @property
    def is_lagging(self) -> bool:
        """Whether it is below what is expected by now: by its status, which compares with the exact expectation."""
        return self.status in {Status.CRITICAL, Status.BEHIND}

    @property
    def last_four_weeks(self) -> int:
        """The net change of the last 28 days, across New Year too."""
        return sum(self.figures.blocks)

    @property
    def share(self) -> float:
        """Result over target, for bars and bands: stops at 0; 0 without a target."""
        return _share(self.result, self.target)

    @property
    def is_reached(self) -> bool:
        """Whether the result is the target or more, on whatever day; never without a target."""
        return self.target is not None and self.result >= self.target


def _share(result: int, target: int | None) -> float:
    """Of a target of 0 nothing is missing: the whole, unless the result is below it."""
    return max(result, 0) / target if target else float(target == 0 and result >= 0)


def worst_first(standings: Iterable[Standing]) -> list[Standing]:
    """Furthest from the target on top, then the smaller result; ties by code. Those without a target are last."""
    return sorted(standings, key=lambda one: (one.target is None, one.share, one.result, one.node.code))


@dataclass(frozen=True)
class Progress:
    """The achievement of a region in a year, as of a day, as known at a moment."""

    standing: Standing
    children: list[Standing]
    year: int
    as_of: date
    known_at: datetime
    children_target: int | None
    programme_target: int | None
    reports_version: int | None
    """How many reports are published, where figures are kept: it only grows."""
    _reader: "_Reader"

    def of(self, region: str) -> Standing:
        """The standing of any region, from the same reading."""
        return self._reader.standing(tree.nodes()[region])

    def kelurahan(self, region: str) -> list[Standing]:
        """The standing of each kelurahan of any region, from the same reading."""
        return [self._reader.standing(tree.nodes()[code]) for code in tree.nodes()[region].kelurahan_codes]

    @property
    def is_of_today(self) -> bool:
        """Whether today is the day it speaks about, whatever is known of it."""
        return self.as_of == clock.today()

    @property
    def is_of_now(self) -> bool:
        """Whether it says how things stand today, as far as is known."""
        return not self.knows_less and self.is_of_today

    @property
    def knows_less(self) -> bool:
        """Whether it leaves out what was recorded after a moment in the past."""
        return self._reader.board.known_at is not None

    @property
    def permits_version(self) -> int | None:
        """A number that grows with every deed on the region's permits; None where nothing is kept."""
        versions = self._reader.board.versions
        if versions is None:
            return None
        return sum(versions.permits.get(code, 0) for code in self.node.kelurahan_codes)

    def cumulative(self) -> list[tuple[date, int]]:
        """The year's result on each day it changed, for the chart; from the same reading."""
        board = self._reader.board
        last = min(self.as_of, goals.year_of(self.year)[1])
        return cumulative(self.node.code, self.year, last, known_at=board.known_at, versions=board.versions)

    @property
    def permanent(self) -> str:
        """The query of an address that says the same whenever it is opened."""
        return asking.permanent(self.year, self.as_of, self.known_at)

    @property
    def node(self) -> tree.Node:
        return self.standing.node

    @property
    def figures(self) -> Figures:
        return self.standing.figures

    @property
    def map_region(self) -> tree.Node:
        """Whose kelurahan a map of this region shows: its own, and beside one kelurahan those of its kecamatan."""
        return self.node if self.children else tree.path(self.node.code)[-2]

    @property
    def children_share(self) -> float:
        """The result over the sum of the children's targets: the foot of their table."""
        return _share(self.standing.result, self.children_target)


def read(region: str, as_of: date, *, year: int | None = None, known_at: datetime | None = None) -> Progress:
    """The achievement of `region`; `year` defaults to that of `as_of`, `known_at` to now.

    A `known_at` that is not past means everything recorded so far; where a replica is read, everything it knows, and
    "now" is the moment up to which it does.
    """
    now = clock.now() - replica.behind()
    year = as_of.year if year is None else year
    cutoff = known_at if known_at is not None and known_at < now else None
    node = tree.nodes()[region]
    with reading.one_view():
        found = versions.parts() if cutoff is None and reading.may_keep() else None
        figures = counting.board(year, as_of, cutoff, now=found.figures if found else None)
        reader = _Reader(figures, *_goals_and_active(year, as_of, cutoff, found))
    return Progress(
        standing=reader.standing(node),
        children=[reader.standing(child) for child in node.children],
        year=year,
        as_of=as_of,
        known_at=cutoff or now,
        children_target=reader.goals.children(region),
        programme_target=reader.programme.target(tree.PROVINCE) if region == tree.PROVINCE else None,
        reports_version=found.reports if found else None,
        _reader=reader,
    )


def _goals_and_active(
    year: int, as_of: date, cutoff: datetime | None, now: Parts | None
) -> tuple[Goals, Goals, set[str]]:
    """The targets of a year and of the programme, and the kelurahan that are not silent; kept until they change."""
    period, programme = goals.year_of(year), goals.PROGRAMME

    def read_goals() -> dict[goals.Period, Goals]:
        return goals.every([period, programme], cutoff)

    if now is None:
        found, active = read_goals(), activity.active_kelurahan(as_of, known_at=cutoff)
    else:
        found = shelf.whole(("goals", period), now.targets, read_goals)
        active = shelf.whole(("active", as_of, clock.today()), now.activity, lambda: activity.active_kelurahan(as_of))
    return found[period], found[programme], active


@dataclass(frozen=True)
class _Reader:
    board: counting.Board
    goals: Goals
    programme: Goals
    active: set[str]

    def standing(self, node: tree.Node) -> Standing:
        figures = self.board.figures(node.code)
        target = self.goals.target(node.code)
        running = self._pace(figures, target)
        return Standing(
            node=node,
            figures=figures,
            target=target,
            pace=running,
            status=running.status if running else self._closed(figures, target),
            silent=self.active.isdisjoint(node.kelurahan_codes),
        )

    def _pace(self, figures: Figures, target: int | None) -> Pace | None:
        first, last = goals.year_of(self.board.year)
        if target is None or not first <= self.board.as_of <= last:
            return None
        return pace.pace(
            target=target,
            result=figures.new_entrepreneurs,
            first_day=first,
            last_day=last,
            day=self.board.as_of,
            blocks=figures.blocks,
        )

    def _closed(self, figures: Figures, target: int | None) -> Status | None:
        last = goals.year_of(self.board.year)[1]
        if target is None or self.board.as_of <= last:
            return None
        return pace.closed_status(target=target, result=figures.new_entrepreneurs)


def cumulative(
    region: str, year: int, as_of: date, *, known_at: datetime | None = None, versions: counting.Versions | None = None
) -> list[tuple[date, int]]:
    """The year's result on each day it changed, from 31 December before to `as_of`, for the chart."""
    first = date(year, 1, 1)
    points = [(first - timedelta(days=1), 0)]
    for day, net in counting.daily_net(region, first, as_of, known_at=known_at, versions=versions).items():
        points.append((day, points[-1][1] + net))
    return points
