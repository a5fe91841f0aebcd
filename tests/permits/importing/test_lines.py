"""One row, pure: whatever stands in its cells, it is read or refused with what to do, and keeps no NIK."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants import nik, numbers
from permits.importing.lines import Holder, Line, read_holder, read_line
from permits.models import Kind
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_nik
from tests.permits.importing.files import NAMES, a_row

TODAY = date(2018, 9, 9)
NUMBER = numbers.with_check("4K7H2MX9Q")


def read(row: list[object]) -> Line:
    return read_line(7, dict(zip(NAMES, row, strict=True)).get, kelurahan=CENGKARENG_TIMUR, today=TODAY)


def said(row: list[object]) -> list[tuple[str, bool]]:
    return [(str(remark), remark.is_problem) for remark in read(row).remarks]


def test_a_good_row_is_read_whole():
    line = read(
        a_row(NUMBER, " 12/e/2018 ", kind="i.u.m.k.", issued_on="1 Sep 2018", investment="Rp5.000.000", workers="2")
    )

    assert line.remarks == []
    assert line.holder == Holder(number=NUMBER)
    assert (line.paper.kind, line.paper.number, line.paper.issued_on) == (Kind.IUMK, "12/e/2018", date(2018, 9, 1))
    assert (line.paper.investment, line.paper.workers, line.paper.kelurahan) == (5_000_000, 2, CENGKARENG_TIMUR)


@pytest.mark.parametrize("cell", ["{}", " {}", "'{}", "{}\u00a0", "\u200b{}"])
@pytest.mark.parametrize("gap", ["", " ", ".", "-"])
def test_a_nik_is_found_however_it_is_spaced(cell, gap):
    digits = a_nik(serial=31)
    spaced = gap.join(digits[start : start + 4] for start in range(0, 16, 4))

    assert read_holder(cell.format(spaced)).nik_index == nik.blind_index(digits)


@pytest.mark.parametrize("cell", [NUMBER, NUMBER.lower(), f"{NUMBER[:5]}-{NUMBER[5:]}", f" {NUMBER[:5]} {NUMBER[5:]}"])
def test_a_participant_number_is_found_in_any_spelling(cell):
    assert read_holder(cell) == Holder(number=NUMBER)


def test_a_mistyped_participant_number_is_not_taken_for_a_hidden_nik():
    right = numbers.with_check("4XXX72MX9")

    with pytest.raises(ValueError, match=numbers.MISTYPED):
        read_holder(right[:-1] + ("0" if right[-1] != "0" else "1"))


def test_a_participant_number_of_digits_alone_is_found_though_it_lost_its_zeros():
    number = next(
        number for number in (numbers.with_check(f"00{stem:07d}") for stem in range(1000)) if number.isdigit()
    )

    assert read_holder(int(number)) == Holder(number=number)


def test_an_sku_states_no_amounts_and_what_stands_there_is_said_to_be_left_out():
    line = read(a_row(NUMBER, "1", kind="Surat Keterangan Usaha"))

    assert (line.paper.kind, line.paper.investment, line.paper.workers) == (Kind.SKU, None, None)
    assert said(a_row(NUMBER, "1", kind="SKU", investment="-", workers=0)) == []
    assert said(a_row(NUMBER, "1", kind="SKU")) == [
        ("Modal usaha: SKU tidak memuat ini, jadi tidak ikut dicatat.", False),
        ("Tenaga kerja: SKU tidak memuat ini, jadi tidak ikut dicatat.", False),
    ]


def test_a_number_that_names_another_area_or_year_is_a_doubt():
    assert said(a_row(NUMBER, "12/31.74.08.1004/-1.824.27/e/2017")) == [
        ("Nomor izin: Nomor ini menyebut kelurahan 31.74.08.1004, bukan 31.73.01.1006.", False),
        ("Nomor izin: Nomor ini menyebut tahun 2017, tetapi tanggal terbitnya tahun 2018.", False),
    ]


def test_more_than_an_iumk_allows_is_a_doubt():
    assert [problem for _, problem in said(a_row(NUMBER, "1", investment=600_000_000, workers=20))] == [False, False]


def test_a_name_that_cannot_be_read_is_only_a_doubt():
    line = read(a_row(NUMBER, "1", name="#REF!"))

    assert line.paper is not None
    assert [(remark.column, remark.is_problem) for remark in line.remarks] == [("name", False)]


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    assert [column for column, _ in (sentence.split(": ")[:2] for sentence, _ in said([None] * 7))] == [
        "NIK atau nomor peserta",
        "Jenis izin",
        "Nomor izin",
        "Tanggal terbit",
    ]


def test_a_nik_within_the_number_of_a_letter_is_refused_but_long_numbers_are_not():
    number = a_nik(serial=32)

    assert read(a_row(NUMBER, f"12/{number}/2018")).paper is None
    assert read(a_row(NUMBER, "31.73.01.1006.2018.01")).paper is not None
    assert read(a_row(NUMBER, "9999999999999999")).paper is not None


_cells = (
    st.none()
    | st.text(max_size=20)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.sampled_from([NUMBER, a_nik(serial=33), "3,17E+15", "IUMK", "SKU", "1/9/2018", "=1+1", "#N/A", "\x00", "-"])
)


@given(st.lists(_cells, min_size=7, max_size=7))
def test_any_row_is_read_or_refused_with_sentences(row):
    line = read(row)

    assert all(str(remark)[-1] in ".)" and "\n" not in str(remark) for remark in line.remarks)
    taken = line.holder is not None and line.paper is not None
    assert taken == (not any(remark.is_problem for remark in line.remarks))
    assert a_nik(serial=33) not in repr(line)
