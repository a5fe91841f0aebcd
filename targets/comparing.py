"""Side by side: two days or years of a region, a region against its siblings, a year month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from okoce.regions import tree
from okoce.ui.formats import SHORT_MONTHS
from permits import counting
from targets import cartogram, goals, progress
from targets.cartogram import Bands, Miniature
from targets.progress import Progress, Standing


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a region's year as of a day."""

    label: str
    progress: Progress

    @property
    def has_begun(self) -> bool:
        return self.progress.year <= self.progress.as_of.year


@dataclass(frozen=True)
class Row:
    """A child region's results on both sides; `change` is right less left. None of a year that has not begun."""

    node: tree.Node
    left: int | None
    right: int | None
    change: int | None


def rows(left: Side, right: Side) -> list[Row]:
    """The children of the region on both sides, and the region itself last; their changes add up to its own."""
    pairs = zip(left.progress.children, right.progress.children, strict=True)

    def row(one: Standing, other: Standing) -> Row:
        then = one.result if left.has_begun else None
        now = other.result if right.has_begun else None
        return Row(one.node, then, now, None if then is None or now is None else now - then)

    return [*(row(one, other) for one, other in pairs), row(left.progress.standing, right.progress.standing)]


@dataclass(frozen=True)
class Siblings:
    """The regions under one parent, furthest from the target first, from one reading of the parent."""

    progress: Progress
    standings: list[Standing]


def siblings(region: str, as_of: date, *, known_at: datetime | None = None) -> Siblings:
    """The regions under the same parent; for the province only itself."""
    parent = tree.nodes()[region].parent_code
    found = progress.read(parent or region, as_of, known_at=known_at)
    standings = found.children if parent else [found.standing]
    return Siblings(found, progress.worst_first(standings))


@dataclass(frozen=True)
class Month:
    """One small map: the year's result at a month's end, in all and of each kelurahan."""

    name: str
    result: int
    results: Mapping[str, int]
    map: Miniature
    bands: Bands


def months(region: str, year: int, as_of: date, *, known_at: datetime | None = None) -> list[Month]:
    """A small cartogram for each month that has begun: the year's result at its end, or on `as_of`; one shade scale."""
    ends = _month_ends(year, as_of)
    before = date(year - 1, 12, 31)
    base, *at_ends = counting.levels([before, *ends], known_at=known_at)
    targets = goals.goals(goals.year_of(year), known_at)
    codes = tree.nodes()[region].kelurahan_codes
    results = [{code: level.get(code, 0) - base.get(code, 0) for code in codes} for level in at_ends]
    bands = Bands(cartogram.bounds_for([*results[-1].values()]) if results else ())
    return [
        Month(
            name=SHORT_MONTHS[day.month - 1],
            result=sum(result.values()),
            results=result,
            map=cartogram.miniature(result, bands.bounds, {code: targets.target(code) for code in codes}),
            bands=bands,
        )
        for day, result in zip(ends, results, strict=True)
    ]


def _month_ends(year: int, as_of: date) -> Sequence[date]:
    last = min(as_of, date(year, 12, 31))
    ends = []
    for month in range(1, 13):
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if end.replace(day=1) <= last:
            ends.append(min(end, last))
    return ends
