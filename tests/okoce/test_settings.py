"""The settings refuse to start half-configured: read in a process of its own, as a server would."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "SECRET_KEY": "9bYw8Gk3sVb6QnR4tZx7LmCpHdJfEaUoS5KiW2eTy9Bv0-9bYw8Gk3sVb6",
    "NIK_KEY": "b25seS1mb3ItdGVzdHMtMzItYnl0ZXMtb2Yta2V5ISE=",
    "NIK_INDEX_KEY": "Q7hT2mXc9LpVw4RzKd8sNf6JyGb3Ue5A-Q7hT2mXc9LpVw4R",
    "ALLOWED_HOSTS": "portal.example.org",
    "TLS": "on",
    "DEBUG": "off",
    "PROGRAMME_DATE": "",
    "DATABASE_URL": "sqlite://:memory:",
}

DJANGO = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'okoce.settings'"


def start(say: str = "import okoce.settings; print('started')", **changed: str) -> str:
    """What is said once the settings are read ("started"), or the last line of the refusal."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changed}
    done = subprocess.run(
        [sys.executable, "-c", say],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1].removeprefix("django.core.exceptions.")


def test_a_whole_configuration_starts():
    assert start() == "started"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", f"{GOOD['SECRET_KEY']},short"),
        ("SECRET_KEY", "django-insecure-9bYw8Gk3sVb6QnR4tZx7LmCpHdJfEaUoS5KiW2eTy9Bv0"),
        ("NIK_INDEX_KEY", ""),
        ("NIK_INDEX_KEY", "0123456789abcdef"),
        ("NIK_INDEX_KEY", f"{GOOD['NIK_INDEX_KEY']},0123456789abcdef"),
        ("NIK_KEY", ""),
        ("NIK_KEY", "not-a-fernet-key"),
        ("NIK_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ],
)
def test_a_missing_or_weak_secret_is_refused_by_its_name_and_never_shown(name, value):
    said = start(**{name: value})

    assert said.startswith(f"ImproperlyConfigured: {name} ")
    assert not value or value not in said


@pytest.mark.parametrize("name", ["NIK_KEY", "NIK_INDEX_KEY", "SECRET_KEY"])
def test_several_keys_are_taken_while_they_are_changed(name):
    assert start(**{name: f"{GOOD[name]}, {GOOD[name]}"}) == "started"


def test_the_first_secret_signs_and_those_behind_it_are_believed():
    old = GOOD["SECRET_KEY"]
    signed = "from django.core import signing; print(signing.Signer(salt='x')"
    token = start(f"{DJANGO}; {signed}.sign('7'))")

    read = start(f"{DJANGO}; {signed}.unsign({token!r}))", SECRET_KEY=f"{old[::-1]}, {old}")
    anew = start(f"{DJANGO}; {signed}.sign('7'))", SECRET_KEY=f"{old[::-1]}, {old}")
    forgotten = start(f"{DJANGO}; {signed}.unsign({token!r}))", SECRET_KEY=old[::-1])

    assert read == "7"
    assert anew == start(f"{DJANGO}; {signed}.sign('7'))", SECRET_KEY=old[::-1])
    assert forgotten.endswith("does not match")


@pytest.mark.parametrize("hosts", ["portal.example.org", "localhost,portal.example.org", "10.0.0.1", "*"])
def test_tls_off_is_refused_for_anything_but_loopback(hosts):
    assert start(TLS="off", ALLOWED_HOSTS=hosts).startswith("ImproperlyConfigured: TLS=off")


@pytest.mark.parametrize("hosts", ["localhost,127.0.0.1,[::1]", "127.0.0.2"])
def test_tls_off_is_taken_on_loopback(hosts):
    assert start(TLS="off", ALLOWED_HOSTS=hosts) == "started"


@pytest.mark.parametrize("day", ["9 September 2018", "2018-13-01", "2018-02-30"])
def test_a_programme_date_that_is_no_day_is_refused(day):
    assert start(PROGRAMME_DATE=day).startswith("ImproperlyConfigured: PROGRAMME_DATE")


@pytest.mark.parametrize(
    ("tls", "hosts", "cookies"),
    [
        ("on", "portal.example.org", "__Host-sessionid __Host-csrftoken __Host-device True 1"),
        ("off", "localhost", "sessionid csrftoken device False 0"),
    ],
)
def test_cookies_and_forwarded_addresses_go_with_tls(tls, hosts, cookies):
    names = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.PROXIES"

    assert start(f"import okoce.settings as s; print({names})", TLS=tls, ALLOWED_HOSTS=hosts) == cookies


def test_only_a_database_server_can_have_a_replica():
    url = "postgres://okoce:password@127.0.0.1:5433/okoce"

    refused = start(DATABASE_REPLICA_URL=url)
    started = start(DATABASE_URL="postgres://okoce:password@127.0.0.1:5432/okoce", DATABASE_REPLICA_URL=url)

    assert refused.startswith("ImproperlyConfigured: DATABASE_REPLICA_URL ")
    assert started == "started"


SMTP = "smtp+tls://okoce:password@127.0.0.1:587"


@pytest.mark.parametrize("sender", ["", "portal", "portal@", "@okoce.example.org", "portal@localhost"])
def test_a_mail_server_needs_to_know_whom_letters_come_from(sender):
    assert start(EMAIL_URL=SMTP, MAIL_FROM=sender).startswith("ImproperlyConfigured: MAIL_FROM ")


@pytest.mark.parametrize("demo", [{"PROGRAMME_DATE": "2018-09-09"}, {"DEBUG": "on"}, {"EMAIL_URL": "consolemail://"}])
def test_where_letters_reach_nobody_no_sender_is_needed(demo):
    assert start(**{"EMAIL_URL": SMTP, **demo}) == "started"


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ("portal@okoce.example.org", "OK OCE Jakarta <portal@okoce.example.org>"),
        ("Dinas <portal@okoce.example.org>", "Dinas <portal@okoce.example.org>"),
    ],
)
def test_letters_come_from_the_address_that_is_set(given, sender):
    assert start("import okoce.settings as s; print(s.DEFAULT_FROM_EMAIL)", EMAIL_URL=SMTP, MAIL_FROM=given) == sender
