"""Deeds on a person that touch both journals: merging two records of one person, correcting details (rules 7 and 8)."""

from datetime import date

import pytest
from django.db import IntegrityError

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants.deeds import DeedRefused, complete_step, move
from participants.models import Participant, Step
from permits import deeds, people
from permits.models import Kind, Merge, PermitEntry
from permits.steps import steps_of
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
    return people.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


def days_of_steps(person: Participant) -> dict[str, date]:
    return {step.code: step.completed_on for step in steps_of(person, TODAY) if step.completed_on}


# --- Merging (rule 7) ------------------------------------------------------------------------------


def test_rule_7_merging_keeps_the_earliest_registration():
    kept, gone = a_participant(AUGUST), a_participant(JULY)

    merge(kept, gone)

    kept.refresh_from_db()
    assert kept.registered_on == JULY
    assert_the_books_balance(DAYS)


def test_rule_7_merging_keeps_the_survivors_registration_when_that_is_earlier():
    kept, gone = a_participant(JULY), a_participant(AUGUST)

    merge(kept, gone)

    kept.refresh_from_db()
    assert kept.registered_on == JULY
    assert_the_books_balance(DAYS)


def test_rule_7_merging_keeps_the_earliest_day_of_each_step():
    official = an_official()
    kept, gone = a_participant(JULY), a_participant(JULY)
    complete_step(kept, step=Step.P2, on=AUGUST, by=official)
    complete_step(gone, step=Step.P2, on=date(2018, 7, 15), by=official)
    complete_step(kept, step=Step.P3, on=date(2018, 7, 15), by=official)
    complete_step(gone, step=Step.P3, on=AUGUST, by=official)
    complete_step(gone, step=Step.P7, on=AUGUST, by=official)

    merge(kept, gone)

    kept.refresh_from_db()
    assert days_of_steps(kept) == {
        "P1": JULY,
        "P2": date(2018, 7, 15),
        "P3": date(2018, 7, 15),
        "P7": AUGUST,
    }
    assert_the_books_balance(DAYS)


def test_rule_7_the_survivor_holds_all_permits_and_counts_once():
    kept, gone = a_participant(), a_participant()
    a_permit(kept, kind=Kind.SKU, kelurahan=KAPUK, issued_on=AUGUST)
    a_permit(gone, kelurahan=GAMBIR, issued_on=JULY)

    merge(kept, gone)

    assert [permit.participant for permit in kept.permits.all()] == [kept, kept]
    assert recount(TODAY)[GAMBIR]["IUMK"] + recount(TODAY)[KAPUK]["SKU"] == 1
    assert_the_books_balance(DAYS)


def test_merging_two_who_counted_makes_one_of_them_and_moves_nobody_else():
    kept, gone, other = a_participant(), a_participant(), a_participant()
    for person in (kept, gone, other):
        a_permit(person, issued_on=AUGUST)

    merge(kept, gone)

    counted = PermitEntry.objects.filter(measure="counted")
    assert {
        person: sum(entry.sign for entry in counted.filter(participant=person)) for person in (kept, gone, other)
    } == {kept: 1, gone: 0, other: 1}


def test_merging_somebody_who_moved_leaves_the_books_in_balance():
    official = an_official()
    kept, gone = a_participant(JULY, kelurahan=KAPUK), a_participant(JUNE, kelurahan=GAMBIR)
    move(kept, to=CENGKARENG_TIMUR, on=date(2018, 7, 15), by=official)
    move(gone, to=None, outside_place="Kota Depok", on=AUGUST, by=official)

    merge(kept, gone)

    assert_the_books_balance(DAYS)


def test_a_survivor_can_be_merged_again_with_all_it_has():
    first, second, third = a_participant(AUGUST), a_participant(JULY), a_participant(JUNE)
    a_permit(first, issued_on=AUGUST)
    merge(second, first)

    merge(third, second)

    assert third.permits.count() == 1
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("turned", [False, True])
def test_a_record_that_was_merged_is_not_merged_again(turned):
    kept, gone, other = a_participant(), a_participant(), a_participant()
    merge(kept, gone)

    with pytest.raises(DeedRefused):
        merge(*((gone, other) if turned else (other, gone)))

    assert Merge.objects.count() == 1


def test_nobody_is_merged_with_themselves():
    person = a_participant()

    with pytest.raises(DeedRefused):
        merge(person, person)


@pytest.mark.parametrize("reason", ["", "   "])
def test_merging_needs_a_reason(reason):
    with pytest.raises(DeedRefused) as refusal:
        people.merge(a_participant(), a_participant(), by=an_official(), reason=reason)

    assert refusal.value.field == "reason"


def test_merging_is_in_the_survivors_record_and_remembers_what_moved():
    kept, gone = a_participant(AUGUST), a_participant(JULY)
    permit = a_permit(gone)
    completion = complete_step(gone, step=Step.P2, on=AUGUST, by=an_official())

    merged = merge(kept, gone)

    event = history(kept).last()
    assert (event.verb, event.changes) == (Verb.MERGED, {"absorbed": [None, gone.displayed_number]})
    assert (merged.registered_on, merged.moved) == (
        AUGUST,
        {"permits": [permit.pk], "completions": [completion.pk], "undone": []},
    )


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
