"""What a permit number of the licensing office usually says: the area code and the year. A pattern, not law."""

import re
from dataclasses import dataclass
from datetime import date

from participants import nik

_AREA = re.compile(r"31\.\d\d\.\d\d\.\d{4}")
_YEAR = re.compile(r"(?<!\d)(20\d\d)$")

LONGEST = 80
"""How many marks a number may have, and what it is compared by: one letter may be several there."""

TOO_LONG = f"Nomor izin ini lebih dari {LONGEST} huruf. Salin nomornya saja."
HOLDS_NIK = "Di sini ada NIK. Salin nomor izin dari suratnya, tanpa NIK."


def holds_nik(number: str) -> bool:
    """Whether a NIK stands in a number: then it is refused, since numbers are shown to many."""
    return nik.stands_in(number)


@dataclass(frozen=True)
class Claims:
    """The kelurahan and the year a number names, where it does."""

    kelurahan: str | None
    year: int | None


def claims(number: str) -> Claims:
    """What "12/31.74.08.1004/-1.824.27/e/2018" says of itself; None for what it does not name."""
    area, year = _AREA.search(number), _YEAR.search(number.strip())
    return Claims(area[0] if area else None, int(year[1]) if year else None)


def doubts(number: str, *, kelurahan: str, issued_on: date) -> list[str]:
    """Sentences about where a number disagrees with the kelurahan or the date; never a reason to refuse."""
    said = claims(number)
    found = []
    if said.kelurahan is not None and said.kelurahan != kelurahan:
        found.append(f"Nomor ini menyebut kelurahan {said.kelurahan}, bukan {kelurahan}.")
    if said.year is not None and said.year != issued_on.year:
        found.append(f"Nomor ini menyebut tahun {said.year}, tetapi tanggal terbitnya tahun {issued_on.year}.")
    return found
