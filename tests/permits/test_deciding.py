"""Granting a request makes the correction and closes the request, both or neither; figures follow where they must."""

from datetime import date

import pytest

from okoce.audit.models import Event, Verb
from participants import nik
from participants.deeds import DeedRefused, move
from participants.models import Participant
from participants.own import accounts, requests
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome
from participants.own.requests import Place
from permits.deciding import grant
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance, recount

pytestmark = pytest.mark.django_db

JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)


@pytest.fixture
def person() -> Participant:
    person = a_participant(JULY, sex="M", kelurahan=CENGKARENG_TIMUR)
    accounts.open_account(person, password="perahu-biru")
    person.refresh_from_db()
    return person


def asked(person: Participant, field: RequestedField, wanted) -> DataRequest:
    return requests.ask(person, kind=RequestKind.CORRECTION, field=field, wanted=wanted, by=person.user)


@pytest.mark.parametrize(
    ("field", "wanted", "attribute"),
    [
        (RequestedField.NAME, "Siti Contoh", "name"),
        (RequestedField.BIRTH_DATE, date(1980, 1, 2), "birth_date"),
        (RequestedField.SEX, "F", "sex"),
    ],
)
def test_what_was_wanted_is_recorded(person, field, wanted, attribute):
    officer = an_officer()

    grant(asked(person, field, wanted), by=officer)

    person.refresh_from_db()
    request = DataRequest.objects.get()
    assert getattr(person, attribute) == wanted
    assert (request.outcome, request.decided_by, request.wanted) == (RequestOutcome.DONE, officer, None)
    assert Event.objects.filter(verb=Verb.REQUEST_GRANTED, actor=officer).count() == 1
    assert_the_books_balance([JULY, date(2018, 9, 9)])


def test_a_nik_is_recorded(person):
    digits = a_nik()

    grant(asked(person, RequestedField.NIK, digits), by=an_officer())

    person.refresh_from_db()
    assert nik.decrypt(person.nik_encrypted) == digits


def test_a_wrong_sex_is_corrected_in_both_journals(person):
    a_permit(person, issued_on=date(2018, 8, 15))

    grant(asked(person, RequestedField.SEX, "F"), by=an_officer())

    assert_the_books_balance([date(2018, 9, 9)])


def test_a_kelurahan_that_was_always_another_is_corrected_from_the_registration_on(person):
    grant(asked(person, RequestedField.KELURAHAN, Place(KAPUK)), by=an_officer())

    assert [recount(day)[KAPUK]["P1"] for day in (JULY, AUGUST)] == [1, 1]
    assert_the_books_balance([JULY, AUGUST])


def test_a_business_that_moved_counts_there_from_that_day_on(person):
    grant(asked(person, RequestedField.KELURAHAN, Place(GAMBIR, moved_on=AUGUST)), by=an_official())

    assert [recount(day)[GAMBIR]["P1"] for day in (JULY, AUGUST)] == [0, 1]
    assert_the_books_balance([JULY, AUGUST])


def test_a_business_that_moved_out_of_jakarta_is_recorded_there(person):
    grant(asked(person, RequestedField.KELURAHAN, Place(None, "Kota Bekasi", AUGUST)), by=an_official())

    person.refresh_from_db()
    assert (person.kelurahan_id, person.outside_place) == (None, "Kota Bekasi")
    assert_the_books_balance([AUGUST])


def test_who_has_moved_was_not_always_elsewhere(person):
    move(person, to=GAMBIR, on=AUGUST, by=an_official())
    request = asked(person, RequestedField.KELURAHAN, Place(KAPUK))

    with pytest.raises(DeedRefused, match="tercatat pindah pada 1 Agustus 2018"):
        grant(request, by=an_official())

    person.refresh_from_db()
    assert (person.kelurahan_id, person.moves.get().origin_id) == (GAMBIR, CENGKARENG_TIMUR)
    assert DataRequest.objects.open().get() == request


def test_who_moved_out_has_the_place_outside_corrected(person):
    move(person, to=None, on=AUGUST, by=an_official(), outside_place="Kota Bekasi")

    grant(asked(person, RequestedField.KELURAHAN, Place(None, "Kota Depok")), by=an_official())

    person.refresh_from_db()
    assert (person.kelurahan_id, person.outside_place) == (None, "Kota Depok")
    assert person.moves.get().origin_id == CENGKARENG_TIMUR
    deed = Event.objects.filter(verb=Verb.DETAILS_CORRECTED).get()
    assert deed.changes == {"outside_place": ["•••", "•••"]}
    assert_the_books_balance([JULY, AUGUST])


def test_a_move_from_one_place_outside_to_another_is_refused_with_the_reason(person):
    move(person, to=None, on=AUGUST, by=an_official(), outside_place="Kota Bekasi")
    request = asked(person, RequestedField.KELURAHAN, Place(None, "Kota Depok", date(2018, 8, 2)))

    with pytest.raises(DeedRefused, match="pindah di luar Jakarta tidak dicatat"):
        grant(request, by=an_official())


def test_what_cannot_be_recorded_leaves_the_request_open(person):
    digits = a_nik()
    a_participant(nik=digits)
    request = asked(person, RequestedField.NIK, digits)

    with pytest.raises(DeedRefused):
        grant(request, by=an_officer())

    assert DataRequest.objects.open().count() == 1
    assert not Event.objects.filter(verb=Verb.REQUEST_GRANTED).exists()


def test_a_request_is_granted_once(person):
    request = asked(person, RequestedField.NAME, "Siti Contoh")
    grant(request, by=an_officer())

    with pytest.raises(DeedRefused):
        grant(request, by=an_officer())


@pytest.mark.parametrize("kind", [RequestKind.ERASURE, RequestKind.WITHDRAWAL])
def test_granting_the_end_of_consent_erases(person, kind):
    grant(requests.ask(person, kind=kind, by=person.user), by=an_official())

    person.refresh_from_db()
    assert person.is_erased
