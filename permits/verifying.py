"""Recounts everything from the people, steps and permits, and compares with both journals and their running totals.

Nothing is believed twice: what a journal should say comes from the timelines alone, what a running total should say
from the journal alone. People are read in chunks and the journals as streams, so memory stays bounded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction

from okoce import clock
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.journal import gate, posting
from okoce.journal.models import OUTSIDE, Entry, Grain, Tally
from participants import numbers
from participants.models import Move, Participant, StepCompletion, StepEntry, StepTally
from participants.timeline import Journey, step_lines
from permits.models import Permit, PermitEntry, PermitTally
from permits.timeline import COUNTED, Traits, permit_lines

_PEOPLE_AT_ONCE = 2_000
_ROWS_AT_ONCE = 5_000
_JOURNALS: tuple[tuple[type[Tally], type[Entry]], ...] = ((StepTally, StepEntry), (PermitTally, PermitEntry))


@dataclass
class Figures:
    """What was looked at, and the two figures everybody knows, as recounted."""

    people: int = 0
    permits: int = 0
    lines: int = 0
    totals: int = 0
    registered: int = 0
    counted: int = 0

    def __str__(self) -> str:
        return (
            f"{self.people} people and {self.permits} permits recounted, {self.lines} journal lines and {self.totals} "
            f"running totals read: {self.registered} registered, {self.counted} new entrepreneurs today"
        )


@dataclass(frozen=True)
class LineDiffers:
    """One line of one person whose signs in a journal are not those of the recount."""

    participant_id: int
    number: str
    journal: type[Entry]
    line: Any
    found: int
    recounted: int

    def __str__(self) -> str:
        words = (f"{name} {value}" for name, value in zip(self.journal.LINE_FIELDS, self.line, strict=True))
        return (
            f"{numbers.displayed(self.number)} {self.journal.__name__} [{', '.join(words)}]: "
            f"journal {self.found:+d}, recount {self.recounted:+d}"
        )


@dataclass(frozen=True)
class TotalDiffers:
    """One figure of one running total that is not the sum of its journal lines."""

    tally: type[Tally]
    grain: Grain
    starts_on: date
    area: str
    column: str
    found: int
    summed: int

    def __str__(self) -> str:
        area = self.area or "luar DKI"
        return (
            f"{self.tally.__name__} [{self.grain.value} {self.starts_on}, {area}] {self.column}: "
            f"running total {self.found}, journal {self.summed}"
        )


def differences(figures: Figures) -> Iterator[LineDiffers | TotalDiffers]:
    """Everything that differs, as it is found; `figures` is filled on the way. Call it within `reading.one_view`."""
    yield from line_differences(figures)
    for tally, _ in _JOURNALS:
        yield from total_differences(tally, figures)


def rebuild() -> tuple[int, int]:
    """Append the lines that lead each journal to the recount, and write the running totals anew.

    Each person's correction is a deed of its own, recorded now. Returns how many people were corrected, and by how
    many lines.
    """
    corrected: set[int] = set()
    lines = 0
    with transaction.atomic():
        gate.close()
        wrong = sorted(line_differences(Figures()), key=lambda line: line.participant_id)
        for person, found in groupby(wrong, key=lambda line: line.participant_id):
            lines += _append(person, list(found))
            corrected.add(person)
        for tally, _ in _JOURNALS:
            posting.rebuild_totals(tally)
    return len(corrected), lines


def _append(participant_id: int, wrong: list[LineDiffers]) -> int:
    missing: dict[type[Entry], Counter] = {entry: Counter() for _, entry in _JOURNALS}
    for line in wrong:
        missing[line.journal][line.line] = line.recounted - line.found
    number = sum(abs(count) for lines in missing.values() for count in lines.values())
    deed = record(Verb.REBUILT, Participant(pk=participant_id), by=None, changes={"lines": [None, number]})
    for tally, model in _JOURNALS:
        posting.append(
            tally,
            posting.entries_for(model, missing[model], participant_id=participant_id, deed=deed, recorded_at=deed.at),
        )
    return number


# People against their lines ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Person:
    """What the journals' lines are made of, as stored."""

    pk: int
    number: str
    registered_on: date
    kelurahan: str | None
    sex: str
    business_is_new: bool
    merged_into: int | None


_COLUMNS = ("pk", "number", "registered_on", "kelurahan_id", "sex", "business_is_new", "merged_into_id")


def line_differences(figures: Figures) -> Iterator[LineDiffers]:
    """Every line of every person where a journal and the recount disagree."""
    today = clock.today()
    for people in _chunks():
        recount = _Recount(people)
        figures.people += len(people)
        figures.permits += recount.number_of_permits
        for model, should in ((StepEntry, recount.steps), (PermitEntry, recount.permits)):
            found = _found(model, people, figures)
            for person in people:
                wanted = should(person)
                _count(figures, model, wanted, today)
                yield from _compare(person, model, found.get(person.pk, {}), wanted)


def _chunks() -> Iterator[list[_Person]]:
    last = 0
    while True:
        rows = Participant.objects.filter(pk__gt=last).order_by("pk").values_list(*_COLUMNS)[:_PEOPLE_AT_ONCE]
        people = [_Person(*row) for row in rows]
        if not people:
            return
        yield people
        last = people[-1].pk


def _of(people: list[_Person]) -> dict[str, int]:
    """The filter for rows of a chunk of people, which is a range of ids."""
    return {"participant_id__gte": people[0].pk, "participant_id__lte": people[-1].pk}


class _Recount:
    """A chunk of people with their steps, moves and permits: four statements."""

    def __init__(self, people: list[_Person]) -> None:
        self._steps: dict[int, list[tuple[str, date]]] = defaultdict(list)
        self._moves: dict[int, list[Journey]] = defaultdict(list)
        self._papers: dict[int, list[Permit]] = defaultdict(list)
        completions = StepCompletion.objects.filter(**_of(people), undone_at__isnull=True)
        for owner, step, day in completions.values_list("participant_id", "step", "completed_on"):
            self._steps[owner].append((step, day))
        moves = Move.objects.filter(**_of(people)).order_by("moved_on", "id")
        for owner, day, origin, to in moves.values_list("participant_id", "moved_on", "origin_id", "destination_id"):
            self._moves[owner].append(Journey(day, origin, to))
        self.number_of_permits = 0
        for permit in Permit.objects.filter(**_of(people)).order_by("id"):
            self._papers[permit.participant_id].append(permit)
            self.number_of_permits += 1

    def steps(self, person: _Person) -> Counter:
        if person.merged_into is not None:
            return Counter()
        return step_lines(
            registered_on=person.registered_on,
            kelurahan=person.kelurahan,
            steps=self._steps.get(person.pk, ()),
            moves=self._moves.get(person.pk, ()),
            sex=person.sex,
            business_is_new=person.business_is_new,
        )

    def permits(self, person: _Person) -> Counter:
        if person.pk not in self._papers:
            return Counter()
        traits = Traits(sex=person.sex, business_is_new=person.business_is_new, registered_on=person.registered_on)
        return permit_lines([permit.paper for permit in self._papers[person.pk]], traits)


def _found(model: type[Entry], people: list[_Person], figures: Figures) -> dict[int, dict[tuple, int]]:
    """The net of each line in a journal, for a chunk of people."""
    found: dict[int, dict[tuple, int]] = defaultdict(dict)
    entries = model._default_manager.filter(**_of(people)).order_by()
    for owner, sign, *line in entries.values_list("participant_id", "sign", *model.LINE_FIELDS):
        lines, key = found[owner], tuple(line)
        lines[key] = lines.get(key, 0) + sign
        figures.lines += 1
    return found


def _compare(person: _Person, model: type[Entry], found: dict[tuple, int], wanted: Counter) -> Iterator[LineDiffers]:
    if dict.__eq__(found, wanted):
        return
    for line in posting.difference(Counter(found), wanted):
        yield LineDiffers(person.pk, person.number, model, line, found.get(line, 0), wanted[line])


def _count(figures: Figures, model: type[Entry], lines: Counter, today: date) -> None:
    for line, net in lines.items():
        if model is StepEntry:
            figures.registered += net if line.step == "P1" and line.day <= today else 0
        elif line.measure == COUNTED and line.day <= today:
            figures.counted += net


# Running totals against the journal ----------------------------------------------------------------

_ByArea = dict[str, Counter]


def total_differences(tally: type[Tally], figures: Figures) -> Iterator[TotalDiffers]:
    """Every figure of a running total that is not the sum of its lines.

    Days are compared side by side as both streams go by; months and years are few and wait until the end.
    """
    longer: dict[tuple[Grain, date], _ByArea] = defaultdict(lambda: defaultdict(Counter))
    for day, sums, rows in _side_by_side(_daily_sums(tally), _rows(tally, Grain.DAY, figures)):
        for period in posting.periods(day)[1:]:
            for area, amounts in sums.items():
                longer[period][area].update(amounts)
        yield from _compare_totals(tally, (Grain.DAY, day), sums, rows)
    for grain in (Grain.MONTH, Grain.YEAR):
        for starts_on, rows in _rows(tally, grain, figures):
            yield from _compare_totals(tally, (grain, starts_on), longer.pop((grain, starts_on), {}), rows)
    for period, sums in longer.items():
        yield from _compare_totals(tally, period, sums, {})


def _daily_sums(tally: type[Tally]) -> Iterator[tuple[date, _ByArea]]:
    """What the lines of each day add up to, in order of day."""
    entries = tally.ENTRY._default_manager.order_by("day").values("sign", *tally.ENTRY.LINE_FIELDS)
    for day, lines in groupby(entries.iterator(_ROWS_AT_ONCE), key=itemgetter("day")):
        sums: _ByArea = defaultdict(Counter)
        for line in lines:
            area = sums[line["kelurahan_id"] or OUTSIDE]
            area["entries"] += 1
            for column, amount in tally.effects(line):
                area[column] += amount * line["sign"]
        yield day, sums


def _rows(tally: type[Tally], grain: Grain, figures: Figures) -> Iterator[tuple[date, _ByArea]]:
    """The running totals of one grain as stored, in order of day."""
    columns = ("entries", *tally.COLUMNS)
    stored = tally._default_manager.filter(grain=grain).order_by("starts_on").values_list("starts_on", "area", *columns)
    for starts_on, rows in groupby(stored.iterator(_ROWS_AT_ONCE), key=itemgetter(0)):
        by_area = {area: Counter(dict(zip(columns, amounts, strict=True))) for _, area, *amounts in rows}
        figures.totals += len(by_area)
        yield starts_on, by_area


def _side_by_side(
    sums: Iterable[tuple[date, _ByArea]], rows: Iterable[tuple[date, _ByArea]]
) -> Iterator[tuple[date, _ByArea, _ByArea]]:
    left = ((day, 0, by_area) for day, by_area in sums)
    right = ((day, 1, by_area) for day, by_area in rows)
    for day, group in groupby(merge(left, right, key=itemgetter(0)), key=itemgetter(0)):
        sides: list[_ByArea] = [{}, {}]
        for _, side, by_area in group:
            sides[side] = by_area
        yield day, sides[0], sides[1]


def _compare_totals(
    tally: type[Tally], period: tuple[Grain, date], sums: _ByArea, rows: _ByArea
) -> Iterator[TotalDiffers]:
    for area in sorted(sums.keys() | rows.keys()):
        summed, found = sums.get(area, Counter()), rows.get(area, Counter())
        for column in ("entries", *tally.COLUMNS):
            if summed[column] != found[column]:
                yield TotalDiffers(tally, *period, area, column, found[column], summed[column])
