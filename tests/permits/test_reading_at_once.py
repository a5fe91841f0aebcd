"""Recording and reading side by side: nobody is turned away, and every figure read is of one moment (rule 6)."""

from datetime import date

import pytest

from okoce import clock
from participants.models import Participant
from participants.registering import register
from permits import counting, deeds
from permits.models import Permit
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK, PROVINCE
from tests.participants.factories import a_participant, a_registration
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2018, 9, 9)
ROUNDS = 30


def test_officers_who_record_at_once_all_get_their_permit():
    """On SQLite nobody meets "database is locked"."""
    officers = [an_officer(code) for code in (KAPUK, CENGKARENG_TIMUR, GAMBIR)]
    forms = [[a_registration() for _ in range(10)] for _ in officers]

    def press(side):
        officer = officers[side]

        def register_and_record(number):
            person = register(forms[side][number], by=officer)
            return deeds.record(person, a_paper(kelurahan=officer.region_id), by=officer)

        return register_and_record

    at_once(10, *(press(side) for side in range(len(officers))))

    assert (Participant.objects.count(), Permit.objects.count()) == (30, 30)
    assert_the_books_balance([TODAY])


def test_rule_6_the_past_stands_still_while_others_record():
    officer = an_officer()
    for _ in range(3):
        a_permit(by=officer)
    moment = clock.now()
    persons = [a_participant() for _ in range(ROUNDS)]

    def record(number):
        return deeds.record(persons[number], a_paper(), by=officer)

    def read(number):
        figures = counting.board(2018, TODAY, moment).figures(PROVINCE)
        return figures.new_entrepreneurs, figures.programme, figures.issued, sum(figures.blocks)

    results = at_once(ROUNDS, record, read)

    assert {figures for _, figures in results} == {(3, 3, 3, 3)}


def test_all_figures_of_one_board_are_of_one_moment_while_others_record():
    officer = an_officer()
    persons = [a_participant() for _ in range(ROUNDS)]

    def record(number):
        return deeds.record(persons[number], a_paper(), by=officer)

    def read(number):
        figures = counting.board(2018, TODAY).figures(PROVINCE)
        return {figures.new_entrepreneurs, figures.programme, sum(figures.blocks), figures.steps["P4"]}

    results = at_once(ROUNDS, record, read)

    assert [figures for _, figures in results if len(figures) > 1] == []
