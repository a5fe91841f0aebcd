import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okoce.ui import formats, reading

EVENING_IN_LONDON = datetime.datetime(2018, 12, 31, 18, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (999, "999"), (40000, "40.000"), (1234567, "1.234.567"), (-2, "−2"), (2.5, "3"), (None, "–")],
)
def test_a_number_is_said_with_dots_and_a_real_minus(value, said):
    assert formats.number(value) == said


def test_words_pass_a_format_unchanged():
    said = [formats.number("belum ada"), formats.percent("belum ada"), formats.rupiah("x"), formats.day("besok")]

    assert said == ["belum ada", "belum ada", "x", "besok"]


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [(345.13, 2, "345,13"), (345.125, 2, "345,13"), (0.5, 0, "1"), (-0.004, 2, "0,00"), (1234.5, 1, "1.234,5")],
)
def test_a_broken_number_keeps_its_places_and_rounds_halves_up(value, places, said):
    assert formats.decimal(value, places) == said


@pytest.mark.parametrize(("value", "said"), [(3, "+3"), (-2, "−2"), (0, "0"), (0.2, "0"), (12000, "+12.000")])
def test_a_change_says_its_sign(value, said):
    assert formats.signed(value) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.019, "1,9 %"), (0.585, "58,5 %"), (0, "0,0 %"), (1, "100,0 %"), (1.5, "150,0 %"), (-0.02, "−2,0 %")],
)
def test_a_share_is_said_in_percent(share, said):
    assert formats.percent(share) == said


def test_rounding_turns_no_part_into_nothing_or_into_the_whole():
    assert [formats.percent(1 / 40000), formats.percent(39999 / 40000)] == ["<0,1 %", ">99,9 %"]


@pytest.mark.parametrize(("value", "said"), [(1500000, "Rp1.500.000"), (0, "Rp0"), (-5, "−Rp5"), (None, "–")])
def test_rupiah_stand_without_a_space(value, said):
    assert formats.rupiah(value) == said


def test_a_day_is_said_in_indonesian_long_and_short():
    day = datetime.date(2018, 8, 9)

    assert [formats.day(day), formats.short_day(day), formats.day(None)] == ["9 Agustus 2018", "9 Agu 2018", "–"]


def test_a_moment_is_said_in_jakarta_whatever_its_own_time_zone():
    assert formats.moment(EVENING_IN_LONDON) == "1 Januari 2019 01.05 WIB"


def test_the_day_of_a_moment_is_the_one_in_jakarta():
    assert formats.day(EVENING_IN_LONDON) == "1 Januari 2019"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime.datetime(2018, 9, 9, 16, 5))


@pytest.mark.parametrize(
    ("number", "said"),
    [("+6281234567890", "0812 3456 7890"), ("+62811234567", "0811 2345 67"), ("+60123", "+60123"), ("", "–")],
)
def test_a_phone_number_is_said_as_people_say_it(number, said):
    assert formats.phone(number) == said


@given(st.integers(-(10**14), 10**14))
def test_a_number_that_is_said_can_be_read_back(value):
    assert reading.parse_whole_number(formats.number(value)) == value


@given(st.dates(reading.FIRST_DAY, reading.LAST_DAY))
def test_a_day_that_is_said_can_be_read_back(day):
    assert [reading.parse_day(formats.day(day)), reading.parse_day(formats.short_day(day))] == [day, day]
