"""Recording and revoking through the API: what it does, and what it refuses."""

from datetime import date

import pytest

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants import numbers
from permits import deeds, merging
from permits.models import Permit, PermitEntry, Source
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.api.agencies import PERMITS, a_body, a_client, an_agency, mistakes, send
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

NOBODYS = numbers.with_check("000000000")


def test_a_permit_is_recorded_by_nik_with_the_agency_as_its_doer():
    nik, agency = a_nik(serial=7), an_agency(name="DPMPTSP")
    person = a_participant(nik=nik)

    answer = send(a_client(agency=agency), PERMITS, a_body(person, participant={"nik": nik}))

    permit = Permit.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{PERMITS}{permit.pk}/")
    assert (permit.participant, permit.number, permit.source) == (person, "77/e/2018", Source.API)
    assert (permit.kelurahan_id, permit.issued_on, permit.investment) == (CENGKARENG_TIMUR, date(2018, 9, 1), 5_000_000)
    assert str(permit.recorded_by) == "DPMPTSP"
    assert [(event.verb, event.actor) for event in history(permit)] == [(Verb.RECORDED, agency.account)]
    assert PermitEntry.objects.filter(participant=person, measure="counted").count() == 1
    assert nik not in answer.content.decode()


def test_the_answer_is_what_reading_it_gives():
    client = a_client()

    answer = send(client, PERMITS, a_body(a_participant()))

    assert answer.json() == client.get(answer.headers["Location"]).json()


def test_an_sku_is_recorded_without_amounts():
    body = a_body(a_participant(), kind="SKU", investment=None)
    del body["workers"]

    assert send(a_client(), PERMITS, body).status_code == 201


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"participant": {"nik": "3174"}}, "#/participant/nik"),
        ({"participant": {"nik": "9" * 16}}, "#/participant/nik"),
        ({"participant": {"nik": 3174994308850003}}, "#/participant/nik"),
        ({"participant": {"nik": "3173991708850001"}}, "#/participant/nik"),
        ({"participant": {"number": "4K7H2-MX9QQ"}}, "#/participant/number"),
        ({"participant": {"number": NOBODYS}}, "#/participant/number"),
        ({"participant": {}}, "#/participant"),
        ({"participant": {"nik": "3173991708850001", "number": NOBODYS}}, "#/participant"),
        ({"participant": {"name": "x"}}, "#/participant"),
        ({"participant": "3173991708850001"}, "#/participant"),
        ({"participant": None}, "#/participant"),
        ({"kind": "TDP"}, "#/kind"),
        ({"kind": ["IUMK"]}, "#/kind"),
        ({"kind": None}, "#/kind"),
        ({"number": ""}, "#/number"),
        ({"number": " "}, "#/number"),
        ({"number": "---"}, "#/number"),
        ({"number": "1\x00"}, "#/number"),
        ({"number": "1\ud800"}, "#/number"),
        ({"number": "1" * 81}, "#/number"),
        ({"number": "ﬃ" * 60 + "1"}, "#/number"),
        ({"number": "3173991708850001/2018"}, "#/number"),
        ({"number": 77}, "#/number"),
        ({"number": True}, "#/number"),
        ({"issued_on": "01/09/2018"}, "#/issued_on"),
        ({"issued_on": "2018-02-30"}, "#/issued_on"),
        ({"issued_on": "2018-09-10"}, "#/issued_on"),
        ({"issued_on": "0001-01-01"}, "#/issued_on"),
        ({"issued_on": 20180901}, "#/issued_on"),
        ({"issued_on": "2018-09-01T00:00:00Z"}, "#/issued_on"),
        ({"kelurahan": "31.73"}, "#/kelurahan"),
        ({"kelurahan": "32.73.01.1006"}, "#/kelurahan"),
        ({"kelurahan": {"code": "31"}}, "#/kelurahan"),
        ({"investment": None}, "#/investment"),
        ({"investment": -1}, "#/investment"),
        ({"investment": 5.5}, "#/investment"),
        ({"investment": "5000000"}, "#/investment"),
        ({"investment": True}, "#/investment"),
        ({"investment": 10**12}, "#/investment"),
        ({"investment": 10**400}, "#/investment"),
        ({"workers": 10_001}, "#/workers"),
        ({"workers": []}, "#/workers"),
        ({"colour": "red"}, "#"),
        ({"kind": "SKU", "workers": None}, "#/investment"),
    ],
)
def test_what_is_not_a_permit_is_refused_where_it_is_wrong(fields: dict, pointer: str):
    answer = send(a_client(), PERMITS, a_body(a_participant()) | fields)

    assert (answer.status_code, list(mistakes(answer))) == (422, [pointer])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Permit.objects.count() == 0


def test_every_mistake_is_told_at_once():
    answer = send(a_client(), PERMITS, {"participant": {"nik": "1"}, "kind": "IUMK", "number": "1"})

    assert sorted(mistakes(answer)) == ["#/issued_on", "#/kelurahan", "#/participant/nik"]


@pytest.mark.parametrize("body", [[], "x", 5, None, True])
def test_a_body_that_is_no_object_is_refused(body: object):
    assert send(a_client(), PERMITS, body).status_code == 422


def test_a_refusal_never_repeats_what_was_sent():
    nik = "3173991708859999"

    for fields in ({"participant": {"nik": nik}}, {"kind": nik}, {"issued_on": nik}, {"kelurahan": nik}, {nik: nik}):
        answer = send(a_client(), PERMITS, a_body(a_participant()) | fields)
        assert (answer.status_code, nik in answer.content.decode()) == (422, False)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b'{"kind": NaN}',
        b"[" * 30_000,
        b'{"a":' * 9_000,
        b'{"workers": %s}' % (b"9" * 5_000),
    ],
)
def test_what_is_no_json_is_refused(content: bytes):
    answer = a_client().generic("POST", PERMITS, content, content_type="application/json")

    assert answer.status_code == (400 if content else 422)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1", "no-such"])
def test_json_is_utf8_whatever_charset_is_claimed(charset: str):
    content_type = f"application/json; charset={charset}"

    answer = a_client().generic("POST", PERMITS, b'{"kind": "IUMK"}', content_type=content_type)

    assert (answer.status_code, "#/number" in mistakes(answer), "#/kind" in mistakes(answer)) == (422, True, False)


def test_a_large_body_is_refused():
    answer = send(a_client(), PERMITS, {"number": "1" * 70_000})

    assert (answer.status_code, answer.json()["title"]) == (413, "Isi terlalu besar")


def test_a_number_that_is_taken_is_refused_and_said_where():
    a_permit(number="77/e/2018", kelurahan=KAPUK)

    answer = send(a_client(), PERMITS, a_body(a_participant()))

    assert (answer.status_code, answer.json()["title"]) == (409, "Tidak dapat dilakukan")
    assert mistakes(answer) == {"#/number": answer.json()["detail"]}


def test_nothing_is_recorded_for_a_record_that_was_merged_into_another():
    kept, gone = a_participant(), a_participant()
    merging.merge(kept, gone, by=an_official(), reason="orang yang sama")

    assert send(a_client(), PERMITS, a_body(gone)).status_code == 422


def test_a_permit_is_revoked_from_a_day_on_with_the_reason():
    agency, permit = an_agency(), a_permit(issued_on=date(2018, 9, 1))

    answer = send(a_client(agency=agency), f"{PERMITS}{permit.pk}/revoke/", {"on": "2018-09-05", "reason": " tutup "})

    permit.refresh_from_db()
    assert (answer.status_code, answer.json()["status"], answer.json()["revoked_on"]) == (200, "revoked", "2018-09-05")
    assert (permit.revoked_on, permit.revoked_by, permit.revoked_reason) == (date(2018, 9, 5), agency.account, "tutup")


@pytest.mark.parametrize(
    ("body", "status", "pointers"),
    [
        ({"on": "2018-09-05", "reason": ""}, 422, ["#/reason"]),
        ({"on": "2018-09-05", "reason": "x\x00"}, 422, ["#/reason"]),
        ({"on": "2018-09-05", "reason": "x" * 201}, 422, ["#/reason"]),
        ({"on": "2018-09-10", "reason": "x"}, 422, ["#/on"]),
        ({"reason": "x"}, 422, ["#/on"]),
        ({"on": "2018-09-01", "reason": "x"}, 409, ["#/on"]),
    ],
)
def test_a_revocation_that_cannot_be_is_refused(body: dict, status: int, pointers: list[str]):
    permit = a_permit(issued_on=date(2018, 9, 1))

    answer = send(a_client(), f"{PERMITS}{permit.pk}/revoke/", body)

    assert (answer.status_code, list(mistakes(answer))) == (status, pointers)


@pytest.mark.parametrize("deed", ["revoked", "voided"])
def test_a_permit_revoked_or_voided_already_is_refused(deed: str):
    officer = an_officer()
    permit = a_permit(by=officer, issued_on=date(2018, 9, 1))
    if deed == "revoked":
        deeds.revoke(permit, on=date(2018, 9, 5), by=officer, reason="x")
    else:
        deeds.void(permit, by=officer, reason="x")

    answer = send(a_client(), f"{PERMITS}{permit.pk}/revoke/", {"on": "2018-09-05", "reason": "x"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40])
def test_a_permit_that_is_none_is_not_revoked(number: str):
    answer = send(a_client(), f"{PERMITS}{number}/revoke/", {"on": "2018-09-05", "reason": "x"})

    assert answer.status_code == 404
