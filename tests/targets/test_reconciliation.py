"""The pages of reconciliation."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participants.nik import masked
from permits.models import Permit
from permits.reconciling import staging
from permits.reconciling.models import Register
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_file, a_row, of, received

pytestmark = pytest.mark.django_db

PATH = "/pgo/rekonsiliasi/"


def upload(*rows: list[object], **options) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", a_file(*rows, **options).getvalue())


def test_an_official_sends_a_register_watches_it_match_and_takes_a_permit_over(client: Client):
    client.force_login(an_official())
    permit, person = a_permit(), a_participant()

    sent = client.post(PATH, {"file": upload(a_row(permit), of(person))})
    address = sent.headers["Location"]
    waiting = client.get(address).content.decode()
    matched = client.post(f"{address}lanjut/", follow=True).content.decode()
    row = Register.objects.get().rows.get(participant=person, permit=None)
    taken = client.post(f"{PATH}baris/{row.pk}/catat/", follow=True).content.decode()

    assert "0 dari 2 baris" in waiting
    assert "<h1>Register 2, portal 1: 1 cocok</h1>" in matched
    assert "<h1>Register 2, portal 2: 2 cocok</h1>" in taken
    assert Permit.objects.count() == 2


@pytest.mark.parametrize(
    "outcome",
    [
        *("berbeda", "hanya-register", "hanya-portal", "bukan-peserta", "tidak-terbaca", "berulang", "cocok"),
        *("semua", "portal", "di-luar"),
    ],
)
def test_every_outcome_has_its_list(client: Client, outcome: str):
    client.force_login(an_official())
    permit = a_permit()
    register = received(a_row(permit), a_row(permit), a_row(a_permit(), kelurahan="Kapuk"), of(a_participant()))

    assert client.get(f"{PATH}{register.pk}/?hasil={outcome}").status_code == 200


def test_an_unknown_outcome_is_not_found(client: Client):
    client.force_login(an_official())

    assert client.get(f"{PATH}{received(of(a_participant())).pk}/?hasil=x").status_code == 404


def test_a_file_that_is_no_table_is_refused_with_a_sentence(client: Client):
    client.force_login(an_official())

    for content in (b"", b"\x00\x01\x02", b"%PDF-1.4", b"PK\x03\x04 broken"):
        page = client.post(PATH, {"file": SimpleUploadedFile("x.xlsx", content)})
        assert page.status_code == 200
        assert "Ada yang perlu diperbaiki" in page.content.decode()
    assert Register.objects.count() == 0


def test_unknown_headings_are_matched_by_hand(client: Client):
    client.force_login(an_official())
    permit = a_permit()

    page = client.post(PATH, {"file": upload(a_row(permit), headings=list("ABCDEFG"))}, follow=True)
    address = page.redirect_chain[-1][0]
    chosen = {"nik": "1", "number": "3", "issued_on": "4", "kind": "5", "kelurahan": "6"}
    client.post(f"{address}kolom/", chosen)
    result = client.post(f"{address}lanjut/", follow=True).content.decode()

    assert "Pasangkan kolom" in page.content.decode()
    assert "1 cocok" in result


def test_the_same_file_leads_to_the_same_result(client: Client):
    client.force_login(an_official())
    permit = a_permit()

    first = client.post(PATH, {"file": upload(a_row(permit))})
    second = client.post(PATH, {"file": upload(a_row(permit))})

    assert first.headers["Location"] == second.headers["Location"]


def test_reconciling_is_for_the_provinces_officials(client: Client):
    register = received(of(a_participant()))
    row = register.rows.get()
    paths = [PATH, f"{PATH}{register.pk}/", f"{PATH}baris/{row.pk}/catat/"]
    tries = {}
    for name, user in (("officer", an_officer()), ("city", an_official(JAKARTA_BARAT))):
        client.force_login(user)
        tries[name] = [client.post(path).status_code for path in paths]

    assert tries == {"officer": [403, 403, 403], "city": [403, 403, 403]}
    assert [Client().get(path).status_code for path in paths] == [302, 302, 302]
    assert Permit.objects.count() == 0


def test_all_that_is_missing_is_taken_over_with_one_click(client: Client):
    client.force_login(an_official())
    register = received(of(a_participant(), number="1/e/2018"), of(a_participant(), number="2/e/2018"))

    offered = client.get(f"{PATH}{register.pk}/?hasil=hanya-register").content.decode()
    taken = client.post(f"{PATH}{register.pk}/catat-semua/", follow=True).content.decode()

    assert "Catat 2 izin" in offered
    assert "2 izin tercatat dari register." in taken
    assert "<h1>Register 2, portal 2: 2 cocok</h1>" in taken


def test_what_was_recorded_since_is_matched_again_with_one_click(client: Client):
    client.force_login(an_official())
    person = a_participant()
    register = received(of(person, number="1/e/2018"))
    a_permit(person, number="1/e/2018", issued_on=date(2018, 9, 5))
    address = f"{PATH}{register.pk}/"

    offered = client.get(address).content.decode()
    waiting = client.post(f"{address}cocokkan-lagi/", follow=True).content.decode()
    result = client.post(f"{address}lanjut/", follow=True).content.decode()

    assert "Cocokkan lagi" in offered
    assert "0 dari 1 baris" in waiting
    assert "<h1>Register 1, portal 1: 1 cocok</h1>" in result
    assert "Cocokkan lagi" not in result


def test_columns_of_a_register_that_was_worked_on_are_not_changed_and_the_page_says_why(client: Client):
    client.force_login(an_official())
    register = received(of(a_participant()))
    row = register.rows.get()
    address = f"{PATH}{register.pk}/"
    offered = client.get(address).content.decode()
    client.post(f"{PATH}baris/{row.pk}/catat/")

    chosen = {"nik": "1", "number": "2", "issued_on": "4", "kind": "5", "kelurahan": "6"}
    refused = client.post(f"{address}kolom/", chosen, follow=True).content.decode()

    assert "Ubah pasangan kolom" in offered
    assert "Ubah pasangan kolom" not in refused
    assert staging.WORKED_ON in refused


def test_a_conflict_shows_what_both_say(client: Client):
    client.force_login(an_official())
    place, person = a_permit(), a_permit()
    register = received(a_row(place, kelurahan="Kapuk"), a_row(person, nik=a_nik(serial=77)))

    page = client.get(f"/pgo/rekonsiliasi/{register.pk}/?hasil=berbeda").content.decode()
    whole = client.get(f"/pgo/rekonsiliasi/{register.pk}/?hasil=semua").content.decode()

    rows = page.split("<tbody>")[-1].split("</tr>")
    assert [said for said in (", Kapuk", place.place, "kelurahannya") if said not in rows[0]] == [], rows[0]
    theirs, ours = masked(a_nik(serial=77)), person.participant.nik_masked
    assert [said for said in (theirs, ours, person.participant.name, "orangnya") if said not in rows[1]] == [], rows[1]
    assert whole.count('data-label="Hasil">berbeda') == 2
