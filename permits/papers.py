"""What can be wrong or doubtful about a permit's paper, whether it was typed at the desk or came in a spreadsheet.

Pure. A doubt is a field's name (None: the paper as a whole), a code and a sentence; it is never a reason to refuse.
"""

from collections.abc import Iterator
from datetime import date

from okoce.ui.formats import day
from permits import numbers

Doubt = tuple[str | None, str, str]

IN_THE_FUTURE = "Tanggal terbit ada di masa depan. Periksa tanggal pada surat izin."
MISSING = {
    "investment": "Tulis modal usaha seperti pada surat IUMK.",
    "workers": "Tulis jumlah tenaga kerja seperti pada surat IUMK.",
}
"""What an IUMK must state."""
LARGEST = {"investment": 999_999_999_999, "workers": 10_000}
"""What can be stored; anything above is a slip of the hand."""

_MOST_INVESTMENT = 500_000_000
_MOST_WORKERS = 19


def doubts_about_number(number: str, kelurahan: str, issued_on: date) -> Iterator[Doubt]:
    """A number that names another kelurahan or year."""
    for sentence in numbers.doubts(number, kelurahan=kelurahan, issued_on=issued_on):
        yield "number", "claims", sentence


def doubts_about_amounts(investment: int | None, workers: int | None) -> Iterator[Doubt]:
    """More than an IUMK allows (Governor's Regulation 30/2018)."""
    if (investment or 0) > _MOST_INVESTMENT:
        yield "investment", "large", "Modal usaha IUMK paling besar Rp500.000.000. Periksa banyaknya nol."
    if (workers or 0) > _MOST_WORKERS:
        yield "workers", "many", "Usaha dengan IUMK paling banyak punya 19 tenaga kerja."


def doubts_about_day(issued_on: date, registered_on: date) -> Iterator[Doubt]:
    """Issued before the holder registered: it counts from then all the same (PRODUCT, "What counts", rule 1)."""
    if issued_on < registered_on:
        yield "issued_on", "before", f"Izin terbit sebelum peserta mendaftar ({day(registered_on)})."


def second(kind: str, number: str) -> Doubt:
    """The holder has a valid permit already."""
    return None, "holds", f"Peserta sudah memegang {kind} nomor {number}. Ini menjadi izin kedua."
