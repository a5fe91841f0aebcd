"""The figures of what counts, for every kelurahan, at two dates (PRODUCT, "What counts", rules 4 to 7).

Read from the running totals of both journals; nothing is recounted here. `permits.verifying` proves that they are
what the permits, people and steps say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

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

    @property
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


@dataclass(frozen=True)
class Board:
    """The figures of every region for one year, as of one day, as known at one moment."""

    year: int
    as_of: date
    known_at: datetime | None
    _permits: "_YearTotals"
    _steps: reading.Totals

    def figures(self, region: str) -> Figures:
        """The sums over a region's kelurahan; for the province, people from outside Jakarta too (rule 7)."""
        codes = tree.nodes()[region].kelurahan_codes
        steps = _sum(self._steps, codes)
        outside: Counter = self._steps.get(OUTSIDE, Counter()) if region == tree.PROVINCE else Counter()
        here = Counter(steps)
        here.update(outside)
        year = self._permits.year(codes)
        now, before = self._permits.standing(codes), self._permits.before_programme(codes)
        return Figures(
            iumk=year["iumk"],
            sku=year["sku"],
            began=year["began"],
            stopped=year["stopped"],
            issued=year["issued_iumk"] + year["issued_sku"],
            revoked=year["revoked_iumk"] + year["revoked_sku"],
            programme=now - before,
            before_programme=before,
            blocks=self._permits.blocks(codes),
            steps={f"P{step}": now if step == 4 else here[f"p{step}"] for step in range(1, 8)},
            outside=outside["p1"],
        )


@dataclass(frozen=True)
class _YearTotals:
    """Totals of permits up to the days a board needs."""

    end: reading.Totals
    before: reading.Totals
    as_of: reading.Totals
    programme: reading.Totals
    ago: tuple[reading.Totals, ...]

    def year(self, codes: Iterable[str]) -> Counter:
        year = _sum(self.end, codes)
        year.subtract(_sum(self.before, codes))
        return year

    def standing(self, codes: Iterable[str]) -> int:
        return _counted(_sum(self.as_of, codes))

    def before_programme(self, codes: Iterable[str]) -> int:
        return _counted(_sum(self.programme, codes))

    def blocks(self, codes: Iterable[str]) -> tuple[int, int, int, int]:
        """Net change in each of the last four blocks of seven days, latest first."""
        levels = [_counted(_sum(totals, codes)) for totals in (self.as_of, *self.ago)]
        first, second, third, fourth = (later - earlier for later, earlier in pairwise(levels))
        return first, second, third, fourth


def board(year: int, as_of: date, known_at: datetime | None = None) -> Board:
    """The figures of every region: the year's up to `as_of`, without what was recorded after `known_at`.

    `as_of` before the year gives 0 for the year's figures, after it those of 31 December; registrations, steps and the
    programme's result are always those of `as_of`. Three statements, and three more for a `known_at`, of one moment.
    """
    before = date(year - 1, 12, 31)
    end = max(min(as_of, date(year, 12, 31)), before)
    programme = PROGRAMME_BEGINS - timedelta(days=1)
    ago = [as_of - timedelta(days=days) for days in BLOCKS_OF_DAYS]
    with reading.one_view():
        at_end, at_before = reading.totals(PermitTally, [end, before], known_at=known_at)
        at_as_of, at_programme, *at_ago = reading.totals(
            PermitTally, [as_of, min(programme, as_of), *ago], known_at=known_at, columns=_COUNTED
        )
        [steps] = reading.totals(StepTally, [as_of], known_at=known_at)
    return Board(year, as_of, known_at, _YearTotals(at_end, at_before, at_as_of, at_programme, tuple(at_ago)), steps)


def levels(days: Sequence[date], *, known_at: datetime | None = None) -> list[dict[str, int]]:
    """N(D) of each kelurahan for each of `days`, in one statement (two with `known_at`)."""
    found = reading.totals(PermitTally, days, known_at=known_at, columns=_COUNTED)
    return [{code: _counted(totals) for code, totals in at_day.items()} for at_day in found]


def daily_net(region: str, first: date, last: date, *, known_at: datetime | None = None) -> dict[date, int]:
    """The net change of N on each day from `first` to `last` in a region; days without change are absent."""
    areas = None if region == tree.PROVINCE else tree.nodes()[region].kelurahan_codes
    return reading.daily(PermitTally, _COUNTED, first, last, areas=areas, known_at=known_at)


def _sum(totals: reading.Totals, codes: Iterable[str]) -> Counter:
    result: Counter = Counter()
    for code in codes:
        result.update(totals.get(code, {}))
    return result


def _counted(totals: Counter) -> int:
    return totals["iumk"] + totals["sku"]
