"""Appending to a journal: the entries and their running totals, in the caller's transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connections, models, router

from okoce.journal.models import OUTSIDE, Entry, Grain, Tally

_ROWS_PER_STATEMENT = 60


def difference(old: Counter, new: Counter) -> Counter:
    """The lines, with their signs, that lead from the old timeline to the new one (rule 3)."""
    lines = Counter(new)
    lines.subtract(old)
    return Counter({line: sign for line, sign in lines.items() if sign})


def entries_for(model: type[Entry], lines: Counter, **common: Any) -> Iterator[Entry]:
    """Unsaved entries for counted lines: one row for each +1 or −1."""
    for line, count in lines.items():
        for _ in range(abs(count)):
            yield model.from_line(line, 1 if count > 0 else -1, **common)


def append(tally: type[Tally], entries: Iterable[Entry]) -> None:
    """Save the entries and add them to the running totals; call it inside the deed's transaction."""
    rows = list(entries)
    if rows:
        tally.ENTRY._default_manager.bulk_create(rows, batch_size=1000)
        add_to_totals(tally, rows)


Deltas = dict[tuple[Grain, date, str], Counter]


def add_to_totals(tally: type[Tally], entries: Iterable[Entry]) -> None:
    """Add entries to the totals of their day, month and year.

    Rows are taken in one order everywhere, so that two deeds in one kelurahan wait for each other and never
    deadlock.
    """
    deltas = summed(tally, entries)
    keys = sorted(deltas)
    for start in range(0, len(keys), _ROWS_PER_STATEMENT):
        _upsert(tally, {key: deltas[key] for key in keys[start : start + _ROWS_PER_STATEMENT]})


def summed(tally: type[Tally], entries: Iterable[Entry]) -> Deltas:
    """What the entries add to each running total."""
    deltas: Deltas = defaultdict(Counter)
    for entry in entries:
        line = {name: getattr(entry, name) for name in tally.ENTRY.LINE_FIELDS}
        effects = [(column, amount * entry.sign) for column, amount in tally.effects(line)]
        for grain, starts_on in periods(entry.day):
            row = deltas[grain, starts_on, entry.kelurahan_id or OUTSIDE]
            row["entries"] += 1
            for column, amount in effects:
                row[column] += amount
    return deltas


def periods(day: date) -> tuple[tuple[Grain, date], ...]:
    """The day, month and year a day belongs to, each by its first day."""
    return (Grain.DAY, day), (Grain.MONTH, day.replace(day=1)), (Grain.YEAR, day.replace(month=1, day=1))


def _upsert(tally: type[Tally], deltas: Deltas) -> None:
    # Django's bulk_create can overwrite on conflict but not add; this statement is the same on both databases.
    connection = connections[router.db_for_write(tally)]
    quote = connection.ops.quote_name
    table = quote(tally._meta.db_table)
    columns = ["entries", *tally.COLUMNS]
    names = ", ".join(quote(name) for name in ["grain", "starts_on", "area", *columns])
    row = "(" + ", ".join(["%s"] * (3 + len(columns))) + ")"
    additions = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in columns)
    parameters: list[Any] = []
    for (grain, starts_on, area), amounts in deltas.items():
        parameters += [str(grain), connection.ops.adapt_datefield_value(starts_on), area]
        parameters += [amounts[name] for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * len(deltas))} "  # noqa: S608
            f"ON CONFLICT (grain, starts_on, area) DO UPDATE SET {additions}",
            parameters,
        )


def rebuild_totals(tally: type[Tally]) -> None:
    """Write all running totals anew from the journal; call it inside a transaction."""
    tally._default_manager.all().delete()
    fields = ["sign", "kelurahan_id", *(name for name in tally.ENTRY.LINE_FIELDS if name != "kelurahan_id")]
    entries: models.QuerySet = tally.ENTRY._default_manager.only("pk", *fields).order_by("day", "pk")
    batch: list[Entry] = []
    for entry in entries.iterator(chunk_size=5000):
        batch.append(entry)
        if len(batch) == 20_000:
            add_to_totals(tally, batch)
            batch = []
    add_to_totals(tally, batch)
