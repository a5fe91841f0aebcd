"""Searches everything that is stored for what should not be there: every column of every table, and SQLite's file."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from okoce.accounts.models import Session
from participants import nik

_TOKEN = re.compile(rb"gAAAA[A-Za-z0-9_-]{90,}={0,2}")


def found(secrets: Iterable[str | bytes]) -> dict[str | bytes, set[str]]:
    """In which tables, sessions or files each of these texts or bytes stands; capitals make no difference."""
    stored = [(place, value.lower()) for place, value in [*_cells(), *_sessions(), *_files()]]
    return {secret: {place for place, value in stored if _bytes(secret).lower() in value} for secret in secrets}


def tokens() -> list[bytes]:
    """Everything encrypted that stands in the database, in whichever table and column, also within a larger text."""
    return [token for _, row in _rows() for cell in row for token in _TOKEN.findall(cell)]


def _cells() -> Iterator[tuple[str, bytes]]:
    for table, plain in _rows():
        yield table, b"\x00".join([*plain, *(nik.decrypt(cell).encode() for cell in plain if _is_sealed(cell))])


def _rows() -> Iterator[tuple[str, list[bytes]]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, [_bytes(value) for value in row]


def _sessions() -> Iterator[tuple[str, bytes]]:
    """What sessions remember: packed in their table, so no search of that finds it."""
    for session in Session.objects.all():
        yield "a session", repr(session.get_decoded()).encode()


def _files() -> Iterator[tuple[str, bytes]]:
    """The database's file with its log of writes: neither free pages nor old versions may hold anything."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and Path(name).exists():
        for file in (Path(name), Path(f"{name}-wal")):
            yield "the file", file.read_bytes() if file.exists() else b""


def _is_sealed(cell: bytes) -> bool:
    """Whether a cell is encrypted: what the key opens is a trace, too."""
    return cell.startswith(b"gAAAA")


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
