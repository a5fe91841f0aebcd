"""Which permits an agency is told, and what of them."""

from datetime import date, datetime

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from permits import deeds
from permits.api import issuing
from permits.api.models import Scope
from permits.models import Kind, Permit
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.api.agencies import PERMITS, a_client, an_agency, mistakes, showing
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def ids(client: Client, **query: str) -> list[int]:
    return [permit["id"] for permit in client.get(PERMITS, query).json()["results"]]


def test_a_permit_is_told_without_a_name_and_with_a_masked_nik():
    nik = a_nik(serial=3)
    person = a_participant(nik=nik, name="Contoh Bocor", business_name="Warung Bocor", phone="+6281299990000")
    with portal_at(datetime(2018, 9, 9, 10, 15)):
        permit = a_permit(person, number="12/e/2018", issued_on=date(2018, 9, 1))

    answer = a_client().get(f"{PERMITS}{permit.pk}/")

    assert answer.json() == {
        "id": permit.pk,
        "kind": "IUMK",
        "number": "12/e/2018",
        "issued_on": "2018-09-01",
        "expires_on": "2023-08-31",
        "kelurahan": {"code": CENGKARENG_TIMUR, "name": "Cengkareng Timur"},
        "participant": {"number": person.displayed_number, "nik": "3173••••••••0003"},
        "investment": 5_000_000,
        "workers": 2,
        "status": "valid",
        "revoked_on": None,
        "voided_at": None,
        "recorded_at": "2018-09-09T10:15:00+07:00",
        "source": "desk",
    }
    text = answer.content.decode()
    assert [found for found in (nik, "Bocor", "+62812", permit.recorded_by.username) if found in text] == []


def test_revoked_and_voided_permits_are_told_as_such():
    officer = an_officer()
    revoked, voided = a_permit(by=officer, issued_on=date(2018, 9, 1)), a_permit(by=officer)
    deeds.revoke(revoked, on=date(2018, 9, 5), by=officer, reason="tutup")
    deeds.void(voided, by=officer, reason="salah")

    told = a_client().get(PERMITS).json()["results"]

    assert [(permit["status"], permit["revoked_on"]) for permit in told] == [
        ("revoked", "2018-09-05"),
        ("voided", None),
    ]


def test_an_sku_has_no_amounts_and_no_last_day():
    a_permit(kind=Kind.SKU)

    [told] = a_client().get(PERMITS).json()["results"]

    assert (told["expires_on"], told["investment"], told["workers"]) == (None, None, None)


@pytest.fixture
def three() -> list[Permit]:
    """An IUMK of Cengkareng Timur, an SKU of Kapuk and one of Gambir, recorded on three days."""
    papers = [
        (datetime(2018, 9, 2, 10), CENGKARENG_TIMUR, Kind.IUMK, date(2018, 8, 1), "1/e/2018"),
        (datetime(2018, 9, 3, 10), KAPUK, Kind.SKU, date(2018, 8, 10), "2/e/2018"),
        (datetime(2018, 9, 4, 10), GAMBIR, Kind.SKU, date(2018, 8, 20), "3/e/2018"),
    ]
    recorded = []
    for moment, kelurahan, kind, issued_on, number in papers:
        with portal_at(moment):
            person = a_participant(kelurahan=kelurahan)
            recorded.append(a_permit(person, kelurahan=kelurahan, kind=kind, issued_on=issued_on, number=number))
    return recorded


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [0, 1, 2]),
        ({"kind": "SKU"}, [1, 2]),
        ({"region": "31"}, [0, 1, 2]),
        ({"region": JAKARTA_BARAT}, [0, 1]),
        ({"region": CENGKARENG}, [0, 1]),
        ({"region": KAPUK}, [1]),
        ({"number": "2 E 2018"}, [1]),
        ({"number": "2"}, []),
        ({"issued_from": "2018-08-10"}, [1, 2]),
        ({"issued_until": "2018-08-10"}, [0, 1]),
        ({"issued_from": "2018-08-02", "issued_until": "2018-08-19"}, [1]),
        ({"recorded_since": "2018-09-03T10:00:00+07:00"}, [1, 2]),
        ({"recorded_since": "2018-09-03T10:00:01+07:00"}, [2]),
        ({"recorded_since": "2018-09-03T03:00:00Z"}, [1, 2]),
        ({"recorded_since": "2018-09-03T10:00:00"}, [1, 2]),
        ({"kind": "SKU", "region": CENGKARENG, "limit": "200"}, [1]),
    ],
)
def test_the_list_holds_what_was_asked_for(three: list[Permit], query: dict[str, str], found: list[int]):
    assert ids(a_client(), **query) == [three[place].pk for place in found]


def test_a_plus_sign_that_the_address_lost_is_understood(three: list[Permit]):
    answer = a_client().get(f"{PERMITS}?recorded_since=2018-09-04T10:00:00+07:00")

    assert [permit["id"] for permit in answer.json()["results"]] == [three[2].pk]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"kind": "TDP"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"region": "32"}, "region"),
        ({"region": "31\x00"}, "region"),
        ({"number": "1\x00"}, "number"),
        ({"number": "1" * 81}, "number"),
        ({"issued_from": "1 September"}, "issued_from"),
        ({"issued_from": "2018-02-30"}, "issued_from"),
        ({"issued_from": "0001-01-01"}, "issued_from"),
        ({"issued_from": "2018-09-02", "issued_until": "2018-09-01"}, "issued_until"),
        ({"recorded_since": "0001-01-01T00:00:00+23:59"}, "recorded_since"),
        ({"recorded_since": "9999-12-31T23:59:59-23:59"}, "recorded_since"),
        ({"recorded_since": "2018-09-09T25:00:00"}, "recorded_since"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"limit": "5.0"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "MDAwMS0wMS0wMVQwMDowMDowMCswMDowMH4x"}, "cursor"),
        ({"participant": "1"}, None),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(query: dict[str, str], parameter: str | None):
    answer = a_client().get(PERMITS, query)

    assert (answer.status_code, list(mistakes(answer))) == (400, [parameter])


def test_a_parameter_that_stands_twice_is_refused():
    assert a_client().get(f"{PERMITS}?kind=SKU&kind=IUMK").status_code == 400


def test_following_next_gives_every_permit_once_in_the_order_of_recording(three: list[Permit]):
    client = a_client()
    with portal_at(datetime(2018, 9, 4, 10)):
        same_moment = [a_permit() for _ in range(2)]

    found, address = [], f"{PERMITS}?limit=2&issued_from=2018-08-01"
    pages = 0
    while address is not None:
        answer = client.get(address).json()
        found += [permit["id"] for permit in answer["results"]]
        address, pages = answer["next"], pages + 1

    assert found == [permit.pk for permit in [*three, *same_moment]]
    assert pages == 3


def test_the_list_costs_the_same_few_statements_however_many_permits(django_assert_num_queries):
    client = a_client()
    a_permit()
    client.get(PERMITS)
    with django_assert_num_queries(3):  # the token, the permits, the record
        client.get(PERMITS)
    for _ in range(2):
        a_permit()

    with django_assert_num_queries(3):  # the token, the permits, the record
        assert len(client.get(PERMITS).json()["results"]) == 3


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 40, "9" * 5000, "-1", "x", "1.0"])
def test_a_permit_that_is_none_is_not_found(number: str):
    answer = a_client().get(f"{PERMITS}{number}/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_record_says_which_permits_an_agency_was_told_of():
    token = issuing.grant(an_agency(), scopes=tuple(Scope), by=None)
    client = showing(token.secret)
    first, second = a_permit(), a_permit()

    client.get(PERMITS)
    client.get(f"{PERMITS}{second.pk}/")
    client.head(PERMITS)

    told = Event.objects.filter(verb=Verb.EXPORTED).order_by("id").values_list("subject", "actor", "changes")
    who = (f"apitoken:{token.pk}", token.agency.account_id)
    assert list(told) == [
        (*who, {"permits": [None, [first.pk, second.pk]]}),
        (*who, {"permits": [None, [second.pk]]}),
    ]


def test_the_description_says_how_to_ask_again_without_missing_what_was_recorded_late():
    described = a_client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()

    said = described["paths"][PERMITS]["get"]["description"]
    assert "recorded_since" in said
    assert "15 menit" in said
