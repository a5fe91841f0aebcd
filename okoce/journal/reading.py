"""Reading figures from a journal's running totals: up to any day, as known at any moment (rule 6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, cast

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from okoce.journal.models import OUTSIDE, Grain, Tally

Totals = dict[str, Counter]
"""For each area (a kelurahan's code or OUTSIDE) the figures by column; what is missing is 0."""


_in_one_view: ContextVar[bool] = ContextVar("in_one_view", default=False)


@contextmanager
def one_view() -> Iterator[None]:
    """Read everything within as it is at one moment, holding up nobody who writes meanwhile.

    Figures that take several statements need it: a deed done between two of them would be in one and not in the
    other. Within a transaction it changes nothing, and within another view it is that view.
    """
    if connection.in_atomic_block or _in_one_view.get():
        yield
        return
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        token = _in_one_view.set(True)
        try:
            yield
        finally:
            _in_one_view.reset(token)
            cursor.execute("ROLLBACK")


def _view_as_known(known_at: datetime | None) -> AbstractContextManager[None]:
    """One statement is one view; leaving out what is known later takes a second."""
    return nullcontext() if known_at is None else one_view()


def totals(
    tally: type[Tally], days: Sequence[date], *, known_at: datetime | None = None, columns: Sequence[str] = ()
) -> list[Totals]:
    """For each of `days` the sums of all lines up to and including it, per area, in one statement.

    `known_at` leaves out what was recorded after that moment (a second statement); None takes everything.
    `columns` defaults to all the tally has.
    """
    columns = columns or tally.COLUMNS
    sums = {
        f"{column}_{index}": Sum(column, filter=_up_to(day)) for index, day in enumerate(days) for column in columns
    }
    found: list[Totals] = [defaultdict(Counter) for _ in days]
    needed = Q()
    for day in days:
        needed |= _up_to(day)
    rows = tally._default_manager.filter(needed).values("area").annotate(**sums)
    with _view_as_known(known_at):
        for row in cast(Iterable[dict[str, Any]], rows):
            for index in range(len(days)):
                found[index][row["area"]] = Counter({column: row[f"{column}_{index}"] or 0 for column in columns})
        if known_at is not None:
            _leave_out(tally, found, days, known_at)
    return found


def _up_to(day: date) -> Q:
    """The fewest running totals that cover everything up to `day`: whole years, whole months, then days."""
    year, month = day.replace(month=1, day=1), day.replace(day=1)
    return (
        Q(grain=Grain.YEAR, starts_on__lt=year)
        | Q(grain=Grain.MONTH, starts_on__gte=year, starts_on__lt=month)
        | Q(grain=Grain.DAY, starts_on__gte=month, starts_on__lte=day)
    )


def _leave_out(tally: type[Tally], found: list[Totals], days: Sequence[date], known_at: datetime) -> None:
    for row in late_lines(tally, known_at, max(days, default=date.min)):
        for column, amount in tally.effects(row):
            for index, day in enumerate(days):
                if row["day"] <= day:
                    found[index][row["kelurahan_id"] or OUTSIDE][column] -= amount * row["net"]


def late_lines(tally: type[Tally], known_at: datetime, up_to: date) -> QuerySet:
    """Lines for days up to `up_to` that were recorded after `known_at`, summed, as dictionaries with `net`."""
    return (
        tally.ENTRY._default_manager.filter(recorded_at__gt=known_at, day__lte=up_to)
        .values(*tally.ENTRY.LINE_FIELDS)
        .annotate(net=Sum("sign"))
        .order_by()
    )


def daily(
    tally: type[Tally],
    columns: Sequence[str],
    first: date,
    last: date,
    *,
    areas: Iterable[str] | None = None,
    known_at: datetime | None = None,
) -> dict[date, int]:
    """The net of `columns` together on each day from `first` to `last` over `areas` (None: all), as known at a moment.

    Days without a change are absent.
    """
    rows = tally._default_manager.filter(grain=Grain.DAY, starts_on__range=(first, last))
    if areas is not None:
        areas = set(areas)
        rows = rows.filter(area__in=areas)
    together = sum((F(column) for column in columns[1:]), start=F(columns[0]))
    with _view_as_known(known_at):
        net: Counter[date] = Counter(
            {row["starts_on"]: row["net"] for row in rows.values("starts_on").annotate(net=Sum(together))}
        )
        for line in [] if known_at is None else late_lines(tally, known_at, last):
            if line["day"] >= first and (areas is None or (line["kelurahan_id"] or OUTSIDE) in areas):
                net[line["day"]] -= sum(
                    amount * line["net"] for column, amount in tally.effects(line) if column in columns
                )
    return {day: change for day, change in sorted(net.items()) if change}
