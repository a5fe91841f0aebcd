"""The database away, or asking for another try."""

import errno
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, DataError, InterfaceError, InternalError, OperationalError, connection
from django.test import Client, RequestFactory

from okoce import faults
from okoce.faults import fault_of, retried

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """What the driver said."""

    def __init__(self, pgcode: str) -> None:
        super().__init__(pgcode)
        self.pgcode = pgcode


def database_says(pgcode: str) -> OperationalError:
    error = OperationalError("said no")
    error.__cause__ = Refused(pgcode)
    return error


@pytest.fixture
def database_away() -> Iterator[None]:
    """Every statement fails as it does when the server has gone."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("path", ["/", "/capaian/", "/petugas/", "/api/v1/progress/"])
def test_a_page_says_503_at_once_while_the_database_is_away(client: Client, database_away: None, path: str):
    client.raise_request_exception = False
    client.cookies["sessionid"] = "somebody"

    answer = client.get(path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


def test_pages_of_faults_say_that_a_demo_is_one(client: Client, database_away: None):
    client.raise_request_exception = False

    away = client.get("/").content.decode()
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        broken = faults.server_error(RequestFactory().get("/"))

    assert broken.status_code == 500
    assert ["Mode demo" in page for page in (away, broken.content.decode())] == [True, True]


def test_liveness_needs_no_database_and_readiness_says_that_it_is_away(client: Client, database_away: None):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_a_ready_portal_says_so(client: Client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pgcode", ["40001", "40P01"])
def test_a_deed_is_tried_again_when_the_database_asks_for_it(pgcode: str):
    tries: list[int] = []

    @retried
    def deed() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise database_says(pgcode)
        return "done"

    assert deed() == "done"
    assert len(tries) == 4


def sqlite_says(code: int, kind: type[Exception] = OperationalError) -> Exception:
    cause = sqlite3.DatabaseError("said no")
    cause.sqlite_errorcode = code
    error = kind("said no")
    error.__cause__ = cause
    return error


def a_standby_says_no() -> InternalError:
    error = InternalError("read-only")
    error.__cause__ = Refused("25006")
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (database_says("57P01"), faults.AWAY),
        (database_says("57014"), faults.SLOW),
        (database_says("55P03"), faults.BUSY),
        (database_says("40P01"), faults.BUSY),
        (database_says("53300"), faults.BUSY),
        (database_says("53100"), faults.FULL),
        (a_standby_says_no(), faults.AWAY),
        (OperationalError("could not connect"), faults.AWAY),
        (InterfaceError("connection already closed"), faults.AWAY),
        (sqlite_says(sqlite3.SQLITE_BUSY), faults.BUSY),
        (sqlite_says(sqlite3.SQLITE_BUSY_SNAPSHOT), faults.BUSY),
        (sqlite_says(sqlite3.SQLITE_FULL), faults.FULL),
        (sqlite_says(sqlite3.SQLITE_IOERR_WRITE), faults.AWAY),
        (sqlite_says(sqlite3.SQLITE_CANTOPEN), faults.AWAY),
        (sqlite_says(sqlite3.SQLITE_NOTADB, DatabaseError), faults.AWAY),
        (OSError(errno.ENOSPC, "no space"), faults.FULL),
        (sqlite_says(sqlite3.SQLITE_ERROR), None),
        (DataError("value too long"), None),
        (InternalError("cache lookup failed"), None),
        (OSError(errno.ENOENT, "no such file"), None),
        (ValueError("our own"), None),
    ],
)
def test_a_fault_of_the_moment_is_told_from_a_mistake_of_ours(error: Exception, fault: faults.Fault | None):
    assert fault_of(error) == fault


def test_who_was_sending_is_told_how_to_send_again(client: Client, database_away: None):
    client.raise_request_exception = False

    pages = [client.get("/laporan/"), client.post("/masuk/", {"login": "petugas", "password": "rahasia"})]

    assert [page.status_code for page in pages] == [503, 503]
    assert ["Muat ulang halaman ini" in page.content.decode() for page in pages] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_other_faults_are_not_tried_again():
    tries: list[int] = []

    @retried
    def deed() -> None:
        tries.append(1)
        raise database_says("57P01")

    with pytest.raises(OperationalError):
        deed()

    assert len(tries) == 1


def test_a_deed_inside_a_transaction_is_left_to_the_outermost():
    tries: list[int] = []

    @retried
    def deed() -> None:
        tries.append(1)
        raise database_says("40P01")

    with pytest.raises(OperationalError):
        deed()

    assert len(tries) == 1
