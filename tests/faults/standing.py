"""What stands in the database, table by table, and how it differs from what stood before."""

import hashlib
from dataclasses import dataclass

from django.db import connection

from okoce.journal.reading import one_view
from permits import standings, verifying

# Who is signed in, when a token was last used, and the seals that follow the record of deeds.
_NOT_OF_DEEDS = {"accounts_session", "api_apitoken", "audit_seal", "django_migrations", "sqlite_sequence"}

Rows = dict[str, dict[object, str]]


@dataclass(frozen=True)
class Difference:
    """How many rows of a table were added, changed and removed."""

    added: int
    changed: int
    removed: int


def snapshot() -> Rows:
    """A fingerprint of every row there is, but for sessions; the first column is the key."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table not in _NOT_OF_DEEDS]
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table: str) -> dict[object, str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return {row[0]: hashlib.sha256(repr(_plain(row)).encode()).hexdigest() for row in cursor.fetchall()}


def _plain(row: tuple) -> list[object]:
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


def differences(before: Rows, after: Rows) -> dict[str, Difference]:
    """By table, what a deed did; tables that stayed as they were are not named."""
    found = {}
    for table, rows in after.items():
        known = before[table]
        changed = sum(known[key] != mark for key, mark in rows.items() if key in known)
        difference = Difference(len(rows.keys() - known.keys()), changed, len(known.keys() - rows.keys()))
        if difference != Difference(0, 0, 0):
            found[table] = difference
    return found


def assert_counts_verify() -> None:
    """What `verify_counts` looks at holds."""
    with one_view():
        wrong = [str(difference) for difference in verifying.differences(verifying.Figures())]
        wrong += [f"{person.displayed_number} stands wrong" for person in standings.differing()]
    assert wrong == []
