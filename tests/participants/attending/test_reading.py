"""What a pasted list or a spreadsheet's row says, however its numbers are separated."""

from datetime import date

import pytest

from participants import nik, numbers
from participants.attending.reading import (
    HIDDEN,
    IMPOSSIBLE,
    NO_NUMBER,
    TWO_PEOPLE,
    read_row,
    read_text,
)
from tests.participants.factories import a_nik

ANI, BUDI = numbers.with_check("4K7H2MX9Q"), numbers.with_check("7WRL03FJH")
SHOWN = [numbers.displayed(ANI), numbers.displayed(BUDI)]
NIK = a_nik(serial=7)
DASHES = ["\u2010", " — ", "\u2212"]
GROUPED = f"{NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}"
DOTTED = f"{NIK[:2]}.{NIK[2:4]}.{NIK[4:6]}.{NIK[6:12]}.{NIK[12:]}"


def told(entries) -> list[str]:
    """Whom entries name, as shown, or why they cannot be read."""
    return [entry.problem or entry.shown for entry in entries]


@pytest.mark.parametrize(
    "text",
    [
        f"{SHOWN[0]}\n{SHOWN[1]}",
        f"{ANI.lower()}\r\n\r\n{BUDI}",
        f"{SHOWN[0]}, {SHOWN[1]}",
        f"{SHOWN[0]};{SHOWN[1]}",
        f"{SHOWN[0]} {SHOWN[1]}",
        f"{SHOWN[0]}\t{SHOWN[1]}",
        f"{SHOWN[0].replace('-', ' ')} {SHOWN[1].replace('-', ' ')}",
        f"1. {SHOWN[0]}\n2. {SHOWN[1]}",
        f"1.{SHOWN[0]}\n2){SHOWN[1]}",
        f"1\t{SHOWN[0]}\tSiti Aminah\t081234567890\n2\t{SHOWN[1]}\tBudi Santoso\t0812-3456-7891",
        f"{SHOWN[0]} Siti Aminah\n12 Budi Santoso ({SHOWN[1]}) hadir",
    ],
)
def test_participant_numbers_are_found_however_they_are_separated(text):
    entries = read_text(text)

    assert ([entry.number for entry in entries], told(entries)) == ([ANI, BUDI], SHOWN)


@pytest.mark.parametrize("written", [NIK, GROUPED, DOTTED, f"12. {NIK}", f"NIK: {NIK}", f"7 {NIK} Siti 17/08/1985"])
def test_a_nik_is_found_in_any_grouping_and_shown_masked(written):
    [entry] = read_text(written)

    assert (entry.nik_index, entry.shown) == (nik.blind_index(NIK), nik.masked(NIK))
    assert NIK not in repr(entry)


@pytest.mark.parametrize("between", [" - ", " – ", "–", *DASHES, "_", " _ ", "-", "  "])
@pytest.mark.parametrize("groups", [(6, 12), (4, 8, 12), (8,)])
def test_a_nik_is_found_whatever_stands_between_its_groups(between, groups):
    written = between.join(NIK[start:end] for start, end in zip((0, *groups), (*groups, 16), strict=True))

    entries = read_text(f"12 {written} Siti")

    assert [entry.nik_index for entry in entries] == [nik.blind_index(NIK)]
    assert [entry.nik_index for entry in read_row(2, [written], [])] == [nik.blind_index(NIK)]


@pytest.mark.parametrize("between", [" / ", "/", " -- ", "_", " – ", " — ", " . "])
def test_no_nik_that_is_none_is_shown_whatever_stands_between_its_groups(between):
    written = between.join((NIK[:6], "99" + NIK[8:12], NIK[12:]))

    shown = " ".join(entry.shown for entry in [*read_text(f"Siti {written}"), *read_row(2, ["x"], [written])])

    assert NIK[8:12] not in shown


@pytest.mark.parametrize(
    "written", ["NIK:{}", "NIK={}", "nik{}", "Nik.{}", "No.{}", "Siti{}Aminah", "({})", "KTP#{}", "[{}]"]
)
@pytest.mark.parametrize("number", [NIK, SHOWN[0]])
def test_what_is_written_against_a_number_does_not_hide_it(written, number):
    said = written.format(number)

    whom = [read_text(said), read_text(f"1. {said} hadir"), read_row(2, [said], []), read_row(2, [], [1, said])]

    expected = (None, ANI) if number != NIK else (nik.blind_index(NIK), None)
    assert [[(entry.nik_index, entry.number) for entry in entries] for entries in whom] == [[expected]] * 4


def test_both_numbers_written_against_each_other_are_found():
    said = f"{NIK}({SHOWN[0]})"

    assert told(read_text(said)) == [nik.masked(NIK), SHOWN[0]]
    assert [(entry.nik_index, entry.number) for entry in read_row(2, [said], [])] == [(nik.blind_index(NIK), ANI)]


@pytest.mark.parametrize(
    "said", ["12.12.2018{}13.12.2018", "31.12.2018{}10.11.2018", "08:00—10:00 12.12.2018{}13.12.2018"]
)
@pytest.mark.parametrize("between", ["-", " - ", "–", "—", " — "])
def test_two_days_are_no_nik(said, between):
    assert told(read_text(f"Siti {said.format(between)}")) == [NO_NUMBER]


def test_no_participant_number_is_read_out_of_a_phone_number():
    phones = [f"08{start}-{end}" for start in range(1230, 1260) for end in range(567890, 567920)]

    assert {problem for phone in phones for problem in told(read_text(f"Siti {phone}"))} == {NO_NUMBER}


@pytest.mark.parametrize("said", ["NIK317499 550867 4479", "NIK:317499-550867-4479"])
def test_a_label_stands_against_a_nik_in_groups_as_well(said):
    assert [entry.nik_index for entry in read_text(said)] == [nik.blind_index("3174995508674479")]


def test_two_niks_in_groups_stand_on_one_line():
    other = a_nik(date(1990, 1, 2), serial=8)

    entries = read_text(f"{GROUPED}   {other[:6]} {other[6:12]} {other[12:]}")

    assert [entry.nik_index for entry in entries] == [nik.blind_index(NIK), nik.blind_index(other)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("4K7H2-MX9QQ", numbers.MISTYPED),
        (f"{NIK[:8]}13{NIK[10:]}", IMPOSSIBLE),
        (NIK[:15], "NIK terdiri dari 16 angka; di sini 15 angka. Cocokkan dengan KTP."),
        (f"{GROUPED[:-1]}", "NIK terdiri dari 16 angka; di sini 15 angka. Cocokkan dengan KTP."),
        ("3174••••••••0003", HIDDEN),
        ("Siti Aminah", NO_NUMBER),
        ("081234567890", NO_NUMBER),
        ("...", NO_NUMBER),
    ],
)
def test_what_cannot_be_read_is_an_entry_that_says_why(text, problem):
    assert told(read_text(text)) == [problem]


def test_nobody_on_a_line_is_passed_over():
    entries = read_text(f"Daftar hadir\n{SHOWN[0]} 4K7H2-MX9QQ\nSiti Aminah")

    assert told(entries) == [NO_NUMBER, SHOWN[0], numbers.MISTYPED, NO_NUMBER]
    assert [entry.where for entry in entries] == ["baris 1", "baris 2", "baris 2", "baris 3"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\0"])
def test_an_empty_text_has_no_entries(text):
    assert read_text(text) == []


@pytest.mark.parametrize("text", [NIK[:15], f"{NIK}1", f"{NIK[:14]} x", f"Siti {NIK[:14]} {NIK[:13]}", f"{NIK}{NIK}"])
def test_no_nik_nor_nearly_one_is_ever_shown(text):
    shown = " ".join(entry.shown for entry in read_text(text))

    assert (NIK[:12] in shown, NIK[4:14] in shown) == (False, False)


def test_a_long_line_is_shown_shortened_and_without_what_cannot_be_seen():
    [entry] = read_text("\x07" + "x" * 500)

    assert (len(entry.shown), entry.shown[:2], entry.shown[-1]) == (120, "xx", "…")


# --- Spreadsheets ------------------------------------------------------------------------------------


def test_a_row_is_read_from_its_named_columns_only():
    [entry] = read_row(5, [NIK], ["1", NIK, "Siti", 81234567890])

    assert (entry.where, entry.shown) == ("berkas, baris 5", nik.masked(NIK))


def test_a_row_may_name_somebody_by_both_numbers():
    [entry] = read_row(2, [NIK, SHOWN[0]], [])

    assert (entry.nik_index, entry.number) == (nik.blind_index(NIK), ANI)


@pytest.mark.parametrize("left_out", ["-", "–", "3174••••••••0003", "3174********0003", "belum ada", "081234567890"])
def test_a_cell_that_names_nobody_does_not_spoil_the_number_beside_it(left_out):
    rows = [read_row(2, cells, []) for cells in ([left_out, SHOWN[0]], [NIK, left_out])]

    assert [[(entry.nik_index, entry.number, entry.problem) for entry in entries] for entries in rows] == [
        [(None, ANI, "")],
        [(nik.blind_index(NIK), None, "")],
    ]


def test_a_number_that_was_mistyped_spoils_its_row_and_is_told_rather_than_a_cell_that_names_nobody():
    rows = [read_row(2, cells, []) for cells in ([NIK[:15], SHOWN[0]], ["-", "4K7H2-MX9QQ"], ["-", "3174••••••••0003"])]

    assert [told(entries) for entries in rows] == [
        ["NIK terdiri dari 16 angka; di sini 15 angka. Cocokkan dengan KTP."],
        [numbers.MISTYPED],
        [NO_NUMBER],
    ]


def test_a_row_cannot_name_two():
    assert told(read_row(2, [SHOWN[0], SHOWN[1]], [])) == [TWO_PEOPLE]


def test_a_row_with_a_name_alone_is_a_problem_that_shows_the_name():
    [entry] = read_row(2, [None, ""], [1, None, "Siti Aminah"])

    assert (entry.problem, entry.shown) == (NO_NUMBER, "1 Siti Aminah")


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("cell", [3174081708850003, 3.17408170885e15, "3,17408E+15"])
def test_a_nik_that_a_spreadsheet_made_a_number_is_explained(cell, named):
    [entry] = read_row(2, [cell] if named else [], [cell])

    assert entry.problem.startswith("Lembar kerja mengubah NIK ini menjadi bilangan")


def test_a_participant_number_of_digits_alone_may_have_lost_its_first_0():
    number = next(one for one in (numbers.with_check(f"0{n:08d}") for n in range(99)) if one.isdigit())

    assert [entry.number for entry in read_row(2, [int(number)], [])] == [number]


def test_without_named_columns_numbers_are_looked_for_in_every_cell():
    entries = read_row(4, [], [1, "Siti Aminah", date(2018, 9, 1), SHOWN[0], 812345678, None])

    assert told(entries) == [SHOWN[0]]


def test_a_row_without_any_number_is_a_problem():
    assert told(read_row(4, [], [1, "Siti Aminah", "=#REF!"])) == [NO_NUMBER]
