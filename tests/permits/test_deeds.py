"""The deeds on permits, one by one."""

from datetime import date

import pytest

from okoce import clock
from permits import deeds
from targets import progress
from tests.people import CENGKARENG_TIMUR, a_paper, a_participant, a_permit, an_officer

pytestmark = pytest.mark.django_db


def test_a_recorded_permit_makes_its_holder_count():
    a_permit()

    assert progress.read(CENGKARENG_TIMUR, clock.today()).standing.result == 1


def test_a_number_is_refused_when_its_kind_has_it_already_in_any_spelling():
    officer = an_officer()
    deeds.record(a_participant(), a_paper(number="12/31.73.01.1006/e/2018"), by=officer)

    with pytest.raises(deeds.DeedRefused) as refusal:
        deeds.record(a_participant(), a_paper(number="12 / 31.73.01.1006 / E / 2018"), by=officer)

    assert refusal.value.field == "number"


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_finds_the_regions_and_leaves_nothing_behind():
    a_permit(issued_on=date(2018, 8, 1))

    assert progress.read("31", clock.today()).standing.result == 1
