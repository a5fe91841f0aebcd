"""Agencies and their tokens: by command, in the admin, in the record of deeds."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from okoce.accounts.models import Role, User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import history
from participants.deeds import DeedRefused
from permits.api import issuing
from permits.api.models import Agency, ApiToken, Scope
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT
from tests.permits.api.agencies import PERMITS, an_agency, showing

pytestmark = pytest.mark.django_db


def create(*arguments: str) -> str:
    """The token that the command prints."""
    out = StringIO()
    call_command("create_api_token", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_command_opens_an_agency_and_prints_a_token_that_works():
    secret = create("DPMPTSP", "--scope", "read", "--scope", "record", "--region", JAKARTA_BARAT, "--label", "uji")

    token = ApiToken.objects.get()
    assert (str(token), token.scopes, token.label) == ("DPMPTSP – uji", [Scope.READ, Scope.RECORD], "uji")
    assert (token.agency.account.role, token.agency.account.region_id) == (Role.PGO, JAKARTA_BARAT)
    assert showing(secret).get(PERMITS).status_code == 200


def test_the_command_gives_a_known_agency_a_further_token():
    first, second = create("DPMPTSP", "--scope", "read"), create("DPMPTSP", "--scope", "revoke")

    assert (Agency.objects.count(), ApiToken.objects.count(), first == second) == (1, 2, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("DPMPTSP", "--scope", "read", "--region", JAKARTA_BARAT),
        ("Lain", "--scope", "read", "--region", "32"),
        (" ", "--scope", "read"),
        ("DPMPTSP", "--scope", "write"),
        ("DPMPTSP",),
        ("DPMPTSP", "--scope", "read", "--by", "petugas"),
        ("DPMPTSP", "--scope", "read", "--by", "nobody"),
    ],
)
def test_the_command_refuses_what_cannot_be(arguments: tuple[str, ...]):
    an_officer(username="petugas")
    an_agency(name="DPMPTSP")

    with pytest.raises(CommandError):
        create(*arguments)

    assert ApiToken.objects.count() == 0


def test_granting_and_closing_are_in_the_record_without_the_token():
    administrator, agency = an_administrator(username="admin"), an_agency(name="DPMPTSP")
    token = issuing.grant(agency, scopes=[Scope.READ, Scope.REVOKE], by=administrator)
    issuing.close(token, by=administrator)
    issuing.close(token, by=administrator)

    granted, closed = history(token)

    assert [(event.verb, event.actor) for event in (granted, closed)] == [
        (Verb.ACCESS_GRANTED, administrator),
        (Verb.ACCESS_CLOSED, administrator),
    ]
    assert granted.changes == {
        "agency": [None, agency.account.username],
        "region": [None, "31"],
        "scopes": [None, "read revoke"],
    }
    assert [event for event in Event.objects.values() if token.secret in str(event)] == []


def test_only_a_digest_of_the_token_is_kept():
    token = issuing.grant(an_agency(), scopes=[Scope.READ], by=None)

    assert token.secret not in str(ApiToken.objects.values().get())
    assert ApiToken.objects.get().secret == ""


def test_no_token_is_granted_without_a_scope_or_to_a_closed_account():
    agency = an_agency()

    with pytest.raises(DeedRefused):
        issuing.grant(agency, scopes=[], by=None)
    agency.account.is_active = False
    with pytest.raises(DeedRefused):
        issuing.grant(agency, scopes=[Scope.READ], by=None)


def test_two_agencies_of_one_name_are_refused():
    an_agency(name="DPMPTSP")

    with pytest.raises(DeedRefused):
        issuing.open_agency(" DPMPTSP ")


def test_agencies_whose_names_read_alike_get_accounts_of_their_own():
    accounts = [an_agency(name=name).account.username for name in ("Unit PTSP", "Unit, PTSP", "機関")]

    assert [name[:14] for name in accounts[:2]] == ["api-unit-ptsp-"] * 2
    assert len(set(accounts)) == 3


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(an_administrator(username="admin"))
    return client


def test_an_administrator_opens_an_agency(admin: Client):
    admin.post("/admin/api/agency/add/", {"name": "DPMPTSP", "region": JAKARTA_BARAT, "contact": "Bagian TI"})

    agency = Agency.objects.get()
    assert (str(agency), agency.region_title, agency.contact) == (
        "DPMPTSP",
        "Kota Administrasi Jakarta Barat",
        "Bagian TI",
    )
    assert agency.account.has_usable_password() is False


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "DPMPTSP"}, {"name": "x\x00"}, {"region": "32"}])
def test_an_agency_that_cannot_be_is_refused_in_the_form(admin: Client, fields: dict[str, str]):
    an_agency(name="DPMPTSP")

    answer = admin.post("/admin/api/agency/add/", {"name": "Lain", "region": "31", "contact": ""} | fields)

    assert (answer.status_code, Agency.objects.count(), User.objects.count()) == (200, 1, 2)


def test_an_administrator_changes_whom_to_call_and_nothing_else(admin: Client):
    agency = an_agency(name="DPMPTSP")

    admin.post(f"/admin/api/agency/{agency.pk}/change/", {"name": "Lain", "region": "31.73", "contact": "Bagian TI"})

    agency.refresh_from_db()
    assert (str(agency), agency.account.region_id, agency.contact) == ("DPMPTSP", "31", "Bagian TI")


def test_an_administrator_grants_a_token_that_is_shown_once_and_stands_nowhere(admin: Client):
    agency = an_agency()

    shown = admin.post("/admin/api/apitoken/add/", {"agency": agency.pk, "label": "uji", "may_record": "on"})

    token = ApiToken.objects.get()
    secret = shown.content.decode().split("<code>")[1].split("</code>")[0]
    assert (token.scopes, token.created_by.username) == ([Scope.RECORD], "admin")
    assert "no-store" in shown.headers["Cache-Control"]
    assert showing(secret).get(PERMITS).status_code == 403
    assert secret not in str(dict(admin.cookies)) + str(dict(admin.session))
    for page in ("/admin/api/apitoken/", f"/admin/api/apitoken/{token.pk}/change/", "/admin/"):
        assert secret not in admin.get(page).content.decode()


def test_a_token_good_for_nothing_is_refused_in_the_form(admin: Client):
    answer = admin.post("/admin/api/apitoken/add/", {"agency": an_agency().pk, "label": ""})

    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)


def test_no_token_is_offered_for_a_closed_account(admin: Client):
    agency = an_agency()
    User.objects.filter(pk=agency.account_id).update(is_active=False)

    answer = admin.post("/admin/api/apitoken/add/", {"agency": agency.pk, "may_read": "on"})

    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)


def test_an_administrator_closes_tokens_and_deletes_or_changes_none(admin: Client):
    token = issuing.grant(an_agency(), scopes=[Scope.READ], by=None)
    admin.post("/admin/api/apitoken/", {"action": "close_tokens", "_selected_action": [token.pk]})

    refused = [admin.post(f"/admin/api/apitoken/{token.pk}/{deed}/", {"post": "yes"}) for deed in ("delete", "change")]

    assert (showing(token.secret).get(PERMITS).status_code, ApiToken.objects.get().closed_by.username) == (401, "admin")
    assert [answer.status_code for answer in refused] == [403, 403]


def test_only_administrators_come_to_the_tokens(client: Client):
    client.force_login(an_official())

    assert client.get("/admin/api/apitoken/add/").status_code == 302
