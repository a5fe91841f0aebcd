"""Wanting no more letters: a link that says nothing of whom it is about, and a button."""

import pytest
from django.test import Client

from participants.notices import stopping
from participants.notices.models import OptOut
from permits.erasing import erase
from permits.merging import merge
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db


def page_of(person) -> str:
    return f"/pemberitahuan/{stopping.token_of(person)}/"


def test_looking_changes_nothing_and_the_button_stops():
    person, browser = a_participant(), Client(enforce_csrf_checks=True)

    looked = browser.get(page_of(person))
    before = stopping.has_stopped(person)
    pressed = browser.post(page_of(person))

    assert (looked.status_code, before, pressed.url, stopping.has_stopped(person)) == (
        200,
        False,
        page_of(person),
        True,
    )


def test_the_page_says_what_is_sent_all_the_same(client):
    person = a_participant()

    before = client.get(page_of(person)).content.decode()
    after = client.post(page_of(person), follow=True).content.decode()

    assert "Peringatan sebelum data Anda dihapus tetap dikirim." in before
    assert "dan peringatan sebelum data peserta ini dihapus." in after


def test_pressed_twice_it_stays_stopped(client):
    person = a_participant()

    client.post(page_of(person))
    client.post(page_of(person))

    assert OptOut.objects.count() == 1


def test_who_stopped_may_begin_again(client):
    person = a_participant()
    client.post(page_of(person))

    client.post(page_of(person), {"resume": "ya"})

    assert stopping.has_stopped(person) is False


def test_a_mail_programs_own_button_stops_without_a_redirect(client):
    person = a_participant()

    answer = client.post(page_of(person), {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, stopping.has_stopped(person)) == (204, True)


def test_neither_address_nor_page_says_who_it_is(client):
    person = a_participant(name="Zulaikha Pradnyawati", email="zulaikha@contoh.id", phone="+6281277712345")

    shown = page_of(person) + client.get(page_of(person)).content.decode()

    secrets = ["Zulaikha", "zulaikha", "81277712345", person.number, person.displayed_number, person.nik_masked]
    assert [secret for secret in secrets if secret in shown] == []


@pytest.mark.parametrize("token", ["x", "1", "1:x", "%00", "9" * 400, "1:" + "x" * 43])
def test_a_link_that_was_made_up_leads_nowhere(client, token):
    a_participant()

    assert [client.get(f"/pemberitahuan/{token}/").status_code, OptOut.objects.count()] == [404, 0]


def test_a_link_of_somebody_erased_leads_nowhere(client):
    person = a_participant()
    address = page_of(person)
    erase(person, by=an_official())

    assert client.post(address).status_code == 404


def test_the_link_of_a_merged_record_stops_the_one_in_force_and_begins_it_again(client):
    official, kept, absorbed = an_official(), a_participant(), a_participant()
    merge(kept, absorbed, by=official, reason="orang yang sama")

    client.post(page_of(absorbed))
    stopped = stopping.has_stopped(kept), stopping.has_stopped(absorbed)
    client.post(page_of(kept), {"resume": "ya"})

    assert (stopped, stopping.has_stopped(kept)) == ((True, True), False)


def test_the_page_is_kept_by_no_browser(client):
    assert "no-store" in client.get(page_of(a_participant())).headers["Cache-Control"]
