"""Why a search at the desk found nobody, and what to do about it: by what the words typed were meant to be."""

import re
from dataclasses import dataclass

from participants import nik, numbers

_FEWEST_NIK_DIGITS, _MOST_PHONE_DIGITS = 11, 14
_PHONE = re.compile(r"(\+?62|0|8)[0-9]+")
_NUMBER = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[0-9A-Z]{8,12}")


@dataclass(frozen=True)
class Unfound:
    """What is said of a search without result, and whether registering the person may be what comes next."""

    sentence: str
    may_be_new: bool


def why(text: str, *, opens_elsewhere: bool) -> Unfound:
    """What is said where nobody was found. A NIK that was typed is not repeated.

    Who `opens_elsewhere` was told of nobody elsewhere either; others hear only of their own region.
    """
    here = "" if opens_elsewhere else " di wilayah Anda"
    if _is_meant_as_nik(text):
        try:
            nik.parse(text)
        except nik.ImpossibleNik as problem:
            return Unfound(str(problem), may_be_new=False)
        return Unfound(f"Tidak ada peserta dengan NIK ini{here}.", may_be_new=True)
    if _NUMBER.fullmatch(numbers.typed(text)):
        unknown = (
            f"Tidak ada peserta dengan nomor ini{here}. Cocokkan lagi dengan bukti pendaftaran, atau cari dengan NIK."
        )
        return Unfound(numbers.mistake_in(text) or unknown, may_be_new=False)
    beyond = ": dengan itu peserta wilayah lain pun dapat dibuka" if opens_elsewhere else ""
    return Unfound(
        "Tidak ada peserta yang cocok di wilayah Anda. Periksa ejaannya, atau cari dengan NIK atau nomor peserta "
        f"yang lengkap{beyond}.",
        may_be_new=True,
    )


def _is_meant_as_nik(text: str) -> bool:
    """Whether it is all digits, and more than a phone number has or begun as none is."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]+", digits):
        return False
    return len(digits) > _MOST_PHONE_DIGITS or (len(digits) >= _FEWEST_NIK_DIGITS and not _PHONE.fullmatch(digits))
