"""Which figure an address opens: what is counted, how it is narrowed, and over which days (rule 5).

`targets.views.links` writes these addresses; here they are read. A word that is not known opens nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from okoce.regions import tree
from participants.models import Step
from permits import lines
from permits.counting import PROGRAMME_BEGINS
from permits.lines import Window
from permits.models import Change, Measure
from targets import asking, goals
from targets.asking import Question
from targets.models import Report
from targets.traits import TRAITS, Trait, Value

_STEPS = [step.value for step in Step if step != Step.P4]
_MONTHS = {str(month) for month in range(1, 13)}
_REPORT = re.compile(r"\d{4}-\d{3,6}", re.ASCII)
_PLACES = {"", "luar", "dki"}
WORDS = ("ukuran", "perubahan", "rentang", "bulan", "dari", "tempat", "laporan", *(trait.word for trait in TRAITS))
"""What an address may say of a figure, beside its two dates."""


class NoSuchFigure(Exception):
    """The address names a figure, or days, that there are not."""


@dataclass(frozen=True)
class Figure:
    """A measure of permits or a step, and what of it."""

    measure: str
    change: str = ""
    traits: tuple[tuple[Trait, Value], ...] = ()

    @property
    def is_step(self) -> bool:
        return self.measure in _STEPS

    @property
    def is_net(self) -> bool:
        """Whether people who began, stopped and moved lie beneath it."""
        return self.measure == Measure.COUNTED and not self.change

    def amount(self, net: int) -> int:
        """What the signs of its lines say: of people who stopped, each of whom is one line of −1, their number."""
        return -net if self.change == Change.STOPPED else net

    @property
    def name(self) -> str:
        """What the figure is called, for the heading."""
        if self.is_step:
            return f"{self.measure} {Step(self.measure).label}"
        parts = [str(Measure(self.measure).label), *(value.label for _, value in self.traits)]
        parts += [str(Change(self.change).label)] if self.change else []
        return ", ".join(parts)


def figure(asked: Mapping[str, str]) -> Figure:
    """The figure that these words name, people who count by default. Raises NoSuchFigure."""
    measure, change = asked.get("ukuran", Measure.COUNTED), asked.get("perubahan", "")
    traits = tuple((trait, _value(trait, asked[trait.word])) for trait in TRAITS if asked.get(trait.word))
    narrowed = bool(change or traits)
    if measure not in {*Measure.values, *_STEPS} or (measure in _STEPS and narrowed):
        raise NoSuchFigure
    if change not in {"", *Change.values}:
        raise NoSuchFigure
    return Figure(measure, change, traits)


def _value(trait: Trait, text: str) -> Value:
    value = trait.asked(text)
    if value is None:
        raise NoSuchFigure
    return value


def year_so_far(question: Question) -> Window:
    """The lines of the question's year up to its day."""
    first, last = goals.year_of(question.year)
    before = first - timedelta(days=1)
    return Window(question.region, before, max(min(question.as_of, last), before), question.known_at)


def window(question: Question, asked: Mapping[str, str], figure: Figure) -> Window:
    """The days that are asked for (`rentang`): the year's by default, for steps all there are. Raises NoSuchFigure."""
    place = asked.get("tempat", "") if question.region == tree.PROVINCE else ""
    if place not in _PLACES:
        raise NoSuchFigure
    after, up_to = _days(question, asked, asked.get("rentang", "semua" if figure.is_step else "tahun"))
    last_entry = _last_entry(asked["laporan"], figure) if asked.get("laporan") else None
    known_at = question.known_at if last_entry is None else None
    return Window(question.region, after, up_to, known_at, place, last_entry)


def _last_entry(number: str, figure: Figure) -> int:
    """The last line of its journal that a report had seen (rule 6)."""
    seen = Report.objects.only("last_permit_entry", "last_step_entry")
    report = seen.filter(number=number).first() if _REPORT.fullmatch(number) else None
    if report is None:
        raise NoSuchFigure
    return report.last_step_entry if figure.is_step else report.last_permit_entry


def _days(question: Question, asked: Mapping[str, str], span: str) -> tuple[date | None, date]:
    as_of = question.as_of
    before_programme = PROGRAMME_BEGINS - timedelta(days=1)
    year = year_so_far(question)
    if span == "bulan":
        return _month(question.year, asked.get("bulan", ""), as_of)
    if span == "sejak":
        return _since(asked.get("dari", ""), year)
    spans: dict[str, tuple[date | None, date]] = {
        "tahun": (year.after, year.up_to),
        "semua": (None, as_of),
        "program": (before_programme, max(as_of, before_programme)),
        "sebelum": (None, min(as_of, before_programme)),
        "7-hari": (as_of - timedelta(days=7), as_of),
        "7-hari-sebelumnya": (as_of - timedelta(days=14), as_of - timedelta(days=7)),
        "28-hari": (as_of - timedelta(days=28), as_of),
    }
    if span not in spans:
        raise NoSuchFigure
    return spans[span]


def _month(year: int, text: str, as_of: date) -> tuple[date, date]:
    """The day before a month of the year, and its last day or `as_of`; January where the text names none."""
    month = int(text) if text in _MONTHS else 1
    after = date(year, month, 1) - timedelta(days=1)
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return after, max(min(end, as_of), after)


def _since(text: str, year: Window) -> tuple[date, date]:
    """The days of a year so far after the one that the text names."""
    day = asking.day(text)
    if day is None:
        raise NoSuchFigure
    after = max(day, year.after or day)
    return after, max(year.up_to, after)


def entries(figure: Figure, window: Window) -> QuerySet[Any]:
    """The lines beneath a figure in these days, with whom and what they are about."""
    if figure.is_step:
        return lines.step_entries(window, figure.measure).select_related("participant", "deed")
    held = {trait.column: value.held for trait, value in figure.traits}
    found = lines.permit_entries(window, Measure(figure.measure), change=figure.change, held=held)
    return found.select_related("participant", "deed", "permit")
