"""The database away, or asking for another try."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client

from okoce.faults import retried

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
        if len(tries) < 3:
            raise database_says(pgcode)
        return "done"

    assert deed() == "done"
    assert len(tries) == 3


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
