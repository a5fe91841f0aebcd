"""Sessions: when they end, whose they are, which key they have, and signing other devices out."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from okoce.accounts import closing, sessions
from okoce.accounts.devices import device_of
from okoce.accounts.models import Session, User
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.accounts.guarded import ACCOUNT, PASSWORD, SIGN_IN, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

END = "/akun/sesi/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def officer():
    return an_officer(password=PASSWORD)


def signed_in(account, **browser: str) -> Client:
    client = Client(**browser)
    sign_in(client, account)
    return client


def is_open(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def use_every(step: timedelta, client: Client, account_age: timedelta) -> bool:
    """Open a page again and again for so long; whether the last time it was open."""
    begin, passed = timezone.now(), timedelta()
    while passed < account_age:
        passed += step
        with time_machine.travel(begin + passed, tick=False):
            answer = is_open(client)
    return answer


# --- When they end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [an_officer, an_official, an_administrator])
def test_an_officials_session_ends_an_hour_after_it_was_used(make):
    client = signed_in(make(password=PASSWORD))

    with time_machine.travel(timezone.now() + timedelta(minutes=54), tick=False):
        soon = is_open(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=54) + HOUR, tick=False):
        late = is_open(client)

    assert (soon, late) == (True, False)


def test_it_ends_twelve_hours_after_it_began_however_much_it_is_used(officer):
    client = signed_in(officer)

    assert use_every(HOUR / 2, client, 11 * HOUR) is True
    assert use_every(HOUR / 2, client, 2 * HOUR) is True
    with time_machine.travel(timezone.now() + 12 * HOUR, tick=False):
        assert is_open(client) is False


def test_what_is_kept_in_a_session_does_not_lengthen_it(officer):
    client = signed_in(officer)
    began = timezone.now()

    for hours in range(1, 25):
        with time_machine.travel(began + hours * HOUR / 2, tick=False):
            client.post("/sandi/pastikan/", {"password": "salah"})
    with time_machine.travel(began + 12 * HOUR, tick=False):
        assert is_open(client) is False


def test_a_participants_session_lasts_a_week_unused_and_a_month_in_all():
    client, other = (signed_in(a_participants_account(password=PASSWORD)) for _ in range(2))

    assert use_every(6 * DAY, client, 24 * DAY) is True
    assert use_every(30 * DAY, client, 30 * DAY) is False
    assert use_every(7 * DAY, other, 7 * DAY) is False


def test_signing_in_half_way_is_over_after_an_hour(client, officer):
    client.get(SIGN_IN)
    session = client.session
    session["something"] = 1
    session.save()

    assert Session.objects.get().expire_date - timezone.now() <= HOUR


def test_an_ended_session_leads_to_where_somebody_was(officer):
    client = signed_in(officer)

    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        assert client.get("/peserta/?q=1").url == "/masuk/?next=/peserta/%3Fq%3D1"


def test_when_somebody_signed_in_last_is_told_by_the_programmes_clock(officer, settings):
    settings.PROGRAMME_DATE = date(2018, 9, 9)

    signed_in(officer)

    officer.refresh_from_db()
    assert timezone.localdate(officer.last_login) == date(2018, 9, 9)


def test_use_is_written_down_every_five_minutes_and_not_with_every_page(officer):
    client = signed_in(officer)
    begin = timezone.now()

    writes = {}
    for minutes in (1, 4, 6, 7, 10, 12):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=False):
            with CaptureQueriesContext(connection) as queries:
                client.get("/keluar/")
            writes[minutes] = sum(query["sql"].startswith("UPDATE") for query in queries)

    assert writes == {1: 0, 4: 0, 6: 1, 7: 0, 10: 0, 12: 1}


def test_a_public_page_asks_and_writes_nothing_of_who_has_no_session(client):
    client.get("/bantuan/")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/bantuan/")

    assert [query["sql"] for query in queries if "session" in query["sql"]] == []
    assert answer.cookies == {}


# --- Their keys ------------------------------------------------------------------------------------


def test_a_key_that_somebody_planted_is_not_kept(officer):
    thief = Client()
    thief.get(SIGN_IN)
    session = thief.session
    session["planted"] = 1
    session.save()
    victim = Client()
    victim.cookies["sessionid"] = session.session_key

    sign_in(victim, officer)

    thief.cookies["sessionid"] = session.session_key
    assert (is_open(victim), is_open(thief)) == (True, False)
    assert victim.session.session_key != session.session_key


def test_a_key_that_nobody_gave_out_is_not_taken(officer):
    victim = Client()
    victim.cookies["sessionid"] = "a" * 32

    sign_in(victim, officer)

    assert victim.session.session_key != "a" * 32


def test_a_key_cannot_be_read_in_the_database(officer):
    client = signed_in(officer)
    key = client.session.session_key

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_session")
        stored = str(cursor.fetchall())
    found = Session.objects.get()

    assert key not in stored
    assert key not in str(found.get_decoded())
    thief = Client()
    thief.cookies["sessionid"] = found.pk
    assert is_open(thief) is False


def test_signing_out_ends_the_session_wherever_its_key_is(officer):
    client = signed_in(officer)
    copy = Client()
    copy.cookies["sessionid"] = client.session.session_key

    client.post("/keluar/")

    assert is_open(copy) is False
    assert Session.objects.filter(account=officer).count() == 0


def test_somebody_else_who_signs_in_here_finds_nothing_of_it(officer):
    client = signed_in(officer)
    session = client.session
    session["of the officer"] = 1
    session.save()

    client.post("/keluar/")
    sign_in(client, an_official(password=PASSWORD))

    assert "of the officer" not in client.session


def test_cookies_are_kept_from_scripts_and_other_sites(officer):
    client = Client()

    cookies = sign_in(client, officer).cookies

    kept = {
        name: (cookies[name]["httponly"], cookies[name]["samesite"]) for name in ("sessionid", "device", "csrftoken")
    }
    assert kept == dict.fromkeys(kept, (True, "Lax"))
    assert cookies["sessionid"]["max-age"] == ""


# --- On which devices ------------------------------------------------------------------------------


def shown(client: Client) -> list[tuple[str, bool]]:
    return [(session.device, session.is_this) for session in client.get(ACCOUNT).context["sessions"]]


def test_everybody_sees_on_which_devices_they_are_signed_in(officer):
    desk, phone = signed_in(officer), signed_in(officer, HTTP_USER_AGENT=PHONE)
    signed_in(an_official(password=PASSWORD))

    assert shown(desk) == [("Chrome di Android", False), ("Perangkat tidak dikenal", True)]
    assert sorted(shown(phone)) == [("Chrome di Android", True), ("Perangkat tidak dikenal", False)]


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_of_devices_costs_the_same_for_one_and_for_many(officer, others, django_assert_num_queries):
    client = signed_in(officer)
    for _ in range(others):
        signed_in(officer)
    client.get(ACCOUNT)

    with django_assert_num_queries(5):
        client.get(ACCOUNT)


def test_one_device_is_signed_out(officer):
    here, there, third = (signed_in(officer) for _ in range(3))

    here.post(END, {"session": sessions.digest_of(there.session.session_key)})

    assert [is_open(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_signed_out(officer):
    here, there, third = (signed_in(officer) for _ in range(3))
    else_where = signed_in(an_official(password=PASSWORD))

    answer = here.post(END)

    assert answer.url == ACCOUNT
    assert [is_open(client) for client in (here, there, third, else_where)] == [True, False, False, True]


def test_nobody_signs_out_anothers_device_or_this_one_by_mistake(officer):
    other = signed_in(an_official(password=PASSWORD))
    here = signed_in(officer)

    for session in (other.session.session_key, here.session.session_key):
        here.post(END, {"session": sessions.digest_of(session)})
    here.post(END, {"session": "\x00"})

    assert (is_open(other), is_open(here)) == (True, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_signs_nobody_out(client, officer, method):
    there = signed_in(officer)

    assert getattr(client, method)(END).url == f"/masuk/?next={END}"
    assert is_open(there)


def test_looking_signs_nobody_out(officer):
    here, there = signed_in(officer), signed_in(officer)

    assert here.get(END).headers["Location"] == "/akun/"
    assert is_open(there)


def test_another_password_ends_the_other_sessions_and_they_are_not_shown(officer):
    here, there = signed_in(officer), signed_in(officer)

    new = "kapal-merah-besar"
    here.post("/sandi/ganti/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_open(there) is False
    assert [is_this for _, is_this in shown(here)] == [True]


def test_a_closed_account_is_signed_out_everywhere(officer):
    client = signed_in(officer)

    closing.close(officer)

    assert is_open(client) is False
    assert Session.objects.count() == 0


@pytest.mark.parametrize(("active", "sessions"), [("", 0), ("on", 1)])
def test_an_account_that_is_closed_in_the_administration_is_signed_out_everywhere(officer, active, sessions):
    client, administration = signed_in(officer), Client()
    administration.force_login(an_administrator())
    said = {"username": officer.username, "role": officer.role, "region": officer.region_id, "is_active": active}

    answer = administration.post(f"/admin/accounts/user/{officer.pk}/change/", said)

    assert answer.status_code == 302
    assert Session.objects.filter(account=officer).count() == sessions
    assert is_open(client) is bool(active)


def test_the_session_of_an_account_that_was_closed_is_not_prolonged(officer):
    client = signed_in(officer)
    begun = Session.objects.get()
    User.objects.filter(pk=officer.pk).update(is_active=False)

    with time_machine.travel(timezone.now() + HOUR / 2, tick=False):
        client.get(ACCOUNT)

    assert Session.objects.get().expire_date == begun.expire_date


@pytest.mark.parametrize(
    ("claimed", "device"),
    [
        (PHONE, "Chrome di Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox di Linux"),
        ("curl/8.0", "Perangkat tidak dikenal"),
        ("", "Perangkat tidak dikenal"),
        ("Chrome", "Chrome"),
        ("x (Windows NT)", "Peramban lain di Windows"),
    ],
)
def test_a_device_is_said_in_a_few_words(rf, claimed, device):
    assert device_of(rf.get("/", HTTP_USER_AGENT=claimed)) == device


# --- Where signing in leads ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "javascript:alert(1)",
        "http:jahat",
        "\x00",
        "https://127.0.0.1/",
    ],
)
def test_signing_in_leads_nowhere_else(client, officer, elsewhere):
    assert sign_in(client, officer, next=elsewhere).url == "/mulai/"


def test_signing_out_leads_nowhere_else(client, officer):
    sign_in(client, officer)

    assert client.post("/keluar/", {"next": "https://jahat.example/"}).url == "/"
    assert not is_signed_in(client)


def test_what_ended_is_cleared_away_every_night_and_nothing_else(officer):
    client, gone = signed_in(officer), signed_in(an_official(password=PASSWORD))
    Session.objects.filter(pk=sessions.digest_of(gone.session.session_key)).update(expire_date=timezone.now())

    call_command("clearsessions")

    assert list(Session.objects.values_list("account", flat=True)) == [officer.pk]
    assert is_open(client)
