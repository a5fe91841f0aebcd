"""The seven steps with P4, which is derived: its day is the counted permit's (PRODUCT, "The seven steps")."""

from datetime import date

import pytest

from participants.deeds import complete_step
from participants.models import Participant, Step
from permits import deeds
from permits.models import Kind
from permits.steps import counted_permit, steps_of
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)


def done(person: Participant, day: date = TODAY) -> dict[str, date]:
    return {state.code: state.completed_on for state in steps_of(person, day) if state.completed_on}


def test_p4_is_done_on_the_counted_permits_day():
    person = a_participant(JULY)
    a_permit(person, issued_on=date(2018, 9, 1))
    a_permit(person, kind=Kind.SKU, issued_on=AUGUST)

    assert done(person) == {"P1": JULY, "P4": AUGUST}


def test_p4_is_open_again_with_no_valid_permit_left():
    permit = a_permit(a_participant(JULY), issued_on=AUGUST)
    deeds.revoke(permit, on=date(2018, 9, 1), by=an_official(), reason="Usaha tutup.")

    assert [done(permit.participant, day).get("P4") for day in (date(2018, 8, 31), date(2018, 9, 1))] == [AUGUST, None]


def test_steps_are_those_of_the_day_asked_about():
    person = a_participant(JULY)
    complete_step(person, step=Step.P2, on=AUGUST, by=an_official())

    assert [done(person, day) for day in (date(2018, 6, 30), JULY, AUGUST)] == [
        {},
        {"P1": JULY},
        {"P1": JULY, "P2": AUGUST},
    ]


def test_the_counted_permit_is_found_among_several():
    person = a_participant(JULY)
    first = a_permit(person, issued_on=AUGUST)
    second = a_permit(person, issued_on=date(2018, 9, 1))
    deeds.void(first, by=an_official(), reason="Salah orang.")

    assert [counted_permit(person, day) for day in (AUGUST, TODAY)] == [None, second]
