"""Forms that come too late: nothing typed is lost, and no other site can make use of it."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participants.models import Participant
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant
from tests.participants.pages import BUSINESS, PERSON, a_person

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
_FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def held_out(page) -> dict[str, str]:
    """What the button of a page sends, by name; the token among it."""
    main = page.content.decode().partition('<main id="isi"')[2]
    return {unescape(name): unescape(value) for name, value in _FIELD.findall(main)}


def heading(page) -> str:
    return re.findall(r"<h1>(.*?)</h1>", page.content.decode())[0]


def test_a_form_whose_cookies_were_lost_is_sent_again_with_one_press(browser):
    typed = a_person(name="Siti & “Contoh”")

    late = browser.post(PERSON, typed, headers=HERE)
    again = browser.post(PERSON, held_out(late), headers=HERE)

    assert (late.status_code, heading(late)) == (403, "Halaman ini terlalu lama terbuka")
    assert held_out(late).items() >= {name: value for name, value in typed.items() if name != "nik"}.items()
    assert again.url == BUSINESS
    assert browser.get(PERSON).context["form"]["name"].value() == "Siti & “Contoh”"


@pytest.mark.parametrize("between", ["", " ", " - ", "–", "_", " / ", " — ", "\u2212", "\u2010"])
def test_a_nik_is_held_out_sealed(browser, between):
    digits = a_person()["nik"]
    grouped = between.join((digits[:6], digits[6:12], digits[12:]))

    late = browser.post(PERSON, a_person(email=grouped), headers=HERE)

    assert (digits[6:12] in late.content.decode(), "email" in held_out(late)) == (False, False)


def test_a_nik_that_was_sealed_is_sent_again(browser):
    late = browser.post(PERSON, a_person(), headers=HERE)

    assert "nik" not in held_out(late)
    assert browser.post(PERSON, held_out(late), headers=HERE).url == BUSINESS


def test_a_seal_that_somebody_meddled_with_is_as_good_as_nothing_typed(browser):
    late = browser.post(PERSON, a_person(), headers=HERE)

    answer = browser.post(PERSON, held_out(late) | {"tersegel": "x"}, headers=HERE)

    assert answer.url == PERSON or answer.status_code == 200


def test_what_somebody_typed_is_kept_by_no_cache(browser):
    late = browser.post(PERSON, a_person(), headers=HERE)

    assert "no-store" in late.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Referer": "https://example.org/testserver"},
        {"Origin": "http://[testserver"},
        {"Origin": "https://example.org", "Referer": "http://testserver/daftar/"},
    ],
)
def test_what_another_site_may_have_sent_is_not_held_out(browser, headers):
    late = browser.post(PERSON, a_person(), headers=headers)

    assert (late.status_code, late.context["sent"]) == (403, None)
    assert "Siti" not in late.content.decode()


def test_a_browser_that_names_only_the_page_it_comes_from_is_believed(browser):
    late = browser.post(PERSON, a_person(), headers={"Referer": "http://testserver/daftar/"})

    assert held_out(late)["name"] == "Siti Contoh"


def test_passwords_are_never_handed_back(browser):
    late = browser.post("/masuk/", {"login": "petugas", "password": "rahasia-sekali"}, headers=HERE)

    page = late.content.decode()
    assert "rahasia-sekali" not in page
    assert "Kata sandi tidak ikut terkirim" in page
    assert held_out(late)["login"] == "petugas"


def test_files_are_asked_for_again(client):
    file = SimpleUploadedFile("izin.csv", b"NIK\n")

    late = client.post("/petugas/impor/", {"file": file, "kind": "SKU"}, headers=HERE)

    page = late.content.decode()
    assert "Berkas tidak ikut terkirim" in page
    assert 'enctype="multipart/form-data"' in page
    assert held_out(late)["kind"] == "SKU"


def test_whoever_was_signed_out_signs_in_elsewhere_and_sends_what_they_typed(browser):
    officer, person = an_officer(), a_participant()
    path = f"/petugas/rekam/{person.number}/"
    typed = {"kind": "SKU", "number": "12/SKU/2018", "issued_on": "09/09/2018"}
    token = held_out(browser.post(PERSON, a_person(), headers=HERE))["csrfmiddlewaretoken"]

    late = browser.post(path, typed | {"csrfmiddlewaretoken": token}, headers=HERE)
    browser.force_login(officer)
    again = browser.post(path, held_out(late), headers=HERE)

    assert (late.status_code, heading(late)) == (403, "Anda sudah keluar")
    assert held_out(late).items() >= typed.items()
    assert again.status_code == 302
    assert Participant.objects.get(pk=person.pk).permits.get().number == "12/SKU/2018"


def test_whoever_only_looks_is_sent_to_sign_in(client):
    answer = client.get("/petugas/", headers=HERE)

    assert answer.url == "/masuk/?next=/petugas/"


def test_what_a_stranger_posts_from_elsewhere_is_sent_to_sign_in(client):
    answer = client.post("/petugas/", {"q": "Siti"}, headers={"Origin": "https://example.org"})

    assert answer.url == "/masuk/?next=/petugas/"


def test_signing_out_twice_is_no_reason_for_a_page(client):
    assert client.post("/keluar/", headers=HERE).status_code == 302


def test_a_part_of_a_page_that_came_too_late_has_the_whole_page_asked_for_anew(client):
    answer = client.post("/petugas/", {"q": "Siti"}, headers=HERE | {"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"], answer.content) == (200, "true", b"")
