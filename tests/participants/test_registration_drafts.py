"""The sealed cookies: what survives, what is forgotten, and what nobody else can read."""

from hashlib import shake_256

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings

from participants.models import Participant
from tests.okoce.accounts.factories import an_officer
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

DRAFT, KEPT_RECEIPT = "registration_draft", "registration_receipt"
# What RFC 6265 and every browser allow; a longer cookie is dropped without a word.
LARGEST_COOKIE = 4096


def test_home_says_where_what_was_typed_still_is_and_says_the_same_to_everybody(client):
    before = client.get("/")
    client.post(PERSON, a_person(name=""))

    after = client.get("/")

    assert after.content == before.content
    assert f'selama 24 jam di perangkat Anda: <a href="{PERSON}">lanjutkan</a>' in after.content.decode()


def test_a_page_left_half_answered_is_found_as_it_was(client):
    client.post(PERSON, a_person(name="", phone="0812"))

    page = client.get(PERSON)

    assert page.context["form"]["phone"].value() == "0812"
    assert page.context["form"]["email"].value() == "siti@contoh.id"
    assert problems(page) == {"name": ["required"], "phone": ["invalid"]}


def test_an_expired_session_loses_nothing(client):
    client.force_login(an_officer())
    fill(client)
    client.session.flush()

    send(client)

    assert Participant.objects.count() == 1


def test_the_cookie_is_for_registration_only_and_for_a_day(client):
    client.post(PERSON, a_person())

    cookie = client.cookies[DRAFT]

    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (PERSON, 86400, True, "Lax")


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_secure_where_the_session_is(client, secure):
    with override_settings(SESSION_COOKIE_SECURE=secure):
        client.post(PERSON, a_person())

    assert bool(client.cookies[DRAFT]["secure"]) is secure


def test_the_cookie_shows_nothing_of_what_was_typed(client):
    client.post(PERSON, a_person())

    value = client.cookies[DRAFT].value

    assert not any(answer in value for answer in a_person().values() if len(answer) > 1)


@pytest.mark.parametrize("tampered", ["", "x", "\x00", "gAAAAA" + "A" * 200, "é"])
def test_a_meddled_cookie_is_as_good_as_none(client, tampered):
    client.cookies[DRAFT] = tampered
    client.cookies[KEPT_RECEIPT] = tampered

    assert client.get(PERSON).status_code == 200
    assert client.get(BUSINESS)["Location"] == PERSON
    assert client.post(CHECK, {"consent": "on"})["Location"] == PERSON
    assert client.get(RECEIPT)["Location"] == "/cek/"


def test_one_changed_letter_is_noticed(client):
    fill(client)
    value = client.cookies[DRAFT].value
    client.cookies[DRAFT] = value[:60] + ("A" if value[60] != "A" else "B") + value[61:]

    assert client.get(CHECK)["Location"] == PERSON


def test_one_cookie_is_not_taken_for_the_other(client):
    fill(client)
    client.cookies[KEPT_RECEIPT] = client.cookies[DRAFT].value

    assert client.get(RECEIPT)["Location"] == CHECK


def test_a_draft_is_forgotten_after_a_day_whatever_the_browser_says(client):
    with time_machine.travel("2026-03-01T10:00:00+07:00", tick=False):
        fill(client)

    with time_machine.travel("2026-03-02T09:59:00+07:00", tick=False):
        assert client.get(BUSINESS).status_code == 200
    with time_machine.travel("2026-03-02T10:01:00+07:00", tick=False):
        assert client.get(BUSINESS)["Location"] == PERSON


def test_the_receipt_is_forgotten_after_an_hour(client):
    with time_machine.travel("2026-03-01T10:00:00+07:00", tick=False):
        fill(client)
        send(client)

    with time_machine.travel("2026-03-01T11:01:00+07:00", tick=False):
        assert client.get(RECEIPT)["Location"] == "/cek/"


def test_a_new_secret_still_reads_the_drafts_of_the_old_one(client):
    fill(client)

    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert client.get(CHECK).status_code == 200
    with override_settings(SECRET_KEY="x" * 60):
        assert client.get(CHECK)["Location"] == PERSON


def test_the_second_page_survives_the_loss_of_the_first(client):
    client.post(PERSON, a_person())
    del client.cookies[DRAFT]

    answer = client.post(BUSINESS, a_business(), follow=True)
    client.post(PERSON, a_person())

    assert "isian usaha Anda masih ada" in answer.content.decode()
    assert client.get(CHECK).status_code == 200


def test_going_back_from_the_second_page_keeps_what_was_typed_there_and_judges_none_of_it(client):
    client.post(PERSON, a_person())

    back = client.post(BUSINESS, {"address": "Jalan Contoh 1", "kelurahan_name": "cengkareng", "back": ""})
    onward = client.post(PERSON, a_person())
    page = client.get(BUSINESS)

    assert (back["Location"], onward["Location"], client.get(CHECK)["Location"]) == (PERSON, BUSINESS, BUSINESS)
    form = page.context["form"]
    assert (form["address"].value(), form["kelurahan_name"].value(), form.errors) == (
        "Jalan Contoh 1",
        "cengkareng",
        {},
    )
    assert client.post(BUSINESS, a_business())["Location"] == CHECK


def test_what_was_typed_is_forgotten_on_request(client):
    fill(client)

    page = client.post(FORGET, follow=True)

    assert "sudah dihapus dari perangkat ini" in page.content.decode()
    assert not page.context["form"].is_bound
    assert client.get(CHECK)["Location"] == PERSON


def test_the_receipt_is_forgotten_on_request(client):
    fill(client)
    send(client)

    client.post(FORGET)

    assert client.get(RECEIPT)["Location"] == "/cek/"


def test_sending_forgets_the_draft(client):
    fill(client)

    answer = send(client)

    assert (answer.cookies[DRAFT].value, answer.cookies[DRAFT]["max-age"]) == ("", 0)


def test_pages_work_for_a_browser_that_checks_the_token():
    client = Client(enforce_csrf_checks=True)

    def post(page, answers):
        token = client.get(page).context["csrf_token"]
        return client.post(page, answers | {"csrfmiddlewaretoken": str(token)})

    assert post(PERSON, a_person())["Location"] == BUSINESS
    assert post(BUSINESS, a_business())["Location"] == CHECK
    assert post(CHECK, {"consent": "on"})["Location"] == RECEIPT


# --- The longest answers


def marks(count: int, *, first: int = 0x10000, last: int = 0x2FA00, seed: int = 0) -> str:
    """Marks of four bytes each that follow no pattern, hence are hard to pack."""
    noise = shake_256(str(seed).encode()).digest(4 * count)
    numbers = (int.from_bytes(noise[at : at + 4], "big") for at in range(0, len(noise), 4))
    return "".join(chr(first + number % (last - first)) for number in numbers)


@pytest.mark.parametrize("seed", range(5))
def test_the_longest_answers_fit_a_cookie(client, seed):
    fields = [*a_person(), *a_business(kelurahan="", outside_place="")]
    answers = {name: marks(999, seed=10 * seed + at) for at, name in enumerate(fields)}
    answers["acknowledged"] = shake_256(str(seed).encode()).hexdigest(999)

    client.post(PERSON, answers)
    client.post(BUSINESS, answers)

    assert len(f"{DRAFT}={client.cookies[DRAFT].value}") < LARGEST_COOKIE
    assert client.get(BUSINESS).status_code == 200


def test_the_longest_answers_that_are_right_fit_and_are_sent(client):
    pictures = marks(200, first=0x1F300, last=0x1F600)
    business = a_business(address=pictures, business_name=pictures[:120])
    fill(
        client,
        person=a_person(name="Ñ" * 118 + " ñ", email=f"{'s' * 64}@{'c' * 46}.contoh"),
        business=business | {"location": "outside", "outside_place": f"K{pictures[:79]}"},
    )

    size = len(f"{DRAFT}={client.cookies[DRAFT].value}")
    send(client)

    assert size < LARGEST_COOKIE
    assert Participant.objects.get().address == pictures


def test_a_nik_is_in_no_cookie(client):
    fill(client)
    send(client)

    assert not any(NIK in cookie.value for cookie in client.cookies.values())
