"""The second factor: setting it up, signing in with it, and every way somebody may try around it."""

import json

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core import mail
from django.test import Client

from okoce.accounts import second_factor
from okoce.accounts.models import Role, Session
from okoce.encrypted import decrypt
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.accounts.guarded import (
    ACCOUNT,
    APP,
    CODE,
    PASSWORD,
    SET_UP,
    SIGN_IN,
    code,
    errors,
    is_signed_in,
    recovery,
    sign_in,
    with_app,
)
from tests.okoce.regions.codes import PROVINCE

pytestmark = pytest.mark.django_db

NOT_FITTING = "Kode ini tidak cocok. Tulis kode yang sekarang tampak di aplikasi Anda."


@pytest.fixture
def in_earnest(settings) -> None:
    """No demo runs."""
    settings.PROGRAMME_DATE = None


@pytest.fixture
def official():
    return an_official(password=PASSWORD, email="pgo@contoh.id")


def set_up(client: Client) -> str:
    """Set up an app through the pages, as somebody who has just signed in; its secret."""
    page = client.get(APP)
    secret = page.context["secret"].replace(" ", "")
    client.post(APP, {"code": code(secret)})
    return secret


# --- Who must have one -----------------------------------------------------------------------------

EVERYWHERE = ["/", "/mulai/", "/pgo/", "/peserta/", "/pgo/target/", "/admin/", "/admin/accounts/user/", ACCOUNT]


@pytest.mark.parametrize("make", [an_official, an_administrator])
@pytest.mark.parametrize("path", EVERYWHERE)
def test_who_must_have_one_is_led_to_it_from_every_page(client, in_earnest, make, path):
    sign_in(client, make(password=PASSWORD))

    assert (client.get(path).status_code, client.get(path).get("Location")) == (302, SET_UP)


@pytest.mark.parametrize("make", [an_officer, a_participants_account])
def test_it_is_offered_to_everybody_else(client, in_earnest, make):
    sign_in(client, make(password=PASSWORD))

    page = client.get(ACCOUNT)

    assert page.status_code == 200
    assert f'href="{SET_UP}"' in page.content.decode()


def test_nobody_must_have_one_while_a_demo_runs(client, official):
    sign_in(client, official)

    assert client.get("/pgo/").status_code == 200


@pytest.mark.parametrize("method", ["post", "head"])
def test_no_other_method_gets_by(client, in_earnest, official, method):
    sign_in(client, official)

    assert getattr(client, method)("/pgo/target/").get("Location") == SET_UP


def test_the_api_takes_no_session_for_a_token(client, in_earnest, official):
    sign_in(client, official)

    assert client.get("/api/v1/permits/").status_code == 401


def test_whoever_is_given_such_a_role_signs_in_again(client, in_earnest):
    officer = an_officer(password=PASSWORD)
    sign_in(client, officer)
    officer.role, officer.region_id = Role.PGO, PROVINCE
    officer.save()

    answer = client.get("/pgo/")

    assert answer.url == "/masuk/?next=/pgo/"
    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_portal_and_ends_other_sessions(client, in_earnest, official):
    other = Client()
    for browser in (client, other):
        sign_in(browser, official)
    before = client.session.session_key

    set_up(client)

    assert (client.get("/pgo/").status_code, other.get("/pgo/").url) == (200, "/masuk/?next=/pgo/")
    assert client.session.session_key != before
    assert [message.subject for message in mail.outbox] == ["[OK OCE Jakarta] Verifikasi dua langkah sudah aktif"]


def test_recovery_codes_are_shown_after_setting_up_without_another_password(client, official):
    sign_in(client, official)
    page = client.get(APP)
    secret = page.context["secret"].replace(" ", "")

    answer = client.post(APP, {"code": code(secret)})
    shown = client.get(answer.url).context["codes"]

    assert answer.url == f"{SET_UP}kode-cadangan/"
    assert [one.replace(" ", "") for one in shown] == recovery(official)
    assert len(shown) == 10


def test_a_session_begun_before_there_was_one_does_not_count_as_begun_with_it(client, in_earnest, official):
    sign_in(client, official)
    with_app(official)

    assert client.get("/pgo/").url == "/masuk/?next=/pgo/"
    assert not is_signed_in(client)


def test_the_last_one_stays_where_one_must_be(client, in_earnest, official):
    sign_in(client, official)
    set_up(client)
    [app] = second_factor.of(official)

    answer = client.post(f"{SET_UP}{app.pk}/lepas/")

    assert (answer.status_code, second_factor.has_one(official)) == (403, True)


# --- Signing in with one ---------------------------------------------------------------------------


def test_a_password_alone_signs_nobody_in_who_has_one(client, official):
    with_app(official)

    answer = sign_in(client, official)

    assert answer.url == CODE
    assert not is_signed_in(client)
    for path in ("/pgo/", ACCOUNT, SET_UP, APP, "/admin/", "/sandi/ganti/"):
        assert client.get(path).url.startswith("/masuk/?next=") or path == "/admin/"
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


def test_the_code_signs_in_and_leads_to_where_somebody_wanted(client, official):
    secret = with_app(official)
    sign_in(client, official, next="/pgo/target/")

    answer = client.post(CODE, {"code": code(secret)})

    assert answer.url == "/pgo/target/"
    assert client.get("/pgo/target/").status_code == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(client, official, steps):
    secret = with_app(official)
    sign_in(client, official)

    client.post(CODE, {"code": code(secret, steps)})

    assert is_signed_in(client)


@pytest.mark.parametrize("steps", [-3, 3, 100])
def test_a_code_of_another_time_is_refused(client, official, steps):
    secret = with_app(official)
    sign_in(client, official)

    page = client.post(CODE, {"code": code(secret, steps)})

    assert errors(page) == [NOT_FITTING]
    assert not is_signed_in(client)


def test_a_code_that_was_taken_is_not_taken_again(client, official):
    secret = with_app(official)
    sign_in(client, official)
    client.post(CODE, {"code": code(secret, 1)})
    thief = Client()
    sign_in(thief, official)

    answers = [errors(thief.post(CODE, {"code": code(secret, steps)})) for steps in (1, 0, -1)]

    assert answers == [[NOT_FITTING]] * 3
    assert (is_signed_in(client), is_signed_in(thief)) == (True, False)


def test_the_code_that_set_the_app_up_is_used_up_too(client, official):
    sign_in(client, official)
    secret = set_up(client)
    thief = Client()
    sign_in(thief, official)

    page = thief.post(CODE, {"code": code(secret)})

    assert errors(page) == [NOT_FITTING]


def test_a_recovery_code_is_good_once(client, official):
    with_app(official)
    spare = recovery(official)[3]
    sign_in(client, official)
    client.post(CODE, {"code": f"{spare[:4]} {spare[4:]}"})
    thief = Client()
    sign_in(thief, official)

    page = thief.post(CODE, {"code": spare})

    assert (is_signed_in(client), is_signed_in(thief)) == (True, False)
    assert errors(page) == [NOT_FITTING]
    assert spare not in recovery(official)


def test_new_recovery_codes_void_the_old(client, official):
    sign_in(client, official)
    set_up(client)
    old = recovery(official)

    client.post(f"{SET_UP}kode-cadangan/")

    assert set(old) & set(recovery(official)) == set()


def test_codes_are_guessed_five_times_and_no_more_from_wherever(official):
    secret = with_app(official)
    browsers = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(6)]
    for browser in browsers:
        sign_in(browser, official)

    answers = [errors(browser.post(CODE, {"code": "000000"})) for browser in browsers]
    page = browsers[0].post(CODE, {"code": code(secret)})

    assert answers[:5] == [[NOT_FITTING]] * 5
    assert answers[5] == errors(page) != [NOT_FITTING]
    assert not is_signed_in(browsers[0])


def test_the_second_step_is_nobodys_without_the_first(client, official):
    secret = with_app(official)

    assert client.get(CODE).url == SIGN_IN
    assert client.post(CODE, {"code": code(secret)}).url == SIGN_IN
    assert not is_signed_in(client)


def test_the_second_step_is_of_the_account_whose_password_was_written(client, official):
    with_app(official)
    own = an_officer(password=PASSWORD)
    secret = with_app(own)
    sign_in(client, official)

    page = client.post(CODE, {"code": code(secret)})

    assert errors(page) == [NOT_FITTING]
    assert not is_signed_in(client)


def test_somebody_half_way_may_begin_with_another_account(client, official):
    with_app(official)
    sign_in(client, official)

    answer = client.post("/keluar/", {"next": SIGN_IN})

    assert (answer.url, client.get(SIGN_IN).status_code) == (SIGN_IN, 200)


def test_a_password_forgotten_and_replaced_is_still_half_of_it(client, official):
    with_app(official)
    official.set_password("kapal-merah-besar")
    official.save()

    answer = sign_in(client, official, "kapal-merah-besar")

    assert answer.url == CODE


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "9" * 30, "0\x000000"])
def test_whatever_else_is_typed_is_an_error_in_the_form(client, official, typed):
    with_app(official)
    sign_in(client, official)

    page = client.post(CODE, {"code": typed})

    assert (page.status_code, len(errors(page))) == (200, 1)


# --- Passkeys --------------------------------------------------------------------------------------

BROKEN = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    '{"id": 1}',
    "[" * 9000,
    json.dumps({"id": "", "rawId": "", "type": "", "response": {}}),
    json.dumps(
        {"id": "a", "rawId": "!", "type": "x", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}
    ),
    json.dumps(
        {
            "id": "YQ",
            "rawId": "YQ",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "\x00"},
        }
    ),
    json.dumps(
        {
            "id": "YQ",
            "rawId": "YQ",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ"},
        }
    ),
]


@pytest.mark.parametrize("answer", BROKEN)
def test_a_broken_answer_of_a_passkey_is_an_error_in_the_form(client, official, answer):
    sign_in(client, official)
    page = client.post(f"{SET_UP}kunci/", {"name": "HP", "credential": answer})
    with_app(official)
    thief = Client()
    sign_in(thief, official)
    second = thief.post(CODE, {"credential": answer})

    assert (page.status_code, len(errors(page))) == (200, 1)
    assert (second.status_code, len(errors(second, "webauthn_form"))) == (200, 1)
    assert not is_signed_in(thief)


# --- Changing it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["aplikasi/", "kunci/", "kode-cadangan/"])
def test_it_is_changed_by_who_writes_their_password_once_more(client, official, page):
    secret = with_app(official)
    sign_in(client, official)
    client.post(CODE, {"code": code(secret)})

    answer = client.get(f"{SET_UP}{page}")
    asked = client.get(answer.url) if answer.status_code == 302 else answer

    assert (answer.url, asked.status_code) == (f"/sandi/pastikan/?next=%2Fakun%2Fverifikasi%2F{page[:-1]}%2F", 200)
    wrong = client.post("/sandi/pastikan/", {"password": "salah", "next": f"{SET_UP}{page}"})
    assert errors(wrong) == ["Kata sandi tidak cocok. Tulis sekali lagi."]
    right = client.post("/sandi/pastikan/", {"password": PASSWORD, "next": f"{SET_UP}{page}"})
    assert right.url == f"{SET_UP}{page}"


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:1"])
def test_confirming_a_password_leads_nowhere_else(client, official, elsewhere):
    sign_in(client, official)

    answer = client.post("/sandi/pastikan/", {"password": PASSWORD, "next": elsewhere})

    assert answer.url == "/mulai/"


def test_nobody_takes_off_what_is_anothers(client, official):
    with_app(official)
    [theirs] = second_factor.of(official)
    own = an_officer(password=PASSWORD)
    sign_in(client, own)
    client.post("/sandi/pastikan/", {"password": PASSWORD})

    assert client.post(f"{SET_UP}{theirs.pk}/lepas/").status_code == 404
    assert second_factor.has_one(official)


def test_who_need_not_have_one_takes_it_off_with_the_recovery_codes(client):
    officer = an_officer(password=PASSWORD, email="petugas@contoh.id")
    sign_in(client, officer)
    set_up(client)
    [app] = second_factor.of(officer)
    mail.outbox.clear()

    answer = client.post(f"{SET_UP}{app.pk}/lepas/", follow=True)

    assert answer.redirect_chain == [(SET_UP, 302)]
    assert not Authenticator.objects.exists()
    assert [message.subject for message in mail.outbox] == ["[OK OCE Jakarta] Verifikasi dua langkah dilepas"]


@pytest.mark.parametrize(
    "path", [ACCOUNT, SET_UP, APP, f"{SET_UP}kunci/", f"{SET_UP}kode-cadangan/", f"{SET_UP}1/lepas/"]
)
def test_a_stranger_opens_none_of_it(client, path):
    assert client.get(path).url == f"/masuk/?next={path}"


def test_its_holder_is_helped_by_an_administrator_and_signs_in_with_the_password(client, official, in_earnest):
    with_app(official)

    assert second_factor.take_away(official, by=an_administrator()) is True

    assert sign_in(client, official).url == "/mulai/"
    assert client.get("/pgo/").url == SET_UP


def test_the_admin_site_shows_nobodys_secrets(client):
    administrator = an_administrator(password=PASSWORD)
    with_app(administrator)
    client.force_login(administrator)

    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_the_admin_sites_own_ways_lead_to_ours(client):
    client.force_login(an_administrator(password=PASSWORD))

    assert client.get("/admin/password_change/").url == "/sandi/ganti/"
    assert client.get("/admin/login/?next=/admin/").url == "/masuk/?next=/admin/"


# --- What is stored --------------------------------------------------------------------------------


def test_what_is_secret_is_stored_encrypted(client, official):
    sign_in(client, official)
    secret = client.get(APP).context["secret"].replace(" ", "")
    waiting = client.session["mfa.totp.secret"]
    client.post(APP, {"code": code(secret)})

    stored = {one.type: one.data for one in Authenticator.objects.all()}
    assert decrypt(waiting.encode()) == decrypt(stored["totp"]["secret"].encode()) == secret
    assert len(decrypt(stored["recovery_codes"]["seed"].encode())) == 80
    assert "mfa.totp.secret" not in client.session


def test_the_keys_are_changed_while_codes_go_on_working(client, official, settings):
    secret = with_app(official)
    spare = recovery(official)
    settings.NIK_KEYS = [Fernet.generate_key().decode(), *settings.NIK_KEYS]

    outcome = second_factor.encrypt_anew()
    again = second_factor.encrypt_anew()

    settings.NIK_KEYS = settings.NIK_KEYS[:1]
    assert (outcome.read, outcome.changed, outcome.unreadable, again.changed) == (2, 2, [], 0)
    assert recovery(official) == spare
    sign_in(client, official)
    assert client.post(CODE, {"code": code(secret)}).url == "/mulai/"


def test_a_secret_that_no_key_opens_is_named(official, settings):
    with_app(official)
    ids = list(Authenticator.objects.order_by("pk").values_list("pk", flat=True))
    settings.NIK_KEYS = [Fernet.generate_key().decode()]

    assert second_factor.encrypt_anew().unreadable == ids


def test_the_first_step_leaves_no_session_of_anybodys(client, official):
    with_app(official)
    sign_in(client, official)

    assert set(Session.objects.values_list("account", flat=True)) == {None}
    assert PASSWORD not in str(dict(client.session))
