"""Nothing but the database is shared: of two servers, one may be killed at any moment."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from permits.models import Permit
from tests.faults.servers import signed_in, url_of_the_test_database, wait_for
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import KAPUK
from tests.participants.factories import a_participant
from tests.replicas.desks import WORKBENCH, record, recorded_while
from tests.replicas.portals import Browser, Portal, a_portal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_portals() -> Iterator[list[Portal]]:
    with a_portal(url_of_the_test_database()) as one, a_portal(url_of_the_test_database()) as other:
        yield [one, other]


def test_one_of_two_servers_is_killed_and_nothing_that_was_answered_is_lost(two_portals: list[Portal]):
    cookies = signed_in(an_officer(KAPUK))
    people = iter([a_participant(date(2018, 3, 1), kelurahan=KAPUK).number for _ in range(120)])
    officers = [Browser(portal.port, dict(cookies)) for portal in two_portals]

    def kill_one() -> None:
        wait_for(lambda: Permit.objects.count() > 4, "some permits")
        two_portals[0].kill()
        time.sleep(1)

    of_the_killed, of_the_other = recorded_while(officers, people, kill_one)
    after = record(officers[1], next(people), "sesudah")

    kept = set(Permit.objects.values_list("number", flat=True))
    assert {*of_the_killed, *of_the_other, "sesudah"} - kept == set()
    assert after.leads_to == WORKBENCH
    assert len(of_the_other) > 0


def test_a_board_is_right_in_the_next_answer_of_another_server(two_portals: list[Portal]):
    person = a_participant(date(2018, 3, 1), kelurahan=KAPUK).number
    one, other = (Browser(portal.port, {}) for portal in two_portals)
    before = other.ask("/api/v1/progress/").json["new_entrepreneurs"]
    one.cookies = signed_in(an_officer(KAPUK))

    recorded = record(one, person)

    assert recorded.leads_to == WORKBENCH
    assert (before, other.ask("/api/v1/progress/").json["new_entrepreneurs"]) == (0, 1)
