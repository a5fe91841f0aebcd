"""Boards are right in the very next request after a deed, and cost one statement while nothing changes."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.test import Client

from okoce.accounts.models import ActiveDay
from permits import deeds
from targets import goals, versions
from targets.models import Target
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.targets.setting import a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

API = "/api/v1/progress/"


@pytest.fixture(autouse=True)
def _within_one_minute() -> Iterator[None]:
    """Boards are kept for a minute; no test may cross into the next."""
    with portal_at(datetime(2018, 9, 9, 12)):
        yield


@pytest.mark.parametrize("path", ["/", "/capaian/", "/capaian/31.73/", "/capaian/31/jembatan/", API])
def test_an_unchanged_board_costs_one_statement(client: Client, django_assert_num_queries, path: str):
    client.get(path)

    with django_assert_num_queries(1):
        again = client.get(path)

    assert again.status_code == 200


def test_every_deed_shows_in_the_very_next_answer(client: Client):
    officer = an_officer()
    results = [client.get(API).json()]
    person = a_participant()
    results.append(client.get(API).json())
    permit = a_permit(person, officer)
    results.append(client.get(API).json())
    deeds.void(permit, by=officer, reason="salah")
    results.append(client.get(API).json())
    goals.load_defaults()
    results.append(client.get(API).json())

    assert [answer["registered"] for answer in results] == [0, 1, 1, 1, 1]
    assert [answer["new_entrepreneurs"] for answer in results] == [0, 0, 1, 0, 0]
    assert [answer["target"] for answer in results] == [None, None, None, None, 40_000]


def test_a_conditional_request_is_answered_304_until_something_changes(client: Client):
    tag = client.get("/capaian/").headers["ETag"]

    unchanged = client.get("/capaian/", headers={"If-None-Match": tag}).status_code
    a_permit()
    changed = client.get("/capaian/", headers={"If-None-Match": tag}).status_code

    assert (unchanged, changed) == (304, 200)


def test_other_dates_and_regions_are_kept_apart(client: Client):
    a_permit()

    pages = {client.get(path).content for path in ("/capaian/", "/capaian/?per=2018-08-01", "/capaian/31.73/")}

    assert len(pages) == 3


def test_whoever_is_signed_in_never_gets_a_strangers_page_nor_a_stranger_theirs(client: Client):
    official = Client()
    official.force_login(an_official())
    strangers_first = client.get("/capaian/").content.decode()

    officials = official.get("/capaian/").content.decode()
    strangers = client.get("/capaian/").content.decode()

    assert "/capaian/31/rincian/" in officials
    assert "/capaian/31/rincian/" not in strangers
    assert strangers == strangers_first


def test_a_refused_question_is_not_kept(client: Client):
    assert [client.get("/capaian/?per=x").status_code for _ in range(2)] == [400, 400]


def test_what_is_committed_late_with_a_lower_number_is_another_version():
    """Numbers are drawn at the beginning of a deed, and what began first may come last."""
    target = a_target(150)
    activity = ActiveDay.objects.create(kelurahan_id=KAPUK, day=date(2018, 9, 9))
    found = [versions.current()]

    ActiveDay.objects.create(pk=activity.pk - 1_000, kelurahan_id=GAMBIR, day=date(2018, 9, 9))
    found.append(versions.current())
    Target.objects.create(
        pk=target.pk - 1_000,
        region_id=KAPUK,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 12, 31),
        number=1,
        reason="x",
    )
    found.append(versions.current())

    assert len(set(found)) == 3
