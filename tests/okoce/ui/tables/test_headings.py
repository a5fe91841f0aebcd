"""Headings and the letters of columns."""

from time import process_time

import pytest

from okoce.ui.tables.headings import heading_key, letter


@pytest.mark.parametrize(
    "heading", ["Tanggal terbit", "TANGGAL  TERBIT", "tanggal_terbit (hh/bb/tttt)", "Tanggal terbit *"]
)
def test_headings_are_compared_without_case_punctuation_and_remarks(heading):
    assert heading_key(heading) == "tanggalterbit"


@pytest.mark.parametrize("bracket", "([")
def test_brackets_that_are_never_closed_cost_no_more_than_they_are_long(bracket):
    begun = process_time()

    assert heading_key("Nomor" + bracket * 60_000) == "nomor"
    assert process_time() - begun < 1


def test_of_a_heading_without_end_its_beginning_counts():
    assert heading_key(f"Nomor ({'x' * 400})") == "nomor"
    assert heading_key("n" * 60_000) == "n" * 500


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_a_column_is_named_as_spreadsheet_programs_do(position, name):
    assert letter(position) == name
