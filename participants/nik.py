"""The NIK (*nomor induk kependudukan*): its structure, its encryption, and its blind index.

Stored encrypted with NIK_KEY; found and kept unique by an HMAC-SHA-256 with NIK_INDEX_KEY; shown masked
(PRODUCT, "Personal data"). Either may hold several keys while they are changed: the first writes, all read. Nothing
here puts a NIK into an error message.
"""

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Self

from django.conf import settings
from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength
from stdnum.id import nik as structure

from okoce.encrypted import decrypt as decrypt
from okoce.encrypted import encrypt as encrypt
from okoce.ui.reading import BETWEEN_DIGITS

_MASK = "••••••••"
_YOUNG_PROVINCES = {"92", "93", "95", "96"}
"""Papua Barat, Papua Selatan, Papua Pegunungan and Papua Barat Daya."""
_LAST_DAY_OF_WOMEN = 31 + 40
# Sixteen digits and more with little between them: what a NIK may stand in, however it is grouped.
_RUN = re.compile(rf"[0-9](?:{BETWEEN_DIGITS}{{0,3}}[0-9]){{15,}}")
_GROUP = re.compile("[0-9]+")
_DIGITS = 16
_FEWEST_BETWEEN_DOTS = 4
_TWO_DAYS = [2, 2, 4, 2, 2, 4]
_MOST_STRUCK = 1_000
"""Far more than any field of one line takes: what is longer must not keep a worker busy."""
_MOST_READ = 5_000
STRUCK = "[NIK]"
"""What is kept of a NIK in an answer that must not hold one, until it is mended."""
HELD = "Di sini ada NIK. Tulis tanpa NIK: isian ini dibaca banyak orang."
"""What is said where a NIK stands in words that are stored as they are and shown to many."""


class ImpossibleNik(ValueError):
    """The text cannot be a NIK; the message says why, in Indonesian, without repeating it."""


class BlindIndex(bytes):
    """What a NIK is found and kept unique by, as it is written: under the first index key.

    `forms` has it under every index key: a row may still hold an earlier one while the key is being changed.
    """

    forms: tuple[bytes, ...]

    def __new__(cls, forms: Sequence[bytes]) -> Self:
        index = super().__new__(cls, forms[0])
        index.forms = tuple(forms)
        return index

    def is_stored_as(self, stored: bytes | memoryview | None) -> bool:
        """Whether a stored index is of the same NIK, under whichever key."""
        return stored is not None and bytes(stored) in self.forms


@dataclass(frozen=True)
class BirthClaim:
    """What a NIK says of its holder's birth: day, month, last two digits of the year, and sex ("F" or "M")."""

    day: int
    month: int
    year: int
    sex: str

    def agrees_with(self, born_on: date) -> bool:
        return (self.day, self.month, self.year) == (born_on.day, born_on.month, born_on.year % 100)


def parse(text: str) -> str:
    """The 16 digits of a NIK typed with or without spaces, dots or dashes.

    Raises ImpossibleNik. Only the impossible is refused: a wrong date on a NIK is never changed by the civil
    registry, so a date that merely differs from the person's is a warning elsewhere.
    """
    try:
        return _validated(structure.compact(text))
    except InvalidLength:
        digits = len(structure.compact(text))
        raise ImpossibleNik(f"NIK terdiri dari 16 angka; yang Anda tulis {digits} angka. Periksa pada KTP.") from None
    except InvalidFormat:
        raise ImpossibleNik("NIK hanya berisi angka. Tulis 16 angka seperti pada KTP.") from None
    except InvalidComponent:
        raise ImpossibleNik(
            "NIK ini tidak mungkin: kode provinsi atau tanggal lahir di dalamnya tidak ada. "
            "Periksa lagi angka demi angka."
        ) from None


def _validated(number: str) -> str:
    """As the library does, but with the provinces that are younger than its list, and no day beyond 31 + 40."""
    try:
        structure.validate(number)
    except InvalidComponent:
        if number[:2] not in _YOUNG_PROVINCES:
            raise
        structure.get_birth_date(number)
    if int(number[6:8]) > _LAST_DAY_OF_WOMEN:
        raise InvalidComponent
    return number


def stands_in(text: str) -> bool:
    """Whether a NIK stands in the first 5,000 marks of a text, more than any field keeps, in one piece or in groups."""
    return next(_places(text[:_MOST_READ]), None) is not None


def struck(text: str) -> str:
    """The beginning of a text, at most _MOST_STRUCK marks, with STRUCK instead of every NIK in it.

    What is nothing but one may stand in any groups.
    """
    text = text[:_MOST_STRUCK]
    if possible(text):
        return STRUCK
    kept, done = [], 0
    for start, end in _places(text):
        kept += [text[done:start], STRUCK]
        done = end
    return "".join([*kept, text[done:]])


def without(text: str) -> str:
    """The beginning of a text as it may be shown back to whoever wrote it: without any NIK, and as it was where there
    is none.
    """
    return unmarked(struck(text))


def unmarked(text: str) -> str:
    """The text without STRUCK, and as it was where there is none."""
    return " ".join(text.replace(STRUCK, "").split()) if STRUCK in text else text


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where NIKs begin and end in a text."""
    for run in _RUN.finditer(text):
        yield from _places_among(text, [group.span() for group in _GROUP.finditer(text, *run.span())])


def _places_among(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a NIK begins and ends with one of these groups of digits; none is within another."""
    done = 0
    for first, (start, _) in enumerate(groups):
        last, length = first, 0
        while length < _DIGITS and last < len(groups):
            length += groups[last][1] - groups[last][0]
            last += 1
        end = groups[last - 1][1]
        if length == _DIGITS and start >= done and _is_one(text, groups[first:last]):
            done = end
            yield start, end


def _is_one(text: str, groups: Sequence[tuple[int, int]]) -> bool:
    written = [text[start:end] for start, end in groups]
    between = "".join(text[end:start] for (_, end), (start, _) in pairwise(groups))
    return _may_be_groups(written, between) and bool(possible("".join(written)))


def _may_be_groups(groups: Sequence[str], between: str) -> bool:
    """Whether people may write a NIK in these groups.

    Dots and slashes stand between few digits in the numbers of permits, and in days, of which there may be two.
    """
    if "." in between or "/" in between:
        return min(len(group) for group in groups) >= _FEWEST_BETWEEN_DOTS
    return not _are_two_days(groups)


def are_two_days(text: str) -> bool:
    """Whether the digits of a text are grouped as those of two days: "12.12.2018 - 13.12.2018" is no NIK."""
    return _are_two_days(_GROUP.findall(text))


def _are_two_days(groups: Sequence[str]) -> bool:
    return [len(group) for group in groups] == _TWO_DAYS


def possible(text: str) -> str:
    """The 16 digits of a text that can be a NIK, or nothing."""
    try:
        return parse(text)
    except ImpossibleNik:
        return ""


def birth_claim(nik: str) -> BirthClaim:
    """The birth date and sex inside a NIK: digits 7 to 12, with 40 added to the day for women."""
    day = int(nik[6:8])
    return BirthClaim(day % 40, int(nik[8:10]), int(nik[10:12]), "F" if day > 40 else "M")


def masked(nik: str) -> str:
    """ "3174••••••••0003": enough to recognise one's own."""
    return nik[:4] + _MASK + nik[-4:] if nik else ""


def blind_index(nik: str) -> BlindIndex:
    """What a NIK is found and kept unique by; worthless without the key (all plausible NIKs hash in seconds)."""
    return keyed(nik.encode())


def keyed(content: bytes) -> BlindIndex:
    """What a content is recognised by that holds a NIK and may be as guessable, such as a file of one row."""
    return BlindIndex([hmac.digest(key.encode(), content, sha256) for key in settings.NIK_INDEX_KEYS])
