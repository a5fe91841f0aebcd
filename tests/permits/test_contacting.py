"""How people are reached from an office: never against their will, and with nothing that does not hold for them."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client

from participants import deeds as step_deeds
from participants.models import Participant, Step
from participants.own import requests
from participants.own.models import RequestKind
from permits import obstacles
from permits.models import ObstacleKind
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

LEAVE_ALONE = "Jangan menghubunginya."


@pytest.fixture
def officer(client: Client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def somebody(name: str, *steps: Step, **fields) -> Participant:
    person = a_participant(date(2018, 7, 1), name=name, phone="+6281234567890", **fields)
    for step in steps:
        step_deeds.complete_step(person, step=step, on=date(2018, 8, 1), by=an_officer())
    return person


def wishes_to_be_left_alone(person: Participant) -> Participant:
    requests.ask(person, kind=RequestKind.ERASURE, by=an_officer())
    person.refresh_from_db()
    return person


def ways(client: Client, address: str, name: str) -> tuple[str, str]:
    """The call and the message that a list offers for somebody."""
    for one, _, call, whatsapp in client.get(address).context["rows"]:
        if getattr(one, "participant", one).name == name:
            return call, unquote(whatsapp)
    raise AssertionError(f"{name} is not in the list")


@pytest.mark.parametrize("address", ["/peserta/", "/kendala/"])
def test_who_asked_to_be_left_alone_is_neither_called_nor_written_to_from_a_list(client: Client, officer, address):
    siti = somebody("Siti", Step.P2, Step.P3)
    obstacles.set_obstacle(siti, kind=ObstacleKind.PAPERS, by=officer)
    wishes_to_be_left_alone(siti)

    assert ways(client, address, "Siti") == ("", "")
    assert "(jangan dihubungi)" in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/peserta/{}/", "/petugas/rekam/{}/"])
def test_their_pages_say_so_above_all_else(client: Client, officer, address):
    siti = wishes_to_be_left_alone(somebody("Siti", Step.P2, Step.P3))
    other = somebody("Lain", Step.P2, Step.P3)

    page, others = (client.get(address.format(person.displayed_number)) for person in (siti, other))

    said = page.content.decode()
    assert said.count(LEAVE_ALONE) == 1
    assert said.index(LEAVE_ALONE) < said.index("Nomor peserta")
    assert (page.context["call"], page.context["whatsapp"]) == ("", "")
    assert others.context["whatsapp"]
    assert LEAVE_ALONE not in others.content.decode()


def test_only_who_is_ready_is_invited_for_a_permit(client: Client, officer):
    somebody("Siap", Step.P2, Step.P3)
    somebody("Baru")
    a_permit(somebody("Berizin", Step.P2, Step.P3))
    obstacles.set_obstacle(somebody("Terkendala", Step.P2, Step.P3), kind=ObstacleKind.PAPERS, by=officer)
    names = ("Siap", "Baru", "Berizin", "Terkendala")

    said = {name: ways(client, "/peserta/", name)[1] for name in names}

    assert [name for name in names if "Anda sudah dapat mengurus izin usaha (IUMK)" in said[name]] == ["Siap"]
    assert all("Kami ingin menanyakan kabar usaha Anda" in said[name] for name in names[1:])


@pytest.mark.parametrize("kind", [ObstacleKind.GREEN_ZONE, ObstacleKind.RUSUN])
def test_whom_the_zoning_rules_hold_up_is_offered_an_sku(client: Client, officer, kind):
    siti = somebody("Siti", Step.P2, Step.P3)
    obstacles.set_obstacle(siti, kind=kind, by=officer)

    listed = ways(client, "/kendala/", "Siti")[1]
    at_the_desk = unquote(client.get(f"/petugas/rekam/{siti.number}/").context["whatsapp"])

    assert listed == at_the_desk
    assert "surat keterangan usaha (SKU)" in listed
    assert "sudah dapat mengurus" not in listed
