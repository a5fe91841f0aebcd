"""Correcting what both journals hang on: traits, and the day and place of registration (rules 7 and 8)."""

from datetime import date

import pytest
from django.db import IntegrityError

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants.deeds import DeedRefused, move
from participants.models import Participant
from permits import deeds, merging, people
from permits.models import Merge, PermitEntry
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance, recount

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
DAYS = [date(2018, 6, 30), date(2018, 7, 1), date(2018, 7, 15), date(2018, 8, 15), TODAY]
JUNE, JULY, AUGUST = date(2018, 6, 15), date(2018, 7, 1), date(2018, 8, 1)


def merge(kept: Participant, gone: Participant) -> Merge:
    return merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


# --- Correcting traits (rule 8) --------------------------------------------------------------------


@pytest.mark.parametrize(("sex", "business_is_new"), [("F", True), ("M", False), ("F", False)])
def test_rule_8_corrected_traits_read_as_if_always_so(sex, business_is_new):
    person = a_participant(JULY, sex="M", business_is_new=True)
    a_permit(person, issued_on=AUGUST)

    people.correct_traits(person, by=an_official(), sex=sex, business_is_new=business_is_new)

    net = {
        key: sum(
            entry.sign for entry in PermitEntry.objects.filter(measure="counted", sex=key[0], business_is_new=key[1])
        )
        for key in [("F", True), ("F", False), ("M", True), ("M", False)]
    }
    assert {key for key, sign in net.items() if sign} == {(sex, business_is_new)}
    assert_the_books_balance(DAYS)


def test_correcting_traits_to_what_they_are_is_no_deed():
    person = a_participant()

    people.correct_traits(person, by=an_official(), sex=person.sex, business_is_new=person.business_is_new)

    assert [event.verb for event in history(person)] == [Verb.REGISTERED]


def test_an_unknown_sex_is_refused_by_the_database_and_changes_nothing():
    person = a_participant(sex="M")

    with pytest.raises(IntegrityError):
        people.correct_traits(person, by=an_official(), sex="X", business_is_new=True)

    person.refresh_from_db()
    assert person.sex == "M"


# --- Correcting the registration (rule 7) ----------------------------------------------------------


def correct(person: Participant, **changed) -> None:
    wanted = {
        "registered_on": person.registered_on,
        "kelurahan": person.kelurahan_id,
        "outside_place": person.outside_place,
    }
    people.correct_registration(person, by=an_official(), **(wanted | changed))


def test_rule_7_a_mistyped_kelurahan_is_corrected_from_the_registration_on():
    person = a_participant(JULY, kelurahan=KAPUK)

    correct(person, kelurahan=GAMBIR)

    assert [recount(day)[GAMBIR]["P1"] for day in (date(2018, 6, 30), JULY)] == [0, 1]
    assert_the_books_balance(DAYS)


def test_rule_7_where_somebody_moved_since_the_place_before_the_move_is_corrected():
    person = a_participant(JULY, kelurahan=KAPUK)
    move(person, to=CENGKARENG_TIMUR, on=AUGUST, by=an_official())

    correct(person, kelurahan=GAMBIR)

    person.refresh_from_db()
    assert person.kelurahan_id == CENGKARENG_TIMUR
    assert [recount(day)[GAMBIR]["P1"] for day in (JULY, AUGUST)] == [1, 0]
    assert_the_books_balance(DAYS)


def test_somebody_registered_from_outside_jakarta_is_corrected_to_a_kelurahan():
    person = an_outsider()

    correct(person, kelurahan=GAMBIR, outside_place="")

    person.refresh_from_db()
    assert (person.kelurahan_id, person.outside_place) == (GAMBIR, "")
    assert_the_books_balance(DAYS)


def test_a_corrected_day_of_registration_changes_whether_the_permit_came_before_it():
    person = a_participant(JULY)
    permit = a_permit(person, issued_on=date(2018, 7, 15))

    correct(person, registered_on=AUGUST)

    standing = {
        before: sum(entry.sign for entry in PermitEntry.objects.filter(permit=permit, before_registration=before))
        for before in (True, False)
    }
    assert standing == {True: 2, False: 0}
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"registered_on": date(2018, 9, 10)}, "registered_on"),
        ({"registered_on": AUGUST}, "registered_on"),
        ({"kelurahan": CENGKARENG_TIMUR}, "kelurahan"),
        ({"kelurahan": "31.73"}, "kelurahan"),
        ({"kelurahan": "31.73.01.1099"}, "kelurahan"),
        ({"kelurahan": None}, "kelurahan"),
        ({"kelurahan": None, "outside_place": " "}, "kelurahan"),
        ({"outside_place": "Kota Bekasi"}, "kelurahan"),
    ],
)
def test_a_registration_is_not_corrected_to_what_cannot_be(changed, field):
    person = a_participant(JULY, kelurahan=KAPUK)
    move(person, to=CENGKARENG_TIMUR, on=AUGUST, by=an_official())
    person.kelurahan_id = KAPUK

    with pytest.raises(DeedRefused) as refusal:
        correct(person, **changed)

    assert refusal.value.field == field
    assert_the_books_balance(DAYS)


# --- Nothing more is done to a record that was merged ----------------------------------------------


def test_details_of_a_merged_record_are_not_corrected():
    kept, gone = a_participant(JULY), a_participant(JULY)
    merge(kept, gone)

    with pytest.raises(DeedRefused):
        people.correct_traits(gone, by=an_official(), sex="F", business_is_new=False)
    with pytest.raises(DeedRefused):
        correct(gone, kelurahan=GAMBIR)

    assert_the_books_balance(DAYS)


def test_permits_deeds_and_peoples_deeds_are_refused_in_one_way():
    assert deeds.DeedRefused is DeedRefused


def test_the_record_says_that_a_sex_was_corrected_and_not_which_it_is():
    person = a_participant(JULY, sex="M")

    people.correct_traits(person, by=an_official(), sex="F", business_is_new=person.business_is_new)

    assert history(person).last().changes == {"sex": ["•••", "•••"]}
