"""Registering somebody: one person, one row, one line in the journal (step P1)."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants.models import Channel, Participant, StepEntry
from participants.registering import AlreadyRegistered, is_registered, register
from permits import merging
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT
from tests.participants.factories import a_nik, a_participant, a_registration, an_outsider
from tests.permits.recounting import assert_the_books_balance, recount

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


def test_a_registered_person_counts_from_today_in_the_kelurahan_of_the_business():
    a_participant(kelurahan=CENGKARENG_TIMUR)

    assert [recount(day)[CENGKARENG_TIMUR]["P1"] for day in (date(2018, 9, 8), TODAY)] == [0, 1]
    assert_the_books_balance([TODAY])


def test_somebody_from_outside_jakarta_is_in_a_bucket_of_its_own():
    an_outsider()

    assert recount(TODAY) == {"": {"P1": 1}}
    assert_the_books_balance([TODAY])


def test_who_registers_alone_and_who_at_the_desk_is_told_apart():
    officer = an_officer()

    alone, at_desk = a_participant(), a_participant(by=officer)

    assert [(person.channel, person.registered_by) for person in (alone, at_desk)] == [
        (Channel.WEB, None),
        (Channel.DESK, officer),
    ]


def test_a_registration_is_one_deed_at_the_very_moment_of_the_registration():
    officer = an_officer()

    person = a_participant(by=officer)

    [event] = history(person)
    [line] = StepEntry.objects.filter(participant=person)
    assert (event.verb, event.actor, event.at, line.recorded_at, line.deed) == (
        Verb.REGISTERED,
        officer,
        person.registered_at,
        person.registered_at,
        event,
    )


def test_the_same_submission_gives_the_same_person():
    registration = a_registration()

    first, again = register(registration), register(registration)

    assert (first, Participant.objects.count(), StepEntry.objects.count()) == (again, 1, 1)


def test_another_submission_with_a_known_nik_is_refused_without_saying_whose_it_is():
    registration = a_registration(name="Siti Aminah")
    register(registration)

    with pytest.raises(AlreadyRegistered) as refusal:
        register(replace(registration, name="Orang Lain", submission=uuid4()))

    assert (str(refusal.value), refusal.value.__context__ is None or refusal.value.__suppress_context__) == ("", True)


def test_a_nik_that_was_merged_away_is_still_registered():
    kept, nik = a_participant(), a_nik(serial=8)
    merging.merge(kept, a_participant(nik=nik), by=an_official(), reason="Orang yang sama.")

    assert is_registered(nik) is True


def test_a_registration_the_database_refuses_leaves_nothing_behind():
    with pytest.raises(IntegrityError):
        register(a_registration(kelurahan=JAKARTA_BARAT))

    assert (Participant.objects.count(), StepEntry.objects.count()) == (0, 0)


def test_a_registration_shows_no_nik_when_it_is_printed():
    registration = a_registration()

    assert registration.nik not in repr(registration)


def test_registering_costs_a_fixed_handful_of_statements(django_assert_max_num_queries):
    registration = a_registration()

    with django_assert_max_num_queries(8):
        register(registration)
