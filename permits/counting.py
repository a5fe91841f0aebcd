"""The figures of what counts, for every kelurahan, at two dates (PRODUCT, "What counts", rules 4 to 7).

Read from the running totals of both journals; nothing is recounted here. `permits.verifying` proves that they are
what the permits, people and steps say.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import sub

from okoce.journal import reading
from okoce.journal.models import OUTSIDE
from okoce.regions import tree
from participants.models import StepTally
from permits.models import PermitTally

PROGRAMME_BEGINS = date(2018, 1, 1)
"""The programme's result is N(D) − N(31 December 2017) (rule 5)."""

BLOCKS_OF_DAYS = (7, 14, 21, 28)
"""How many days before D the four blocks begin that the pace is judged by."""

_COUNTED = ("iumk", "sku")


@dataclass(frozen=True)
class Figures:
    """What a region has: the year's net figures up to D, and what stands on D itself."""

    iumk: int
    sku: int
    began: int
    stopped: int
    issued: int
    revoked: int
    programme: int
    before_programme: int
    blocks: tuple[int, int, int, int]
    steps: Mapping[str, int]
    outside: int = 0

    @cached_property
    def new_entrepreneurs(self) -> int:
        """The year's result: N(its last day, or D) − N(31 December before); net, may be negative."""
        return self.iumk + self.sku

    @property
    def moved(self) -> int:
        """Net of people whose counted permit moved in from, or out to, another region; 0 in the province."""
        return self.new_entrepreneurs - self.began + self.stopped

    @property
    def registered(self) -> int:
        return self.steps["P1"]


_YEARLY = ("iumk", "sku", "began", "stopped", "issued_iumk", "issued_sku", "revoked_iumk", "revoked_sku")
_STEPS = ("p1", "p2", "p3", "p5", "p6", "p7")


@dataclass(frozen=True)
class Versions:
    """How many lines each kelurahan has in both journals: what was read under the same number is still right."""

    permits: Mapping[str, int]
    steps: Mapping[str, int]


def versions() -> Versions | None:
    """The versions in the view one is in; None where nothing may be kept. One statement."""
    if not reading.may_keep():
        return None
    permits, steps = reading.lines_by_area(PermitTally, StepTally)
    return Versions(permits, steps)


@dataclass(frozen=True)
class Board:
    """The figures of every region for one year, as of one day, as known at one moment."""

    year: int
    as_of: date
    known_at: datetime | None
    versions: Versions | None
    _permits: reading.Sums
    _steps: reading.Sums

    def figures(self, region: str) -> Figures:
        """The sums over a region's kelurahan; for the province, people from outside Jakarta too (rule 7)."""
        codes = tree.nodes()[region].kelurahan_codes
        outside = self._steps.get(OUTSIDE, _NO_STEPS) if region == tree.PROVINCE else _NO_STEPS
        here = _sum(self._steps, codes, _NO_STEPS)
        return _figures(tuple(_sum(self._permits, codes, _NO_PERMITS)), tuple(here), tuple(outside))


@lru_cache(maxsize=4096)  # a deed changes the figures of four regions of 318
def _figures(permits: tuple[int, ...], here: tuple[int, ...], outside: tuple[int, ...]) -> Figures:
    """What these sums of `board`, in its order, say; `outside` are the steps of people from outside Jakarta."""
    end, before = permits[: len(_YEARLY)], permits[len(_YEARLY) : 2 * len(_YEARLY)]
    year = dict(zip(_YEARLY, map(sub, end, before), strict=True))
    programme, *levels = permits[2 * len(_YEARLY) :]
    first, second, third, fourth = (later - earlier for later, earlier in pairwise(levels))
    reached = [there + beyond for there, beyond in zip(here, outside, strict=True)]
    steps = dict(zip(_STEPS, reached, strict=True)) | {"p4": levels[0]}
    return Figures(
        iumk=year["iumk"],
        sku=year["sku"],
        began=year["began"],
        stopped=year["stopped"],
        issued=year["issued_iumk"] + year["issued_sku"],
        revoked=year["revoked_iumk"] + year["revoked_sku"],
        programme=levels[0] - programme,
        before_programme=programme,
        blocks=(first, second, third, fourth),
        steps={f"P{step}": steps[f"p{step}"] for step in range(1, 8)},
        outside=outside[0],
    )


def board(year: int, as_of: date, known_at: datetime | None = None, *, now: Versions | None = None) -> Board:
    """The figures of every region: the year's up to `as_of`, without what was recorded after `known_at`.

    `as_of` before the year gives 0 for the year's figures, after it those of 31 December; registrations, steps and the
    programme's result are always those of `as_of`. Two statements, and two more for a `known_at`, of one moment;
    without one, only kelurahan in which something changed are read again, and if the versions of the view are known
    (`now`), it is one statement less.
    """
    before = date(year - 1, 12, 31)
    end = max(min(as_of, date(year, 12, 31)), before)
    levels = [
        min(PROGRAMME_BEGINS - timedelta(days=1), as_of),
        as_of,
        *(as_of - timedelta(days=days) for days in BLOCKS_OF_DAYS),
    ]
    permits = (
        *(((column,), end) for column in _YEARLY),
        *(((column,), before) for column in _YEARLY),
        *((_COUNTED, day) for day in levels),
    )
    steps = tuple(((column,), as_of) for column in _STEPS)
    with reading.one_view():
        found = (now or versions()) if known_at is None else None
        return Board(
            year,
            as_of,
            known_at,
            found,
            reading.sums(PermitTally, permits, known_at=known_at, versions=found.permits if found else None),
            reading.sums(StepTally, steps, known_at=known_at, versions=found.steps if found else None),
        )


def levels(days: Sequence[date], *, known_at: datetime | None = None) -> list[dict[str, int]]:
    """N(D) of each kelurahan for each of `days`, in one statement (two with `known_at`)."""
    found = reading.totals(PermitTally, days, known_at=known_at, columns=_COUNTED)
    return [{code: _counted(totals) for code, totals in at_day.items()} for at_day in found]


def daily_net(
    region: str, first: date, last: date, *, known_at: datetime | None = None, versions: Versions | None = None
) -> dict[date, int]:
    """The net change of N on each day from `first` to `last` in a region; days without change are absent.

    With the `versions` of a board in the same view, only what has changed is read again.
    """
    node = tree.nodes()[region]
    if versions is not None and known_at is None:
        parts = {part.code: part.kelurahan_codes for part in _parts(node)}
        return reading.daily_kept(PermitTally, _COUNTED, first, last, parts=parts, versions=versions.permits)
    areas = None if region == tree.PROVINCE else node.kelurahan_codes
    return reading.daily(PermitTally, _COUNTED, first, last, areas=areas, known_at=known_at)


def _parts(node: tree.Node) -> Sequence[tree.Node]:
    """What is read again when one kelurahan of a region changed: its kecamatan, of the province and of a city alike."""
    if node.code == tree.PROVINCE:
        return [kecamatan for city in node.children for kecamatan in city.children]
    return node.children or [node]


_NO_PERMITS = (0,) * (2 * len(_YEARLY) + 2 + len(BLOCKS_OF_DAYS))
_NO_STEPS = (0,) * len(_STEPS)


def _sum(sums: reading.Sums, codes: Sequence[str], nothing: tuple[int, ...]) -> Sequence[int]:
    """The sums of several kelurahan together."""
    found = [sums[code] for code in codes if code in sums]
    if len(found) == 1:
        return found[0]
    return [sum(amounts) for amounts in zip(*found, strict=True)] if found else nothing


def _counted(totals: Counter) -> int:
    return totals["iumk"] + totals["sku"]
