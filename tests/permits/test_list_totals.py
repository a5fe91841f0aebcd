"""A list that a board's figure opens says the same figure at its top."""

from datetime import date

import pytest
from django.test import Client

from permits import deeds
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

PEOPLE = "/peserta/"


@pytest.fixture
def everywhere() -> None:
    """Somebody of Kapuk, and a guest from outside who once got a permit there."""
    a_participant(date(2018, 7, 1), name="Kapuk", kelurahan=KAPUK)
    official = an_official()
    permit = a_permit(an_outsider(name="Tamu"), an_officer(KAPUK), kelurahan=KAPUK)
    deeds.revoke(permit, on=date(2018, 9, 4), by=official, reason="usaha tutup")


@pytest.mark.parametrize("asked", ["siap=ya", "berurutan=P1"])
def test_who_is_counted_at_home_is_listed_at_home_alone(client: Client, everywhere, asked):
    """Tamu lives outside Jakarta and once got a permit of Kapuk; a board counts nobody twice."""
    client.force_login(an_official())

    page = client.get(f"{PEOPLE}?{asked}&wilayah={KAPUK}")

    assert "Tamu" not in [person.name for person in page.context["page"].items]
    assert page.context["total"] == len(page.context["page"].items)


def test_a_list_that_no_board_counts_says_no_total(client: Client, everywhere):
    client.force_login(an_official())

    totals = [client.get(f"{PEOPLE}?{asked}").context["total"] for asked in ("", "siap=ya&izin=ada", "wilayah=luar")]

    assert totals == [None, None, None]


def test_a_day_without_a_step_narrows_nothing_and_says_nothing(client: Client, everywhere):
    client.force_login(an_official())

    page = client.get(f"{PEOPLE}?pada=2018-01-31")

    assert (page.context["narrowed"], page.context["query"], len(page.context["page"].items)) == ([], "", 2)
