"""What the record learns of accounts by itself: every change of role, region and state, and who signs out."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from okoce.accounts import closing
from okoce.accounts.models import Role, User
from okoce.audit.models import Event, Verb
from okoce.regions import tree
from okoce.regions.models import Region
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK

pytestmark = pytest.mark.django_db

PASSWORD = "perahu kertas biru"
FROM = "10.1.2.3"


def told(*verbs: Verb) -> list[tuple]:
    """What the record says of these deeds, oldest first."""
    found = Event.objects.filter(verb__in=verbs).order_by("id")
    return [(event.verb, event.actor, event.subject, event.changes, event.address) for event in found]


def sign_in(login: str, password: str) -> Client:
    browser = Client(REMOTE_ADDR=FROM)
    browser.post("/masuk/", {"login": login, "password": password})
    return browser


def test_signing_in_and_out_is_recorded():
    officer = an_officer(password=PASSWORD)

    sign_in(officer.username, PASSWORD).post("/keluar/")

    who = (officer, f"user:{officer.pk}", {}, FROM)
    assert told(Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGN_IN_FAILED) == [
        (Verb.SIGNED_IN, *who),
        (Verb.SIGNED_OUT, *who),
    ]


@pytest.mark.parametrize("login", ["username", "email"])
def test_a_wrong_password_is_recorded_with_whose_account_it_was_tried_on(login: str):
    officer = an_officer(password=PASSWORD, email="petugas@contoh.id")

    sign_in(getattr(officer, login), "salah sama sekali")

    assert told(Verb.SIGN_IN_FAILED) == [(Verb.SIGN_IN_FAILED, None, f"user:{officer.pk}", {}, FROM)]


@pytest.mark.parametrize("login", ["tidak-ada", "081234567890", "siti@contoh.id"])
def test_what_somebody_typed_who_has_no_account_is_not_kept(login: str):
    sign_in(login, "salah sama sekali")

    assert told(*Verb) == [(Verb.SIGN_IN_FAILED, None, "user:0", {}, FROM)]


def test_an_account_made_in_the_administration_is_recorded_without_its_names(client: Client):
    administrator = an_administrator()
    client.force_login(administrator)

    client.post(
        reverse("admin:accounts_user_add"),
        {"username": "siti", "name": "Siti", "email": "", "role": "officer", "region": KAPUK, "is_active": "on"},
        REMOTE_ADDR=FROM,
    )

    made = User.objects.get(username="siti")
    assert told(Verb.ACCOUNT_MADE)[-1] == (
        Verb.ACCOUNT_MADE,
        administrator,
        f"user:{made.pk}",
        {
            "role": [None, "officer"],
            "region": [None, KAPUK],
            "is_active": [None, True],
            "username": [None, "•••"],
            "name": [None, "•••"],
        },
        FROM,
    )


def test_another_role_region_and_state_are_recorded_with_what_was_and_is(client: Client):
    administrator, officer = an_administrator(), an_officer(name="Siti", email="siti@contoh.id")
    client.force_login(administrator)

    client.post(
        reverse("admin:accounts_user_change", args=[officer.pk]),
        {"username": officer.username, "name": "Sari", "email": "", "role": "pgo", "region": "31"},
    )

    [(verb, actor, subject, changes, _)] = told(Verb.ACCOUNT_CHANGED)
    assert (verb, actor, subject) == (Verb.ACCOUNT_CHANGED, administrator, f"user:{officer.pk}")
    assert changes == {
        "role": ["officer", "pgo"],
        "region": [CENGKARENG_TIMUR, "31"],
        "is_active": [True, False],
        "name": ["•••", "•••"],
        "email": ["•••", None],
    }


def test_saving_without_a_change_is_no_deed(client: Client):
    officer = an_officer()

    officer.save()
    officer.save(update_fields=["last_login"])

    assert told(Verb.ACCOUNT_CHANGED) == []


def test_an_account_made_in_a_terminal_has_nobody_for_its_doer():
    call_command("create_officer", "siti", "--kelurahan", KAPUK)

    [(_, actor, _, changes, address)] = told(Verb.ACCOUNT_MADE)
    assert (actor, changes["role"], changes["region"], address) == (None, [None, "officer"], [None, KAPUK], None)


def test_closing_and_reopening_an_account_is_recorded():
    official = an_official()

    closing.close(official)
    closing.reopen(official)

    assert [changes for _, _, _, changes, _ in told(Verb.ACCOUNT_CHANGED)] == [
        {"is_active": [True, False]},
        {"is_active": [False, True]},
    ]


def test_a_change_that_is_not_kept_leaves_nothing_behind():
    """A column set in memory and left out of what is saved was not changed."""
    official = an_official()

    official.role, official.is_active = Role.ADMINISTRATOR, False
    official.save(update_fields=["is_active"])

    assert [changes for _, _, _, changes, _ in told(Verb.ACCOUNT_CHANGED)] == [{"is_active": [True, False]}]


def test_another_password_is_recorded():
    officer = an_officer(password=PASSWORD)
    new = "kapal merah besar"

    sign_in(officer.username, PASSWORD).post(
        "/sandi/ganti/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert told(Verb.PASSWORD_CHANGED) == [(Verb.PASSWORD_CHANGED, officer, f"user:{officer.pk}", {}, FROM)]


def test_what_an_administrator_changes_of_a_region_is_recorded_and_what_a_file_brings_is_not():
    administrator, browser = an_administrator(), Client(REMOTE_ADDR=FROM)
    browser.force_login(administrator)
    call_command("load_regions", stdout=io.StringIO())
    region = Region.objects.get(pk=KAPUK)
    same = {name: getattr(region, name) for name in ("aliases", "tile_col", "tile_row")}
    answers = same | {"name": "Kapuk Baru", "latitude": "", "longitude": ""}

    answer = browser.post(f"/admin/regions/region/{KAPUK}/change/", answers)

    assert answer.status_code == 302
    [(verb, by, subject, changes, address)] = told(Verb.REGION_CHANGED)
    assert (verb, by, subject, address) == (Verb.REGION_CHANGED, administrator, f"region:{KAPUK}", FROM)
    assert changes["name"] == ["Kapuk", "Kapuk Baru"]
    tree.forget()
