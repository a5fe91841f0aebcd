"""The targets in force: assigned ones and sums, two figures and the reserve between them, read as known at."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from okoce import clock
from okoce.regions import tree
from targets import goals, progress, sentences
from targets.models import Target
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant, an_outsider
from tests.targets.setting import Y2018, Y2019, a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


def test_the_programme_begins_with_its_published_targets():
    goals.load_defaults()

    found = goals.every([goals.year_of(year) for year in goals.YEARS] + [goals.PROGRAMME])

    assert [each.target(PROVINCE) for each in found.values()] == [40_000] * 5 + [200_000]
    assert {found[Y2018].target(node.code) for node in tree.kelurahan()} == {200}
    assert {found[Y2019].target(node.code) for node in tree.kelurahan()} == {None}


def test_loading_the_first_targets_again_changes_nothing():
    first = goals.load_defaults()

    again = goals.load_defaults()

    assert (first, again) == (273, 0)


def test_a_kecamatans_and_a_citys_target_is_the_sum_of_its_kelurahans():
    goals.load_defaults()
    a_target(260, CENGKARENG_TIMUR)

    found = goals.goals(Y2018)

    assert [found.target(code) for code in (CENGKARENG, JAKARTA_BARAT)] == [1_260, 11_260]


def test_assigned_and_sum_are_two_figures_with_a_reserve_of_13400_between_them():
    goals.load_defaults()

    found = goals.goals(Y2018)

    assert (found.target(PROVINCE), found.children(PROVINCE), found.reserve(PROVINCE)) == (40_000, 53_400, 13_400)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (40_000, "Jumlah target kelurahan 53.400; target DKI Jakarta 40.000. Selisih 13.400 adalah cadangan."),
        (60_000, "Jumlah target kelurahan 53.400; target DKI Jakarta 60.000. Selisih 6.600 adalah kekurangan."),
        (53_400, ""),
        (None, ""),
    ],
)
def test_the_difference_is_said_by_its_name(own: int | None, sentence: str):
    assert sentences.difference("DKI Jakarta", own, 53_400) == sentence


@pytest.mark.parametrize("region", [CENGKARENG_TIMUR, CENGKARENG, JAKARTA_BARAT])
def test_there_is_no_reserve_where_there_is_one_figure_only(region: str):
    goals.load_defaults()

    assert goals.goals(Y2018).reserve(region) is None


def test_a_target_is_read_as_known_at():
    goals.load_defaults()
    with portal_at(date(2018, 7, 1)):
        a_target(250)
    with portal_at(date(2018, 8, 1)):
        a_target(300)

    known = [
        goals.goals(Y2018, clock.end_of(day)).target(CENGKARENG_TIMUR)
        for day in (date(2017, 11, 30), date(2018, 6, 30), date(2018, 7, 1), date(2018, 8, 1))
    ]

    assert known == [None, 200, 250, 300]
    assert goals.goals(Y2018).target(CENGKARENG_TIMUR) == 300


def test_the_last_row_rules_even_where_a_demos_clock_has_gone_back():
    with portal_at(datetime(2018, 9, 9, 23, 0)):
        a_target(250)
    with portal_at(datetime(2018, 9, 9, 8, 0)):
        a_target(300)

    assert goals.goals(Y2018).target(CENGKARENG_TIMUR) == 300


def test_the_board_and_its_pace_follow_the_target_in_force():
    goals.load_defaults()
    a_target(0)

    found = progress.read(CENGKARENG, TODAY)

    assert (found.standing.target, found.of(CENGKARENG_TIMUR).target) == (1_000, 0)
    assert found.of(CENGKARENG_TIMUR).status == "tercapai"
    assert progress.read(PROVINCE, TODAY).children_target == 53_200


def test_the_board_as_known_at_has_the_target_of_then():
    goals.load_defaults()
    with portal_at(date(2018, 8, 1)):
        a_target(300)

    then = progress.read(CENGKARENG_TIMUR, TODAY, known_at=clock.end_of(date(2018, 7, 31)))

    assert (then.standing.target, progress.read(CENGKARENG_TIMUR, TODAY).standing.target) == (200, 300)


def test_the_targets_of_a_period_are_one_statement_however_often_they_were_set(django_assert_num_queries):
    goals.load_defaults()
    for number in (250, 300, 350):
        a_target(number)

    with django_assert_num_queries(1):
        found = goals.goals(Y2018, timezone.now())

    assert len(found.assigned) == 268


def test_several_periods_are_one_statement_too(django_assert_num_queries):
    goals.load_defaults()

    with django_assert_num_queries(1):
        found = goals.every([Y2018, Y2019])

    assert [each.target(PROVINCE) for each in found.values()] == [40_000, 40_000]


def test_a_target_is_of_its_own_period_only():
    a_target(40_000, PROVINCE, Y2019)

    assert [goals.goals(period).target(PROVINCE) for period in (Y2018, Y2019, goals.PROGRAMME)] == [None, 40_000, None]


def test_registered_people_are_counted_by_kelurahan_without_those_from_outside():
    a_participant()
    a_participant(kelurahan=KAPUK)
    a_participant(kelurahan=KAPUK)
    an_outsider()

    found = goals.registered()

    assert {code: count for code, count in found.items() if count} == {CENGKARENG_TIMUR: 1, KAPUK: 2}
    assert len(found) == 267


def test_registered_people_are_counted_as_known_at():
    a_participant(date(2018, 7, 1))
    a_participant(date(2018, 8, 1))

    assert goals.registered(clock.end_of(date(2018, 7, 31)))[CENGKARENG_TIMUR] == 1


# --- History ---------------------------------------------------------------------------------------


def test_the_history_says_who_when_why_and_what_became_of_the_number():
    goals.load_defaults()
    official = an_official(name="Ibu Contoh")
    with portal_at(datetime(2018, 8, 1, 9, 30)):
        a_target(300, by=official, reason="Pasar baru dibuka.")

    latest, first = goals.history(CENGKARENG_TIMUR, Y2018)

    assert (latest.before, latest.after, latest.difference, latest.by, latest.reason) == (
        200,
        300,
        100,
        "Ibu Contoh",
        "Pasar baru dibuka.",
    )
    assert timezone.localtime(latest.at) == timezone.make_aware(datetime(2018, 8, 1, 9, 30))
    assert (first.before, first.after, first.difference, first.by) == (None, 200, None, "")


def test_the_history_of_a_sum_tells_each_deed_once_with_what_it_made_of_the_sum():
    goals.load_defaults()
    a_target(300, CENGKARENG_TIMUR)
    a_target(100, KAPUK)

    changes = goals.history_of_children(CENGKARENG, Y2018)

    assert [(change.before, change.after, len(change.regions)) for change in changes] == [
        (1_300, 1_200, 1),
        (1_200, 1_300, 1),
        (None, 1_200, 6),
    ]
    assert changes[0].only.code == KAPUK


def test_the_history_of_a_region_leaves_out_the_deeds_on_others():
    a_target(300, CENGKARENG_TIMUR)
    a_target(40_000, PROVINCE)

    assert [change.after for change in goals.history_of_children(PROVINCE, Y2018)] == [300]
    assert goals.history_of_children("31.71", Y2018) == []


def test_the_history_ends_at_the_moment_it_is_known_at():
    with portal_at(date(2018, 7, 1)):
        a_target(250)
    with portal_at(date(2018, 8, 1)):
        a_target(300)

    changes = goals.history(CENGKARENG_TIMUR, Y2018, clock.end_of(date(2018, 7, 31)))

    assert [change.after for change in changes] == [250]


# --- Below the deeds -------------------------------------------------------------------------------


def test_the_database_takes_no_target_for_a_kecamatan_or_a_city():
    for region in (CENGKARENG, JAKARTA_BARAT):
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(region_id=region, first_day=Y2018[0], last_day=Y2018[1], number=1, reason="x")


def test_a_target_once_set_is_never_changed_or_taken_away():
    target = a_target(300)

    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=target.pk).delete()
