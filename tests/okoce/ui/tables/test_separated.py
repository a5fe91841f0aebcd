"""CSV: separators, encodings, quotes, and quotes that were left open."""

import io

import pytest

from okoce.ui import tables
from tests.okoce.ui.tables.files import COLUMNS, csv

ROWS = [["NIK", "Nomor izin", "Tanggal terbit", "Catatan"], ["x1", "12/e/2018", "1/9/2018", "Café é"]]


def read(file: io.BytesIO) -> tables.Table:
    return tables.read(file, COLUMNS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_separator_encoding_and_line_ending_is_read(separator, encoding, ending):
    text = ending.join(separator.join(row) for row in ROWS) + ending

    table = read(csv(text, encoding))

    assert table.headings == ROWS[0]
    assert [tuple(row) for row in table.rows] == [(2, ROWS[1])]


def test_commas_inside_cells_do_not_make_a_file_of_semicolons_one_of_commas():
    text = "NIK;Nomor izin;Tanggal terbit\n" + "".join(f"x;{n},5;1, September 2018\n" for n in range(30))

    assert read(csv(text)).rows[0].cells == ["x", "0,5", "1, September 2018"]


def test_a_separator_named_in_the_first_line_is_used_and_the_line_not_counted():
    table = read(csv("sep=;\r\nNIK;Nomor izin\r\nx,y;12\r\n"))

    assert table.heading_row == 1
    assert [tuple(row) for row in table.rows] == [(2, ["x,y", "12"])]


def test_quotes_and_line_breaks_inside_cells_leave_the_row_numbers_as_people_see_them():
    text = 'NIK;Nomor izin;Catatan\n"x";"12 ""A"";e";"baris satu\nbaris dua"\ny;13;""\n'

    assert [tuple(row) for row in read(csv(text)).rows] == [
        (2, ["x", '12 "A";e', "baris satu\nbaris dua"]),
        (3, ["y", "13"]),
    ]


def test_empty_lines_are_counted_but_not_rows():
    assert [row.number for row in read(csv("NIK,Nomor izin\n\nx,1\n,,\n\ny,2\n\n\n")).rows] == [3, 6]


def test_a_quotation_mark_left_open_until_the_end_is_named_by_its_row():
    with pytest.raises(tables.Unreadable) as refused:
        read(csv('NIK;Nomor izin;Catatan\nx;12;ya\ny;"13;ya\nz;14;ya\n'))

    assert str(refused.value).startswith("Tanda kutip di baris 3 dibuka tetapi tidak ditutup")


def test_a_quotation_mark_that_swallows_rows_is_named_by_its_row():
    with pytest.raises(tables.Unreadable) as refused:
        read(csv('NIK;Nomor izin;Catatan\nx;"12;ya\ny;13;ya\nz;"14";ya\n'))

    assert str(refused.value).startswith("Tanda kutip di baris 2 dibuka tetapi tidak ditutup")


def test_a_cell_larger_than_any_real_one_is_refused_with_its_row():
    with pytest.raises(tables.Unreadable) as refused:
        read(csv("NIK;Nomor izin\nx;" + "9" * 200_000))

    assert str(refused.value).startswith("Tanda kutip di baris 2")


def test_a_nul_in_one_cell_stays_a_matter_of_that_cell():
    assert read(csv("NIK,Nomor izin\nx,1\x002\n")).rows[0].cells == ["x", "1\x002"]


@pytest.mark.parametrize("text", ["halo", "Laporan bulan ini; terlampir"])
def test_a_line_of_text_is_no_workbook_whatever_its_name_ends_with(text):
    with pytest.raises(tables.Unreadable) as refused:
        read(csv(text))

    assert str(refused.value).startswith("Berkas ini bukan lembar kerja. Kirim berkas .xlsx atau .csv.")


def test_headings_alone_are_a_table_without_rows():
    assert read(csv("NIK;Nomor izin")).rows == []
