"""The targets in force: assigned ones, and the sums of the kelurahan's (PRODUCT, "Targets")."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from okoce import clock
from okoce.regions import tree
from okoce.regions.models import Level
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


def goals(period: Period, known_at: datetime | None = None) -> Goals:
    """The targets of a period, each as last set at `known_at` (None: now). One statement."""
    rows = Target.objects.filter(first_day=period[0], last_day=period[1])
    if known_at is not None:
        rows = rows.filter(set_at__lte=known_at)
    return Goals(dict(rows.order_by("set_at", "id").values_list("region_id", "number")))


def programme_target(known_at: datetime | None = None) -> int | None:
    """The province's target for the five years together."""
    return goals(PROGRAMME, known_at).target(tree.PROVINCE)


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
