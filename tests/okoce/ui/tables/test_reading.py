"""From a file to a table: which sheet, where the headings are, what is left aside, and the limits."""

import io
import random
import tracemalloc
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from okoce.ui import tables
from tests.okoce.ui.tables.files import COLUMNS, HEADINGS, csv, heading_cells, sheet_of, text_cell, with_parts, xlsx


def read(file: io.BytesIO, **limits: int) -> tables.Table:
    return tables.read(file, COLUMNS, tables.Limits(**limits))


def refusal(file: io.BytesIO, **limits: int) -> str:
    with pytest.raises(tables.Unreadable) as refused:
        read(file, **limits)
    return str(refused.value)


def test_a_workbook_is_read_with_the_row_numbers_that_people_see():
    file = xlsx([HEADINGS, ["4K7H2-MX9QR", "12/e/2018", date(2018, 9, 1), None], [], ["x", 7, "1 Sep 2018", "ya"]])

    table = read(file)

    assert table.headings == HEADINGS
    assert [tuple(row) for row in table.rows] == [
        (2, ["4K7H2-MX9QR", "12/e/2018", date(2018, 9, 1)]),
        (4, ["x", 7, "1 Sep 2018", "ya"]),
    ]
    assert table.notes == []


def test_headings_are_found_in_any_order_case_and_name():
    table = read(xlsx([["TGL. TERBIT (hh/bb/tttt)", "no surat", "No. KTP"], ["1/9/2018", "12", "x"]]))

    assert table.match.positions == {"issued_on": 0, "number": 1, "person": 2}
    assert table.cell(table.rows[0], "person") == "x"
    assert table.cell(table.rows[0], "note") is None


def test_titles_may_stand_above_the_headings():
    table = read(xlsx([["Laporan izin September"], ["Kelurahan Kapuk"], [], HEADINGS, ["x", "12", "1/9/2018"]]))

    assert table.heading_row == 4
    assert [row.number for row in table.rows] == [5]


def test_a_heading_that_stands_twice_is_given_to_nobody():
    table = read(xlsx([["NIK", "Nomor izin", "nomor izin", "Tanggal terbit"], ["x", "1", "2", "1/9/2018"]]))

    assert table.match.positions == {"person": 0, "issued_on": 3}
    assert table.match.doubled == {"number": [1, 2]}
    assert [column.name for column in table.match.missing(COLUMNS)] == ["number"]


def test_columns_that_nobody_asked_for_are_named():
    table = read(xlsx([["No", "NIK", "Nomor izin", "Tanggal terbit", "Paraf"], [1, "x", "1", "1/9/2018", "v"]]))

    assert table.notes == ["Kolom yang tidak dipakai: No, Paraf."]


def test_a_file_without_known_headings_gives_its_first_row_for_mapping_by_hand():
    table = read(xlsx([["a", "b"], ["c", "d"]]))

    assert table.headings == ["a", "b"]
    assert table.match.positions == {}
    assert [column.name for column in table.match.missing(COLUMNS)] == ["person", "number", "issued_on"]


def test_a_nik_in_the_place_of_a_heading_is_not_shown_whole():
    table = read(csv("3173990101850003;IUMK;12/e/2018\n3173990101850004;SKU;13/e/2018\n"))

    assert table.headings[0] == "3173••••••••0003"


def test_the_sheet_with_the_best_known_headings_is_read_and_the_others_are_named():
    file = xlsx([["Petunjuk"], ["Isi lembar sebelah"]], Data=[HEADINGS, ["x", "1", "1/9/2018"]])

    table = read(file)

    assert len(table.rows) == 1
    assert table.notes == ["Yang dibaca hanya lembar “Data”; lembar lain tidak: “Izin”."]


def test_hidden_sheets_are_not_read_and_that_is_said():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["x", "1", "1/9/2018"])
    hidden = book.create_sheet("Rahasia")
    hidden.append(HEADINGS)
    hidden.append(["y", "2", "2/9/2018"])
    hidden.sheet_state = "veryHidden"
    file = io.BytesIO()
    book.save(file)

    table = read(file)

    assert [row.cells[0] for row in table.rows] == ["x"]
    assert table.notes == ["1 lembar yang tersembunyi tidak dibaca."]


def test_reading_stops_at_a_hundred_empty_rows_and_says_so():
    filled = heading_cells() + f'<row r="2">{text_cell("A2", "x")}</row>'
    near = sheet_of(f'{filled}<row r="102">{text_cell("A102", "near")}</row>')
    far = sheet_of(f'{filled}<row r="1048576">{text_cell("XFD1048576", "z")}{text_cell("A1048576", "far")}</row>')

    assert [row.number for row in read(near).rows] == [2, 102]
    assert [row.number for row in read(far).rows] == [2]
    assert read(far).notes == ["Isi mulai baris 1.048.576 tidak dibaca: di atasnya lebih dari 100 baris kosong."]


def test_a_cell_in_the_last_column_costs_nothing_and_changes_nothing():
    row = f'<row r="2">{text_cell("A2", "x")}{text_cell("XFD2", "far")}</row>'

    table = read(sheet_of(heading_cells() + row))

    assert [row.cells for row in table.rows] == [["x"]]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (
            {"size": 500},
            "paling besar 0,0 MB. Hapus gambar dan lembar yang tidak perlu, atau bagi menjadi beberapa berkas.",
        ),
        ({"unpacked": 2000}, "setelah dibuka; paling besar 0,0 MB. Salin baris datanya ke berkas baru"),
        ({"rows": 2}, "Berkas ini memuat lebih dari 2 baris. Bagi menjadi beberapa berkas"),
        ({"columns": 3}, "Berkas ini memuat lebih dari 3 kolom. Hapus kolom yang tidak perlu"),
        ({"cells": 5}, "Berkas ini memuat lebih dari 5 sel yang terisi. Hapus kolom yang tidak perlu"),
    ],
)
def test_each_limit_says_what_to_do(limits, sentence):
    file = xlsx([HEADINGS, *[["x", str(number), "1/9/2018"] for number in range(3)]])

    assert sentence in refusal(file, **limits)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"\n\n\n", "Berkas ini tidak memuat baris."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Berkas ini berformat Excel lama (.xls) atau dikunci"),
        (b"%PDF-1.7 ...", "Berkas ini bukan lembar kerja."),
        (b"\x89PNG\r\n\x1a\n" + bytes(600), "Berkas ini bukan lembar kerja."),
        (bytes(range(256)) * 20, "Berkas ini bukan lembar kerja."),
        (b"  <html><table><tr><td>NIK</td></tr></table>", "Berkas ini halaman web, bukan lembar kerja"),
        (b"PK\x03\x04" + bytes(100), "Berkas ini rusak."),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, sentence):
    assert refusal(io.BytesIO(content)).startswith(sentence)


def test_one_row_of_people_without_headings_is_a_table():
    table = read(io.BytesIO(b"3174095508674479;Siti Aminah\n"))

    assert (table.rows, table.match.positions, len(table.headings)) == ([], {}, 2)


def test_a_zip_folder_that_is_no_workbook_is_refused():
    file = with_parts(io.BytesIO(_empty_zip()), {"surat.txt": "halo"})

    assert refusal(file).startswith("Berkas ini bukan lembar kerja.")


def _empty_zip() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def test_a_bomb_is_recognised_by_its_directory_before_anything_is_unpacked():
    file = with_parts(xlsx([HEADINGS]), {"xl/worksheets/sheet1.xml": bytes(100 * 1024 * 1024)})
    assert file.getbuffer().nbytes < 1024 * 1024

    tracemalloc.start()
    sentence = refusal(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sentence.startswith("Isi berkas ini 100,0 MB setelah dibuka; paling besar 60,0 MB.")
    assert peak < 5 * 1024 * 1024


def test_a_bomb_of_empty_cells_within_the_size_is_given_up_without_filling_memory():
    file = sheet_of(heading_cells() + "<row>" + "<c/>" * 500_000 + "</row>")

    tracemalloc.start()
    sentence = refusal(file, elements=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sentence.startswith("Berkas ini memuat terlalu banyak sel.")
    assert peak < 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row r="2" x="' + "a" * 3_000_000 + '"/>', "Berkas ini rusak."),
        ("<a>" * 200, "Berkas ini rusak."),
        (f'<row r="2">{text_cell("A2", "a" * 70_000)}</row>', "Ada sel yang isinya terlalu panjang untuk dibaca."),
    ],
)
def test_a_tag_a_depth_or_a_cell_without_end_is_given_up(rows, sentence):
    assert refusal(sheet_of(heading_cells() + rows)).startswith(sentence)


def test_the_longest_cell_that_spreadsheet_programs_allow_is_read():
    table = read(sheet_of(f'{heading_cells()}<row r="2">{text_cell("A2", "a" * 32_767)}</row>'))

    assert len(table.rows[0].cells[0]) == 32_767


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    ],
)
def test_document_types_and_entities_are_refused(before):
    assert refusal(sheet_of(heading_cells(), before=before)).startswith("Berkas ini rusak.")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>zwölf</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="5"><c r="A5"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged(rows):
    assert refusal(sheet_of(rows)).startswith("Berkas ini rusak.")


def test_cells_without_references_prefixes_and_escapes_are_read():
    rows = (
        f"{heading_cells()}<x:row><x:c t='inlineStr'><x:is><x:r><x:t>Siti </x:t></x:r><x:r><x:t>A_x000A_B</x:t></x:r>"
        "<x:rPh><x:t>not this</x:t></x:rPh></x:is></x:c><x:c><x:v>12</x:v></x:c>"
        "<x:c t='e'><x:v>#REF!</x:v></x:c><x:c><x:f>A1</x:f></x:c></x:row>"
    )
    file = sheet_of(
        rows.replace("<x:row>", "<x:row xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>")
    )

    assert read(file).rows[0].cells == ["Siti A\nB", 12, "#REF!", "#RUMUS!"]


def test_formulas_give_the_value_that_was_stored():
    rows = (
        f"{heading_cells()}<row r='2'><c r='A2' t='str'><f>1+1</f><v>dua</v></c><c r='B2'><f>1+1</f><v>2</v></c></row>"
    )

    assert read(sheet_of(rows)).rows[0].cells == ["dua", 2]


def test_days_are_read_from_either_calendar_and_any_format():
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append(HEADINGS)
    book.active.append(["x", "1", date(2018, 12, 31)])
    book.active["C2"].number_format = "[$-421]dd mmmm yyyy;@"
    file = io.BytesIO()
    book.save(file)

    assert read(file).rows[0].cells[2] == date(2018, 12, 31)


def _styled(formats: list[str]) -> io.BytesIO:
    """A workbook whose only cell below the headings, 43465, has the last of these formats of its own."""
    numbers = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts>{numbers}</numFmts><cellXfs><xf numFmtId="{199 + len(formats)}"/></cellXfs></styleSheet>'
    )
    cell = '<row r="2"><c r="A2" s="0"><v>43465</v></c></row>'
    return with_parts(sheet_of(heading_cells() + cell), {"xl/styles.xml": styles})


@pytest.mark.parametrize(
    ("formats", "cell"),
    [
        (["dd/mm/yyyy"], date(2018, 12, 31)),
        (["[" * 254 + "d"], date(2018, 12, 31)),
        (["[" * 255 + "d"], 43_465),
        (["0"] * 900 + ["dd/mm/yyyy"], date(2018, 12, 31)),
        (["0"] * 1_000 + ["dd/mm/yyyy"], 43_465),
        (["[" * 60_000 + "d"], 43_465),
    ],
)
def test_no_more_and_no_longer_formats_are_judged_than_spreadsheet_programs_write(formats, cell):
    assert read(_styled(formats)).rows[0].cells[0] == cell


_texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="￾￿"), min_size=1, max_size=20
)
_cells = (
    st.none()
    | _texts.filter(lambda text: text.strip() != "" and not text.startswith("=") and "_x" not in text)
    | st.integers(-(10**15), 10**15)
    | st.booleans()
    | st.dates(date(1901, 1, 1), date(2099, 1, 1))
)


@given(st.lists(st.lists(_cells, min_size=4, max_size=4), max_size=8))
def test_what_openpyxl_writes_is_read_as_openpyxl_reads_it(rows):
    file = xlsx([HEADINGS, *rows])

    found = {row.number: row.cells for row in read(file).rows}

    sheet = load_workbook(file).active
    expected = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True, min_row=2), start=2):
        cells = [cell.date() if isinstance(cell, datetime) else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            expected[number] = cells
    assert found == expected


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_refusal(content):
    _read_or_refuse(content)


@given(st.text(max_size=200))
def test_any_text_gives_a_table_or_a_refusal(text):
    _read_or_refuse(text.encode("utf-8", errors="surrogatepass"))


@given(st.integers(0, 10**6))
def test_a_workbook_with_flipped_bytes_gives_a_table_or_a_refusal(seed):
    dice = random.Random(seed)  # noqa: S311
    content = bytearray(xlsx([HEADINGS, ["x", "1", date(2018, 9, 1)]]).getvalue())
    for _ in range(dice.randint(1, 30)):
        content[dice.randrange(len(content))] = dice.randrange(256)

    _read_or_refuse(bytes(content))


@given(st.text("<>/c row=\"'123AStvsi&;", max_size=120))
def test_any_xml_for_a_sheet_gives_a_table_or_a_refusal(xml):
    _read_or_refuse(sheet_of(heading_cells() + xml).getvalue())


def _read_or_refuse(content: bytes) -> None:
    with suppress(tables.Unreadable):
        table = read(io.BytesIO(content))
        assert all(row.cells and row.number > table.heading_row for row in table.rows)
