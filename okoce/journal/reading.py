"""Reading figures from a journal's running totals: up to any day, as known at any moment (rule 6)."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Substr

from okoce import replica
from okoce.journal import shelf
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
    connection = replica.connection()
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


Wanted = tuple[tuple[tuple[str, ...], date], ...]
"""Sums that are asked for: of which columns together, up to and including which day."""

Sums = dict[str, list[int]]
"""For each area the sums that were asked for, in their order."""


def totals(
    tally: type[Tally], days: Sequence[date], *, known_at: datetime | None = None, columns: Sequence[str] = ()
) -> list[Totals]:
    """For each of `days` the sums of all lines up to and including it, per area, in one statement.

    `known_at` leaves out what was recorded after that moment (a second statement); None takes everything.
    `columns` defaults to all the tally has.
    """
    columns = columns or tally.COLUMNS
    wanted = tuple(((column,), day) for day in days for column in columns)
    found: list[Totals] = [defaultdict(Counter) for _ in days]
    for area, amounts in sums(tally, wanted, known_at=known_at).items():
        for index in range(len(days)):
            begin = index * len(columns)
            found[index][area] = Counter(dict(zip(columns, amounts[begin : begin + len(columns)], strict=True)))
    return found


def sums(
    tally: type[Tally],
    wanted: Wanted,
    *,
    known_at: datetime | None = None,
    versions: Mapping[str, int] | None = None,
) -> Sums:
    """The sums that are `wanted`, for each area that has any, in one statement, or two with `known_at`.

    With the `versions` of the areas (`lines_by_area`, read in the same view) only those are read that have changed
    since they were last read here.
    """
    if not wanted:
        return {}
    if known_at is None and versions is not None:
        return shelf.by_part((tally, wanted), versions, lambda areas: _sums(tally, wanted, areas))
    with _view_as_known(known_at):
        found = _sums(tally, wanted)
        if known_at is not None:
            _leave_out(tally, found, wanted, known_at)
    return found


Counted = tuple[str, Sequence[Any]]
"""A number that a statement selects, in brackets, and its parameters."""


def lines_by_area(*tallies: type[Tally], beside: Sequence[Counted] = ()) -> list[dict[str, int]]:
    """For each tally how many lines each area has: it grows with every deed there, in the deed's own transaction.

    After them, in the same statement, what is counted `beside` them: one number each, for no area ("").
    """
    # Two tallies of one area must not be taken for one.
    selects = [
        f"SELECT {place}, area, SUM(entries) FROM {_table(tally)} WHERE grain = %s GROUP BY area"  # noqa: S608
        for place, tally in enumerate(tallies)
    ]
    selects += [f"SELECT {place}, '', {count}" for place, (count, _) in enumerate(beside, start=len(tallies))]
    parameters = [Grain.YEAR.value] * len(tallies) + [value for _, values in beside for value in values]
    found: list[dict[str, int]] = [{} for _ in selects]
    with replica.connection().cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        for place, area, lines in cursor.fetchall():
            found[place][area] = int(lines)
    return found


def may_keep() -> bool:
    """Whether what is read now may be kept for others: not within a deed, which might yet be taken back."""
    return _in_one_view.get()


def _sums(tally: type[Tally], wanted: Wanted, areas: Sequence[str] | None = None) -> Sums:
    days = sorted({day for _, day in wanted})
    sections = _sections(days)
    connection = replica.connection()
    quote = connection.ops.quote_name
    amounts = ", ".join(
        f"SUM(CASE WHEN section.place <= {days.index(day)} THEN "
        f"{' + '.join(f'tally.{quote(column)}' for column in columns)} ELSE 0 END)"
        for columns, day in wanted
    )
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(sections))
    parameters: list[Any] = [value for section in sections for value in section]
    here = ""
    if areas is not None:
        here = f"WHERE tally.area IN ({', '.join(['%s'] * len(areas))})"
        parameters += areas
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH section (place, grain, first, last) AS (VALUES {rows}) "  # noqa: S608
            f"SELECT tally.area, {amounts} FROM section JOIN {_table(tally)} tally "
            f"ON tally.grain = section.grain AND tally.starts_on BETWEEN section.first AND section.last "
            f"{here} GROUP BY tally.area",
            parameters,
        )
        return {area: [int(amount) for amount in row] for area, *row in cursor.fetchall()}


def _table(tally: type[Tally]) -> str:
    return replica.connection().ops.quote_name(tally._meta.db_table)


def _sections(days: Sequence[date]) -> list[tuple[int, str, Any, Any]]:
    """The fewest running totals from the beginning to the last of `days`, each in the section that ends with a day.

    A section is whole years, then whole months, then days: its place, the grain, the first and the last of them.
    """
    found: list[tuple[int, str, Any, Any]] = []
    adapt = replica.connection().ops.adapt_datefield_value
    before: date | None = None
    for place, day in enumerate(days):
        for grain, first, last in _between(before, day):
            if first <= last:
                found.append((place, grain.value, adapt(first), adapt(last)))
        before = day
    return found


def _between(before: date | None, day: date) -> Iterator[tuple[Grain, date, date]]:
    """Running totals for the days after `before` (None: all there were) up to and including `day`."""
    one = timedelta(days=1)
    first = date.min if before is None else before + one
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    if first >= month:
        yield Grain.DAY, first, day
        return
    yield Grain.DAY, month, day
    months_from, years_from = first, first
    if before is not None:
        months_from = _next_month(before)
        yield Grain.DAY, first, months_from - one
        years_from = date(before.year + 1, 1, 1)
    if months_from >= year:
        yield Grain.MONTH, months_from, month - one
        return
    yield Grain.MONTH, year, month - one
    if before is not None:
        yield Grain.MONTH, months_from, years_from - one
    yield Grain.YEAR, years_from, year - one


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _leave_out(tally: type[Tally], found: Sums, wanted: Wanted, known_at: datetime) -> None:
    days = sorted({day for _, day in wanted})
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, (columns, day) in enumerate(wanted):
        for column in columns:
            places[column].append((days.index(day), index))
    for row in late_lines(tally, known_at, days[-1], fields=tally.TELLING if _counts_only(places) else ()):
        since = bisect_left(days, row["day"])
        amounts = found.setdefault(row["kelurahan_id"] or OUTSIDE, [0] * len(wanted))
        for column, amount in tally.effects(row):
            for place, index in places[column]:
                if since <= place:
                    amounts[index] -= amount * row["net"]


def _counts_only(columns: Iterable[str]) -> bool:
    """Whether none of these adds up what stands on papers: their lines then differ in fewer fields."""
    return not {"investment", "workers"} & set(columns)


def late_lines(tally: type[Tally], known_at: datetime, up_to: date, *, fields: Sequence[str] = ()) -> QuerySet:
    """Lines for days up to `up_to` that were recorded after `known_at`, summed, as dictionaries with `net`.

    `fields` are those they are told apart by, all if nothing is said.
    """
    return (
        tally.ENTRY._default_manager.filter(recorded_at__gt=known_at, day__lte=up_to)
        .values(*(fields or tally.ENTRY.LINE_FIELDS))
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
    if areas is not None:
        areas = set(areas)
    with _view_as_known(known_at):
        net = _daily(tally, columns, first, last, areas)
        fields = tally.TELLING if _counts_only(columns) else ()
        for line in [] if known_at is None else late_lines(tally, known_at, last, fields=fields):
            if line["day"] >= first and (areas is None or (line["kelurahan_id"] or OUTSIDE) in areas):
                net[line["day"]] -= sum(
                    amount * line["net"] for column, amount in tally.effects(line) if column in columns
                )
    return {day: change for day, change in sorted(net.items()) if change}


def daily_kept(
    tally: type[Tally],
    columns: Sequence[str],
    first: date,
    last: date,
    *,
    parts: Mapping[str, Sequence[str]],
    versions: Mapping[str, int],
) -> dict[date, int]:
    """What `daily` says of all that is known, of areas in `parts`, reading only the parts that have changed.

    A part is named by what its areas begin with, all equally long; `versions` are the areas' (`lines_by_area`).
    """

    span = (last - first).days + 1

    def read(stale: list[str] | None) -> dict[str, list[int]]:
        areas = {area for part in stale or parts for area in parts[part]}
        rows = tally._default_manager.filter(grain=Grain.DAY, starts_on__range=(first, last), area__in=areas)
        together = sum((F(column) for column in columns[1:]), start=F(columns[0]))
        grouped = rows.values_list(Substr("area", 1, len(next(iter(parts)))), "starts_on").annotate(net=Sum(together))
        found: dict[str, list[int]] = defaultdict(lambda: [0] * span)
        for part, day, net in grouped.order_by():
            found[part][(day - first).days] = net
        return found

    changed = {part: sum(versions.get(area, 0) for area in areas) for part, areas in parts.items()}
    kept = shelf.by_part((tally, tuple(columns), first, last, tuple(parts)), changed, read)
    net = map(sum, zip(*kept.values(), strict=True))
    return {first + timedelta(days=place): change for place, change in enumerate(net) if change}


def _daily(
    tally: type[Tally], columns: Sequence[str], first: date, last: date, areas: set[str] | None
) -> Counter[date]:
    rows = tally._default_manager.filter(grain=Grain.DAY, starts_on__range=(first, last))
    if areas is not None:
        rows = rows.filter(area__in=areas)
    together = sum((F(column) for column in columns[1:]), start=F(columns[0]))
    return Counter({row["starts_on"]: row["net"] for row in rows.values("starts_on").annotate(net=Sum(together))})
