"""What a permit number says of itself: the area code and the year; a reason to warn, never to refuse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits import numbers
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK

SEPTEMBER = date(2018, 9, 9)


@pytest.mark.parametrize(
    ("number", "kelurahan", "year"),
    [
        ("12/31.74.08.1004/-1.824.27/e/2018", "31.74.08.1004", 2018),
        ("12/31.74.08.1004/e/2018 ", "31.74.08.1004", 2018),
        ("503/45/2018", None, 2018),
        ("31.74.08.1004", "31.74.08.1004", None),
        ("2018/503", None, None),
        ("503/12018", None, None),
        ("503/1999", None, None),
        ("", None, None),
    ],
)
def test_a_number_claims_what_stands_in_it(number, kelurahan, year):
    assert numbers.claims(number) == numbers.Claims(kelurahan, year)


def test_a_number_that_agrees_raises_no_doubt():
    assert numbers.doubts(f"1/{KAPUK}/e/2018", kelurahan=KAPUK, issued_on=SEPTEMBER) == []


def test_a_number_that_names_another_kelurahan_and_year_raises_two():
    assert numbers.doubts(f"1/{KAPUK}/e/2017", kelurahan=CENGKARENG_TIMUR, issued_on=SEPTEMBER) == [
        f"Nomor ini menyebut kelurahan {KAPUK}, bukan {CENGKARENG_TIMUR}.",
        "Nomor ini menyebut tahun 2017, tetapi tanggal terbitnya tahun 2018.",
    ]


@given(st.text(max_size=80))
def test_no_number_is_too_strange_to_be_read(number):
    assert len(numbers.doubts(number, kelurahan=KAPUK, issued_on=SEPTEMBER)) <= 2
