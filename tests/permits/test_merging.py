"""Making two records of one person one: the survivor keeps the earliest of both, and counts once (rule 7)."""

from datetime import date

import pytest

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants.deeds import DeedRefused, complete_step, move
from participants.models import Participant, Step
from permits import merging
from permits.models import Kind, Merge, PermitEntry
from permits.steps import steps_of
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance, recount

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
DAYS = [date(2018, 6, 30), date(2018, 7, 1), date(2018, 7, 15), date(2018, 8, 15), TODAY]
JUNE, JULY, AUGUST = date(2018, 6, 15), date(2018, 7, 1), date(2018, 8, 1)


def merge(kept: Participant, gone: Participant) -> Merge:
    return merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


def days_of_steps(person: Participant) -> dict[str, date]:
    return {step.code: step.completed_on for step in steps_of(person, TODAY) if step.completed_on}


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
        merging.merge(a_participant(), a_participant(), by=an_official(), reason=reason)

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
