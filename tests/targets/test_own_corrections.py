"""What is said of what one asks for about one's data: beside it before it is sent, and by when after."""

from datetime import date

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from okoce.ui import formats
from participants.own import accounts, requests
from participants.own.models import RequestedField, RequestKind
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_nik, a_participant
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-biru"
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
    client.force_login(accounts.open_account(person, password=PASSWORD))
    person.refresh_from_db()
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


@pytest.mark.parametrize(
    ("kind", "promised"),
    [
        (RequestKind.ERASURE, "Anda meminta penghapusan data; diputuskan paling lambat"),
        (RequestKind.WITHDRAWAL, "Anda meminta penarikan persetujuan; dilaksanakan paling lambat"),
    ],
)
def test_the_end_one_asked_for_is_called_by_its_name_with_its_deadline_on_every_page(
    client: Client, siti, kind, promised
):
    data = {"kind": kind, "note": "", "understood": "on", "password": PASSWORD}

    listed = text_of(client.post("/saya/data/hapus/", data, follow=True))
    asked = siti.data_requests.get()

    assert promised in text_of(client.get("/saya/"))
    assert listed.count(asked.promise) == 2
    assert asked.promise == f"{promised.split('; ')[1]} {formats.moment(asked.due_at)}"


def test_somebody_who_asked_for_a_correction_alone_is_not_told_of_an_end(client: Client, siti):
    requests.ask(siti, kind=RequestKind.CORRECTION, field=RequestedField.NAME, wanted="Siti Baru", by=siti.user)

    assert client.get("/saya/").context["ending"] is None


def test_the_sector_of_a_business_is_corrected_at_once_and_the_record_does_not_say_to_what(client: Client, siti):
    form = client.get("/saya/data/usaha/").context["form"]
    answers = {name: form[name].value() for name in form.fields} | {"sector": "craft"}

    page = client.post("/saya/data/usaha/", answers, follow=True)

    siti.refresh_from_db()
    [deed] = Event.objects.filter(verb=Verb.DETAILS_CORRECTED)
    assert (siti.sector, siti.get_sector_display() in text_of(page)) == ("craft", True)
    assert (list(deed.changes), "craft" in str(deed.changes), "food" in str(deed.changes)) == (["sector"], False, False)


def test_a_business_without_a_sector_is_not_kept(client: Client, siti):
    page = client.post("/saya/data/usaha/", {"business_name": "Warung", "address": ""})

    siti.refresh_from_db()
    assert (list(page.context["form"].errors), siti.business_name) == (["sector"], "")
