"""The figures of what counts, at two dates: rules 4 to 8 of PRODUCT, "What counts", on small worked examples."""

from datetime import date, datetime, timedelta

import pytest

from okoce import clock
from participants.deeds import complete_step, move
from participants.models import Step
from permits import counting, deeds, lines, people
from permits.lines import Window
from permits.models import Kind, Measure, Permit
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, GROGOL, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
NEW_YEARS_EVE, NEW_YEAR = date(2018, 12, 31), date(2019, 1, 1)


def figures(region: str = PROVINCE, day: date = TODAY, *, year: int = 2018, known_at: datetime | None = None):
    return counting.board(year, day, known_at).figures(region)


def net(region: str = PROVINCE, day: date = TODAY, **asked) -> int:
    return figures(region, day, **asked).new_entrepreneurs


def revoke(permit: Permit, on: date) -> None:
    deeds.revoke(permit, on=on, by=an_official(), reason="Usaha tutup.")


# --- Rule 4: sums ----------------------------------------------------------------------------------


def test_rule_4_kelurahan_add_up_to_kecamatan_those_to_cities_and_those_to_the_province():
    for place, many in ((KAPUK, 1), (CENGKARENG_TIMUR, 2), (GROGOL, 3), (GAMBIR, 4)):
        for _ in range(many):
            a_permit(kelurahan=place)

    regions = (KAPUK, CENGKARENG_TIMUR, CENGKARENG, JAKARTA_BARAT, "31.71", "31.01", PROVINCE)
    assert {region: net(region) for region in regions} == dict(zip(regions, (1, 2, 3, 6, 4, 0, 10), strict=True))
    assert_the_books_balance([TODAY])


def test_rule_4_kinds_add_up_to_the_total():
    for kind, many in ((Kind.IUMK, 2), (Kind.SKU, 3)):
        for _ in range(many):
            a_permit(kind=kind)

    found = figures()
    assert (found.iumk, found.sku, found.new_entrepreneurs) == (2, 3, 5)


# --- Rule 5: years ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year", "result"),
    [
        (NEW_YEARS_EVE, 2018, 1),
        (NEW_YEARS_EVE, 2019, 0),
        (NEW_YEAR, 2018, 1),
        (NEW_YEAR, 2019, 1),
        (date(2018, 12, 30), 2018, 0),
        (date(2020, 6, 1), 2018, 1),
        (date(2020, 6, 1), 2019, 1),
        (date(2020, 6, 1), 2020, 0),
    ],
)
def test_rule_5_the_last_day_of_a_year_is_that_years_and_the_first_the_nexts(day, year, result):
    with portal_at(date(2020, 6, 1)):
        a_permit(issued_on=NEW_YEARS_EVE)
        a_permit(issued_on=NEW_YEAR)

        assert net(day=day, year=year) == result


def test_rule_5_before_the_year_its_figures_are_nothing_and_after_it_those_of_its_last_day():
    with portal_at(date(2020, 6, 1)):
        permit = a_permit(issued_on=date(2019, 3, 1))
        revoke(permit, date(2020, 3, 1))

        found = {day: figures(day=day, year=2019) for day in (NEW_YEARS_EVE, date(2019, 12, 31), date(2020, 6, 1))}

    assert [(one.new_entrepreneurs, one.began, one.stopped, one.issued) for one in found.values()] == [
        (0, 0, 0, 0),
        (1, 1, 0, 1),
        (1, 1, 0, 1),
    ]


def test_rule_5_long_before_the_year_its_figures_are_nothing_too():
    a_permit(issued_on=date(2017, 9, 1))

    assert net(day=date(2017, 6, 1), year=2018) == 0


def test_rule_5_a_year_in_which_more_stop_than_begin_is_negative():
    with portal_at(date(2019, 6, 1)):
        for _ in range(3):
            revoke(a_permit(issued_on=date(2018, 6, 1)), date(2019, 2, 1))
        a_permit(issued_on=date(2019, 3, 1))

        found = figures(day=date(2019, 6, 1), year=2019)

    assert (found.new_entrepreneurs, found.began, found.stopped, found.moved) == (-2, 1, 3, 0)


def test_rule_5_kind_and_kelurahan_may_be_negative_while_the_total_is_not():
    """Somebody counted since last year moves from an SKU of Kapuk to an IUMK of Gambir."""
    with portal_at(date(2019, 6, 1)):
        person = a_participant()
        first = a_permit(person, kind=Kind.SKU, kelurahan=KAPUK, issued_on=date(2018, 6, 1))
        a_permit(person, kind=Kind.IUMK, kelurahan=GAMBIR, issued_on=date(2018, 7, 1))
        revoke(first, date(2019, 2, 1))

        whole, left, reached = (figures(code, date(2019, 6, 1), year=2019) for code in (PROVINCE, KAPUK, GAMBIR))

    assert (whole.iumk, whole.sku, whole.new_entrepreneurs, whole.moved) == (1, -1, 0, 0)
    assert [(one.new_entrepreneurs, one.began, one.stopped, one.moved) for one in (left, reached)] == [
        (-1, 0, 0, -1),
        (1, 0, 0, 1),
    ]


def test_rule_5_revoking_the_first_of_two_permits_moves_the_person_and_not_the_total():
    person = a_participant()
    first = a_permit(person, kelurahan=KAPUK, issued_on=date(2018, 8, 1))
    a_permit(person, kelurahan=GAMBIR, issued_on=date(2018, 8, 15))
    before = [net(region) for region in (PROVINCE, KAPUK, GAMBIR)]

    revoke(first, date(2018, 9, 1))

    assert (before, [net(region) for region in (PROVINCE, KAPUK, GAMBIR)]) == ([1, 1, 0], [1, 0, 1])
    assert figures().stopped == 0


def test_rule_5_whoever_counted_before_the_programme_stands_apart():
    a_permit(issued_on=date(2017, 6, 1))
    a_permit(issued_on=date(2017, 12, 31))
    a_permit(issued_on=date(2018, 1, 1))

    found = figures()
    assert (found.before_programme, found.programme, found.new_entrepreneurs) == (2, 1, 1)


def test_rule_5_the_programmes_result_falls_when_somebody_from_before_it_stops():
    revoke(a_permit(issued_on=date(2017, 6, 1)), date(2018, 3, 1))

    found = figures()
    assert (found.before_programme, found.programme, found.stopped) == (1, -1, 1)


def test_rule_5_on_a_day_before_the_programme_its_result_is_nothing():
    a_permit(issued_on=date(2017, 6, 1))
    a_permit(issued_on=date(2017, 10, 1))

    found = figures(day=date(2017, 7, 1), year=2017)
    assert (found.before_programme, found.programme, found.new_entrepreneurs) == (1, 0, 1)


def test_rule_5_a_figure_opens_to_lines_whose_signs_add_up_to_it():
    revoke(a_permit(issued_on=date(2018, 3, 1)), date(2018, 9, 1))
    a_permit(issued_on=date(2017, 12, 1))
    a_permit(issued_on=date(2018, 4, 1))

    window = Window(PROVINCE, date(2017, 12, 31), TODAY)
    entries = lines.permit_entries(window, Measure.COUNTED)

    assert ([entry.sign for entry in entries], lines.net(entries), net()) == ([1, 1, -1], 1, 1)


# --- Rule 6: two dates -----------------------------------------------------------------------------


def test_rule_6_a_permit_of_december_recorded_in_january_belongs_to_december():
    with portal_at(NEW_YEARS_EVE):
        published = clock.now()
    with portal_at(date(2019, 1, 5)):
        a_permit(issued_on=date(2018, 12, 28))

    december = {"day": NEW_YEARS_EVE, "year": 2018}
    assert (net(**december), net(**december, known_at=published)) == (1, 0)
    assert net(day=date(2019, 1, 5), year=2019) == 0


def test_rule_6_the_past_as_known_then_keeps_a_permit_that_was_voided_since():
    permit = a_permit()
    with portal_at(date(2018, 9, 20)):
        deeds.void(permit, by=an_official(), reason="Salah orang.")

        assert (net(known_at=clock.end_of(TODAY)), net(known_at=clock.now()), net()) == (1, 0, 0)


def test_rule_6_registrations_steps_and_blocks_are_as_known_too():
    with portal_at(date(2018, 9, 20)):
        person = a_participant(date(2018, 9, 1))
        complete_step(person, step=Step.P2, on=date(2018, 9, 5), by=an_official())
        a_permit(person, issued_on=date(2018, 9, 5))

    then, now = figures(known_at=clock.end_of(TODAY)), figures()

    assert [(one.registered, one.steps["P2"], one.steps["P4"], one.blocks) for one in (then, now)] == [
        (1, 0, 0, (0, 0, 0, 0)),
        (1, 1, 1, (1, 0, 0, 0)),
    ]


# --- Rule 7: permits issued, registrations, steps --------------------------------------------------


def test_rule_7_permits_issued_stand_beside_the_count_and_are_never_mixed_with_it():
    person = a_participant()
    a_permit(person, kelurahan=KAPUK)
    a_permit(person, kelurahan=GAMBIR, kind=Kind.SKU)
    revoke(a_permit(kelurahan=GAMBIR, issued_on=date(2018, 8, 1)), TODAY)
    deeds.void(a_permit(kelurahan=GAMBIR), by=an_official(), reason="Salah orang.")

    assert [(one.issued, one.revoked, one.new_entrepreneurs) for one in map(figures, (PROVINCE, KAPUK, GAMBIR))] == [
        (3, 1, 1),
        (1, 0, 1),
        (2, 1, 0),
    ]


def test_rule_7_registered_is_the_sum_of_the_cities_and_those_from_outside():
    a_participant(kelurahan=KAPUK)
    a_participant(kelurahan=GAMBIR)
    an_outsider()

    board = counting.board(2018, TODAY)
    assert [board.figures(code).registered for code in (PROVINCE, JAKARTA_BARAT, "31.71")] == [3, 1, 1]
    assert [board.figures(code).outside for code in (PROVINCE, JAKARTA_BARAT)] == [1, 0]


def test_rule_7_p4_counts_where_the_permit_was_issued_and_the_other_steps_where_the_person_is():
    person = a_participant(date(2018, 7, 1), kelurahan=KAPUK)
    complete_step(person, step=Step.P2, on=date(2018, 8, 1), by=an_official())
    a_permit(person, kelurahan=GAMBIR, issued_on=date(2018, 8, 1))

    board = counting.board(2018, TODAY)
    assert [[board.figures(code).steps[step] for step in ("P1", "P2", "P4")] for code in (KAPUK, GAMBIR)] == [
        [1, 1, 0],
        [0, 0, 1],
    ]


def test_rule_7_permits_do_not_move_with_the_person():
    person = a_participant(date(2018, 7, 1), kelurahan=KAPUK)
    a_permit(person, kelurahan=KAPUK, issued_on=date(2018, 8, 1))

    move(person, to=GAMBIR, on=date(2018, 9, 1), by=an_official())

    board = counting.board(2018, TODAY)
    assert [[board.figures(code).steps[step] for step in ("P1", "P4")] for code in (KAPUK, GAMBIR)] == [[0, 1], [1, 0]]


def test_rule_7_steps_are_all_there_are_on_the_day_and_not_the_years():
    a_participant(date(2017, 12, 1))
    a_participant(date(2018, 8, 1))

    assert [figures(day=day).registered for day in (date(2017, 12, 31), TODAY)] == [1, 2]


# --- Rule 8: splits --------------------------------------------------------------------------------


def test_rule_8_every_split_adds_up_to_the_count():
    a_permit(a_participant(sex="F", business_is_new=True), kind=Kind.IUMK, issued_on=TODAY)
    a_permit(a_participant(sex="M", business_is_new=False), kind=Kind.SKU, issued_on=date(2018, 8, 1))
    a_permit(a_participant(sex="M", business_is_new=True), kind=Kind.SKU, issued_on=date(2018, 8, 1))

    window = Window(PROVINCE, date(2017, 12, 31), TODAY)
    assert {trait: lines.split(window, trait) for trait in lines.SPLITS} == {
        "kind": {"IUMK": 1, "SKU": 2},
        "sex": {"F": 1, "M": 2},
        "business_is_new": {True: 2, False: 1},
        "before_registration": {True: 2, False: 1},
    }


def test_rule_8_correcting_a_trait_moves_the_count_from_one_part_to_the_other():
    person = a_permit(a_participant(sex="M")).participant

    people.correct_traits(person, by=an_official(), sex="F", business_is_new=True)

    split = lines.split(Window(PROVINCE, date(2017, 12, 31), TODAY), "sex")
    assert split == {"F": 1, "M": 0}


# --- Rule 9: from permits to people ----------------------------------------------------------------


def test_rule_9_issued_less_revoked_less_further_papers_is_who_counts():
    person = a_participant()
    a_permit(person)
    a_permit(person, kind=Kind.SKU)
    revoke(a_permit(issued_on=date(2018, 8, 1)), TODAY)

    window = Window(PROVINCE, date(2017, 12, 31), TODAY)
    further = sum(row["net"] for row in lines.further_papers(window))
    found = figures()
    assert (found.issued, found.revoked, further, found.new_entrepreneurs) == (3, 1, 1, 1)
    assert found.issued - found.revoked - further == found.new_entrepreneurs


# --- What pace is judged by ------------------------------------------------------------------------


def test_the_blocks_are_the_net_of_each_of_the_last_four_times_seven_days_latest_first():
    for ago in (0, 6, 7, 13, 14, 20, 21, 27, 28):
        a_permit(issued_on=TODAY - timedelta(days=ago))

    assert figures().blocks == (2, 2, 2, 2)


def test_the_blocks_reach_across_new_year():
    with portal_at(date(2019, 1, 3)):
        for day in (date(2019, 1, 3), date(2018, 12, 28), date(2018, 12, 27)):
            a_permit(issued_on=day)

        assert figures(day=date(2019, 1, 3), year=2019).blocks == (2, 1, 0, 0)


# --- Days and levels -------------------------------------------------------------------------------


def test_the_daily_net_adds_up_to_the_figure_and_leaves_out_days_without_change():
    revoke(a_permit(kelurahan=KAPUK, issued_on=date(2018, 8, 1)), TODAY)
    a_permit(kelurahan=GAMBIR, issued_on=date(2018, 8, 1))
    first = date(2018, 1, 1)

    daily = {region: counting.daily_net(region, first, TODAY) for region in (PROVINCE, KAPUK, JAKARTA_BARAT)}

    assert daily == {
        PROVINCE: {date(2018, 8, 1): 2, TODAY: -1},
        KAPUK: {date(2018, 8, 1): 1, TODAY: -1},
        JAKARTA_BARAT: {date(2018, 8, 1): 1, TODAY: -1},
    }


def test_a_board_costs_the_same_few_statements_however_much_there_is(django_assert_num_queries):
    with django_assert_num_queries(2):
        counting.board(2018, TODAY)
    for place in (KAPUK, GAMBIR, GROGOL):
        a_permit(kelurahan=place)

    with django_assert_num_queries(2):
        counting.board(2018, TODAY)
    with django_assert_num_queries(4):
        counting.board(2018, TODAY, clock.end_of(date(2018, 9, 1)))
