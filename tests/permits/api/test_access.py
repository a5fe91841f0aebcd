"""Who may do what through the API: every operation without a token, with a wrong one, outside the region, and right."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from participants import numbers
from participants.models import Participant
from permits.api import issuing
from permits.api.models import ApiToken, Scope
from permits.models import Permit
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, JAKARTA_PUSAT
from tests.participants.factories import a_participant
from tests.permits.api.agencies import PERMITS, a_body, a_client, an_agency, send, showing
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A permit of Cengkareng Timur, and somebody there without one."""

    permit: Permit
    person: Participant

    def ask(self, client: Client, operation: str) -> HttpResponse:
        one = f"{PERMITS}{self.permit.pk}/"
        if operation == "list":
            return client.get(PERMITS)
        if operation == "read":
            return client.get(one)
        if operation == "record":
            return send(client, PERMITS, a_body(self.person))
        return send(client, f"{one}revoke/", {"on": "2018-09-08", "reason": "usaha tutup"})


@pytest.fixture
def scene() -> Scene:
    return Scene(a_permit(), a_participant())


OPERATIONS = {"list": Scope.READ, "read": Scope.READ, "record": Scope.RECORD, "revoke": Scope.REVOKE}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_without_a_token_nothing_is_answered(scene: Scene, client: Client, operation: str):
    answer = scene.ask(client, operation)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="OK OCE"')
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_that_is_none_is_refused(scene: Scene, operation: str):
    assert scene.ask(showing("okoce_" + "x" * 43), operation).status_code == 401


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_with_the_other_scopes_is_refused_and_told_which_it_lacks(scene: Scene, operation: str):
    lacking = OPERATIONS[operation]
    client = a_client(*[scope for scope in Scope if scope != lacking])

    answer = scene.ask(client, operation)

    assert answer.status_code == 403
    assert answer.json()["detail"] == f"Token ini tidak berwenang {lacking.label} (kewenangan {lacking.value})."


@pytest.mark.parametrize(("operation", "status"), [("read", 404), ("record", 403), ("revoke", 404)])
def test_a_token_of_another_region_neither_sees_nor_changes(scene: Scene, operation: str, status: int):
    assert scene.ask(a_client(region=JAKARTA_PUSAT), operation).status_code == status
    assert Permit.objects.filter(revoked_on__isnull=True).count() == 1


def test_a_token_of_another_region_lists_nothing(scene: Scene):
    assert scene.ask(a_client(region=JAKARTA_PUSAT), "list").json() == {"results": [], "next": None}


@pytest.mark.parametrize(("operation", "status"), [("list", 200), ("read", 200), ("record", 201), ("revoke", 200)])
@pytest.mark.parametrize("region", [CENGKARENG_TIMUR, JAKARTA_BARAT, "31"])
def test_a_token_of_the_region_does_what_it_is_good_for(scene: Scene, region: str, operation: str, status: int):
    assert scene.ask(a_client(OPERATIONS[operation], region=region), operation).status_code == status


def test_a_permit_issued_elsewhere_to_somebody_of_the_region_is_seen_but_not_revoked():
    person = a_participant(kelurahan=GAMBIR)
    permit = a_permit(person)
    client = a_client(region=JAKARTA_PUSAT)

    seen = client.get(f"{PERMITS}{permit.pk}/")
    refused = send(client, f"{PERMITS}{permit.pk}/revoke/", {"on": "2018-09-08", "reason": "x"})

    assert (seen.status_code, refused.status_code) == (200, 403)
    assert refused.json()["detail"] == "Izin ini diterbitkan di luar wilayah token ini."


def test_somebody_outside_the_region_is_not_found_and_nothing_tells_whether_they_exist():
    client = a_client(region=JAKARTA_BARAT)
    elsewhere = a_participant(kelurahan=GAMBIR)

    known = send(client, PERMITS, a_body(elsewhere)).json()
    unknown = send(client, PERMITS, a_body(elsewhere, participant={"number": numbers.new()})).json()

    assert known == unknown
    assert known["errors"][0]["pointer"] == "#/participant/number"


def test_an_agency_of_the_province_records_for_anybody():
    person = a_participant(kelurahan=GAMBIR)

    answer = send(a_client(), PERMITS, a_body(person))

    assert answer.status_code == 201


def test_a_session_is_no_token(scene: Scene, client: Client):
    client.force_login(an_official())

    assert scene.ask(client, "list").status_code == 401


def test_a_closed_token_is_refused(scene: Scene):
    token = issuing.grant(an_agency(), scopes=[Scope.READ], by=None)
    issuing.close(token, by=None)

    assert scene.ask(showing(token.secret), "list").status_code == 401


def test_all_tokens_of_a_closed_account_are_refused(scene: Scene):
    agency = an_agency()
    client = a_client(agency=agency)
    agency.account.is_active = False
    agency.account.save()

    assert scene.ask(client, "list").status_code == 401


def test_nobody_signs_in_as_an_agency(client: Client):
    username = an_agency().account.username

    for password in ("", "!", username, "okoce-demo-2018"):
        client.post("/masuk/", {"login": username, "password": password})

    assert "_auth_user_id" not in client.session


def test_a_token_remembers_the_day_it_was_last_used_with_one_write_a_day(django_assert_num_queries):
    client = a_client(Scope.READ)
    client.get(PERMITS)
    with django_assert_num_queries(2):
        client.get(PERMITS)
    today = ApiToken.objects.get().last_used_on
    with portal_at(today.replace(day=10)):
        client.get(PERMITS)

    assert (today.isoformat(), ApiToken.objects.get().last_used_on.isoformat()) == ("2018-09-09", "2018-09-10")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "bearer  okoce_", "Basic b2s6b2s=", "Bearer \xff\xfe", "Bearer okoce_" + "é" * 43],
)
def test_an_authorization_that_cannot_be_read_is_refused(client: Client, header: str):
    assert client.get(PERMITS, headers={"Authorization": header}).status_code == 401
