"""Boards and lists come from the replica, whoever wrote reads what they wrote, and neither server is indispensable."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.faults.servers import signed_in, wait_for
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import KAPUK
from tests.participants.factories import a_participant
from tests.replicas.clusters import Cluster, a_primary, a_replica, programs
from tests.replicas.desks import WORKBENCH, record, recorded_while
from tests.replicas.portals import Browser, a_portal

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(programs() is None, reason="the PostgreSQL server is not installed"),
]

FIGURES = "/api/v1/progress/"
_NO_MORE_OFTEN = 0.5
"""So many seconds lie between two questions of somebody who waits: the API refuses whoever asks without a pause."""


@pytest.fixture
def cookies() -> dict[str, str]:
    """Of an officer's browser. Made before any server copies the test database, like the people."""
    return signed_in(an_officer(KAPUK))


@pytest.fixture
def people(cookies: dict[str, str]) -> Iterator[str]:
    """Numbers of people who wait for a permit in the officer's kelurahan."""
    return iter([a_participant(date(2018, 3, 1), kelurahan=KAPUK).number for _ in range(60)])


def result(browser: Browser) -> int:
    return browser.ask(FIGURES).json["new_entrepreneurs"]


def test_boards_come_from_the_replica_and_writers_read_what_they_wrote(cookies: dict[str, str], people: Iterator[str]):
    with a_primary() as primary, a_replica(primary) as replica, a_portal(primary.url, replica.url) as portal:
        officer, stranger = Browser(portal.port, cookies), Browser(portal.port)
        record(officer, next(people))
        _pause(primary, replica)

        recorded = record(officer, next(people))
        # A portal that waited too long for the replica does without it for some seconds.
        wait_for(lambda: result(stranger) == 1, "the replica to be asked", every=_NO_MORE_OFTEN)
        seen = (result(officer), result(stranger))
        stopped = datetime.fromisoformat(stranger.ask(FIGURES).json["known_at"])
        time.sleep(2)
        later = stranger.ask(f"{FIGURES}?region=31.71").json["known_at"]
        replica.ask("SELECT pg_wal_replay_resume()")
        wait_for(lambda: result(stranger) == 2, "the replica to go on", every=_NO_MORE_OFTEN)

        assert recorded.leads_to == WORKBENCH
        assert seen == (2, 1)
        # What the board says of its data is where the replica stood still, not the moment it was asked.
        assert datetime.fromisoformat(later) - stopped < timedelta(seconds=1.5)


def _pause(primary: Cluster, replica: Cluster) -> None:
    """Let the replica stand still once it knows all there is. The server is only asked to, and goes on for a moment."""
    there = primary.ask("SELECT pg_current_wal_lsn()")
    wait_for(lambda: replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{there}'"), "the replica to follow")
    replica.ask("SELECT pg_wal_replay_pause()")
    wait_for(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused", "the replica to stand still")


def test_without_the_replica_the_site_goes_on(cookies: dict[str, str], people: Iterator[str]):
    with a_primary() as primary, a_replica(primary) as replica, a_portal(primary.url, replica.url) as portal:
        officer, stranger = Browser(portal.port, cookies), Browser(portal.port)
        before = result(stranger)
        replica.stop()

        recorded = record(officer, next(people))
        answers = [stranger.ask("/capaian/").status, officer.ask("/izin/").status]

        assert (before, recorded.leads_to, answers) == (0, WORKBENCH, [200, 200])
        assert result(stranger) == 1


def test_when_the_primary_fails_the_replica_takes_over_and_no_answered_permit_is_lost(
    cookies: dict[str, str], people: Iterator[str]
):
    with a_primary() as primary, a_replica(primary) as replica:
        # Only what the replica has, too, is answered as recorded.
        primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.ask("SELECT pg_reload_conf()")
        wait_for(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == "sync", "the replica")
        hosts = f"127.0.0.1:{primary.port},127.0.0.1:{replica.port}"
        url = f"postgres://okoce:{primary.password}@{hosts}/postgres?target_session_attrs=read-write&connect_timeout=3"
        with a_portal(url, replica.url) as portal:
            officer = Browser(portal.port, cookies)

            [answered] = recorded_while([officer], people, lambda: _fail_over(primary, replica))
            wait_for(lambda: record(officer, next(people), "sesudah").leads_to == WORKBENCH, "the site to record again")

            kept = replica.ask("SELECT array_agg(number ORDER BY number) FROM permits_permit")
            assert len(answered) >= 5
            assert set(answered) - set(kept) == set()
            assert "sesudah" in kept
            assert result(officer) == len(kept)


def _fail_over(primary: Cluster, replica: Cluster) -> None:
    time.sleep(0.5)
    primary.stop()
    replica.promote()
