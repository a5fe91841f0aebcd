"""Two who press at the same moment: one row each time, the other told; and the journals say what the recount says.

On PostgreSQL, where two transactions truly run side by side.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from participants import deeds as steps
from participants.deeds import DeedRefused
from participants.models import Participant, Step
from participants.registering import AlreadyRegistered, register
from permits import counting, deeds, merging
from permits.models import Permit
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK, PROVINCE
from tests.participants.factories import a_participant, a_registration
from tests.permits.deeds import paper_of
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TODAY = date(2018, 9, 9)
DAYS = [date(2018, 9, 1), TODAY]
ROUNDS = 40
A_HUNDRED = 100
"""How often two officers meet over one number and over one person: what is promised of the desk."""


def kinds_of(results: list[tuple]) -> Counter:
    """How often each pair of outcomes occurred, by the names of their types, in no order."""
    return Counter(tuple(sorted(type(outcome).__name__ for outcome in pair)) for pair in results)


def some_registrations(rounds: int = ROUNDS):
    return [a_registration() for _ in range(rounds)]


def a_pair_who_count(first, second, official):
    """Two records, each with a permit of its own kelurahan."""
    return tuple(a_permit(kelurahan=code, by=official).participant for code in (first, second))


def deadlocks() -> int:
    """How many deadlocks this database has had to break."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("of_one_person", [False, True], ids=["two people's", "one person's"])
def test_of_two_officers_with_one_number_one_records_and_the_other_is_told(of_one_person: bool):
    officers = [an_officer(KAPUK), an_officer(CENGKARENG_TIMUR)]
    people = [[a_participant() for _ in range(A_HUNDRED)] for _ in officers]
    holders = [people[0], people[0]] if of_one_person else people

    def press(side):
        officer = officers[side]
        return lambda number: deeds.record(
            holders[side][number],
            a_paper(number=f"{number}/e/2018", kelurahan=officer.region_id),
            by=officer,
        )

    results = at_once(A_HUNDRED, press(0), press(1), refusals=DeedRefused)

    assert kinds_of(results) == {("DeedRefused", "Permit"): A_HUNDRED}
    told = {
        (outcome.field, outcome.message) for pair in results for outcome in pair if isinstance(outcome, DeedRefused)
    }
    assert {field for field, _ in told} == {"number"}
    assert all(message.startswith("Nomor") for _, message in told)
    assert Permit.objects.count() == A_HUNDRED
    assert_the_books_balance(DAYS)


def test_one_form_sent_twice_at_once_records_one_permit():
    officer = an_officer()
    forms = [(a_participant(), a_paper(), uuid4()) for _ in range(ROUNDS)]

    def press(number):
        person, paper, submission = forms[number]
        return deeds.record(person, paper, by=officer, submission=submission)

    results = at_once(ROUNDS, press, press)

    assert [first == second for first, second in results] == [True] * ROUNDS
    assert Permit.objects.count() == ROUNDS
    assert_the_books_balance(DAYS)


def test_two_permits_of_one_person_recorded_at_once_are_one_entrepreneur():
    officers = [an_officer(KAPUK), an_officer(GAMBIR)]
    persons = [a_participant() for _ in range(ROUNDS)]

    def press(officer):
        return lambda number: deeds.record(persons[number], a_paper(kelurahan=officer.region_id), by=officer)

    at_once(ROUNDS, *map(press, officers))

    assert counting.board(2018, TODAY).figures(PROVINCE).new_entrepreneurs == ROUNDS
    assert_the_books_balance(DAYS)


def test_a_revocation_and_a_correction_at_once_leave_the_books_in_balance():
    official = an_official()
    permits = [a_permit(issued_on=date(2018, 9, 1)) for _ in range(ROUNDS)]

    def revoke(number):
        return deeds.revoke(permits[number], on=date(2018, 9, 5), by=official, reason="Usaha tutup.")

    def correct(number):
        later = date(2018, 9, 3) if number % 2 else date(2018, 9, 6)
        return deeds.correct(permits[number], replace(paper_of(permits[number]), issued_on=later), by=official)

    at_once(ROUNDS, revoke, correct, refusals=DeedRefused)

    assert_the_books_balance([*DAYS, date(2018, 9, 4)])


def test_of_two_who_void_one_does_and_the_other_is_told():
    official = an_official()
    permits = [a_permit() for _ in range(ROUNDS)]

    def press(number):
        return deeds.void(permits[number], by=official, reason="Salah orang.")

    results = at_once(ROUNDS, press, press, refusals=DeedRefused)

    assert kinds_of(results) == {("DeedRefused", "Permit"): ROUNDS}
    assert_the_books_balance(DAYS)


def test_a_permit_given_to_another_while_it_is_revoked_is_revoked_wherever_it_is():
    official = an_official()
    permits = [a_permit() for _ in range(ROUNDS)]
    others = [a_participant() for _ in range(ROUNDS)]

    def give(number):
        permit = permits[number]
        return deeds.correct(permit, paper_of(permit), by=official, person=others[number], reason="Salah orang.")

    def revoke(number):
        return deeds.revoke(permits[number], on=TODAY, by=official, reason="Usaha tutup.")

    at_once(ROUNDS, give, revoke, refusals=DeedRefused)

    assert_the_books_balance(DAYS)


def test_a_merge_against_a_recording_leaves_no_permit_behind():
    officer, official = an_officer(), an_official()
    pairs = [(a_participant(), a_participant()) for _ in range(ROUNDS)]

    def merge(number):
        return merging.merge(*pairs[number], by=official, reason="Orang yang sama.")

    def record(number):
        return deeds.record(pairs[number][1], a_paper(), by=officer)

    results = at_once(ROUNDS, merge, record, refusals=DeedRefused)

    recorded = sum(isinstance(outcome, Permit) for _, outcome in results)
    assert Permit.objects.filter(participant__merged_into=None).count() == recorded
    assert_the_books_balance(DAYS)


def test_a_merge_against_steps_completed_and_undone_leaves_the_books_in_balance():
    official = an_official()
    pairs = [(a_participant(), a_participant()) for _ in range(ROUNDS)]
    done = [steps.complete_step(gone, step=Step.P2, on=TODAY, by=official) for _, gone in pairs]

    def merge(number):
        return merging.merge(*pairs[number], by=official, reason="Orang yang sama.")

    def undo(number):
        return steps.undo_step(done[number], by=official, reason="Keliru.")

    def complete(number):
        return steps.complete_step(pairs[number][1], step=Step.P3, on=TODAY, by=official)

    at_once(ROUNDS, merge, undo, complete, refusals=DeedRefused)

    assert_the_books_balance(DAYS)


def test_of_two_merges_the_other_way_round_one_is_done():
    official = an_official()
    pairs = [a_pair_who_count(KAPUK, GAMBIR, official) for _ in range(ROUNDS)]

    def merge(turned):
        return lambda number: merging.merge(*pairs[number][::turned], by=official, reason="Orang yang sama.")

    results = at_once(ROUNDS, merge(1), merge(-1), refusals=DeedRefused)

    assert kinds_of(results) == {("DeedRefused", "Merge"): ROUNDS}
    assert_the_books_balance(DAYS)


def test_merges_that_cross_between_two_kelurahan_do_not_wait_for_each_other_in_a_ring():
    official = an_official()

    places = [(KAPUK, GAMBIR), (GAMBIR, KAPUK)]
    pairs = [[a_pair_who_count(*side, official) for _ in range(ROUNDS)] for side in places]
    before = deadlocks()

    def merge(side):
        return lambda number: merging.merge(*pairs[side][number], by=official, reason="Orang yang sama.")

    results = at_once(ROUNDS, merge(0), merge(1))

    assert kinds_of(results) == {("Merge", "Merge"): ROUNDS}
    assert deadlocks() == before
    assert_the_books_balance(DAYS)


def test_of_two_officers_who_register_one_person_one_does_and_the_other_is_told():
    officers = [an_officer(KAPUK), an_officer(CENGKARENG_TIMUR)]
    first = some_registrations(A_HUNDRED)
    forms = [(registration, replace(registration, submission=uuid4())) for registration in first]

    def press(side):
        return lambda number: register(forms[number][side], by=officers[side])

    results = at_once(A_HUNDRED, press(0), press(1), refusals=AlreadyRegistered)

    assert kinds_of(results) == {("AlreadyRegistered", "Participant"): A_HUNDRED}
    assert Participant.objects.count() == A_HUNDRED
    assert_the_books_balance(DAYS)


def test_one_registration_sent_twice_at_once_is_one_person():
    forms = some_registrations()

    def press(number):
        return register(forms[number])

    results = at_once(ROUNDS, press, press)

    assert [first == second for first, second in results] == [True] * ROUNDS
    assert Participant.objects.count() == ROUNDS
    assert_the_books_balance(DAYS)
