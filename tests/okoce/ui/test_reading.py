import datetime

import pytest

from okoce.ui import reading


@pytest.mark.parametrize(
    "text",
    [
        "31/12/2018",
        "31-12-2018",
        "31.12.2018",
        "31 12 2018",
        " 31 / 12 / 2018 ",
        "2018-12-31",
        "31122018",
        "31 Desember 2018",
        "31 des 2018",
        "31-Dec-2018",
        "31 December, 2018",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text):
    assert reading.parse_day(text) == datetime.date(2018, 12, 31)


def test_the_day_stands_before_the_month():
    assert reading.parse_day("3/9/2018") == datetime.date(2018, 9, 3)


def test_older_and_shorter_names_of_months_are_understood():
    days = [reading.parse_day(f"1 {month} 2018") for month in ("Pebruari", "Nopember", "Agt", "Ags", "Sept")]

    assert [day.month for day in days] == [2, 11, 8, 8, 9]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kemarin", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        ("31/12", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        ("٣١/١٢/٢٠١٨", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        ("31/12/18", "Tulis tahunnya dengan empat angka, seperti 31/12/2018."),
        ("31/12/1899", "Tahunnya tidak masuk akal. Tulis tahun antara 1900 dan 2100."),
        ("31/12/20188", "Tahunnya tidak masuk akal. Tulis tahun antara 1900 dan 2100."),
        ("31/02/2018", "Tanggal 31 Februari 2018 tidak ada. Periksa hari dan bulannya."),
        (
            "12/31/2018",
            "Bulannya tidak terbaca. Tulis hari dahulu, lalu bulan, lalu tahun. Tulis tanggal seperti 31/12/2018.",
        ),
    ],
)
def test_a_day_that_cannot_be_read_says_what_to_write(text, said):
    with pytest.raises(ValueError) as refusal:
        reading.parse_day(text)

    assert str(refusal.value) == said


@pytest.mark.parametrize(
    "text",
    ["1500000", "1.500.000", "1 500 000", "Rp1.500.000", "rp. 1.500.000", "Rp 1.500.000,00", "Rp1.500.000,-"],
)
def test_an_amount_is_read_with_and_without_its_furniture(text):
    assert reading.parse_whole_number(text) == 1_500_000


def test_both_minus_signs_are_read():
    assert [reading.parse_whole_number("-5"), reading.parse_whole_number("−5")] == [-5, -5]


@pytest.mark.parametrize("text", ["1.5", "1,5", "1.50.000", "1.500 000", "5 juta", "", "1e6", "٥", "--"])
def test_an_amount_that_could_mean_something_else_is_refused(text):
    with pytest.raises(ValueError) as refusal:
        reading.parse_whole_number(text)

    assert str(refusal.value) == "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."


def test_an_amount_beyond_all_measure_is_refused():
    with pytest.raises(ValueError) as refusal:
        reading.parse_whole_number("9" * 5000)

    assert str(refusal.value) == "Angka ini terlalu besar. Periksa banyaknya nol."


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "62812 3456 7890",
        "+62 812-3456-7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "812 3456 7890",
    ],
)
def test_a_phone_number_is_the_same_in_every_usual_spelling(text):
    assert reading.parse_phone(text) == ("+6281234567890", True)


def test_an_unknown_prefix_is_accepted_and_marked():
    assert reading.parse_phone("0841 2345 6789") == ("+6284123456789", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("telepon saya", "Nomor ini tidak terbaca. Tulis nomor HP seperti 0812 3456 7890."),
        ("+60 12 345 6789", "Ini bukan nomor Indonesia. Tulis nomor HP yang diawali 08 atau +62 8."),
        ("+81 90 1234 5678", "Ini bukan nomor Indonesia. Tulis nomor HP yang diawali 08 atau +62 8."),
        ("021 8765432", "Ini bukan nomor HP. Tulis nomor HP yang diawali 08."),
        ("0800 1 234567", "Ini bukan nomor HP. Tulis nomor HP yang diawali 08."),
        ("0812 345", "Nomor ini kurang panjang. Nomor HP terdiri dari 10 sampai 13 angka."),
        ("0812 3456 7890 12", "Nomor ini terlalu panjang. Nomor HP terdiri dari 10 sampai 13 angka."),
    ],
)
def test_a_number_that_is_no_indonesian_mobile_says_why(text, said):
    with pytest.raises(ValueError) as refusal:
        reading.parse_phone(text)

    assert str(refusal.value) == said
