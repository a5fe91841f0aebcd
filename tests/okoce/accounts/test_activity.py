"""Which kelurahan have shown a sign of life in the fourteen days to a day (PRODUCT, "Targets": *belum melapor*)."""

from datetime import date, timedelta

import pytest

from okoce.accounts import activity
from okoce.accounts.models import ActiveDay
from participants.registering import register
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_registration
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


def test_a_kelurahan_is_active_for_fourteen_days():
    with portal_at(TODAY):
        activity.note(an_officer(KAPUK))

    days = [TODAY + timedelta(days=after) for after in (-1, 0, 13, 14)]
    assert [activity.active_kelurahan(day) for day in days] == [set(), {KAPUK}, {KAPUK}, set()]


def test_a_day_is_noted_once_however_often_an_officer_comes():
    for officer in (an_officer(KAPUK), an_officer(KAPUK), an_officer(CENGKARENG_TIMUR)):
        activity.note(officer)
        activity.note(officer)

    assert ActiveDay.objects.count() == 2


def test_an_officials_visit_makes_no_kelurahan_active():
    activity.note(an_official(KAPUK))

    assert activity.active_kelurahan(TODAY) == set()


def test_registering_somebody_at_the_desk_is_a_sign_of_life():
    register(a_registration(), by=an_officer(KAPUK))

    assert activity.active_kelurahan(TODAY) == {KAPUK}
