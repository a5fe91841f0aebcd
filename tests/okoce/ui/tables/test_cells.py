"""One cell: what it says, or what is wrong with it and what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okoce.ui.tables import cells
from okoce.ui.tables.rows import from_json, to_json


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        ("  Siti \n Aminah\t", "Siti Aminah"),
        ("Siti\u00a0Aminah\u200b", "Siti Aminah"),
        ("\u202e3174", "3174"),
        ("'0123", "0123"),
        (12, "12"),
        (12.0, "12"),
        (2.5, "2.5"),
        (True, "benar"),
        (date(2018, 12, 31), "31/12/2018"),
    ],
)
def test_a_cell_says_its_text_in_one_line(cell, said):
    assert cells.text(cell) == said


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("#REF!", "Sel ini berisi rumus yang salah. Ganti rumus itu dengan isinya."),
        ("#RUMUS!", "Sel ini berisi rumus yang belum dihitung. Ganti rumus itu dengan hasilnya."),
        ("12\x00", "Sel ini memuat karakter rusak yang tidak terlihat. Hapus isinya, lalu ketik ulang."),
        ("\ud800", "Sel ini memuat karakter rusak yang tidak terlihat. Hapus isinya, lalu ketik ulang."),
    ],
)
def test_a_cell_that_says_nothing_usable_is_explained(cell, sentence):
    with pytest.raises(ValueError) as wrong:
        cells.text(cell)

    assert str(wrong.value) == sentence


@pytest.mark.parametrize("cell", ["3,17408E+15", "3.17408E+15", "3.17E15", 3174081708850003, 3.17408170885e15, 1e300])
def test_a_nik_that_became_a_number_is_recognised_and_cannot_be_restored(cell):
    with pytest.raises(ValueError) as wrong:
        cells.long_number(cell, "NIK")

    assert str(wrong.value) == (
        "Lembar kerja mengubah NIK ini menjadi bilangan (seperti 3,17408E+15). Angka terakhirnya hilang dan tidak "
        "dapat dipulihkan. Atur kolom itu sebagai Teks lebih dahulu, lalu tulis ulang NIK dari KTP."
    )


def test_a_nik_kept_as_text_is_read_and_so_is_a_short_number():
    assert cells.long_number("3174 0817 0885 0003", "NIK") == "3174 0817 0885 0003"
    assert cells.long_number(123456789, "NIK") == "123456789"


def test_the_number_of_a_letter_that_became_a_day_or_was_shortened_is_explained():
    with pytest.raises(ValueError) as day:
        cells.label(date(2018, 5, 12))
    with pytest.raises(ValueError) as shortened:
        cells.label("1,23E+17")

    assert str(day.value).startswith("Lembar kerja mengubah isi sel ini menjadi tanggal.")
    assert str(shortened.value).startswith("Lembar kerja mengubah isi sel ini menjadi bilangan yang disingkat.")
    assert cells.label(123) == "123"
    assert cells.label("1E5") == "1E5"


@pytest.mark.parametrize("cell", [date(2018, 12, 31), "31/12/2018", "2018-12-31", "31 Desember 2018", "31 Des 2018 "])
def test_a_day_is_read_as_a_cell_or_in_any_spelling(cell):
    assert cells.day(cell) == date(2018, 12, 31)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (43465, "Sel ini berisi bilangan; bila maksudnya 31 Desember 2018, tulis 31/12/2018."),
        (12, "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        (True, "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        (date(1888, 1, 1), "Tahunnya tidak masuk akal. Tulis tanggal seperti 31/12/2018."),
        ("31/02/2018", "Tanggal 31 Februari 2018 tidak ada. Periksa hari dan bulannya."),
        ("08:00:00", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
    ],
)
def test_what_is_no_day_is_explained(cell, sentence):
    with pytest.raises(ValueError) as wrong:
        cells.day(cell)

    assert str(wrong.value) == sentence


@pytest.mark.parametrize("cell", [1_500_000, 1_500_000.0, "1.500.000", "Rp 1.500.000,00", "1 500 000"])
def test_an_amount_is_read_as_a_cell_or_as_people_write_it(cell):
    assert cells.whole_number(cell) == 1_500_000


@pytest.mark.parametrize("cell", [2.5, True, date(2018, 1, 1), "dua", "1,5", 1e17, float(10**15)])
def test_what_is_no_amount_is_explained(cell):
    with pytest.raises(ValueError):
        cells.whole_number(cell)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, "–"),
        ("3174081708850003", "3174••••••••0003"),
        (3174081708850003, "3174••••••••0003"),
        (3174081708850003.0, "3174••••••••0003"),
        ("NIK: 3174 0817 0885 0003 a.n. Siti", "NIK: 3174••••••••0003 a.n. Siti"),
        ("31.74.08.170885.0003", "3174••••••••0003"),
        ("12/31.74.08.1004/-1.824.27/e/2018", "12/31.74.08.1004/-1.824.27/e/2018"),
        ("31.73.01.1006.2018.01", "31.73.01.1006.2018.01"),
        ("<script>\x00", "<script>�"),
        (date(2018, 1, 2), "02/01/2018"),
        ("x" * 200, "x" * 119 + "…"),
    ],
)
def test_a_cell_is_shown_back_without_a_whole_nik(cell, shown):
    assert cells.shown(cell) == shown


_anything = (
    st.none()
    | st.text()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
)


@given(_anything)
def test_any_cell_is_read_or_refused_with_a_sentence(cell):
    for reads in (cells.text, cells.label, cells.day, cells.whole_number, lambda cell: cells.long_number(cell, "NIK")):
        try:
            reads(cell)
        except ValueError as wrong:
            assert str(wrong)[-1] == "."  # noqa: PT017
    assert "\n" not in cells.shown(cell)
    assert from_json(to_json([cell])) == [cell]
