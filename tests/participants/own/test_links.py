"""A code handed out at the desk: good once, for a day, for one person."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from okoce.audit.models import Event, Verb
from participants.deeds import DeedRefused
from participants.own import accounts, links
from participants.own.models import PasswordLink
from permits.merging import merge
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.participants.own.pages import CODE, NEW, PASSWORD, choose, is_signed_in, sign_in
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

MORNING = datetime(2018, 9, 10, 9, 0)


def desk(person) -> str:
    return f"/peserta/{person.displayed_number}/sandi/"


def follow(client: Client, code: str):
    return client.post(CODE, {"code": code})


def test_a_code_leads_to_a_first_password_and_to_ones_own_steps(client):
    person = a_participant()
    link = links.hand_out(person, by=an_officer())

    assert follow(client, link.code.lower().replace("-", " ")).url == NEW
    page = client.post(NEW, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    person.refresh_from_db()
    assert page.redirect_chain == [("/mulai/", 302), ("/saya/", 302)]
    assert person.user.check_password(PASSWORD)


def test_a_code_leads_to_another_password_and_ends_all_sessions(client):
    person, elsewhere = a_participant(), Client()
    accounts.open_account(person, password=PASSWORD)
    sign_in(elsewhere, person.number)
    link = links.hand_out(person, by=an_officer())

    follow(client, link.code)
    choose(client, NEW, "kapal-merah")

    person.refresh_from_db()
    assert person.user.check_password("kapal-merah")
    assert (client.get("/saya/").status_code, elsewhere.get("/saya/").status_code) == (200, 302)


def test_the_address_in_the_qr_code_leads_on_to_one_without_the_code(client):
    link = links.hand_out(a_participant(), by=an_officer())

    answer = client.get(f"/sandi/kode/{link.code}/")

    assert answer.url == NEW
    assert client.get(NEW).status_code == 200
    assert not PasswordLink.objects.filter(used_at__isnull=False).exists()


def test_a_code_is_good_once(client):
    link = links.hand_out(a_participant(), by=an_officer())
    follow(client, link.code)
    choose(client, NEW)
    other = Client()

    page = follow(other, link.code)

    assert page.context["form"].errors == {"code": [links.OVER]}
    assert other.get(NEW).url == CODE


def test_of_two_who_opened_the_same_code_the_second_comes_too_late():
    link = links.hand_out(a_participant(), by=an_officer())
    first, second = Client(), Client()
    for browser in (first, second):
        follow(browser, link.code)

    choose(first, NEW)

    assert choose(second, NEW, "kapal-merah").url == CODE
    assert not is_signed_in(second)


@pytest.mark.parametrize(("after", "usable"), [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24), False)])
def test_a_code_is_good_for_a_day(after, usable):
    with portal_at(MORNING):
        link = links.hand_out(a_participant(), by=an_officer())

    with portal_at(MORNING + after):
        assert (links.usable(links.digest_of(links.parse(link.code))) is not None) == usable


def test_a_code_that_runs_out_while_the_password_is_typed_is_refused(client):
    with portal_at(MORNING):
        person = a_participant()
        link = links.hand_out(person, by=an_officer())
        held = links.usable(links.digest_of(links.parse(link.code)))

    with portal_at(MORNING + timedelta(hours=25)), pytest.raises(DeedRefused):
        links.use(held, password=PASSWORD)


def test_a_new_code_puts_an_end_to_the_one_before(client):
    person = a_participant()
    first, second = (links.hand_out(person, by=an_officer()) for _ in range(2))

    assert follow(client, first.code).status_code == 200
    assert follow(client, second.code).url == NEW


def test_whoever_knows_an_email_address_puts_no_end_to_a_code_from_the_desk(client):
    person = a_participant(email="siti@contoh.id")
    asked, printed = links.hand_out(person, by=None), links.hand_out(person, by=an_officer())
    Client().post("/sandi/lupa/", {"email": "siti@contoh.id"})
    Client().post("/sandi/lupa/", {"email": "siti@contoh.id"})

    assert PasswordLink.objects.usable().count() == 2
    assert (follow(client, asked.code).status_code, follow(client, printed.code).url) == (200, NEW)


def test_once_a_password_was_chosen_no_other_code_leads_to_one(client):
    person = a_participant()
    printed, asked = links.hand_out(person, by=an_officer()), links.hand_out(person, by=None)
    follow(client, printed.code)
    choose(client, NEW)

    assert follow(Client(), asked.code).status_code == 200
    assert PasswordLink.objects.usable().count() == 0


def test_only_the_digest_of_a_code_is_stored():
    link = links.hand_out(a_participant(), by=an_officer())

    stored = repr(PasswordLink.objects.values().get())
    assert [text for text in (link.code, links.parse(link.code)) if text in stored] == []


def test_handing_out_and_using_a_code_are_recorded(client):
    officer, person = an_officer(), a_participant()
    accounts.open_account(person, password=PASSWORD)
    client.force_login(officer)

    page = client.post(desk(person))
    browser = Client()
    follow(browser, page.context["link"].code)
    choose(browser, NEW, "kapal-merah")

    person.refresh_from_db()
    events = Event.objects.filter(subject=f"participant:{person.pk}").order_by("id")[2:]
    assert [(event.verb, event.actor, event.changes, event.address) for event in events] == [
        (Verb.PASSWORD_LINK_GIVEN, officer, {}, "127.0.0.1"),
        (Verb.PASSWORD_SET, person.user, {}, "127.0.0.1"),
    ]


@pytest.mark.parametrize("text", ["4K7H-2MX9-QRLX", "bukan kode", "", "1" * 50, "4K7H\x002MX9"])
def test_what_cannot_be_a_code_is_an_error_in_the_form(client, text):
    page = follow(client, text)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["code"]


def test_a_nik_in_the_place_of_a_code_is_not_shown_back(client):
    page = follow(client, a_nik(serial=4713))

    assert list(page.context["form"].errors) == ["code"]
    assert a_nik(serial=4713) not in page.content.decode()


def test_guessing_codes_is_limited(client):
    person = a_participant()
    guesses = [links.hand_out(person, by=None).code for _ in range(21)]  # each puts an end to the one before

    answers = [follow(client, code).status_code for code in guesses[:20]]

    assert answers == [200] * 20
    assert follow(client, guesses[20]).status_code == 429


def test_no_code_is_handed_out_for_a_record_that_was_merged():
    kept, gone = a_participant(), a_participant()
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused):
        links.hand_out(gone, by=an_officer())


def test_a_link_does_not_end_before_it_was_made():
    link = links.hand_out(a_participant(), by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        PasswordLink.objects.update(expires_at=link.expires_at - timedelta(days=2))


# --- Who hands them out ----------------------------------------------------------------------------


def test_looking_at_the_page_hands_nothing_out(client):
    client.force_login(an_officer())

    assert client.get(desk(a_participant())).status_code == 200
    assert PasswordLink.objects.count() == 0


@pytest.mark.parametrize(
    ("user", "status"),
    [
        (None, 302),
        (lambda: an_officer(CENGKARENG_TIMUR), 200),
        (lambda: an_official(JAKARTA_BARAT), 200),
        (lambda: an_officer(KAPUK), 404),
        (lambda: an_official("31.71"), 404),
        (an_administrator, 403),
    ],
)
def test_officials_hand_out_codes_to_people_in_their_scope(client, user, status):
    person = a_participant(kelurahan=CENGKARENG_TIMUR)
    if user:
        client.force_login(user())

    assert client.post(desk(person)).status_code == status


def test_people_hand_themselves_no_code(client):
    person = a_participant()
    client.force_login(accounts.open_account(person, password=PASSWORD))

    assert client.post(desk(person)).status_code == 403


def test_a_merged_record_is_handed_no_code(client):
    kept, gone = a_participant(), a_participant()
    merge(kept, gone, by=an_official(), reason="orang yang sama")
    client.force_login(an_officer())

    assert client.get(desk(gone)).status_code == 403
