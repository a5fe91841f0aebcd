"""What stands beside a correction that is asked for: what is recorded now, and what it is held against."""

from datetime import date

import pytest
from django.test import Client

from participants.own import accounts
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_nik, a_participant
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

NIK = a_nik(female=True, serial=8802)
FIELDS = [
    ("nama", "Sekarang: Siti Contoh ."),
    ("nik", f"Sekarang: {NIK[:4]}••••••••{NIK[-4:]} ."),
    ("tanggal-lahir", "Sekarang: 17 Agustus 1985 ."),
    ("jenis-kelamin", "Sekarang: perempuan ."),
    ("kelurahan", "Sekarang: Gambir, Kec. Gambir, Jakarta Pusat ."),
]


@pytest.fixture
def siti(client: Client):
    person = a_participant(date(2018, 7, 1), nik=NIK, name="Siti Contoh", sex="F", kelurahan=GAMBIR)
    client.force_login(accounts.open_account(person, password="perahu-biru"))
    return person


@pytest.mark.parametrize(("field", "now"), FIELDS)
def test_what_is_recorded_now_stands_beside_what_is_asked_for(client: Client, siti, field, now):
    own = text_of(client.get(f"/saya/data/perbaikan/{field}/"))
    client.force_login(an_officer(GAMBIR))
    at_the_desk = text_of(client.get(f"/peserta/{siti.displayed_number}/permintaan/{field}/"))

    assert (now in own, now in at_the_desk, NIK in own + at_the_desk) == (True, True, False)


@pytest.mark.parametrize(("field", "held_against_the_ktp"), [("nama", True), ("kelurahan", False)])
def test_the_place_of_a_business_is_not_held_against_a_ktp_that_does_not_name_it(
    client: Client, siti, field, held_against_the_ktp
):
    assert ("KTP" in text_of(client.get(f"/saya/data/perbaikan/{field}/"))) == held_against_the_ktp
