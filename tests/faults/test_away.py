"""A real portal whose database goes away, is locked, full or slow: what it says meanwhile, and how it comes back."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from participants.models import Participant
from permits.models import Permit
from tests.faults.lines import a_line
from tests.faults.servers import Answer, Portal, a_portal, signed_in, url_of_the_test_database, wait_for
from tests.faults.standing import assert_counts_verify, differences, snapshot
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant
from tests.replicas.clusters import a_primary

pytestmark = pytest.mark.django_db(transaction=True)

BOARDS = ["/", "/capaian/"]
API = "/api/v1/progress/"
AT_ONCE = 3
"""Seconds: what a page that finds no database may take on a machine with much else to do."""


@pytest.fixture
def person() -> Participant:
    return a_participant(date(2018, 8, 1))


def answers(portal: Portal, *paths: str) -> list[Answer]:
    return [portal.ask(path) for path in paths]


def statuses(portal: Portal, *paths: str) -> list[int]:
    return [answer.status for answer in answers(portal, *paths)]


def record(portal: Portal, person: Participant, number: str = "1/SKU/2018") -> Answer:
    paper = {"kind": "SKU", "number": number, "issued_on": "03/09/2018", "submission": uuid4()}
    return portal.ask(f"/petugas/rekam/{person.number}/", paper)


# --- PostgreSQL ------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_a_postgres_that_fails_is_told_at_once_and_found_again_without_a_restart(person: Participant):
    cookies, other = signed_in(an_officer()), a_participant(date(2018, 8, 1))
    with a_primary() as database, a_portal(database.url) as portal:
        plain = Portal(portal.port)
        portal.cookies = cookies
        assert statuses(plain, *BOARDS, API, "/readyz") == [200, 200, 200, 200]
        assert record(portal, person, "1/SKU/2018").status == 302

        database.stop()
        while_away = [*answers(plain, *BOARDS, API), portal.ask("/petugas/"), record(portal, other, "2/SKU/2018")]
        watched = statuses(plain, "/healthz", "/readyz")
        database.start()
        wait_for(portal.is_ready, "readiness")

        assert [answer.status for answer in while_away] == [503] * 5
        assert [answer.headers["Retry-After"] for answer in while_away] == ["30"] * 5
        assert max(answer.seconds for answer in while_away) < AT_ONCE
        assert while_away[2].headers["Content-Type"] == "application/problem+json"
        assert watched == [200, 503]
        assert statuses(plain, *BOARDS, API) == [200, 200, 200]
        assert statuses(portal, "/petugas/") == [200]
        assert record(portal, other, "2/SKU/2018").status == 302
        listed = portal.ask("/izin/").text.replace("<wbr>", "")
        assert [name for name in ("1/SKU/2018", "2/SKU/2018") if name not in listed] == []


@pytest.mark.postgres
def test_a_host_that_swallows_everything_is_asked_seldom_and_keeps_nobody_waiting():
    said = connection.settings_dict
    with a_line(said["HOST"], int(said["PORT"])) as line:
        url = url_of_the_test_database().replace(f":{said['PORT']}/", f":{line.port}/")
        with a_portal(url) as portal:
            assert portal.is_ready()

            line.cut()
            first = portal.ask("/")
            callers = line.callers
            next_ones = answers(portal, "/", API, "/capaian/", "/readyz")
            alive = portal.ask("/healthz")
            asked_again = line.callers - callers
            line.mend()
            wait_for(portal.is_ready, "readiness")

            assert (first.status, first.seconds < 3 + AT_ONCE) == (503, True)
            assert [answer.status for answer in next_ones] == [503] * 4
            assert sum(answer.seconds for answer in next_ones) < AT_ONCE
            assert asked_again == 0
            assert alive.status == 200
            assert statuses(portal, "/", API) == [200, 200]


@pytest.mark.postgres
def test_a_lock_held_too_long_ends_in_a_page_that_says_so_and_leaves_nothing(person: Participant):
    cookies = signed_in(an_officer())
    with a_portal(url_of_the_test_database(), STATEMENT_SECONDS="1") as portal:
        portal.cookies = cookies
        with transaction.atomic():
            Participant.objects.select_for_update().get(pk=person.pk)

            answer = record(portal, person)

        assert (answer.status, "Portal sedang sibuk" in answer.text, answer.headers["Retry-After"]) == (503, True, "5")
        assert Permit.objects.count() == 0
        assert record(portal, person).status == 302


@pytest.mark.postgres
def test_a_slow_statement_is_ended_and_the_page_says_so(client: Client):
    def sleeping(execute, sql, params, many, context):
        return execute("SELECT pg_sleep(30)", (), False, context)

    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '100ms'")
        try:
            with connection.execute_wrapper(sleeping):
                answer = client.get("/laporan/")
        finally:
            cursor.execute("RESET statement_timeout")

    assert (answer.status_code, "terlalu lama" in answer.content.decode()) == (503, True)
    assert client.get("/laporan/").status_code == 200


@pytest.mark.postgres
def test_no_statement_of_a_page_may_take_for_ever():
    limits = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    with connection.cursor() as cursor:
        said = []
        for limit in limits:
            cursor.execute(f"SHOW {limit}")
            said.append(cursor.fetchone()[0])

    assert said == ["20s", "15s", "1min"]


# --- SQLite ----------------------------------------------------------------------------------------

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="speaks of SQLite only")


@sqlite_only
def test_a_file_locked_too_long_ends_in_a_page_that_says_so_and_leaves_nothing(person: Participant):
    cookies, name = signed_in(an_officer()), connection.settings_dict["NAME"]
    with a_portal(f"{url_of_the_test_database()}?timeout=1") as portal:
        portal.cookies = cookies
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            refused, read = record(portal, person), portal.ask("/izin/")

        assert (refused.status, "Portal sedang sibuk" in refused.text, read.status) == (503, True, 200)
        assert Permit.objects.count() == 0
        assert record(portal, person).status == 302


@sqlite_only
def test_a_file_that_cannot_be_opened_is_told_at_once_and_found_without_a_restart(tmp_path: Path):
    name, folder, nonsense = tmp_path / "portal.sqlite3", tmp_path / "folder", tmp_path / "nonsense"
    folder.mkdir()
    nonsense.write_bytes(b"no database" * 1000)
    meanwhile = []
    name.symlink_to(folder)
    with a_portal(f"sqlite:///{name}") as portal:
        for other in (folder, nonsense):
            name.unlink()
            name.symlink_to(other)
            meanwhile.append(statuses(portal, *BOARDS, API, "/readyz", "/healthz"))
        name.unlink()
        with sqlite3.connect(connection.settings_dict["NAME"]) as here, sqlite3.connect(name) as there:
            here.backup(there)
        after = statuses(portal, *BOARDS, API, "/readyz")

    assert meanwhile == [[503, 503, 503, 503, 200]] * 2
    assert after == [200] * 4


@sqlite_only
def test_a_disk_that_is_full_stores_nothing_half_and_everything_once_there_is_room(person: Participant):
    cookies = signed_in(an_officer())
    before = snapshot()
    connection.close()  # which puts away the log of writes
    with a_portal(url_of_the_test_database()) as portal:
        portal.cookies = cookies
        with portal.no_file_above(40_000):
            refused, read = record(portal, person), portal.ask("/izin/")

        assert (refused.status, read.status) == (503, 200)
        assert differences(before, snapshot()) == {}
        assert record(portal, person).status == 302
        assert_counts_verify()
