"""What the figures say in words: every sentence is true of the figures it stands beside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets import progress, sentences, workday
from targets.pace import Status, pace
from tests.targets.standings import figures, some_kelurahan, standing

pytestmark = pytest.mark.django_db

LAST_DAY = date(2018, 12, 31)


def paced(*, result: int = 1000, day: date = date(2018, 9, 9), blocks=(0, 0, 0, 0), target: int = 40_000):
    return pace(target=target, result=result, first_day=date(2018, 1, 1), last_day=LAST_DAY, day=day, blocks=blocks)


# --- What is needed --------------------------------------------------------------------------------


def test_what_is_needed_on_9_september_2018():
    assert sentences.needed(paced(), LAST_DAY) == (
        "Perlu 507 wirausaha baru per hari kerja sampai 31 Desember (77 hari kerja lagi)."
    )


def test_what_is_needed_kept_up_reaches_the_target_to_the_last_person():
    """77 working days at 506 would leave one short."""
    found = paced(result=40_000 - (77 * 506 + 1))

    assert sentences.needed(found, LAST_DAY).startswith("Perlu 507 ")


@pytest.mark.parametrize("remaining", [1, 25_001, 250 * 100 + 1])
def test_a_fraction_too_small_for_two_decimals_still_asks_for_one_more(remaining):
    found = paced(day=date(2018, 1, 2), result=40_000 - remaining)

    word = sentences.needed(found, LAST_DAY).split()[1]

    said, step = Decimal(word.replace(".", "").replace(",", ".")), Decimal("0.1") if "," in word else 1
    assert said * found.working_days_left >= remaining > (said - step) * found.working_days_left


@pytest.mark.parametrize(
    ("remaining", "day", "rate"),
    [
        # 155 ÷ 77 = 2,01: whole it would seem more than the 2,3 of lately.
        (155, date(2018, 9, 9), "2,1"),
        (154, date(2018, 9, 9), "2,0"),
        # 9,91 is more than 9,9.
        (763, date(2018, 9, 9), "10"),
        (771, date(2018, 9, 9), "11"),
    ],
)
def test_a_need_below_ten_is_told_with_one_decimal_rounded_up_on_page_and_desk_alike(remaining, day, rate):
    found = paced(result=40_000 - remaining, day=day, blocks=(12, 12, 12, 10))

    said = f"Perlu {rate} wirausaha baru per hari kerja sampai 31 Desember (77 hari kerja lagi)"
    assert sentences.needed(found, LAST_DAY) == f"{said}."
    assert workday.pace_sentence(found, LAST_DAY) == f"{said}; empat minggu terakhir 2,6."


def test_the_desk_and_the_page_round_the_exact_need_and_not_the_rounded_one():
    """236 ÷ 235 is 1,004: two decimals of it would be one person short."""
    found = replace(paced(result=40_000 - 236), working_days_left=235, required_per_working_day=Decimal("1.00"))

    assert sentences.needed(found, LAST_DAY).startswith("Perlu 1,1 ")
    assert workday.pace_sentence(found, LAST_DAY).startswith("Perlu 1,1 ")


def test_with_no_working_day_left_it_says_so():
    assert sentences.needed(paced(day=LAST_DAY), LAST_DAY) == (
        "Masih kurang 39.000 wirausaha baru dan tidak ada hari kerja lagi."
    )


@pytest.mark.parametrize("day", [date(2018, 9, 9), LAST_DAY])
def test_when_nothing_remains_nothing_is_asked_for(day):
    assert sentences.needed(paced(result=40_000, day=day), LAST_DAY) == "Target sudah tercapai."


# --- Where it leads --------------------------------------------------------------------------------


def test_where_the_pace_leads_is_rounded_because_it_is_no_promise():
    found = paced(blocks=(280, 140, 70, 70))

    assert sentences.heading_for(found, 2018) == (
        "Empat minggu terakhir 31 per hari kerja. Dengan laju itu tahun 2018 berakhir di sekitar 3.300 "
        "(2.100 sampai 5.500)."
    )


# --- The map ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "heading"),
    [
        ([0, 0, 0], "Belum ada wirausaha baru di 3 kelurahan"),
        ([-2, 0, 0], "Belum ada wirausaha baru di 3 kelurahan"),
        ([1, 0, 0], "Baru 1 dari 3 kelurahan punya 1 wirausaha baru atau lebih"),
        ([2, 1, 0], "Baru 1 dari 3 kelurahan punya 2 wirausaha baru atau lebih"),
        ([200, 0, 250], "2 dari 3 kelurahan mencapai target"),
        ([38], "38 wirausaha baru di kelurahan ini"),
        ([0], "Belum ada wirausaha baru di kelurahan ini"),
    ],
)
def test_the_maps_heading_counts_kelurahan_that_are_there(results, heading):
    assert sentences.map_heading([standing(result=result) for result in results]) == heading


def test_a_target_of_nothing_is_reached_on_the_map_too():
    found = [standing(result=0, target=0), standing(result=0), standing(result=5, target=None)]

    assert sentences.map_heading(found) == "1 dari 3 kelurahan mencapai target"


def test_the_maps_heading_tells_of_the_silent():
    found = [standing(result=3), standing(silent=True), standing(silent=True)]

    assert sentences.map_heading(found) == "Baru 1 dari 3 kelurahan punya 3 wirausaha baru atau lebih; 2 belum melapor"


@given(st.lists(st.integers(-3, 230), min_size=1, max_size=12))
def test_the_maps_heading_never_says_none_where_there_is_one(results):
    heading = sentences.map_heading([standing(result=result) for result in results])

    assert heading.startswith("Belum ada") == (max(results) <= 0)
    assert not heading.startswith(("Baru 0 ", "0 "))


# --- Tables, funnel, chart -------------------------------------------------------------------------


def test_the_tables_heading_says_how_many_are_in_the_worst_state():
    states = [Status.BEHIND, Status.CRITICAL, Status.CRITICAL]
    children = [standing(status=state, node=node) for state, node in zip(states, some_kelurahan(3), strict=True)]

    assert sentences.table_heading(children) == "2 dari 3 kelurahan kritis; terjauh di urutan atas"


def test_the_tables_heading_says_when_all_are_alike():
    children = [standing(status=Status.CRITICAL, node=node) for node in some_kelurahan(2)]

    assert sentences.table_heading(children) == "Semua kelurahan kritis; terjauh di urutan atas"


def test_the_tables_heading_without_targets_says_what_it_lists():
    assert sentences.table_heading([standing(target=None)]) == "Hasil menurut kelurahan"


@pytest.mark.parametrize(
    ("steps", "heading"),
    [
        ({}, "Belum ada yang mendaftar"),
        (
            {"P1": 51_000, "P2": 27_000, "P4": 1000},
            "Dari 51.000 yang mendaftar, 27.000 ikut pelatihan dan 1.000 berizin",
        ),
    ],
)
def test_the_funnels_heading_tells_who_registered_trained_and_holds_a_permit(steps, heading):
    assert sentences.funnel_heading(figures(steps=steps)) == heading


@pytest.mark.parametrize(
    ("own", "theirs", "sentence"),
    [
        (
            40_000,
            53_400,
            "Jumlah target kelurahan 53.400; target DKI Jakarta 40.000. Selisih 13.400 adalah cadangan.",
        ),
        (
            60_000,
            53_400,
            "Jumlah target kelurahan 53.400; target DKI Jakarta 60.000. Selisih 6.600 adalah kekurangan.",
        ),
        (53_400, 53_400, ""),
        (None, 53_400, ""),
        (40_000, None, ""),
    ],
)
def test_the_difference_between_a_target_and_its_parts_has_a_name(own, theirs, sentence):
    assert sentences.difference("DKI Jakarta", own, theirs) == sentence


def test_rates_are_whole_from_ten_up_and_have_one_decimal_below():
    found = [
        sentences.heading_for(paced(blocks=(many, 0, 0, 0)), 2018).split(".")[0].split("terakhir ")[1]
        for many in (180, 179, 9)
    ]

    assert found == ["10 per hari kerja", "9,9 per hari kerja", "0,5 per hari kerja"]
    assert paced(blocks=(9, 0, 0, 0)).recent_per_working_day == Decimal("0.50")


# --- How the result came about ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "as_of", "blocks", "result", "said"),
    [
        (2018, date(2018, 9, 9), (1, 2, 0, 0), 5, "3 dari 5 wirausaha baru datang dalam empat minggu terakhir"),
        (2018, date(2018, 9, 9), (0, 0, 0, 0), 5, "Empat minggu terakhir tidak menambah wirausaha baru"),
        # Four weeks that began in December are not part of what January brought.
        (2018, date(2018, 1, 5), (1, 40, 60, 50), 3, "3 wirausaha baru pada 5 Januari 2018"),
        (2018, date(2018, 1, 28), (1, 1, 0, 0), 3, "2 dari 3 wirausaha baru datang dalam empat minggu terakhir"),
        # Those who stopped earlier make the weeks larger than the whole.
        (2018, date(2018, 9, 9), (4, 4, 0, 0), 5, "5 wirausaha baru pada 9 September 2018"),
    ],
)
def test_the_charts_heading_never_tells_more_weeks_than_the_year_had(year, as_of, blocks, result, said):
    stands = replace(
        standing(result=result, target=200),
        figures=replace(figures(result=result), blocks=blocks),
        pace=paced(result=result, day=as_of, blocks=blocks),
    )
    found = replace(progress.read("31", as_of), standing=stands, year=year)

    assert sentences.chart_heading(found) == said
