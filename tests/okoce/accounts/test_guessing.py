"""Guessing passwords is slowed down by account and by address, and nobody is locked out of a browser they use."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from okoce.accounts.requests import address_of
from tests.okoce.accounts.factories import an_officer
from tests.okoce.accounts.guarded import PASSWORD, errors, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

WAIT = ["Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."]


@pytest.fixture
def officer():
    return an_officer(password=PASSWORD, email="petugas@contoh.id")


def guess(account, times: int, browser: Client | None = None, name: str = "") -> list[list[str]]:
    """What is answered to so many wrong passwords, each from another address unless a browser is given."""
    answers = []
    for number in range(times):
        client = browser or Client(REMOTE_ADDR=f"10.0.{number}.1")
        page = client.post("/masuk/", {"login": name or account.username, "password": f"salah-{number}"})
        answers.append(errors(page))
    return answers


def test_five_wrong_passwords_and_an_account_waits_wherever_they_came_from(officer):
    answers = guess(officer, 6)

    assert [answer == WAIT for answer in answers] == [False] * 5 + [True]


def test_another_name_of_the_account_or_of_the_portal_is_no_way_around(officer):
    guess(officer, 3, name="PETUGAS@contoh.id")
    guess(officer, 2)

    page = Client(HTTP_HOST="localhost").post("/masuk/", {"login": officer.email, "password": PASSWORD})

    assert errors(page) == WAIT


def test_it_waits_five_minutes(officer, client):
    guess(officer, 5)

    with time_machine.travel(timezone.now() + timedelta(seconds=301), tick=False):
        sign_in(client, officer)

    assert is_signed_in(client)


def test_nobody_is_locked_out_of_a_browser_they_used_before(officer):
    own = Client()
    sign_in(own, officer)
    own.post("/keluar/")
    guess(officer, 5)

    sign_in(own, officer)

    assert is_signed_in(own)


def test_such_a_browser_guesses_no_more_than_others(officer):
    own = Client()
    sign_in(own, officer)
    own.post("/keluar/")

    answers = guess(officer, 6, browser=own)

    assert answers[5] == WAIT


def test_such_a_browser_is_known_for_who_signed_in_there_alone(officer):
    own = Client()
    other = an_officer(password=PASSWORD)
    sign_in(own, other)
    own.post("/keluar/")
    guess(officer, 5)

    assert errors(sign_in(own, officer)) == WAIT


@pytest.mark.parametrize("cookie", ["", "x", "eyJkZXZpY2UiOiJhIiwiYWNjb3VudHMiOlsxXX0:1:x"])
def test_nobody_makes_such_a_cookie_themselves(officer, client, cookie):
    guess(officer, 5)
    client.cookies["device"] = cookie

    assert errors(sign_in(client, officer)) == WAIT


def test_thirty_wrong_passwords_a_minute_and_an_address_waits_whoever_is_tried():
    client = Client(REMOTE_ADDR="10.9.9.9")

    answers = [errors(client.post("/masuk/", {"login": f"orang-{n}", "password": "salah"})) for n in range(31)]

    assert [answer == WAIT for answer in answers] == [False] * 30 + [True]


def test_whoever_signs_in_does_not_use_up_the_tries_of_their_address():
    browsers = [Client() for _ in range(33)]

    for browser in browsers:
        sign_in(browser, an_officer(password=PASSWORD))

    assert [is_signed_in(browser) for browser in browsers] == [True] * 33


# --- Where somebody comes from ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "siapa saja", "10.0.0.9"),
        (1, "1.2.3.4:5678", "1.2.3.4"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_as_many_forwarded_addresses_are_believed_as_there_are_proxies(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert address_of(rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_server_that_names_no_address_is_one_address(rf):
    assert address_of(rf.get("/", REMOTE_ADDR="")) is None
    assert errors(Client(REMOTE_ADDR="").post("/masuk/", {"login": "x", "password": "salah"})) != WAIT


def test_visitors_behind_one_proxy_do_not_wait_for_each_other(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        Client(HTTP_X_FORWARDED_FOR="1.2.3.4").post("/masuk/", {"login": f"orang-{number}", "password": "salah"})

    page = Client(HTTP_X_FORWARDED_FOR="1.2.3.5").post("/masuk/", {"login": "orang", "password": "salah"})

    assert errors(page) != WAIT
