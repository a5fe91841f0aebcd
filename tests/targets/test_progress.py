"""A region's achievement from one reading: result, target, pace, status, silence (PRODUCT, "Targets"; INTERFACE)."""

from datetime import date, datetime, timedelta

import pytest

from okoce import clock
from okoce.accounts import activity
from permits import deeds
from targets import goals, progress
from targets.pace import Status
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.permits.factories import a_permit
from tests.targets.standings import standing
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


@pytest.fixture(autouse=True)
def _targets() -> None:
    goals.load_defaults()


def test_a_region_its_children_and_any_kelurahan_are_of_one_reading():
    a_permit(kelurahan=KAPUK)
    a_permit(kelurahan=GAMBIR)

    found = progress.read(JAKARTA_BARAT, TODAY)

    assert found.standing.result == sum(child.result for child in found.children) == 1
    assert sum(one.result for one in found.kelurahan(JAKARTA_BARAT)) == 1
    assert found.of(PROVINCE).result == 2


def test_children_are_one_level_below_in_order_of_code():
    children = [child.node.code for child in progress.read(CENGKARENG, TODAY).children]

    assert children == [f"{CENGKARENG}.100{number}" for number in range(1, 7)]
    assert progress.read(KAPUK, TODAY).children == []


def test_the_provinces_target_and_its_kelurahans_stand_side_by_side():
    found = progress.read(PROVINCE, TODAY)

    assert (found.standing.target, found.children_target, found.programme_target) == (40_000, 53_400, 200_000)


def test_the_programmes_target_is_the_provinces_alone():
    assert progress.read(JAKARTA_BARAT, TODAY).programme_target is None


@pytest.mark.parametrize(
    ("day", "year", "has_pace", "status"),
    [
        (TODAY, 2018, True, Status.CRITICAL),
        (date(2018, 12, 31), 2018, True, Status.CRITICAL),
        (date(2019, 1, 1), 2018, False, Status.NOT_REACHED),
        (date(2017, 12, 31), 2018, False, None),
        (date(2019, 1, 1), 2019, True, Status.CRITICAL),
        (date(2017, 6, 1), 2017, False, None),
        (date(2023, 6, 1), 2023, False, None),
    ],
)
def test_pace_is_of_days_within_a_period_with_a_target_and_a_period_that_is_over_has_a_verdict(
    day, year, has_pace, status
):
    with portal_at(date(2023, 6, 1)):
        found = progress.read(PROVINCE, day, year=year).standing

    assert (found.pace is not None, found.status) == (has_pace, status)


def test_kelurahan_have_a_target_in_2018_and_none_after():
    with portal_at(date(2019, 6, 1)):
        found = [progress.read(KAPUK, date(2019, 6, 1), year=year).standing for year in (2018, 2019)]

    assert [(one.target, one.status) for one in found] == [(200, Status.NOT_REACHED), (None, None)]


def test_before_any_target_was_set_there_is_none():
    early = datetime.fromisoformat("2017-11-30T12:00:00+07:00")

    found = progress.read(PROVINCE, date(2018, 1, 1), known_at=early)

    assert (found.standing.target, found.standing.pace, found.children_target) == (None, None, None)


def test_a_target_is_known_at_the_very_moment_it_was_set():
    set_at = datetime.fromisoformat("2017-12-01T00:00:00+07:00")

    assert progress.read(PROVINCE, date(2018, 1, 1), known_at=set_at).standing.target == 40_000


def test_known_at_now_or_later_takes_everything_and_says_now():
    a_permit()
    with portal_at(datetime(2018, 9, 9, 16, 5)):
        found = progress.read(PROVINCE, TODAY, known_at=datetime.fromisoformat("2030-01-01T00:00:00+07:00"))

    assert (found.standing.result, found.known_at.isoformat()) == (1, "2018-09-09T16:05:00+07:00")


# --- Silence ---------------------------------------------------------------------------------------


def test_a_kelurahan_is_silent_when_its_officers_did_nothing_in_fourteen_days():
    with portal_at(date(2018, 8, 26)):
        activity.note(an_officer(KAPUK))
    with portal_at(date(2018, 8, 27)):
        activity.note(an_officer(CENGKARENG_TIMUR))

    silent = {one.node.code: one.silent for one in progress.read(CENGKARENG, TODAY).children}
    assert (silent[KAPUK], silent[CENGKARENG_TIMUR]) == (True, False)


def test_a_sign_of_life_is_not_known_before_it_was_given():
    with portal_at(datetime(2018, 9, 5, 14, 30)):
        activity.note(an_officer(KAPUK))

    moments = [clock.start_of(date(2018, 9, 5)) + timedelta(hours=14, minutes=minute) for minute in (29, 30)]
    read = [progress.read(KAPUK, TODAY, known_at=moment) for moment in moments]

    assert [found.standing.silent for found in read] == [True, False]


def test_a_region_is_silent_when_all_its_kelurahan_are():
    activity.note(an_officer(KAPUK))

    found = progress.read(PROVINCE, TODAY)
    assert [found.of(code).silent for code in (PROVINCE, JAKARTA_BARAT, CENGKARENG, "31.71")] == [
        False,
        False,
        False,
        True,
    ]


def test_recording_is_a_sign_of_life_and_what_an_official_does_is_none():
    permit = a_permit(kelurahan=KAPUK)
    deeds.void(a_permit(kelurahan=GAMBIR, by=an_official()), by=an_official(), reason="Salah orang.")

    found = progress.read(PROVINCE, TODAY)
    assert [found.of(code).silent for code in (permit.kelurahan_id, GAMBIR)] == [False, True]


# --- Shares ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "target", "share"),
    [(50, 200, 0.25), (-2, 200, 0.0), (250, 200, 1.25), (5, None, 0.0), (5, 0, 1.0), (-1, 0, 0.0)],
)
def test_shares_stop_at_nothing(result, target, share):
    assert standing(result=result, target=target).share == share


# --- The chart's points ----------------------------------------------------------------------------


def test_the_charts_points_lead_from_new_years_eve_to_the_result():
    a_permit(issued_on=date(2017, 5, 1))
    a_permit(issued_on=date(2018, 2, 1))
    permit = a_permit(issued_on=date(2018, 3, 1))
    deeds.revoke(permit, on=date(2018, 8, 1), by=an_official(), reason="Usaha tutup.")

    points = progress.cumulative(PROVINCE, 2018, TODAY)

    assert points == [
        (date(2017, 12, 31), 0),
        (date(2018, 2, 1), 1),
        (date(2018, 3, 1), 2),
        (date(2018, 8, 1), 1),
    ]
    assert points[-1][1] == progress.read(PROVINCE, TODAY).standing.result


def test_the_charts_points_are_as_known_too():
    with portal_at(date(2018, 9, 20)):
        a_permit(issued_on=date(2018, 2, 1))
        known = datetime.fromisoformat("2018-09-09T23:59:59+07:00")

        assert progress.cumulative(PROVINCE, 2018, TODAY, known_at=known) == [(date(2017, 12, 31), 0)]


def test_before_the_year_the_chart_has_one_point():
    a_permit(issued_on=date(2018, 2, 1))

    assert progress.cumulative(PROVINCE, 2018, date(2017, 6, 1)) == [(date(2017, 12, 31), 0)]
