"""Files that people open: no text acts as a formula, and what was text stays text."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from okoce.ui import tables
from okoce.ui.tables.writing import WrittenColumn, WrittenSheet, harmless, to_csv, to_xlsx
from tests.okoce.ui.tables.files import COLUMNS

HOSTILE = ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://192.0.2.1","x")']


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    file = to_xlsx(WrittenSheet("Izin", [WrittenColumn("Nomor izin")], [[text]]))

    cell = load_workbook(io.BytesIO(file)).active["A2"]

    assert cell.value[0] == "'"
    assert cell.data_type == "s"
    assert to_csv([[text]]).decode("utf-8-sig").lstrip('"')[0] == "'"


def test_numbers_days_and_plain_texts_stay_what_they_are():
    assert [harmless(value) for value in (-1, 2.5, None, date(2018, 1, 2), "12/e/2018")] == [
        -1,
        2.5,
        None,
        date(2018, 1, 2),
        "12/e/2018",
    ]


def test_what_was_written_is_read_back_the_same():
    columns = [WrittenColumn(column.label, as_text=True) for column in COLUMNS]
    rows = [["3173990101850003", "=12/e", date(2018, 9, 1), "bel\x07 dan \ud800 x"]]

    table = tables.read(io.BytesIO(to_xlsx(WrittenSheet("Izin", columns, rows))), COLUMNS)

    assert table.rows[0].cells == ["3173990101850003", "'=12/e", date(2018, 9, 1), "bel dan  x"]


def test_a_column_of_text_stays_text_for_what_is_typed_below():
    file = to_xlsx(
        WrittenSheet("Izin", [WrittenColumn("NIK", as_text=True), WrittenColumn("Jenis", choices=("A", "B"))])
    )

    sheet = load_workbook(io.BytesIO(file)).active

    assert sheet.column_dimensions["A"].number_format == "@"
    assert [str(choice.sqref) for choice in sheet.data_validations.dataValidation] == ["B2:B10000"]
