"""What is asked of the primary when the replica does not answer, and what is not. With servers: tests/replicas."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse

from okoce import replica

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(transactional_db, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Which server a page was read from, one after the other; the replica is a second way to the primary."""
    monkeypatch.setitem(settings.DATABASES, replica.REPLICA, settings.DATABASES[replica.PRIMARY])
    connections[replica.REPLICA] = connections[replica.PRIMARY].copy()
    monkeypatch.setattr(replica, "_watch", replica._Watch())
    yield []
    connections[replica.REPLICA].close()
    del connections[replica.REPLICA]


def page(asked: list[str], sql: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page that asks this of the replica, and nothing of the primary."""

    @replica.reads_replica
    def shown(request: HttpRequest) -> HttpResponse:
        is_replica = replica.connection() is connections[replica.REPLICA]
        asked.append(replica.REPLICA if is_replica else replica.PRIMARY)
        if is_replica:
            with replica.connection().cursor() as cursor:
                cursor.execute(sql)
        return HttpResponse()

    return shown


def test_a_statement_that_took_too_long_is_not_asked_again_of_the_primary(asked: list[str], rf):
    shown = page(asked, "SET statement_timeout = 50; SELECT pg_sleep(5)")

    with pytest.raises(OperationalError):
        shown(rf.get("/capaian/"))

    assert asked == [replica.REPLICA]


def test_what_a_replica_breaks_off_is_asked_of_the_primary(asked: list[str], rf):
    shown = page(asked, "SELECT pg_terminate_backend(pg_backend_pid())")

    assert shown(rf.get("/capaian/")).status_code == 200
    assert asked == [replica.REPLICA, replica.PRIMARY]
