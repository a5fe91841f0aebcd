"""Reads the days, amounts and phone numbers people write. Shared by form fields and spreadsheet imports.

Every function returns the value or raises ``ValueError`` with a sentence for the person who wrote it: what is
wrong and what to write instead.
"""

import datetime
import re
from typing import NamedTuple

import phonenumbers

from okoce.ui import formats

WRITE_DAY = "Tulis tanggal seperti 31/12/2018."
AMOUNT, FEW = 1_500_000, 12
"""What a number to be written looks like: rupiah, or a count of people or papers."""
_WRITE_NUMBER_LIKE = "Tulis angka bulat seperti {}."
WRITE_NUMBER = _WRITE_NUMBER_LIKE.format(formats.number(AMOUNT))
WRITE_PHONE = "Tulis nomor HP seperti 0812 3456 7890."

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)
MOST_DIGITS = 15

BETWEEN_DIGITS = r"[\s.\-\u2010-\u2015\u2212_/]"
"""A pattern of what people write between the groups of a long number: dashes of every length, too."""

# What people really write, the spellings before 1972 and Excel's English included.
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb february pebruari peb",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags agst aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[-/. ]+(?P<month>[0-9]{1,2})[-/. ]+(?P<year>[0-9]+)")
_IN_WORDS = re.compile(r"(?P<day>[0-9]{1,2})[-/. ]*(?P<month>[a-z]+)[-/., ]*(?P<year>[0-9]+)")
_DIGITS_ONLY = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")

_GROUPED = re.compile(r"[0-9]{1,3}(?P<gap>[. ])[0-9]{3}(?:(?P=gap)[0-9]{3})*|[0-9]+")
_CURRENCY = re.compile(r"^rp\.? ?", re.IGNORECASE)
_NO_CENTS = re.compile(r",(?:00|-)$")

_PHONE_FURNITURE = re.compile(r"[\s().\-‐‑–—/]")
_PREFIXES = re.compile(r"^(?:\+620?|00620?|620?|0)(?=[1-9])|^(?=8)")


class Phone(NamedTuple):
    """An Indonesian mobile number, and whether its prefix belongs to an operator we have heard of."""

    e164: str
    known: bool


def parse_day(text: str) -> datetime.date:
    """31/12/2018, 31-12-2018, 31.12.2018, 2018-12-31, 31122018, 31 Desember 2018, 31 Des 2018, 31 Dec 2018.

    Day first, as in Indonesia, unless the year stands in front.
    """
    plain = " ".join(text.lower().split())
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS, _DIGITS_ONLY):
        if match := pattern.fullmatch(plain):
            return _calendar_day(match["day"], match["month"], match["year"])
    raise ValueError(f"Tanggal ini tidak terbaca. {WRITE_DAY}")


def _calendar_day(day: str, month: str, year: str) -> datetime.date:
    number = _MONTHS.get(month) or (int(month) if month.isdigit() else 0)
    if len(year) == 2:
        raise ValueError("Tulis tahunnya dengan empat angka, seperti 31/12/2018.")
    if not 1 <= number <= 12:
        raise ValueError(f"Bulannya tidak terbaca. Tulis hari dahulu, lalu bulan, lalu tahun. {WRITE_DAY}")
    if len(year) != 4 or not FIRST_DAY.year <= int(year) <= LAST_DAY.year:
        raise ValueError(f"Tahunnya tidak masuk akal. Tulis tahun antara {FIRST_DAY.year} dan {LAST_DAY.year}.")
    try:
        return datetime.date(int(year), number, int(day))
    except ValueError:
        name = formats.MONTHS[number - 1]
        raise ValueError(f"Tanggal {int(day)} {name} {year} tidak ada. Periksa hari dan bulannya.") from None


def parse_whole_number(text: str, *, example: int = AMOUNT) -> int:
    """1.500.000, 1 500 000, 1500000, Rp1.500.000, Rp 1.500.000,00 and Rp1.500.000,- are all 1500000."""
    plain = " ".join(text.split())
    sign = -1 if plain.startswith(("-", formats.MINUS)) else 1
    plain = _NO_CENTS.sub("", _CURRENCY.sub("", plain.lstrip(f"-{formats.MINUS}").lstrip()))
    if not _GROUPED.fullmatch(plain):
        raise ValueError(f"Angka ini tidak terbaca. {_WRITE_NUMBER_LIKE.format(formats.number(example))}")
    digits = plain.replace(".", "").replace(" ", "")
    if len(digits.lstrip("0")) > MOST_DIGITS:
        raise ValueError("Angka ini terlalu besar. Periksa banyaknya nol.")
    return sign * int(digits)


def parse_phone(text: str) -> Phone:
    """The mobile number in E.164; 0812…, 62812…, +62 812… and 812… in any grouping are the same number.

    A prefix no operator is known to use is accepted (new ones are handed out every year) and marked unknown.
    """
    plain = _PHONE_FURNITURE.sub("", text)
    if not re.fullmatch(r"\+?[0-9]+", plain):
        raise ValueError(f"Nomor ini tidak terbaca. {WRITE_PHONE}")
    national, found = _PREFIXES.subn("", plain, count=1)
    if not found:
        raise ValueError("Ini bukan nomor Indonesia. Tulis nomor HP yang diawali 08 atau +62 8.")
    # 080x are free-call and premium services; everything not beginning with 8 is a landline.
    if not national.startswith("8") or national.startswith("80"):
        raise ValueError("Ini bukan nomor HP. Tulis nomor HP yang diawali 08.")
    if not 9 <= len(national) <= 12:
        wrong = "kurang" if len(national) < 9 else "terlalu"
        raise ValueError(f"Nomor ini {wrong} panjang. Nomor HP terdiri dari 10 sampai 13 angka.")
    parsed = phonenumbers.PhoneNumber(country_code=62, national_number=int(national))
    known = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    return Phone(f"+62{national}", known)
