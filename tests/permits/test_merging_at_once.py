"""Merging and taking apart while others record, on PostgreSQL: one outcome each time, and the counts are right."""

from collections import Counter
from datetime import date

import pytest

from participants.deeds import DeedRefused
from permits import deeds, duplicates, merging
from permits.models import Merge, Permit, ToldApart
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAYS = [date(2018, 9, 1), date(2018, 9, 9)]
ROUNDS = 25


def some_pairs(official):
    """Pairs of records, each with a permit of its own kelurahan."""
    return [[a_permit(kelurahan=code, by=official).participant for code in (KAPUK, GAMBIR)] for _ in range(ROUNDS)]


def outcomes(results) -> Counter:
    return Counter(tuple(sorted(type(outcome).__name__ for outcome in pair)) for pair in results)


def test_taking_apart_against_a_recording_leaves_each_permit_with_somebody_in_force():
    officer, official = an_officer(), an_official()
    pairs = some_pairs(official)
    merges = [merging.merge(*pair, by=official, reason="Sama.") for pair in pairs]

    def unmerge(number):
        return merging.unmerge(merges[number], by=official, reason="Dua orang.")

    def record(number):
        return deeds.record(pairs[number][0], a_paper(), by=officer)

    results = at_once(ROUNDS, unmerge, record)

    assert outcomes(results) == {("Merge", "Permit"): ROUNDS}
    assert Permit.objects.filter(participant__merged_into=None).count() == 3 * ROUNDS
    assert_the_books_balance(DAYS)


def test_of_two_who_take_one_merge_apart_one_does_and_the_other_is_told():
    official = an_official()
    merges = [merging.merge(*pair, by=official, reason="Sama.") for pair in some_pairs(official)]

    def unmerge(number):
        return merging.unmerge(merges[number], by=official, reason="Dua orang.")

    results = at_once(ROUNDS, unmerge, unmerge, refusals=DeedRefused)

    assert outcomes(results) == {("DeedRefused", "Merge"): ROUNDS}
    assert Merge.objects.filter(undone_at=None).count() == 0
    assert_the_books_balance(DAYS)


def test_taking_apart_against_a_further_merge_leaves_the_books_in_balance():
    official = an_official()
    pairs = some_pairs(official)
    others = [a_participant() for _ in range(ROUNDS)]
    merges = [merging.merge(*pair, by=official, reason="Sama.") for pair in pairs]

    def unmerge(number):
        return merging.unmerge(merges[number], by=official, reason="Dua orang.")

    def merge(number):
        return merging.merge(others[number], pairs[number][0], by=official, reason="Sama.")

    results = at_once(ROUNDS, unmerge, merge, refusals=DeedRefused)

    assert {type(merged).__name__ for _, merged in results} == {"Merge"}
    assert_the_books_balance(DAYS)


def test_two_merges_into_one_survivor_at_once_are_both_done():
    official = an_official()
    pairs, others = some_pairs(official), [a_permit().participant for _ in range(ROUNDS)]

    def merge(absorbed):
        return lambda number: merging.merge(pairs[number][0], absorbed(number), by=official, reason="Sama.")

    results = at_once(ROUNDS, merge(lambda number: pairs[number][1]), merge(lambda number: others[number]))

    assert outcomes(results) == {("Merge", "Merge"): ROUNDS}
    assert_the_books_balance(DAYS)


def test_two_who_tell_the_same_two_apart_say_it_once():
    official = an_official()
    pairs = some_pairs(official)

    def tell(turned):
        return lambda number: duplicates.tell_apart(*pairs[number][::turned], by=official)

    at_once(ROUNDS, tell(1), tell(-1))

    assert ToldApart.objects.count() == ROUNDS
