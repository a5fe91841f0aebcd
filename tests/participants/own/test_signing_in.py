"""Signing in, other passwords, and that no answer tells who is registered."""

import re

import pytest
from django.core import mail
from django.test import Client

from okoce.accounts.models import User
from participants.own import accounts
from tests.okoce.accounts.factories import a_participants_account, an_officer
from tests.participants.factories import a_participant
from tests.participants.own.pages import PASSWORD, SIGN_IN, is_signed_in, sign_in
from tests.participants.pages import NIK

pytestmark = pytest.mark.django_db

FORGOTTEN, CHANGE = "/sandi/lupa/", "/sandi/ganti/"


@pytest.fixture
def siti():
    person = a_participant(phone="+6281299990001", email="siti@contoh.id")
    accounts.open_account(person, password=PASSWORD)
    person.refresh_from_db()
    return person


def said(page) -> list[str]:
    """What a form says is wrong, wherever it says it."""
    return [str(message) for messages in page.context["form"].errors.values() for message in messages]


def test_the_answer_is_one_for_everybody_who_does_not_get_in(client, siti):
    tries = [siti.phone, "081299990002", siti.email, "lain@contoh.id", siti.number, "0000000000", "petugas"]

    answers = {name: said(sign_in(client, name, "salah-sandi")) for name in tries}

    assert set(map(tuple, answers.values())) == {
        ("Nomor, email, atau kata sandi tidak cocok. Periksa lagi, atau pilih “Lupa kata sandi”.",)
    }


def test_a_nik_is_no_name_to_sign_in_with_and_is_not_shown_back(client):
    page = sign_in(client, NIK)

    assert said(page) == ["Ini NIK. Masuklah dengan nomor HP, email, atau nomor peserta Anda."]
    assert NIK not in page.content.decode()


def test_a_nul_byte_is_an_error_in_the_form(client):
    assert sign_in(client, "siti\x00").status_code == 200
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_an_account_waits_whichever_name_was_tried(client, siti):
    for name in [siti.phone, siti.number, siti.displayed_number, "0812 9999 0001", siti.phone]:
        sign_in(client, name, "salah-sandi")

    page = sign_in(client, siti.number)

    assert said(page) == ["Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."]
    assert not is_signed_in(client)


def test_a_closed_account_says_so_only_to_who_knows_its_password(client):
    closed = a_participants_account(username="+6281299990009", password=PASSWORD, is_active=False)

    wrong, right = sign_in(client, closed.username, "salah-sandi"), sign_in(client, closed.username)

    assert (wrong.status_code, right.url) == (200, "/masuk/ditutup/")
    assert client.get("/masuk/ditutup/").status_code == 200
    assert not is_signed_in(client)


# --- A password forgotten, by e-mail ---------------------------------------------------------------


def link_in(message) -> str:
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_a_forgotten_password_is_replaced_through_an_email(client, siti):
    client.post(FORGOTTEN, {"email": "Siti@contoh.id"})
    [message] = mail.outbox
    page = client.get(link_in(message), follow=True)
    answer = client.post(page.context["action_url"], {"password1": "kapal-merah", "password2": "kapal-merah"})

    assert (message.to, message.subject) == (["siti@contoh.id"], "[OK OCE Jakarta] Membuat kata sandi baru")
    assert answer.url == "/sandi/lupa/selesai/"
    assert sign_in(Client(), siti.phone, "kapal-merah").url == "/mulai/"


def test_a_link_is_good_once(client, siti):
    client.post(FORGOTTEN, {"email": "siti@contoh.id"})
    address = link_in(mail.outbox[0])
    page = client.get(address, follow=True)
    client.post(page.context["action_url"], {"password1": "kapal-merah", "password2": "kapal-merah"})

    again = Client().get(address, follow=True)

    assert again.context["token_fail"] is True
    assert "Tautan ini tidak berlaku lagi" in again.content.decode()


def test_asking_for_a_link_is_answered_alike_whether_or_not_somebody_is_registered(client, siti):
    known, unknown = (client.post(FORGOTTEN, {"email": email}) for email in ("siti@contoh.id", "lain@contoh.id"))

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/sandi/lupa/terkirim/")
    assert [message.to for message in mail.outbox] == [["siti@contoh.id"], ["lain@contoh.id"]]
    assert mail.outbox[1].subject == "[OK OCE Jakarta] Alamat email ini tidak terdaftar"
    assert link_in(mail.outbox[1]) == "/masuk/daftar/"
    assert client.get("/masuk/daftar/").url == "/daftar/"


def test_who_registered_with_an_email_and_without_a_password_gets_a_first_one(client):
    person = a_participant(email="Budi@contoh.id")

    client.post(FORGOTTEN, {"email": "budi@contoh.id"})
    client.get(link_in(mail.outbox[0]))
    answer = client.post("/sandi/baru/", {"password1": PASSWORD, "password2": PASSWORD})

    person.refresh_from_db()
    assert mail.outbox[0].subject == "[OK OCE Jakarta] Membuat kata sandi pertama"
    assert answer.url == "/mulai/"
    assert person.user.check_password(PASSWORD)


def test_emails_are_in_indonesian_and_warn_of_impostors(client, siti):
    client.post(FORGOTTEN, {"email": "siti@contoh.id"})
    client.post(FORGOTTEN, {"email": "lain@contoh.id"})

    warnings = ["tidak pernah meminta uang, PIN, kode OTP" in message.body for message in mail.outbox]
    english = [re.findall(r"\b(?:you|your|the|this|password)\b", message.body, re.I) for message in mail.outbox]
    assert (warnings, english) == ([True, True], [[], []])


def test_asking_too_often_must_wait(client):
    answers = [client.post(FORGOTTEN, {"email": "siti@contoh.id"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


# --- Another password, by who is signed in ---------------------------------------------------------


def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end(client, siti):
    other = Client()
    for browser in (client, other):
        sign_in(browser, siti.phone)

    answer = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": "kapal-merah", "password2": "kapal-merah"}, follow=True
    )

    assert [str(message) for message in answer.context["messages"]] == ["Kata sandi sudah diganti."]
    assert (client.get("/saya/").status_code, other.get("/saya/").status_code) == (200, 302)
    assert [message.subject for message in mail.outbox] == ["[OK OCE Jakarta] Kata sandi Anda sudah diganti"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"oldpassword": "salah-sandi"}, {"oldpassword": ["Kata sandi sekarang tidak cocok. Tulis sekali lagi."]}),
        ({"password2": "kapal-biru"}, {"password2": ["Kedua kata sandi tidak sama. Tulis lagi keduanya."]}),
        (
            {"password1": "kapal", "password2": "kapal"},
            {"password1": ["Kata sandi ini terlalu pendek. Tulis paling sedikit 8 huruf atau angka."]},
        ),
        ({"oldpassword": ""}, {"oldpassword": ["Kata sandi sekarang belum diisi."]}),
    ],
)
def test_what_is_wrong_with_a_change_of_password_is_said_beside_its_field(client, siti, changed, wrong):
    sign_in(client, siti.phone)

    page = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": "kapal-merah", "password2": "kapal-merah"} | changed
    )

    assert page.context["form"].errors == wrong
    assert User.objects.get().check_password(PASSWORD)


def test_an_officer_is_told_to_choose_twelve_marks(client):
    client.force_login(an_officer(password="panjang-sekali-7"))

    page = client.get(CHANGE)

    assert page.context["form"].fields["password1"].help_text.startswith("Paling sedikit 12 huruf")


@pytest.mark.parametrize("address", [SIGN_IN, FORGOTTEN, "/sandi/lupa/terkirim/", "/sandi/lupa/selesai/", "/sandi/"])
def test_a_stranger_may_open_what_leads_to_signing_in(client, address):
    assert client.get(address).status_code == 200


def test_a_stranger_changes_no_password(client):
    assert client.get(CHANGE).url == "/masuk/?next=/sandi/ganti/"


def test_nobody_signs_up_but_at_the_registration(client):
    assert client.post("/masuk/daftar/", {"username": "siti", "password1": PASSWORD}).url == "/daftar/"
    assert User.objects.count() == 0
