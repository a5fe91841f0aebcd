"""Searching the record in the administration: by who, what, about what, when and from where."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from okoce.audit import sealing, searching, subjects
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.regions.models import Region
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.audit.records import some_events
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

RECORD = "/admin/audit/event/"


@pytest.fixture
def administration(client: Client) -> Client:
    client.force_login(an_administrator())
    return client


def found(administration: Client, **wanted: str) -> list[int]:
    return [event.pk for event in administration.post(RECORD, wanted).context["page"].items]


@pytest.mark.parametrize("make", [an_officer, an_official, a_participants_account])
def test_only_administrators_read_the_record(client: Client, make):
    stranger = client.get(RECORD).status_code
    client.force_login(make())

    assert (stranger, client.get(RECORD).status_code, client.post(RECORD, {"verb": "recorded"}).status_code) == (
        302,
        302,
        302,
    )


def test_the_latest_come_first(administration: Client):
    first, second, third = some_events(3)

    shown = administration.get(RECORD).context["page"].items

    assert [event.pk for event in shown][:3] == [third.pk, second.pk, first.pk]


def test_each_question_finds_its_own(administration: Client):
    official, person = an_official(username="pgo-cari"), a_participant()
    [plain] = some_events(1)
    with portal_at(datetime(2018, 8, 1, 23, 59)):
        [august] = some_events(1)
    [theirs] = some_events(1, actor=official, verb=Verb.LOOKED)
    [from_there] = some_events(1, address="10.1.2.3")
    [about] = some_events(1, subject=f"participant:{person.pk}", verb=Verb.MOVED)

    assert found(administration, who="pgo-cari") == [theirs.pk]
    assert found(administration, who=str(official.pk)) == [theirs.pk]
    assert found(administration, verb="looked") == [theirs.pk]
    assert found(administration, address="10.1.2.3") == [from_there.pk]
    assert found(administration, subject=person.displayed_number.lower(), verb="moved") == [about.pk]
    assert found(administration, subject="izin 1", until="1 Agustus 2018") == [august.pk]
    assert found(administration, until="2018-08-01") == [august.pk]
    assert august.pk not in found(administration, since="2018-08-02")
    assert found(administration, who="pgo-cari", verb="corrected") == []
    assert plain.pk in found(administration)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("who", "tidak-ada"),
        ("who", "9" * 30),
        ("who", "x\x00"),
        ("subject", "entah"),
        ("subject", "kapal:1"),
        ("subject", "izin 1\x00"),
        ("verb", "terbang"),
        ("address", "rumah"),
        ("since", "kemarin dulu"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field_and_finds_nothing(administration, field: str, typed: str):
    some_events(1)

    page = administration.post(RECORD, {field: typed})

    assert (page.status_code, list(page.context["form"].errors), page.context["page"].items) == (200, [field], [])


def test_days_the_wrong_way_round_are_refused(administration: Client):
    page = administration.post(RECORD, {"since": "2018-09-02", "until": "2018-09-01"})

    assert list(page.context["form"].errors) == ["until"]


def test_a_long_record_is_leafed_through_without_losing_the_question(administration: Client):
    wanted = [event.pk for event in some_events(55, verb=Verb.LOOKED)]
    some_events(2)

    first = administration.post(RECORD, {"verb": "looked"}).context["page"]
    second = administration.post(RECORD, {"verb": "looked", "after": first.next}).context["page"]
    back = administration.post(RECORD, {"verb": "looked", "before": second.previous}).context["page"]

    assert [event.pk for event in [*first.items, *second.items]] == wanted[::-1]
    assert (second.next, [event.pk for event in back.items]) == (None, [event.pk for event in first.items])


def test_a_page_costs_the_same_however_much_it_shows(administration: Client, django_assert_num_queries):
    some_events(1, actor=an_official())
    administration.get(RECORD)
    with django_assert_num_queries(4):  # session, account, the page, the last seal
        administration.get(RECORD)
    for _ in range(3):
        some_events(1, actor=an_official())

    with django_assert_num_queries(4):
        administration.get(RECORD)


def test_a_participants_telephone_is_not_shown(administration: Client):
    account = a_participants_account(username="+6281299990000", name="Siti Rahasia")
    [event] = some_events(1, actor=account)

    pages = [administration.get(address).content.decode() for address in (RECORD, f"{RECORD}{event.pk}/change/")]

    assert [f"peserta, akun {account.pk}" in page for page in pages] == [True, True]
    assert [secret for page in pages for secret in ("81299990000", "Rahasia") if secret in page] == []


def test_an_event_is_shown_whole_with_the_seal_over_it(administration: Client):
    permit = a_permit()
    event = record(Verb.CORRECTED, permit, by=None, changes={"kind": ["SKU", "IUMK"], "ready": [None, True]})
    before = administration.get(f"{RECORD}{event.pk}/change/").content.decode()
    sealing.seal()

    page = administration.get(f"{RECORD}{event.pk}/change/").content.decode()

    assert "belum disegel" in before
    assert str(sealing.head()) in page
    assert f"izin {permit.pk}" in page
    assert "<div>Jenis: SKU → IUMK</div>" in page


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_nothing_is_added_or_taken_away_there(administration: Client, address: str):
    some_events(1)

    assert administration.post(f"{RECORD}{address}").status_code in {403, 404}


def test_nothing_is_changed_there(administration: Client):
    [event] = some_events(1)

    administration.post(f"{RECORD}{event.pk}/change/", {"subject": "permit:99"})

    assert Event.objects.get(pk=event.pk).subject == "permit:1"


def test_a_subject_is_told_and_understood():
    assert (subjects.told("permit:12"), subjects.find(" Izin  12 "), subjects.find("permit:12")) == (
        "izin 12",
        "permit:12",
        "permit:12",
    )


def test_what_is_checked_is_told_in_words():
    assert [subjects.told(f"{kind}:3") for kind in ("look", "sample", "sampledpermit")] == [
        "pengamatan 3",
        "sampel 3",
        "izin sampel 3",
    ]


def test_changes_are_told_field_by_field():
    event = Event(changes={"a": [None, 1], "b": [True, False], "c": ["•••", None], "d": [None, [1, 2]], "e": "totp"})

    assert list(searching.changes_of(event)) == [
        ("a", "1"),
        ("b", "ya → tidak"),
        ("c", "••• → –"),
        ("d", "1, 2"),
        ("e", "totp"),
    ]


def test_codes_days_and_places_are_told_in_words():
    event = Event(
        changes={
            "role": [None, "pgo"],
            "scopes": [None, "read record"],
            "kind": [None, "no_npwp"],
            "issued_on": [None, "2018-01-08"],
            "region": ["31.73", "31.73.01.1006"],
            "kelurahan": [None, "32.01"],
            "investment": ["None", "1500000"],
            "settlement": [None, "theirs"],
            "way": [None, "adil"],
            "factor": ["totp", None],
            "ready": True,
        }
    )

    assert list(searching.changes_of(event)) == [
        ("Peran", "pejabat PGO"),
        ("Kewenangan", "membaca izin, mencatat izin"),
        ("Jenis", "Belum punya NPWP"),
        ("Tanggal terbit", "8 Januari 2018"),
        ("Wilayah", "Jakarta Barat → Cengkareng Timur, Kec. Cengkareng, Jakarta Barat"),
        ("Kelurahan", "32.01"),
        ("Modal usaha", "– → Rp1.500.000"),
        ("Penyelesaian", "mengikuti register"),
        ("Cara membagi", "adil: menurut peserta terdaftar"),
        ("Cara verifikasi", "aplikasi autentikator → –"),
        ("ready", "ya"),
    ]


def test_the_search_is_listed_in_the_administration(administration: Client):
    assert reverse("admin:audit_event_changelist") in administration.get("/admin/").content.decode()


@pytest.mark.parametrize("number", ["1234-56-78", "2018-12-01", "1500000"])
def test_a_permits_number_is_told_as_it_is_written_whatever_it_looks_like(number: str):
    event = Event(changes={"number": [None, number], "issued_on": [None, "tidak ada"], "workers": [None, "banyak"]})

    assert [told for _, told in searching.changes_of(event)] == [number, "tidak ada", "banyak"]


@pytest.mark.parametrize("typed", ["region:31.73.01.1006", "wilayah 31.73.01.1006"])
def test_deeds_on_a_region_are_found_by_its_code(administration: Client, typed: str):
    target, other = (
        record(Verb.TARGET_SET, Region(pk=code), by=None, changes={"target": [200, 1250]})
        for code in ("31.73.01.1006", "31.73")
    )

    found = administration.post(RECORD, {"subject": typed}).context["page"].items
    linked = administration.get(RECORD, {"perihal": "region:31.73.01.1006"}).context

    assert [event.pk for event in found] == [event.pk for event in linked["page"].items] == [target.pk]
    assert list(linked["rows"][0][3]) == [("Target", "200 → 1.250")]
    assert other.pk != target.pk


def test_an_address_that_names_nothing_shows_nothing_rather_than_everything(administration: Client):
    record(Verb.TARGET_SET, Region(pk="31.73"), by=None)

    page = administration.get(RECORD, {"perihal": "region:x"})

    assert (page.context["page"].items, "subject" in page.context["form"].errors) == ([], True)
