"""Filters of the lists that cannot be: nothing is shown, and the field says why."""

import pytest
from django.test import Client

from permits.models import ObstacleKind
from permits.obstacles import set_obstacle
from tests.okoce.accounts.factories import a_participants_account, an_officer, an_official
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/peserta/?berikutnya=P9", "berikutnya"),
        ("/peserta/?dari=31/02/2018", "dari"),
        ("/peserta/?kendala=%00", "kendala"),
        ("/peserta/?berurutan=P0", "berurutan"),
        ("/peserta/?berurutan=P2&pada=kemarin", "pada"),
        ("/peserta/?berurutan=P2&pada=1/1/2099", "pada"),
        ("/peserta/?siap=1", "siap"),
        ("/peserta/?urut=nik", "urut"),
        ("/izin/?jenis=SIUP", "jenis"),
        ("/izin/?oleh=tidak-ada", "oleh"),
        ("/izin/?oleh=%00", "oleh"),
        ("/izin/?sampai=besok", "sampai"),
        ("/kendala/?kendala=malas", "kendala"),
    ],
)
def test_an_invalid_filter_shows_nothing_and_says_which(client: Client, address: str, field: str):
    client.force_login(an_official())
    a_permit()
    set_obstacle(a_participant(), kind=ObstacleKind.PAPERS, by=an_officer())

    page = client.get(address)

    assert (page.status_code, page.context["page"].items, list(page.context["filter"].form.errors)) == (
        200,
        [],
        [field],
    )


def test_no_participant_is_asked_after_as_a_recorder(client: Client):
    account = a_participants_account()
    client.force_login(an_official())

    page = client.get("/izin/", {"oleh": account.username})

    assert list(page.context["filter"].form.errors) == ["oleh"]
