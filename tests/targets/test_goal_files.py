"""Targets as a file: what is taken away, what is read back, and what each row would change."""

import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from targets import goal_files, goals
from targets.goal_files import FileRefused, Proposal
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import (
    CENGKARENG,
    CENGKARENG_BARAT,
    CENGKARENG_TIMUR,
    GAMBIR,
    JAKARTA_BARAT,
    KAPUK,
    PROVINCE,
)
from tests.participants.factories import a_participant
from tests.targets.setting import Y2018, Y2019, a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def a_csv(*rows: tuple[object, object], headings: str = "kode,target_2018") -> io.BytesIO:
    lines = [headings, *(f"{code},{number}" for code, number in rows)]
    return io.BytesIO("\n".join(lines).encode())


def an_xlsx(*rows: list[object]) -> io.BytesIO:
    book = Workbook()
    for row in [["kode", "target_2018"], *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def compared(file: io.BytesIO, scope: str = PROVINCE, period=Y2018) -> Proposal:
    return goal_files.compare(goal_files.read(file, period), period, an_official(scope))


def problems_of(file: io.BytesIO, scope: str = PROVINCE) -> list[tuple[int, str]]:
    return [(line.wish.row, line.problem) for line in compared(file, scope).problems]


# --- Out -------------------------------------------------------------------------------------------


def test_the_file_holds_every_kelurahan_of_the_region_with_its_target_and_fair_share():
    goals.load_defaults()
    a_participant()

    rows = list(csv.reader(io.StringIO(goal_files.to_csv(Y2018, PROVINCE).decode("utf-8-sig"))))

    assert rows[0] == ["kode", "kota", "kecamatan", "kelurahan", "terdaftar", "bagian_adil", "target_2018"]
    assert len([row for row in rows if row[0][:2] == "31"]) == 267
    [ours] = [row for row in rows if row[0] == CENGKARENG_TIMUR]
    assert ours[1:] == ["Jakarta Barat", "Cengkareng", "Cengkareng Timur", "1", "53400", "200"]


@pytest.mark.parametrize(("scope", "count"), [(JAKARTA_BARAT, 56), (CENGKARENG, 6)])
def test_the_file_holds_nothing_of_other_regions(scope: str, count: int):
    goals.load_defaults()

    codes = [row[0] for row in goal_files.rows(Y2018, scope)]

    assert (len(codes), {code[: len(scope)] for code in codes}) == (count, {scope})


def test_the_workbook_says_what_the_csv_says():
    goals.load_defaults()

    sheet = load_workbook(io.BytesIO(goal_files.to_xlsx(Y2018, CENGKARENG)))["Target"]
    lines = list(csv.reader(io.StringIO(goal_files.to_csv(Y2018, CENGKARENG).decode("utf-8-sig"))))

    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.values] == lines[:7]


@pytest.mark.parametrize("write", [goal_files.to_csv, goal_files.to_xlsx])
@pytest.mark.parametrize("period", [Y2018, Y2019])
def test_the_file_comes_back_as_it_went_and_changes_nothing(write, period):
    goals.load_defaults()
    a_target(0)

    if period == Y2019:
        with pytest.raises(FileRefused, match="Tidak ada baris yang berisi target"):
            compared(io.BytesIO(write(period, PROVINCE)), period=period)
    else:
        proposal = compared(io.BytesIO(write(period, PROVINCE)))
        assert (len(proposal.lines), proposal.unchanged, proposal.can_be_taken) == (267, 267, False)


# --- In --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [a_csv, lambda *rows: an_xlsx(*map(list, rows))])
def test_each_row_is_compared_with_the_target_in_force(file):
    goals.load_defaults()

    proposal = compared(file((CENGKARENG_TIMUR, 300), (KAPUK, 150), (CENGKARENG_BARAT, 200)), CENGKARENG)

    assert [
        (line.wish.row, line.node.code, line.before, line.wish.number, line.difference) for line in proposal.changed
    ] == [
        (2, CENGKARENG_TIMUR, 200, 300, 100),
        (3, KAPUK, 200, 150, -50),
    ]
    assert (proposal.unchanged, proposal.sum_before, proposal.sum_after, proposal.sum_difference) == (
        1,
        1_200,
        1_250,
        50,
    )
    assert proposal.can_be_taken
    assert goal_files.heading(proposal) == "2 target berubah, 1 tetap"


@pytest.mark.parametrize("written", ["1.250", "1250", " 1 250 ", "1250,00"])
def test_numbers_are_read_as_people_write_them(written: str):
    proposal = compared(a_csv((CENGKARENG_TIMUR, f'"{written}"')))

    assert proposal.numbers == {CENGKARENG_TIMUR: 1_250}


@pytest.mark.parametrize("code", ["31.73.01.1006", "3173011006", "31-73-01-1006", "'31.73.01.1006"])
def test_a_code_is_read_also_without_its_dots(code: str):
    assert compared(a_csv((code, 300))).numbers == {CENGKARENG_TIMUR: 300}


def test_a_workbooks_number_is_a_number():
    assert compared(an_xlsx([CENGKARENG_TIMUR, 300.0], [3173011005, 150])).numbers == {
        CENGKARENG_TIMUR: 300,
        KAPUK: 150,
    }


def test_rows_without_a_target_and_notes_ask_for_nothing():
    proposal = compared(a_csv((CENGKARENG_TIMUR, 300), (KAPUK, ""), ("# catatan", 5), ("", "")))

    assert len(proposal.lines) == 1


@pytest.mark.parametrize(
    ("code", "number", "problem"),
    [
        ("31.99.01.1001", 300, "Kode kelurahan tidak dikenal. Tulis seperti 31.73.01.1006."),
        (CENGKARENG, 300, "Kode kelurahan tidak dikenal. Tulis seperti 31.73.01.1006."),
        ("Jumlah", 53_400, "Kode kelurahan tidak dikenal. Tulis seperti 31.73.01.1006."),
        ("", 53_400, "Kode kelurahan tidak dikenal. Tulis seperti 31.73.01.1006."),
        (KAPUK, "banyak", "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
        (KAPUK, -5, "Target tidak boleh di bawah 0."),
        (KAPUK, "200.5", "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
        (
            KAPUK,
            200_000,
            "Target 200.000 untuk Kelurahan Kapuk tidak masuk akal; paling banyak 20.000. Periksa banyaknya nol.",
        ),
        (GAMBIR, 300, "Kelurahan Gambir di luar wilayah tugas Anda."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_holds_back_the_file(code: str, number: object, problem: str):
    proposal = compared(a_csv((CENGKARENG_TIMUR, 300), (code, number)), JAKARTA_BARAT)

    assert [(line.wish.row, line.problem) for line in proposal.problems] == [(3, problem)]
    assert not proposal.can_be_taken
    assert goal_files.heading(proposal) == "1 baris bermasalah: belum ada yang dapat disimpan"


def test_a_number_that_cannot_be_read_is_shown_with_its_kelurahan():
    [line] = compared(a_csv((KAPUK, "banyak"))).problems

    assert line.node.name == "Kapuk"


def test_a_kelurahan_that_stands_there_twice_is_a_problem_in_both_rows():
    assert problems_of(a_csv((KAPUK, 300), (CENGKARENG_TIMUR, 250), (KAPUK, 300))) == [
        (2, "Kelurahan ini ada di lebih dari satu baris."),
        (4, "Kelurahan ini ada di lebih dari satu baris."),
    ]


def test_odd_numbers_are_pointed_out_and_let_through():
    goals.load_defaults()

    proposal = compared(a_csv((CENGKARENG_TIMUR, 2_000), (KAPUK, 0), (CENGKARENG_BARAT, 300)))

    assert [line.doubt for line in proposal.changed] == [
        "Target sebelumnya 200. Periksa banyaknya nol.",
        "Target 0 selalu dianggap tercapai.",
        "",
    ]
    assert proposal.can_be_taken


def test_that_the_year_is_over_is_not_said_in_every_row():
    with portal_at(date(2019, 2, 1)):
        proposal = compared(a_csv((CENGKARENG_TIMUR, 300)))

    assert [line.doubt for line in proposal.changed] == [""]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            a_csv((KAPUK, 300), headings="kode,target_2019"),
            "Berkas ini berisi target 2019, bukan 2018. Pilih tahunnya dahulu.",
        ),
        (
            a_csv((KAPUK, 300), headings="kode,jumlah"),
            "Kolom “target_2018” tidak ditemukan, atau ada lebih dari satu. Beri judul itu pada satu kolom.",
        ),
        (
            a_csv((KAPUK, "300,300"), headings="kode,target,target_2018"),
            "Kolom “target_2018” tidak ditemukan, atau ada lebih dari satu. Beri judul itu pada satu kolom.",
        ),
        (a_csv(), "Tidak ada baris yang berisi target. Isi kolom target, lalu unggah lagi."),
        (a_csv((KAPUK, "")), "Tidak ada baris yang berisi target. Isi kolom target, lalu unggah lagi."),
        (io.BytesIO(b""), "Berkas ini kosong. Pilih berkas yang berisi data."),
    ],
)
def test_a_file_that_is_no_table_of_this_years_targets_is_refused(file: io.BytesIO, message: str):
    with pytest.raises(FileRefused) as refusal:
        goal_files.read(file, Y2018)

    assert str(refusal.value) == message


def test_a_file_that_is_no_table_at_all_is_refused():
    with pytest.raises(FileRefused):
        goal_files.read(io.BytesIO(b"%PDF-1.4 not a table"), Y2018)


def test_titles_may_stand_above_the_headings():
    file = io.BytesIO(f"Rapat PGO,\n\nkode,target\n{KAPUK},300\n".encode())

    assert [(line.wish.row, line.wish.number) for line in compared(file).changed] == [(4, 300)]
