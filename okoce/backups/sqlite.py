"""SQLite: copied by its own online backup, within one reading transaction; nobody who writes waits."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.db import connection

from okoce.backups.archive import BackupRefused, Manifest

IS_PACKED = False


def version() -> str:
    """The library's version."""
    return sqlite3.sqlite_version


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[dict[str, int], list[str], IO[bytes]]]:
    """Rows by table, applied migrations, and the bytes of the database, all of one moment."""
    copy = folder / "copy.sqlite3"
    if not _path().exists():
        raise BackupRefused(f"There is no database {_path()}. See what DATABASE_URL names.")
    with _told_when_damaged(), closing(sqlite3.connect(_path())) as ours, closing(_private(copy)) as theirs:
        ours.execute("PRAGMA busy_timeout = 20000")
        ours.backup(theirs)  # all pages in one step, so that no writer makes it begin anew
        theirs.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        counts, migrations = _counts(theirs), _migrations(theirs)
    with copy.open("rb") as source:
        yield counts, migrations, source


def is_empty(ignored: frozenset[str]) -> bool:
    """Whether no table but these holds a row."""
    if not _path().exists():
        return True
    with _told_when_damaged(), closing(sqlite3.connect(_path())) as ours:
        return not any(rows for table, rows in _counts(ours).items() if table not in ignored)


def check(file: Path, manifest: Manifest) -> None:
    """See that a database is whole and holds what the manifest says. Raises BackupRefused."""
    try:
        with closing(sqlite3.connect(file)) as theirs:
            [verdict] = theirs.execute("PRAGMA integrity_check(1)").fetchone()
            loose = theirs.execute("PRAGMA foreign_key_check").fetchone()
            if verdict != "ok" or loose is not None:
                raise BackupRefused(f"The database in the backup is damaged: {verdict if loose is None else loose}.")
            if _counts(theirs) != manifest.counts:
                raise BackupRefused("The database in the backup does not hold what its manifest says.")
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"The database in the backup is damaged: {error}.") from None


def put_back(file: Path, manifest: Manifest) -> None:
    """Make the portal's database what the file is, in one write that SQLite undoes when it is cut off.

    Not by renaming: whoever had the old file open would write on into nothing. Raises BackupRefused while anybody has.
    """
    connection.close()
    with closing(sqlite3.connect(_path(), timeout=2)) as ours, closing(sqlite3.connect(file)) as theirs:
        try:
            with _told_when_damaged():
                ours.execute("PRAGMA locking_mode = EXCLUSIVE")
                # Leaving WAL needs the file to oneself, and folds the log into it; the lock stays until the end.
                ours.execute("PRAGMA journal_mode = DELETE")
                ours.execute("BEGIN EXCLUSIVE")
                ours.execute("COMMIT")
        except sqlite3.OperationalError:
            raise BackupRefused(f"{_path()} is open elsewhere. Stop the portal and its commands first.") from None
        try:
            theirs.backup(ours)
        except sqlite3.Error as error:
            raise BackupRefused(f"The restore failed and nothing was changed: {error}.") from None


@contextmanager
def _told_when_damaged() -> Iterator[None]:
    """Raises BackupRefused where the portal's database is none any more: it can be replaced, but not written over."""
    try:
        yield
    except sqlite3.OperationalError:
        raise  # locked, most often
    except sqlite3.DatabaseError as error:
        raise BackupRefused(
            f"{_path()} is damaged: {error}. Move it away, with {_path().name}-wal and {_path().name}-shm, and restore."
        ) from None


def _path() -> Path:
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name:
        raise BackupRefused("The database lives in memory alone: there is nothing to back up or restore.")
    return Path(name)


def _private(file: Path) -> sqlite3.Connection:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode=0o600))
    return sqlite3.connect(file)


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for (table,) in tables.fetchall()
    }


def _migrations(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in rows]
