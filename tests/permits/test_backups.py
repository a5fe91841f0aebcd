"""The drill: a backup taken while officers record, put back elsewhere, lacks nothing that was committed before it."""

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event as Signal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from okoce.accounts.models import Session
from participants.models import Participant
from permits import deeds
from permits.erasing import erase
from permits.models import Permit
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.backups.commands import manage
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, BEFORE, EACH = 3, 6, 12


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """DATABASE_URL of a database in which nothing is."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        return
    name = f"elsewhere_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manifest_of(file: Path) -> dict:
    return json.loads(zipfile.ZipFile(file).read("manifest.json"))


def test_what_was_committed_before_a_backup_began_is_in_it_whatever_is_written_meanwhile(tmp_path, elsewhere):
    officer, file = an_officer(CENGKARENG_TIMUR), tmp_path / "okoce.backup"
    people = [[a_participant(date(2018, 3, 1)) for _ in range(EACH)] for _ in range(WRITERS)]
    committed, begun = [], Signal()

    def officers(writer):
        def record(number):
            for place, person in enumerate(people[writer]):
                paper = a_paper(number=f"{writer}-{place}/e/2018")
                committed.append(deeds.record(person, paper, by=officer).number)
                if len(committed) >= BEFORE:
                    begun.set()

        return record

    def back_up(number):
        begun.wait(timeout=30)
        known = set(committed)
        call_command("backup", file)
        return known

    [(*_, before)] = at_once(1, *(officers(writer) for writer in range(WRITERS)), back_up)
    restored = manage(elsewhere, "restore", str(file))
    listed = manage(elsewhere, "shell", "--no-imports", "--command", _LIST)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert [line.split(":")[0] for line in restored.stdout.splitlines()] == ["restored", "all agree", "all agree"]
    numbers, counts = json.loads(listed.stdout)
    assert before - set(numbers) == set()
    assert set(numbers) - set(committed) == set()
    assert counts == manifest_of(file)["counts"]["permits_permit"] == len(numbers)
    assert len(before) >= BEFORE
    assert len(committed) == WRITERS * EACH


_LIST = """
import json
from permits.models import Permit
print(json.dumps([list(Permit.objects.values_list("number", flat=True)), Permit.objects.count()]))
"""


def test_a_restore_brings_back_that_moment_and_nothing_later(tmp_path):
    permit, file = a_permit(), tmp_path / "okoce.backup"
    call_command("backup", file)
    deeds.void(permit, by=an_officer(CENGKARENG_TIMUR), reason="salah")
    a_permit()

    call_command("restore", file, replace=True)

    assert [one.number for one in Permit.objects.standing()] == [permit.number]
    assert_the_books_balance([date(2018, 9, 9)])
    a_permit()  # ids go on where they were
    assert_the_books_balance([date(2018, 9, 9)])


def test_what_only_grows_is_restored_and_still_only_grows(tmp_path):
    a_permit()
    file = tmp_path / "okoce.backup"
    call_command("backup", file)

    call_command("restore", file, replace=True)

    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM permits_permitentry")


def test_whoever_was_signed_in_at_that_moment_signs_in_again(tmp_path, client: Client):
    client.force_login(an_official())
    file = tmp_path / "okoce.backup"
    call_command("backup", file)
    assert Session.objects.count() == 1

    call_command("restore", file, replace=True)

    assert Session.objects.count() == 0


def test_somebody_erased_since_is_told_to_be_erased_again(tmp_path, capsys):
    person, file = a_participant(), tmp_path / "okoce.backup"
    number = person.displayed_number
    call_command("backup", file)
    erase(person, by=an_official())
    capsys.readouterr()

    call_command("restore", file, replace=True)

    assert f"{number} had been erased since: erase this person again" in capsys.readouterr().out.splitlines()
    assert Participant.objects.get().is_erased is False


def test_figures_that_do_not_agree_are_told_after_a_restore(tmp_path, capsys):
    a_permit()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM permits_permittally")
    file = tmp_path / "okoce.backup"
    call_command("backup", file)

    with pytest.raises(CommandError, match="restored, but does not agree with itself: see verify_counts"):
        call_command("restore", file, replace=True)


def test_a_database_that_holds_something_is_replaced_only_when_told_to(tmp_path):
    permit, file = a_permit(), tmp_path / "okoce.backup"
    call_command("backup", file)

    with pytest.raises(CommandError, match="The database holds something"):
        call_command("restore", file)

    assert [one.number for one in Permit.objects.all()] == [permit.number]
