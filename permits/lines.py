"""The lines beneath a figure: journal entries whose signs add up to it (rule 5): any number can be opened.

The sums here come from the journal itself and not from the running totals, so a page that shows both proves them equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When

from okoce.regions import tree
from participants.models import StepEntry
from permits.models import Measure, PermitEntry
from permits.timeline import BEGAN, MOVED, STOPPED


@dataclass(frozen=True)
class Window:
    """Which lines: those of a region for the days after `after` (None: from the beginning) up to `up_to`, as known.

    `place` takes of the province only people who live outside Jakarta (`luar`), or only those who live in it (`dki`).
    `last_entry` takes only lines up to that one, which is what a report saw when it froze, whatever its clock said.
    """

    region: str
    after: date | None
    up_to: date
    known_at: datetime | None = None
    place: str = ""
    last_entry: int | None = None

    @property
    def filter(self) -> Q:
        wanted = Q(day__lte=self.up_to)
        if self.after is not None:
            wanted &= Q(day__gt=self.after)
        if self.known_at is not None:
            wanted &= Q(recorded_at__lte=self.known_at)
        if self.last_entry is not None:
            wanted &= Q(pk__lte=self.last_entry)
        if self.place:
            wanted &= Q(kelurahan__isnull=self.place == "luar")
        elif self.region != tree.PROVINCE:
            wanted &= Q(kelurahan__in=tree.nodes()[self.region].kelurahan_codes)
        return wanted


def permit_entries(
    window: Window, measure: Measure, *, change: str = "", held: Mapping[str, object] | None = None
) -> QuerySet[PermitEntry]:
    """The lines of one measure in a window, in order of day; their signs add up to the figure.

    `held` narrows them to those that hold these values of traits (SPLITS).
    """
    entries = PermitEntry.objects.filter(window.filter, measure=measure, **(held or {}))
    if change:
        entries = entries.filter(change=change)
    return entries.order_by("day", "id")


def step_entries(window: Window, step: str) -> QuerySet[StepEntry]:
    """The lines of one step in a window; for P1 these are the registrations, luar DKI included in the province."""
    return StepEntry.objects.filter(window.filter, step=step).order_by("day", "id")


def by_change(entries: QuerySet[PermitEntry]) -> dict[str, int]:
    """A net figure taken apart: who began, who stopped (as a number of people), and the net of who moved (rule 5)."""
    sums = dict(entries.order_by().values_list("change").annotate(net=Sum("sign")))
    return {BEGAN: sums.get(BEGAN, 0), STOPPED: -sums.get(STOPPED, 0), MOVED: sums.get(MOVED, 0)}


def net(entries: QuerySet[Any]) -> int:
    """What the signs add up to."""
    return entries.order_by().aggregate(net=Sum("sign"))["net"] or 0


_WEIGHTS = Case(When(measure=Measure.ISSUED, then=Value(1)), default=Value(-1), output_field=IntegerField())


def further_papers(window: Window) -> QuerySet[PermitEntry, Any]:
    """Permits that are valid but beneath nobody's count, being a second paper: issued − revoked − counted, by permit.

    Dictionaries with `permit_id` and `net`; the nets add up to the bridge's third term (rule 9).
    """
    return (
        PermitEntry.objects.filter(window.filter)
        .values("permit_id")
        .annotate(net=Sum(F("sign") * _WEIGHTS))
        .exclude(net=0)
        .order_by("permit_id")
    )


SPLITS = ("kind", "sex", "business_is_new", "before_registration")
"""The traits of a line by which the counted figure is taken apart."""


def split(window: Window, trait: str) -> dict[Any, int]:
    """The counted figure of a window by one trait of SPLITS; the parts add up to the figure (rule 8)."""
    if trait not in SPLITS:
        raise ValueError(f"no such trait: {trait}")
    rows = permit_entries(window, Measure.COUNTED).order_by(trait).values(trait).annotate(net=Sum("sign"))
    return {row[trait]: row["net"] for row in rows}
