"""What people ask for about their data: open once, sealed, due within the law's time, decided once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from okoce import clock
from okoce.audit.models import Event, Verb
from participants.deeds import DeedRefused, complete_step
from participants.models import Step
from participants.own import accounts, requests
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome
from participants.own.requests import Place
from permits.merging import merge
from permits.standings import differing
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-biru"


@pytest.fixture
def person():
    person = a_participant(date(2018, 7, 1), kelurahan=CENGKARENG_TIMUR)
    accounts.open_account(person, password=PASSWORD)
    person.refresh_from_db()
    return person


def for_a_name(person, name: str = "Siti Contoh") -> DataRequest:
    return requests.ask(
        person, kind=RequestKind.CORRECTION, field=RequestedField.NAME, wanted=name, by=person.user, note=" KTP baru "
    )


def to_end(person, kind: RequestKind = RequestKind.WITHDRAWAL) -> DataRequest:
    return requests.ask(person, kind=kind, by=person.user)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (RequestedField.NAME, "Siti “Contoh” Ünal"),
        (RequestedField.NIK, a_nik(serial=31)),
        (RequestedField.BIRTH_DATE, date(1980, 1, 2)),
        (RequestedField.SEX, "F"),
        (RequestedField.KELURAHAN, Place(KAPUK)),
        (RequestedField.KELURAHAN, Place(None, "Kota Bekasi", date(2018, 8, 1))),
    ],
)
def test_what_is_wanted_is_kept_sealed_and_read_again(person, field, wanted):
    asked = requests.ask(person, kind=RequestKind.CORRECTION, field=field, wanted=wanted, by=person.user)

    kept = DataRequest.objects.get(pk=asked.pk)
    assert requests.wanted_of(kept) == wanted
    assert bytes(kept.wanted).startswith(b"gAAAA")


def test_a_request_is_due_within_three_times_24_hours(person):
    with portal_at(datetime(2018, 9, 7, 15, 30)):
        asked = for_a_name(person)

    assert asked.due_at - asked.made_at == timedelta(hours=72)
    for moment, late in ((datetime(2018, 9, 10, 15, 30), False), (datetime(2018, 9, 10, 15, 31), True)):
        with portal_at(moment):
            assert asked.is_late == late


def test_asking_is_recorded_without_what_is_asked(person):
    for_a_name(person, "Nama Rahasia")

    event = Event.objects.get(verb=Verb.REQUEST_MADE)
    assert (event.actor, event.changes) == (person.user, {"request": [None, "correction"], "field": [None, "name"]})


def test_the_same_is_asked_once_at_a_time(person):
    first = for_a_name(person)

    with pytest.raises(DeedRefused):
        for_a_name(person, "Nama Lain")

    requests.retract(first, by=person.user)
    assert for_a_name(person, "Nama Lain").is_open


def test_a_place_that_is_none_is_not_asked_for(person):
    for place in (Place("31.73"), Place(None), Place(KAPUK, "Kota Bekasi")):
        with pytest.raises(DeedRefused):
            requests.ask(
                person, kind=RequestKind.CORRECTION, field=RequestedField.KELURAHAN, wanted=place, by=person.user
            )


def test_a_decided_request_keeps_nothing_of_what_was_wanted(person):
    asked = for_a_name(person)

    requests.refuse(asked, by=an_officer(), reason=" KTP berbunyi lain ")

    kept = DataRequest.objects.get(pk=asked.pk)
    assert (kept.outcome, kept.reason, kept.wanted) == (RequestOutcome.REFUSED, "KTP berbunyi lain", None)
    assert requests.wanted_of(kept) is None


def test_a_request_is_decided_once(person):
    asked = for_a_name(person)
    stale = DataRequest.objects.get(pk=asked.pk)
    requests.refuse(asked, by=an_officer(), reason="tidak cocok")

    for again in (
        lambda: requests.refuse(stale, by=an_officer(), reason="tidak cocok"),
        lambda: requests.retract(stale, by=person.user),
    ):
        with pytest.raises(DeedRefused):
            again()


def test_a_refusal_says_why_and_the_end_of_consent_is_never_refused(person):
    with pytest.raises(DeedRefused):
        requests.refuse(for_a_name(person), by=an_officer(), reason="  ")
    with pytest.raises(DeedRefused):
        requests.refuse(to_end(person), by=an_official(), reason="tidak boleh")

    assert DataRequest.objects.open().count() == 2


def test_nothing_is_asked_for_a_record_that_was_merged(person):
    kept = a_participant()
    merge(kept, person, by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused):
        for_a_name(person)


# --- Consent ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAWAL, RequestKind.ERASURE])
def test_whoever_withdraws_is_not_listed_as_ready_from_that_moment(person, kind):
    complete_step(person, step=Step.P2, on=date(2018, 7, 10), by=an_official())
    person.refresh_from_db()
    assert person.ready_rank is not None

    to_end(person, kind)

    person.refresh_from_db()
    assert (person.ready_rank, person.may_be_contacted) == (None, False)
    assert list(differing()) == []


def test_who_takes_it_back_is_listed_again(person):
    complete_step(person, step=Step.P2, on=date(2018, 7, 10), by=an_official())
    withdrawal, erasure = to_end(person), to_end(person, RequestKind.ERASURE)

    requests.retract(withdrawal, by=person.user)
    person.refresh_from_db()
    assert not person.may_be_contacted

    requests.refuse(erasure, by=an_official(), reason="diminta undang-undang")
    person.refresh_from_db()
    assert (person.may_be_contacted, person.ready_since) == (True, date(2018, 7, 10))


def test_asking_for_a_correction_withdraws_nothing(person):
    for_a_name(person)

    person.refresh_from_db()
    assert person.may_be_contacted


# --- Who sees what is asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        (lambda: an_official(), ["correction", "erasure"]),
        (lambda: an_official(JAKARTA_BARAT), ["correction"]),
        (lambda: an_officer(CENGKARENG_TIMUR), ["correction"]),
        (lambda: an_officer(KAPUK), []),
        (lambda: an_official("31.71"), []),
        (an_administrator, []),
    ],
)
def test_officials_see_corrections_in_their_scope_and_the_province_sees_who_wants_to_be_forgotten(person, user, seen):
    for_a_name(person)
    to_end(person, RequestKind.ERASURE)

    assert sorted(DataRequest.objects.visible_to(user()).values_list("kind", flat=True)) == seen


def test_people_see_their_own_requests(person):
    for_a_name(person)
    other = a_participant()
    account = accounts.open_account(other, password=PASSWORD)

    assert DataRequest.objects.visible_to(person.user).count() == 1
    assert DataRequest.objects.visible_to(account).count() == 0


# --- The database has the last word ----------------------------------------------------------------


@pytest.mark.parametrize(
    "impossible",
    [
        {"kind": "other"},
        {"field": ""},
        {"field": "phone"},
        {"wanted": None},
        {"outcome": "done", "wanted": None},
        {"decided_at": datetime(2018, 9, 9, tzinfo=clock.now().tzinfo)},
    ],
)
def test_the_database_refuses_impossible_requests(person, impossible):
    asked = for_a_name(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**impossible)


def test_the_database_refuses_a_refusal_without_a_reason(person):
    asked = for_a_name(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(
            outcome="refused", wanted=None, decided_at=clock.now(), decided_by=an_officer()
        )
