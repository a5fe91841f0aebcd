"""A gate between deeds and publications, so that no report holds half a deed (rule 6).

Deeds pass in any number side by side; a publication waits until those under way are done, and those that come later
wait for it. What a deed stamps with the moment or numbers in the journal it does after passing, so "everything up to
the last entry seen" means the same for ever. On SQLite the immediate transaction is the gate.
"""

from django.db import connection

_KEY = 20180909


def pass_through() -> None:
    """Begin a deed; call it first in its transaction."""
    _lock("pg_advisory_xact_lock_shared")


def close() -> None:
    """Begin a publication: returns when no deed is under way; the gate opens again when the transaction ends."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_KEY])
