"""A database file that is not there, or is none any more, is told in a sentence; and what to do then."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.okoce.accounts.factories import an_officer
from tests.okoce.backups.commands import manage

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite only"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a portal with one officer."""
    an_officer()
    call_command("backup", tmp_path / "okoce.backup")
    return tmp_path / "okoce.backup"


def test_a_database_that_is_not_there_is_not_backed_up_and_not_made(tmp_path):
    database = tmp_path / "elsewhere.sqlite3"

    refused = manage(f"sqlite:///{database}", "backup", str(tmp_path / "okoce.backup"))

    assert (refused.returncode, refused.stderr.strip()) == (
        1,
        f"CommandError: There is no database {database}. See what DATABASE_URL names.",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("replace", [[], ["--replace"]])
def test_a_backup_goes_where_a_damaged_database_was_once_that_is_moved_away(file, tmp_path, replace):
    database = tmp_path / "damaged.sqlite3"
    database.write_bytes(b"no database" * 1_000)
    url = f"sqlite:///{database}"

    refused = manage(url, "restore", *replace, str(file))
    kept = database.read_bytes()
    database.rename(tmp_path / "away.sqlite3")
    restored = manage(url, "restore", *replace, str(file))

    assert (refused.returncode, refused.stderr.strip()) == (
        1,
        f"CommandError: {database} is damaged: file is not a database. Move it away, with damaged.sqlite3-wal and "
        "damaged.sqlite3-shm, and restore.",
    )
    assert kept == b"no database" * 1_000
    assert (restored.returncode, restored.stderr) == (0, "")


def test_a_damaged_database_is_not_backed_up(tmp_path):
    database = tmp_path / "damaged.sqlite3"
    database.write_bytes(b"no database" * 1_000)

    refused = manage(f"sqlite:///{database}", "backup", str(tmp_path / "okoce.backup"))

    assert (refused.returncode, refused.stderr.startswith(f"CommandError: {database} is damaged: ")) == (1, True)
    assert not (tmp_path / "okoce.backup").exists()
