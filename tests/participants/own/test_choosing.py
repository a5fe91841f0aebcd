"""From the receipt to a password and to one's own steps."""

import pytest
from django.test import Client

from participants.own import accounts
from permits.merging import merge
from tests.okoce.accounts.factories import an_officer, an_official
from tests.participants.factories import a_participant
from tests.participants.own.pages import CHOOSE, PASSWORD, choose, is_signed_in, registered, sign_in

LONG = "a" + "1" * 20_000 + "a"

pytestmark = pytest.mark.django_db


def test_from_the_receipt_a_password_leads_to_ones_own_steps(client):
    person = registered(client)

    page = client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    assert page.redirect_chain == [("/mulai/", 302), ("/saya/", 302)]
    assert page.context["person"] == person
    assert [str(message) for message in page.context["messages"]] == [
        f"Kata sandi tersimpan. Lain kali masuklah dengan nomor peserta {person.displayed_number}, "
        "atau nomor HP atau email Anda."
    ]


def test_what_is_said_does_not_tell_whether_the_phone_was_somebody_elses(client):
    accounts.open_account(a_participant(phone="+6281234567890"), password=PASSWORD)
    person = registered(client, phone="0812 3456 7890")

    page = client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    person.refresh_from_db()
    assert person.user.username == person.number
    assert [str(message) for message in page.context["messages"]] == [
        f"Kata sandi tersimpan. Lain kali masuklah dengan nomor peserta {person.displayed_number}, "
        "atau nomor HP atau email Anda."
    ]


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("pendek", "pendek", "password1"),
        (LONG, LONG, "password1"),
        (PASSWORD, "perahu-bitu", "password2"),
        (PASSWORD, "", "password2"),
    ],
)
def test_a_password_that_will_not_do_is_asked_for_again(client, password, again, field):
    person = registered(client)

    page = choose(client, password=password, again=again)

    person.refresh_from_db()
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert person.user is None


def test_a_name_as_a_password_is_refused(client):
    registered(client, name="Perahu Biru")

    page = choose(client, password="perahu biru")

    assert [problem.code for problem in page.context["form"].errors.as_data()["password1"]] == ["password_too_similar"]


def test_without_a_receipt_there_is_no_way_to_a_password_but_the_code(client):
    assert client.get(CHOOSE, follow=True).redirect_chain == [("/sandi/", 302)]
    assert choose(client).url == "/sandi/"


def test_a_receipt_does_not_replace_a_password_that_there_is(client):
    person = registered(client)
    choose(client)
    client.post("/keluar/")

    assert choose(client, password="kapal-merah").url == "/masuk/"

    person.refresh_from_db()
    assert person.user.check_password(PASSWORD)


def test_after_the_receipt_was_deleted_from_the_device_it_proves_nothing(client):
    registered(client)
    client.post("/daftar/hapus/")

    assert choose(client).url == "/sandi/"


def test_the_receipt_of_a_record_that_was_merged_opens_the_account_of_the_one_in_force(client):
    gone, kept = registered(client), a_participant()
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    choose(client)

    kept.refresh_from_db()
    assert kept.user.check_password(PASSWORD)


def test_an_officer_at_the_same_browser_stays_signed_in(client):
    officer = an_officer()
    client.force_login(officer)
    person = registered(client)

    choose(client)

    person.refresh_from_db()
    assert person.user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_the_receipt_offers_the_password_until_there_is_one(client):
    registered(client)
    before = client.get("/daftar/selesai/").content.decode()
    choose(client)
    after = client.get("/daftar/selesai/").content.decode()

    assert (CHOOSE in before, CHOOSE in after) == (True, False)


@pytest.mark.parametrize("spelling", ["phone", "+62 812-3456-7890", "email", "EMAIL", "number", "dashed number"])
def test_people_sign_in_with_phone_email_or_participant_number(client, spelling):
    person = registered(client, phone="0812 3456 7890", email="siti@contoh.id")
    choose(client)
    names = {
        "phone": "081234567890",
        "email": "siti@contoh.id",
        "EMAIL": "Siti@Contoh.ID",
        "number": person.number.lower(),
        "dashed number": person.displayed_number,
    }
    elsewhere = Client()

    answer = sign_in(elsewhere, names.get(spelling, spelling))

    assert answer.url == "/mulai/"
    assert is_signed_in(elsewhere)


def test_a_session_remembers_no_phone_and_no_email(client):
    person = registered(client, phone="0812 3456 7890", email="siti@contoh.id")
    choose(client)
    elsewhere = Client()

    sign_in(elsewhere, "siti@contoh.id")

    kept = repr(dict(elsewhere.session))
    assert [secret for secret in (person.phone, person.email, person.name) if secret in kept] == []
