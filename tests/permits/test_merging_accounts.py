"""What two records of one person sign in with: while they are one, and when they are two again."""

from datetime import date

import pytest
from django.test import Client

from okoce.accounts.models import User
from participants.models import Participant
from participants.own.accounts import open_account
from participants.own.correcting import correct_contact
from permits import merging
from permits.models import Merge
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db

PHONE, OTHER, NEW = "+6281299990001", "+6281299990002", "+6281299990003"
EMAIL = "siti@contoh.id"
PASSWORDS = ("perahu-biru-satu", "kapal-merah-dua")


def a_person(phone: str = PHONE, password: str = "", **fields) -> Participant:
    person = a_participant(date(2018, 7, 1), phone=phone, **fields)
    if password:
        open_account(person, password=password)
        person.refresh_from_db()
    return person


def merge(kept: Participant, gone: Participant) -> Merge:
    return merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


def unmerge(merged: Merge) -> None:
    merging.unmerge(merged, by=an_official(), reason="Ternyata dua orang.")


def names(*people: Participant) -> list[tuple[str, str]]:
    """What these people's accounts are called, and their e-mail addresses."""
    return [User.objects.values_list("username", "email").get(participant=person) for person in people]


def signs_in(login: str, password: str) -> bool:
    return Client().post("/masuk/", {"login": login, "password": password}).status_code == 302


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_accounts_with_one_phone_the_survivors_has_it_and_both_are_named_as_before_when_taken_apart(first):
    people = [a_person(), a_person()]
    for turn in (first, 1 - first):
        people[turn].email = EMAIL
        people[turn].save()
        open_account(people[turn], password=PASSWORDS[turn])
        people[turn].refresh_from_db()
    kept, gone = people
    before = names(kept, gone)

    merged = merge(kept, gone)
    while_one = [signs_in(login, PASSWORDS[0]) for login in ("081299990001", EMAIL, kept.number, gone.number)]
    named = names(kept, gone)
    unmerge(merged)

    assert (while_one, named) == ([True] * 4, [(PHONE, EMAIL), (gone.number, "")])
    assert names(kept, gone) == before
    assert signs_in(PHONE, PASSWORDS[first])


def test_an_account_with_a_phone_of_its_own_keeps_it_and_the_closed_one_has_its_own_back():
    kept, gone = a_person(PHONE, PASSWORDS[0]), a_person(OTHER, PASSWORDS[1], email=EMAIL)

    merged = merge(kept, gone)
    named = names(kept, gone)
    unmerge(merged)

    assert named == [(PHONE, ""), (gone.number, "")]
    assert names(kept, gone) == [(PHONE, ""), (OTHER, EMAIL)]


def test_a_phone_that_is_corrected_while_they_are_one_stays_with_the_survivor():
    kept, gone = a_person(PHONE), a_person(PHONE, PASSWORDS[1])
    open_account(kept, password=PASSWORDS[0])
    kept.refresh_from_db()
    merged = merge(kept, gone)

    correct_contact(kept, by=an_official(), phone=NEW, email="")
    unmerge(merged)

    assert names(kept, gone) == [(NEW, ""), (PHONE, "")]


def test_an_account_that_was_handed_over_keeps_its_name_until_the_phone_is_corrected():
    kept, gone = a_person(PHONE), a_person(OTHER, PASSWORDS[1])

    merged = merge(kept, gone)
    handed_over = names(kept)
    correct_contact(kept, by=an_official(), phone=NEW, email=EMAIL)
    corrected = names(kept)
    unmerge(merged)

    assert (handed_over, corrected) == ([(OTHER, "")], [(NEW, EMAIL)])
    assert names(gone) == [(OTHER, "")]
    assert not User.objects.filter(participant=kept).exists()


def test_a_name_that_an_administrator_gave_stays_with_its_account():
    kept, gone = a_person(PHONE, PASSWORDS[0]), a_person(OTHER, PASSWORDS[1])
    User.objects.filter(participant=gone).update(username="peserta")
    gone.refresh_from_db()

    merged = merge(kept, gone)
    unmerge(merged)

    assert names(kept, gone) == [(PHONE, ""), ("peserta", "")]
