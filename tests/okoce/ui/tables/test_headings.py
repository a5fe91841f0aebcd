"""Headings and the letters of columns."""

import pytest

from okoce.ui.tables.headings import heading_key, letter


@pytest.mark.parametrize(
    "heading", ["Tanggal terbit", "TANGGAL  TERBIT", "tanggal_terbit (hh/bb/tttt)", "Tanggal terbit *"]
)
def test_headings_are_compared_without_case_punctuation_and_remarks(heading):
    assert heading_key(heading) == "tanggalterbit"


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_a_column_is_named_as_spreadsheet_programs_do(position, name):
    assert letter(position) == name
