"""How a region's pace comes about, sum by sum: PRODUCT's worked example, and what reads well when it goes back."""

from dataclasses import replace
from datetime import date

import pytest

from targets import progress
from targets.pace import pace
from targets.progress import Standing
from targets.workings import workings
from tests.okoce.regions.codes import PROVINCE
from tests.targets.scene import a_scene

pytestmark = pytest.mark.django_db

STORY = date(2018, 9, 9)


def a_standing(result: int, blocks: tuple[int, int, int, int], target: int = 40_000) -> Standing:
    """The province against a target on 9 September 2018 with this result."""
    a_scene()
    found = progress.read(PROVINCE, STORY).standing
    figures = replace(found.figures, iumk=result, sku=0, blocks=blocks)
    running = pace(
        target=target,
        result=result,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 12, 31),
        day=STORY,
        blocks=blocks,
    )
    return replace(found, figures=figures, target=target, pace=running, status=running.status)


def told(standing: Standing) -> list[tuple[str, str, str]]:
    return [(one.name, one.sum, one.figure) for one in workings(standing, 2018, STORY, {})]


def test_the_worked_example_is_told_sum_by_sum():
    assert told(a_standing(1000, (280, 140, 70, 70))) == [
        ("Target", "", "40.000"),
        ("Hasil", "", "1.000"),
        ("Seharusnya", "40.000 × 252 ÷ 365 hari", "27.616"),
        ("Kurang dari seharusnya", "27.616 − 1.000", "26.616"),
        ("Sisa sampai target", "40.000 − 1.000", "39.000"),
        ("Perlu per hari", "39.000 ÷ 113 hari lagi", "345,13"),
        ("Perlu per hari kerja", "39.000 ÷ 77 hari kerja lagi", "506,49"),
        ("28 hari terakhir", "", "+560"),
        ("Laju per hari", "560 ÷ 28 hari", "20,00"),
        ("Perkiraan akhir tahun", "1.000 + 560 ÷ 28 × 113 hari", "3.260"),
        ("Dengan minggu terendah", "1.000 + 70 ÷ 7 × 113 hari", "2.130"),
        ("Dengan minggu tertinggi", "1.000 + 280 ÷ 7 × 113 hari", "5.520"),
    ]


def test_a_result_that_went_back_stands_in_brackets():
    found = {name: sum for name, sum, _ in told(a_standing(-2, (-1, 0, 0, -1)))}

    assert found["Kurang dari seharusnya"] == "27.616 − (−2)"
    assert found["Perkiraan akhir tahun"] == "(−2) + (−2) ÷ 28 × 113 hari"


def test_a_region_ahead_is_told_by_how_much():
    found = told(a_standing(30_000, (10, 10, 10, 10)))

    assert ("Di atas seharusnya", "30.000 − 27.616", "2.384") in found


def test_past_the_target_nothing_is_left_and_exactly_on_pace_nothing_lacks():
    past, exactly = told(a_standing(41_000, (0, 0, 0, 0))), told(a_standing(25_200, (0, 0, 0, 0), target=36_500))

    assert ("Sisa sampai target", "", "0") in past
    assert not {name for name, _, _ in exactly} & {"Kurang dari seharusnya", "Di atas seharusnya"}


def test_who_lacks_less_than_one_is_shown_of_what():
    assert ("Kurang dari seharusnya", "40.000 × 252 ÷ 365 − 27.616", "<1") in told(a_standing(27_616, (0, 0, 0, 0)))


def test_without_a_pace_there_is_nothing_to_work_out():
    assert workings(replace(a_standing(0, (0, 0, 0, 0)), pace=None), 2018, STORY, {}) == []
