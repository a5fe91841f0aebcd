"""Opening many people at once leaves behind what opening them one by one does."""

from datetime import date

import pytest
from django.db import transaction

from okoce.audit.models import Event, Verb
from participants.deeds import DeedRefused, open_outside_scope
from participants.models import Opening, Participant
from participants.opening import open_all_outside_scope
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_participant
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def one_by_one(people, **how):
    for person in people:
        open_outside_scope(person, **how)


def left_behind(deed, people, **how):
    with portal_at(date(2018, 9, 9)), transaction.atomic():
        deed(people, **how)
        found = (
            list(Opening.objects.order_by("participant").values("participant", "opened_by", "day", "reason")),
            list(
                Event.objects.filter(verb=Verb.OPENED_OUTSIDE)
                .order_by("pk")
                .values("at", "actor", "subject", "changes")
            ),
        )
        transaction.set_rollback(True)
    return found


def test_many_at_once_leave_behind_what_one_by_one_do():
    officer = an_officer()
    people = [a_participant(kelurahan=GAMBIR) for _ in range(4)]
    open_outside_scope(people[1], by=officer, reason="di loket")
    how = {"by": officer, "reason": " Impor. "}

    assert left_behind(open_all_outside_scope, people, **how) == left_behind(one_by_one, people, **how)


def test_who_is_opened_is_visible_and_twice_is_once():
    officer, person = an_officer(), a_participant(kelurahan=GAMBIR)

    open_all_outside_scope([person, person], by=officer, reason="Impor.")
    open_all_outside_scope([person], by=officer, reason="Impor.")

    assert list(Participant.objects.visible_to(officer)) == [person]
    assert Event.objects.filter(verb=Verb.OPENED_OUTSIDE).count() == 1


def test_without_a_reason_nobody_is_opened():
    with pytest.raises(DeedRefused):
        open_all_outside_scope([a_participant(kelurahan=GAMBIR)], by=an_officer(), reason=" ")

    assert Opening.objects.count() == 0


def test_as_many_statements_for_one_as_for_ten(django_assert_num_queries):
    officer = an_officer()
    people = [a_participant(kelurahan=GAMBIR) for _ in range(11)]

    for some in (people[:1], people[1:]):
        with django_assert_num_queries(7):
            open_all_outside_scope(some, by=officer, reason="Impor.")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_official_open_the_same_people_once():
    officer = an_officer()
    people = [[a_participant(kelurahan=GAMBIR) for _ in range(3)] for _ in range(20)]

    def deed(number: int) -> None:
        open_all_outside_scope(people[number], by=officer, reason="Impor.")

    at_once(20, deed, deed)

    assert (Opening.objects.count(), Event.objects.filter(verb=Verb.OPENED_OUTSIDE).count()) == (60, 60)
