"""The story's map: uneven, with Koja ahead by registrations and Cengkareng Timur by permits."""

from collections import Counter

import pytest

from targets.demo import places, script
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT

pytestmark = pytest.mark.django_db


@pytest.fixture
def layout() -> places.Places:
    return places.lay_out(script.chance(2018, "places"))


def by_kecamatan(layout: places.Places) -> Counter:
    sums: Counter = Counter()
    for code, number in zip(layout.codes, layout.registered, strict=True):
        sums[code.rpartition(".")[0]] += number
    return sums


def test_most_of_those_in_jakarta_are_in_koja(layout):
    sums = by_kecamatan(layout)

    assert sum(sums.values()) == 45_183
    assert sums.most_common(1) == [("31.72.03", 1_610)]
    assert sums["31.72.03"] > sums.most_common(2)[1][1]


def test_few_are_on_the_islands(layout):
    sums = by_kecamatan(layout)

    assert sums["31.01.01"] + sums["31.01.02"] == 105
    assert min(layout.registered) > 0


def test_a_thousand_count_in_thirty_strong_kelurahan_and_many_weak_ones(layout):
    counted = layout.counted

    assert sum(counted) == 1_000
    assert sum(number > 10 for number in counted) == 31
    assert sum(number == 0 for number in counted) == 58


def test_cengkareng_timur_is_the_best_of_jakarta_barat(layout):
    there = {
        code: number
        for code, number in zip(layout.codes, layout.counted, strict=True)
        if code.startswith(JAKARTA_BARAT)
    }

    assert max(there, key=there.__getitem__) == CENGKARENG_TIMUR


def test_silent_kelurahan_have_few_permits_or_none(layout):
    assert len(layout.silent) == 46
    assert max(layout.counted[place] for place in layout.silent) <= 4


def test_what_lies_outside_jakarta_has_no_code(layout):
    assert layout.code(layout.outside) is None
    assert layout.code(0) == layout.codes[0]
