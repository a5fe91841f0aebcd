"""The file of a backup: nobody else's to read, whole or not there, and not believed before it was checked."""

import fcntl
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, connections

from okoce.backups import archive, postgresql
from okoce.backups.archive import BackupRefused
from okoce.regions.models import Region
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import KAPUK

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a portal with its regions and one officer."""
    an_officer(KAPUK)
    file = tmp_path / "okoce.backup"
    call_command("backup", file)
    return file


def refusal(file: Path) -> str:
    """Why a restore was refused; the regions are still there then."""
    with pytest.raises(CommandError) as refused:
        call_command("restore", file, replace=True)
    assert Region.objects.count() == 318
    return str(refused.value)


def told_otherwise(file: Path, **said: object) -> Path:
    """The same backup with another manifest."""
    other = file.with_name("other.backup")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        manifest = json.loads(old.read("manifest.json")) | said
    with zipfile.ZipFile(other, "a") as new, pytest.warns(UserWarning, match="Duplicate name"):
        new.writestr("manifest.json", json.dumps(manifest))
    return other


def test_it_says_what_it_is(file):
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))

    assert manifest["vendor"] == connection.vendor
    assert (manifest["counts"]["regions_region"], manifest["counts"]["accounts_user"]) == (318, 1)
    assert "permits.0001_initial" in manifest["migrations"]
    assert manifest["portal"] == "0.1.0"


def test_nobody_else_may_read_it_and_nothing_else_is_left(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == [file.name]


def test_it_holds_no_key(file, settings):
    content = file.read_bytes() + zipfile.ZipFile(file).read("manifest.json")

    assert [key for key in [*settings.NIK_KEYS, *settings.NIK_INDEX_KEYS] if key.encode() in content] == []


def test_a_name_that_is_taken_is_not_written_over(file):
    before = file.read_bytes()

    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", file)

    assert file.read_bytes() == before


def test_a_name_that_was_taken_meanwhile_is_not_written_over(tmp_path):
    unfinished, final = tmp_path / "unfinished", tmp_path / "final"
    unfinished.write_text("ours")
    final.write_text("theirs")

    with pytest.raises(BackupRefused, match="is there already"):
        archive.publish(unfinished, final)

    assert final.read_text() == "theirs"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", tmp_path / "nowhere" / "okoce.backup")


def test_what_a_killed_backup_left_is_swept_away_by_the_next_and_what_is_at_work_is_not(tmp_path):
    killed, at_work = tmp_path / ".okoce-backup-killed", tmp_path / ".okoce-backup-at-work"
    for folder in (killed, at_work):
        folder.mkdir()
        (folder / "lock").touch()
        (folder / "copy.sqlite3").write_text("personal data")

    with (at_work / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        call_command("backup", tmp_path / "okoce.backup")

    assert sorted(os.listdir(tmp_path)) == [".okoce-backup-at-work", "okoce.backup"]


def test_a_backup_that_was_cut_off_is_refused(file):
    content = file.read_bytes()

    for share in (0, 0.1, 0.5, 0.9, 0.999):
        file.write_bytes(content[: int(len(content) * share)])
        assert "is no backup, or was cut off" in refusal(file)


def test_a_backup_with_a_few_wrong_bits_is_refused(file):
    content = file.read_bytes()
    [member, _] = zipfile.ZipFile(file).infolist()

    for share in (0.01, 0.2, 0.4, 0.6, 0.8, 0.99):
        at = 100 + int((member.compress_size - 100) * share)
        # In four bytes, since a bit or two of what ZIP writes mean nothing.
        wrong = bytes(byte ^ 1 for byte in content[at : at + 4])
        file.write_bytes(content[:at] + wrong + content[at + 4 :])
        assert "damaged" in refusal(file)


def test_a_backup_whose_content_was_exchanged_is_refused(file):
    assert "its content is not what was written" in refusal(told_otherwise(file, sha256="0" * 64))


def test_a_backup_that_holds_less_than_it_says_is_refused_and_nothing_was_changed(file):
    counts = json.loads(zipfile.ZipFile(file).read("manifest.json"))["counts"] | {"accounts_user": 2}

    assert "does not hold what" in refusal(told_otherwise(file, counts=counts))


def test_a_later_schema_is_refused(file):
    assert "has a later schema than this portal (permits.0999_tomorrow)" in refusal(
        told_otherwise(file, migrations=["permits.0001_initial", "permits.0999_tomorrow"])
    )


def test_a_later_format_is_refused(file):
    assert "made by a later portal" in refusal(told_otherwise(file, format=2))


def test_a_backup_of_another_kind_of_database_is_refused(file):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]

    assert "no backup of the portal, or is damaged" in refusal(told_otherwise(file, vendor=other))


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Yth. Bapak/Ibu")

    assert "is no backup, or was cut off" in refusal(file)
    assert "There is no file" in refusal(tmp_path / "nothing")


def test_a_backup_that_no_key_opens_is_refused(file, settings):
    ours = settings.NIK_KEYS
    settings.NIK_KEYS = [Fernet.generate_key().decode()]
    without_key = refusal(file)
    settings.NIK_KEYS, settings.NIK_INDEX_KEYS = ours, [Fernet.generate_key().decode()]

    assert "made with another NIK_KEY." in without_key
    assert "made with another NIK_INDEX_KEY." in refusal(file)


def test_a_key_that_is_missing_among_others_is_told(file, settings, capsys):
    settings.NIK_KEYS = [Fernet.generate_key().decode(), *settings.NIK_KEYS]
    both = file.with_name("both.backup")
    call_command("backup", both)
    settings.NIK_KEYS = settings.NIK_KEYS[1:]

    call_command("restore", both, replace=True)

    assert "NIK_KEY lacks a key of that time: `rotate_nik_key` says whether it is still needed" in (
        capsys.readouterr().out.splitlines()
    )


def test_a_database_that_somebody_has_open_is_not_replaced(file):
    other = connections.create_connection("default")
    other.ensure_connection()
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM regions_region")

    said = refusal(file)
    other.close()

    assert "Stop the portal and its commands first." in said


@pytest.mark.postgres
def test_tools_that_are_missing_or_too_old_are_told():
    with pytest.raises(BackupRefused, match="pg_nothing is needed: install PostgreSQL's client"):
        postgresql._program("pg_nothing")
    with pytest.raises(BackupRefused, match="is older than the server, PostgreSQL 99"):
        postgresql._program("pg_dump", at_least=99)


@pytest.mark.postgres
def test_a_table_of_a_later_portal_does_not_stay_behind(file):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tomorrow (id int PRIMARY KEY, region varchar(13) REFERENCES regions_region)")

    call_command("restore", file, replace=True)

    assert "tomorrow" not in connection.introspection.table_names()
