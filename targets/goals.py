"""The targets in force and how they came about: assigned ones, and the sums of the kelurahan's (PRODUCT, "Targets")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from okoce import clock
from okoce.audit.models import Event
from okoce.faults import retried
from okoce.journal import reading
from okoce.regions import tree
from okoce.regions.models import Level
from participants.models import StepTally
from targets.models import Target

Period = tuple[date, date]

PROGRAMME: Period = (date(2018, 1, 1), date(2022, 12, 31))
PROGRAMME_TARGET = 200_000
YEARLY_TARGET = 40_000
KELURAHAN_TARGET = 200
YEARS = range(2018, 2023)
KELURAHAN_YEAR = 2018

_DEFAULTS_SET_AT = clock.start_of(date(2017, 12, 1))


def year_of(year: int) -> Period:
    """The first and last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def name_of(period: Period) -> str:
    """ "2018", or "2018–2022" for the programme."""
    first, last = period
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


@dataclass(frozen=True)
class Goals:
    """The targets of one period as known at one moment, by region."""

    assigned: dict[str, int]

    def children(self, region: str) -> int | None:
        """The sum of the kelurahan's targets below a region; None where none has one, and for a kelurahan."""
        node = tree.nodes()[region]
        if node.level == Level.KELURAHAN:
            return None
        numbers = [self.assigned[code] for code in node.kelurahan_codes if code in self.assigned]
        return sum(numbers) if numbers else None

    def target(self, region: str) -> int | None:
        """A region's target: the assigned one, or the sum of its kelurahan's; None without any."""
        return self.assigned.get(region, self.children(region))

    def reserve(self, region: str) -> int | None:
        """What the kelurahan's targets add up to beyond the region's own: a reserve (*cadangan*), below 0 a shortfall
        (*kekurangan*); None where there are no two figures to compare."""
        own, theirs = self.assigned.get(region), self.children(region)
        return None if own is None or theirs is None else theirs - own


def goals(period: Period, known_at: datetime | None = None) -> Goals:
    """The targets of a period, each as last set at `known_at` (None: now). One statement."""
    return every([period], known_at)[period]


def every(periods: Iterable[Period], known_at: datetime | None = None) -> dict[Period, Goals]:
    """The targets of several periods, each as last set at `known_at` (None: now). One statement for all."""
    found: dict[Period, Goals] = {period: Goals({}) for period in periods}
    rows = _in_force(found, known_at).order_by("region_id")
    for region, first, last_day, number in rows.values_list("region_id", "first_day", "last_day", "number"):
        found[first, last_day].assigned[region] = number
    return found


def decided_together(period: Period, known_at: datetime | None = None) -> Event | None:
    """The one deed that set all kelurahan's targets in force; None where several did, or none. Two statements."""
    kelurahan = [node.code for node in tree.kelurahan()]
    rows = _in_force([period], known_at).filter(region_id__in=kelurahan).order_by()
    deeds = list(rows.values_list("deed_id").annotate(regions=Count("id")))
    if len(deeds) != 1 or deeds[0][1] != len(kelurahan):
        return None
    return Event.objects.filter(pk=deeds[0][0]).first()


def _in_force(periods: Iterable[Period], known_at: datetime | None) -> QuerySet[Target]:
    """For each region and period the last row, at a moment or now."""
    rows = Target.objects.filter(_within(periods))
    if known_at is not None:
        rows = rows.filter(set_at__lte=known_at)
    # The last row rules, not the latest moment: a demo's clock lives the same day again and again.
    last = rows.order_by().values("region_id", "first_day", "last_day").annotate(last=Max("id")).values("last")
    return Target.objects.filter(pk__in=last)


def _within(periods: Iterable[Period]) -> Q:
    wanted = Q(pk__in=[])
    for first, last in periods:
        wanted |= Q(first_day=first, last_day=last)
    return wanted


def programme_target(known_at: datetime | None = None) -> int | None:
    """The province's target for the five years together."""
    return goals(PROGRAMME, known_at).target(tree.PROVINCE)


def last(period: Period, region: str | None = None) -> Target | None:
    """The last row for a period, or for one region of it: the one in force; None without any."""
    rows = Target.objects.filter(_within([period]))
    if region is not None:
        rows = rows.filter(region_id=region)
    return rows.select_related("set_by").order_by("-id").first()


@dataclass(frozen=True)
class Change:
    """One deed on the targets of a region: when, by whom, why, and what it made of the sum."""

    at: datetime
    by: str
    reason: str
    regions: tuple[str, ...]
    before: int | None
    after: int

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.after - self.before

    @property
    def only(self) -> tree.Node | None:
        """The one region it was about; None when it was about several."""
        return tree.nodes()[self.regions[0]] if len(self.regions) == 1 else None


def history(region: str, period: Period, known_at: datetime | None = None) -> list[Change]:
    """Every change of a region's own target, latest first. One statement."""
    return _replay(Target.objects.filter(_within([period]), region_id=region), known_at)


def history_of_children(region: str, period: Period, known_at: datetime | None = None) -> list[Change]:
    """Every change of the sum of the kelurahan's targets below a region, latest first. One statement."""
    codes = tree.nodes()[region].kelurahan_codes
    return _replay(Target.objects.filter(_within([period]), region_id__in=codes), known_at)


def _replay(rows, known_at: datetime | None) -> list[Change]:
    if known_at is not None:
        rows = rows.filter(set_at__lte=known_at)
    fields = ("region_id", "number", "set_at", "reason", "deed_id", "set_by__name", "set_by__username")
    numbers: dict[str, int] = {}
    changes = []
    for (_, at, reason, by), group in groupby(rows.order_by("id").values_list(*fields), _deed_of):
        before = sum(numbers.values()) if numbers else None
        changed = {row[0]: row[1] for row in group}
        numbers |= changed
        changes.append(Change(at, by, reason, tuple(changed), before, sum(numbers.values())))
    return changes[::-1]


def _deed_of(row: tuple) -> tuple[int | None, datetime, str, str]:
    """What rows set together have in common; those the programme began with have no deed."""
    _, _, at, reason, deed, name, username = row
    return deed, at, reason, name or username or ""


def registered(known_at: datetime | None = None) -> dict[str, int]:
    """Registered participants by kelurahan, without *luar DKI*, today or as they were at `known_at`."""
    day = clock.today() if known_at is None else timezone.localdate(known_at)
    [found] = reading.totals(StepTally, [day], known_at=known_at, columns=["p1"])
    return {node.code: max(found[node.code]["p1"], 0) for node in tree.kelurahan()}


@retried
def load_defaults() -> int:
    """Set the targets the programme began with, where a region has none for the period; how many were set.

    40,000 a year for the province, 200,000 in all, and 200 for each kelurahan in 2018.
    """
    wanted = {(tree.PROVINCE, *PROGRAMME): PROGRAMME_TARGET}
    wanted |= {(tree.PROVINCE, *year_of(year)): YEARLY_TARGET for year in YEARS}
    wanted |= {(node.code, *year_of(KELURAHAN_YEAR)): KELURAHAN_TARGET for node in tree.kelurahan()}
    with transaction.atomic():
        present = set(Target.objects.values_list("region_id", "first_day", "last_day"))
        new = [
            Target(
                region_id=code,
                first_day=first,
                last_day=last,
                number=number,
                set_at=_DEFAULTS_SET_AT,
                reason="Target awal program.",
            )
            for (code, first, last), number in wanted.items()
            if (code, first, last) not in present
        ]
        Target.objects.bulk_create(new)
    return len(new)
