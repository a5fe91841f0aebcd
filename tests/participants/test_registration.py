"""Registering through the pages: from nothing to the receipt, and every way of doing it twice."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from okoce.accounts.models import Session
from okoce.audit.models import Event, Verb
from okoce.regions import tree
from participants.models import Channel, Participant, StepEntry
from participants.registering import CONSENT_VERSION
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_nik, a_participant
from tests.participants.pages import (
    BUSINESS,
    CHECK,
    FORGET,
    NIK,
    PERSON,
    RECEIPT,
    a_business,
    a_person,
    fill,
    problems,
    send,
)

pytestmark = pytest.mark.django_db

PAGES = [PERSON, BUSINESS, CHECK]


# --- From nothing to the receipt


def test_three_pages_lead_to_a_receipt(client):
    first = client.post(PERSON, a_person())
    second = client.post(BUSINESS, a_business())
    third = send(client)

    assert [answer["Location"] for answer in (first, second, third)] == [BUSINESS, CHECK, RECEIPT]
    person = Participant.objects.get()
    assert person.displayed_number in client.get(RECEIPT).content.decode()


def test_what_was_typed_is_what_is_kept(client):
    fill(client)
    send(client)

    person = Participant.objects.get()
    assert (person.name, str(person.birth_date), person.sex) == ("Siti Contoh", "1985-08-17", "F")
    assert (person.phone, person.email) == ("+6281234567890", "siti@contoh.id")
    assert (person.kelurahan_id, person.outside_place, person.address) == (CENGKARENG_TIMUR, "", "Jalan Contoh 1")
    assert (person.business_name, person.sector, person.business_is_new) == ("Warung Contoh", "food", True)
    assert (person.consent_version, person.channel, person.registered_by) == (CONSENT_VERSION, Channel.WEB, None)
    assert person.nik_masked == f"{NIK[:4]}••••••••{NIK[-4:]}"


def test_somebody_outside_jakarta_names_their_city(client):
    fill(client, business=a_business(location="outside", outside_place="Tangerang Selatan", kelurahan_name=""))
    send(client)

    person = Participant.objects.get()
    assert (person.kelurahan_id, person.outside_place) == (None, "Tangerang Selatan")


def test_only_the_questions_that_must_be_answered_suffice(client):
    fill(client, person=a_person(email=""), business=a_business(address="", business_name="", business_state="running"))
    send(client)

    person = Participant.objects.get()
    assert (person.email, person.address, person.business_name, person.business_is_new) == ("", "", "", False)


def test_nothing_is_written_before_the_end(client):
    fill(client)
    client.get(CHECK)

    assert (Participant.objects.count(), Event.objects.count(), StepEntry.objects.count()) == (0, 0, 0)


def test_each_registration_is_one_deed_and_one_line_of_the_journal(client):
    fill(client)
    send(client)

    assert list(Event.objects.values_list("verb", "changes")) == [(Verb.REGISTERED, {})]
    assert list(StepEntry.objects.values_list("step", "sign", "kelurahan")) == [("P1", 1, CENGKARENG_TIMUR)]


def test_nobody_needs_a_session(client):
    fill(client)
    send(client)

    assert Session.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_the_check_shows_every_answer_with_a_way_to_change_it(client):
    fill(client)

    page = client.get(CHECK).content.decode()

    for answer in ("Siti Contoh", "17 Agustus 1985", "Perempuan", "0812 3456 7890", "siti@contoh.id"):
        assert answer in page
    for answer in ("Cengkareng Timur, Kec. Cengkareng, Jakarta Barat", "Jalan Contoh 1", "Warung Contoh", "Kuliner"):
        assert answer in page
    assert re.findall(r'href="(/daftar/[^"]*#[^"]*)"', page) == [
        "/daftar/#id_nik",
        "/daftar/#id_name",
        "/daftar/#id_birth_date",
        "/daftar/#id_sex_0",
        "/daftar/#id_phone",
        "/daftar/#id_email",
        "/daftar/usaha/#id_kelurahan_name",
        "/daftar/usaha/#id_address",
        "/daftar/usaha/#id_business_name",
        "/daftar/usaha/#id_sector_0",
        "/daftar/usaha/#id_business_state_0",
    ]


def test_forms_name_their_page_so_that_the_place_of_a_change_link_is_not_carried_along(client):
    """A browser keeps "#id_name" through posts and redirects, and would then not go to the summary of errors."""
    fill(client)

    forms = [re.search(r'<form method="post" action="([^"]*)"', client.get(page).content.decode())[1] for page in PAGES]

    assert forms == PAGES


def test_a_changed_answer_leads_straight_back_to_the_check(client):
    fill(client)

    answer = client.post(PERSON, a_person(name="Siti Contoh Dua"))

    assert answer["Location"] == CHECK


def test_pages_say_where_one_is(client):
    first = client.get(PERSON).content.decode()
    fill(client)

    assert "Halaman 1 dari 3" in first
    assert "Halaman 2 dari 3" in client.get(BUSINESS).content.decode()
    assert "Halaman 3 dari 3" in client.get(CHECK).content.decode()


# --- Consent


def test_without_consent_nothing_is_sent_and_the_page_says_so(client):
    fill(client)

    answer = client.post(CHECK, {}, follow=True)

    assert Participant.objects.count() == 0
    assert problems(answer) == {"consent": ["required"]}
    assert b"<title>Perbaiki: " in answer.content


def test_the_consent_names_its_notice_and_links_to_it(client):
    fill(client)

    page = client.get(CHECK).content.decode()

    assert '<a href="/privasi/">pemberitahuan privasi 1 September 2018</a>' in page
    assert client.get("/privasi/").status_code == 200


# --- Twice is once


def test_a_double_click_registers_one_person(client):
    fill(client)
    twin = Client()
    twin.cookies = client.cookies.copy()

    first, second = send(client), send(twin)

    assert first["Location"] == second["Location"] == RECEIPT
    person = Participant.objects.get()
    assert client.get(RECEIPT).context["receipt"].person == twin.get(RECEIPT).context["receipt"].person == person


def test_a_lost_answer_is_asked_for_again_and_is_the_same(client):
    fill(client)
    before = client.cookies["registration_draft"].value
    send(client)
    number = client.get(RECEIPT).context["receipt"].number
    client.cookies["registration_draft"] = before
    del client.cookies["registration_receipt"]

    send(client)

    assert Participant.objects.count() == 1
    assert client.get(RECEIPT).context["receipt"].number == number


def test_somebody_else_who_writes_over_a_sent_draft_is_not_taken_for_the_first(client):
    fill(client)
    before = client.cookies["registration_draft"].value
    send(client)
    client.cookies["registration_draft"] = before

    fill(client, person=a_person(nik=a_nik(female=True, serial=4712), name="Rina Contoh"))
    send(client)

    assert list(Participant.objects.order_by("id").values_list("name", flat=True)) == ["Siti Contoh", "Rina Contoh"]
    assert client.get(RECEIPT).context["receipt"].person.name == "Rina Contoh"


def test_back_and_reload_after_the_receipt_show_the_receipt(client):
    fill(client)
    send(client)

    answers = [client.get(CHECK), client.get(BUSINESS), client.post(CHECK, {"consent": "on"})]
    answers.append(client.post(BUSINESS, a_business()))

    assert [answer["Location"] for answer in answers] == [RECEIPT] * 4
    assert [client.get(RECEIPT).status_code for _ in range(2)] == [200, 200]
    assert Participant.objects.count() == 1


def test_the_first_page_after_the_receipt_points_to_it_and_may_register_somebody_else(client):
    fill(client)
    send(client)

    page = client.get(PERSON)
    fill(client, person=a_person(nik=a_nik(female=True, serial=4712)))
    send(client)

    assert f'href="{RECEIPT}"' in page.content.decode()
    assert not page.context["form"].is_bound
    assert Participant.objects.count() == 2


def test_two_windows_never_send_what_was_not_shown(client):
    fill(client)
    shown = client.get(CHECK).context["form"]["shown"].value()
    client.post(PERSON, a_person(name="Rina Contoh"))

    answer = client.post(CHECK, {"shown": shown, "consent": "on"}, follow=True)

    assert Participant.objects.count() == 0
    assert "berubah di jendela lain" in answer.content.decode()
    assert "Rina Contoh" in answer.content.decode()


def test_two_windows_with_the_same_person_register_one(client):
    fill(client)
    other = Client()
    fill(other)

    send(client)
    answer = send_after_all(other)

    assert problems(answer) == {"nik": ["already_registered"]}
    assert Participant.objects.count() == 1


def send_after_all(client: Client):
    """Page 3 sent although it would no longer be shown."""
    return client.post(CHECK, {"consent": "on"}, follow=True)


# --- The same NIK


def test_a_registered_nik_is_told_on_the_first_page_with_what_to_do(client):
    somebody = a_participant(nik=NIK, name="Orang Lain")

    answer = client.post(PERSON, a_person(), follow=True)

    assert problems(answer) == {"nik": ["already_registered"]}
    page = answer.content.decode()
    assert 'href="/cek/"' in page
    assert 'href="/masuk/"' in page
    assert "kantor kelurahan" in page
    for secret in ("Orang Lain", somebody.number, somebody.displayed_number, "Cengkareng"):
        assert secret not in page


def test_a_nik_registered_by_another_between_first_page_and_sending_is_told_the_same(client):
    fill(client)
    shown = client.get(CHECK).context["form"]["shown"].value()
    a_participant(nik=NIK)

    answer = client.post(CHECK, {"shown": shown, "consent": "on"}, follow=True)

    assert answer.redirect_chain[-1][0] == PERSON
    assert problems(answer) == {"nik": ["already_registered"]}
    assert Participant.objects.count() == 1


def test_a_nik_registered_by_another_at_the_very_last_moment_is_told_the_same(client):
    """The page's own look-up finds nothing, then the other comes first: only the constraint notices."""
    fill(client)
    shown = client.get(CHECK).context["form"]["shown"].value()

    with connection.execute_wrapper(rival()):
        answer = client.post(CHECK, {"shown": shown, "consent": "on"})

    assert answer["Location"] == PERSON
    assert problems(client.get(PERSON)) == {"nik": ["already_registered"]}
    assert Participant.objects.get().name == "Orang Lain"


def rival() -> Callable:
    """Registers somebody else with the same NIK just before the transaction of whoever comes next."""
    came: list[bool] = []

    def come_first(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and not came:
            came.append(True)
            a_participant(nik=NIK, name="Orang Lain")
        return execute(sql, params, many, context)

    return come_first


# --- Out of order


@pytest.mark.parametrize("page", [BUSINESS, CHECK])
def test_a_later_page_without_a_draft_leads_kindly_to_the_first(client, page):
    answer = client.get(page, follow=True)

    assert answer.redirect_chain == [(PERSON, 302)]
    assert "Mulailah dari halaman pertama" in answer.content.decode()


def test_the_check_waits_for_the_second_page(client):
    client.post(PERSON, a_person())

    assert client.get(CHECK)["Location"] == BUSINESS


def test_the_receipt_without_one_leads_to_the_check_of_numbers(client):
    assert client.get(RECEIPT)["Location"] == "/cek/"
    assert client.get("/daftar/selesai/kartu.png")["Location"] == RECEIPT


def test_the_receipt_before_sending_leads_back_to_sending(client):
    fill(client)

    assert client.get(RECEIPT)["Location"] == CHECK


def test_get_registers_nobody(client):
    fill(client)
    shown = client.get(CHECK).context["form"]["shown"].value()

    client.get(CHECK, {"shown": shown, "consent": "on"})

    assert Participant.objects.count() == 0
    assert client.get(FORGET).status_code == 405


# --- Cost


def test_pages_cost_at_most_one_query(client, django_assert_num_queries):
    tree.nodes()
    for page in (PERSON, "/privasi/", "/cek/", "/daftar/kelurahan/?kelurahan_name=ceng"):
        with django_assert_num_queries(0):
            client.get(page)
    fill(client)
    with django_assert_num_queries(0):
        client.get(BUSINESS)
    for page in (PERSON, CHECK):
        with django_assert_num_queries(1):
            client.get(page)
    send(client)
    with django_assert_num_queries(1):
        client.get(RECEIPT)


def test_sending_costs_a_fixed_handful_of_queries(client, django_assert_max_num_queries):
    tree.nodes()
    fill(client)
    shown = client.get(CHECK).context["form"]["shown"].value()

    with django_assert_max_num_queries(12):
        client.post(CHECK, {"shown": shown, "consent": "on"})

    assert Participant.objects.count() == 1
