"""The record of who did what, when and from where."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test import RequestFactory

from okoce import clock
from okoce.audit.models import Event, Verb
from okoce.audit.recording import history, record, subject_of
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def test_a_deed_is_recorded_with_its_moment_doer_and_subject():
    person, official = a_participant(), an_official()

    with portal_at(datetime(2018, 9, 9, 16, 5)):
        event = record(Verb.NIK_REVEALED, person, by=official)

    assert (event.at.isoformat(), event.actor, event.subject, event.changes) == (
        "2018-09-09T16:05:00+07:00",
        official,
        f"participant:{person.pk}",
        {},
    )


def test_a_deed_bears_the_address_it_came_from():
    request = RequestFactory(REMOTE_ADDR="10.1.2.3").post("/")

    assert record(Verb.EXPORTED, a_participant(), by=an_official(), request=request).address == "10.1.2.3"


def test_a_deed_that_is_taken_back_leaves_no_record():
    person = a_participant()
    before = Event.objects.count()

    with transaction.atomic():
        record(Verb.EXPORTED, person, by=None)
        transaction.set_rollback(True)

    assert Event.objects.count() == before


def test_a_history_is_that_of_one_thing_oldest_first():
    permit, _ = a_permit(), a_permit()
    record(Verb.CORRECTED, permit, by=None)

    assert [event.verb for event in history(permit)] == [Verb.RECORDED, Verb.CORRECTED]


def test_people_and_permits_of_one_id_are_two_subjects():
    permit = a_permit()

    assert {subject_of(permit), subject_of(permit.participant)} == {
        f"permit:{permit.pk}",
        f"participant:{permit.participant.pk}",
    }


def test_a_history_costs_one_statement_however_many_did_it(django_assert_num_queries):
    permit = a_permit()
    for _ in range(3):
        record(Verb.CORRECTED, permit, by=an_official(), at=clock.now())

    with django_assert_num_queries(1):
        assert len({str(event.actor) for event in history(permit)}) == 4


def test_no_deed_writes_a_name_a_nik_or_a_phone_into_the_record():
    person = a_participant(name="Siti Aminah", nik="3173995708850042", phone="+6281234567890", email="siti@contoh.id")
    a_permit(person)

    written = " ".join(f"{event.subject} {event.changes}" for event in Event.objects.all())

    assert [secret for secret in ("Siti", "3173995708850042", "81234567890", "siti@") if secret in written] == []
