"""What a pasted text or a row of a spreadsheet says: NIKs and participant numbers, however they are separated. Pure.

Lists come with counters, names, phones and signatures between the numbers, so a number is looked for in whatever stands
around it. What looks like one and is none, and a line without any, is an entry too: nobody on a list is passed over
without a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from okoce.ui.reading import BETWEEN_DIGITS
from okoce.ui.tables import Cell, cells
from okoce.ui.tables.rows import is_empty
from participants import nik, numbers

_BETWEEN = re.compile(r"[,;|\t/]+")
_FURNITURE = re.compile(rf"""{BETWEEN_DIGITS}|[:#'’"“”()\[\]]""")
_COUNTER = re.compile(r"^[0-9]{1,4}[.)]")
_HIDDEN = re.compile("[•●*]{3,}")
_LONG_DIGITS = re.compile(rf"[0-9](?:{BETWEEN_DIGITS}{{0,3}}[0-9]){{13,}}")
# What people write against a number without a space: brackets and colons, "No." and "NIK"; a NIK, or a participant
# number in its two halves, stands out from whatever letters touch it.
_BRACKETS = re.compile(r"""[:=#“”"()\[\]]""")
_LABEL = re.compile(r"(?<=[A-Za-z]{2})\.|(?<=nik)(?=[0-9])", re.IGNORECASE)
_STANDS_OUT = re.compile(r"(?<![0-9])(?:[0-9]{16}|[0-9A-Za-z]{5}-[0-9A-Za-z]{5})(?![0-9])")
_SHORTENED = re.compile(r"[eE]\+")

_MOST_GROUPS = 6
"""A NIK is hardly written in more groups than this."""
_LONGEST_GROUP = 6
_HALF = numbers.LENGTH // 2
_NIK_DIGITS = 16
_HALVES = {_HALF, _NIK_DIGITS // 2}
_ABOUT_A_NIK = range(14, 19)
_ABOUT_A_NUMBER = range(9, 12)
_MOST_SHOWN = 120

NO_NUMBER = "Tidak memuat NIK atau nomor peserta. Tulis salah satunya."
HIDDEN = "NIK ini disamarkan. Tulis 16 angka dari KTP, atau nomor pesertanya."
IMPOSSIBLE = "NIK ini tidak mungkin: kode provinsi atau tanggal lahirnya tidak ada. Cocokkan dengan KTP."
TWO_PEOPLE = "NIK dan nomor peserta di baris ini milik dua orang. Periksa keduanya."

_NAMES_NOBODY = {NO_NUMBER, HIDDEN}
"""What is said of a cell with "-" or a masked NIK: whom the row means, another of its cells may say."""


@dataclass(frozen=True)
class Mention:
    """Whom a list names, where it does, and what may be shown of that; or why it cannot be read."""

    where: str
    shown: str
    nik_index: nik.BlindIndex | None = None
    number: str | None = None
    problem: str = ""


def read_text(text: str) -> list[Mention]:
    """The entries of a pasted text, in order."""
    found: list[Mention] = []
    for number, line in enumerate(text.replace("\0", " ").splitlines(), start=1):
        if line.strip():
            found += _of_line(f"baris {number}", _BETWEEN.split(line))
    return found


def read_row(row: int, named: Sequence[Cell], all_cells: Sequence[Cell]) -> list[Mention]:
    """The entries of a spreadsheet's row: of the columns `named` after NIK or number, or without such, of any cell."""
    where = f"berkas, baris {row}"
    if not named:
        return _of_loose_cells(where, all_cells)
    filled = [_of_cell(where, cell) for cell in named if not is_empty(cell)]
    return [_together(where, filled) if filled else _without_number(where, all_cells)]


def _without_number(where: str, row: Iterable[Cell]) -> Mention:
    words = " ".join(cells.shown(cell) for cell in row if not is_empty(cell))
    return Mention(where, _shown(words), problem=NO_NUMBER)


# --- A cell of which is known what it should hold ----------------------------------------------------


def _of_cell(where: str, cell: Cell) -> Mention:
    try:
        said = cells.long_number(cell, "NIK")
    except ValueError as problem:
        return Mention(where, cells.shown(cell), problem=str(problem))
    if isinstance(cell, int | float):
        said = said.zfill(numbers.LENGTH)  # a participant number of digits alone that began with 0
    return _recognised(where, said) or _attempt(where, said) or _among_words(where, said)


def _among_words(where: str, said: str) -> Mention:
    """What a cell names that holds more than a number."""
    found = _found_in(where, _BETWEEN.split(said))
    return _together(where, found) if found else Mention(where, _shown(said), problem=NO_NUMBER)


def _together(where: str, found: Sequence[Mention]) -> Mention:
    """A row that gives both a NIK and a participant number, as one entry; a cell that names nobody is no hindrance."""
    telling = [entry for entry in found if entry.problem not in _NAMES_NOBODY]
    problem = next((entry for entry in telling or found if entry.problem), None)
    if problem or len(telling) == 1:
        return problem or telling[0]
    found = telling
    indexes = {entry.nik_index for entry in found if entry.nik_index}
    given = {entry.number for entry in found if entry.number}
    shown = " · ".join(entry.shown for entry in found)
    if len(indexes) > 1 or len(given) > 1:
        return Mention(where, shown, problem=TWO_PEOPLE)
    return Mention(where, shown, nik_index=next(iter(indexes), None), number=next(iter(given), None))


# --- A line, or a row of cells, in which numbers are looked for --------------------------------------


def _of_loose_cells(where: str, row: Sequence[Cell]) -> list[Mention]:
    found: list[Mention] = []
    for cell in row:
        if is_empty(cell):
            continue
        try:
            found += _found_in(where, _BETWEEN.split(cells.long_number(cell, "NIK")))
        except ValueError as problem:
            if isinstance(cell, int | float) or _SHORTENED.search(str(cell)):
                found.append(Mention(where, cells.shown(cell), problem=str(problem)))
    return found or [_without_number(where, row)]


def _of_line(where: str, pieces: Sequence[str]) -> list[Mention]:
    return _found_in(where, pieces) or [Mention(where, _shown(" ".join(pieces)), problem=NO_NUMBER)]


def _found_in(where: str, pieces: Iterable[str]) -> list[Mention]:
    """The entries in these pieces; what stands between groups alone, as in "317499 - 550867 - 4479", says nothing."""
    words = ([word for word in _apart(piece).split() if _FURNITURE.sub("", word)] for piece in pieces)
    return [entry for some in words for entry in _of_words(where, some)]


def _apart(piece: str) -> str:
    """A piece with a space between its numbers and what was written against them."""
    apart = _LABEL.sub(" ", _BRACKETS.sub(" ", piece))
    return _STANDS_OUT.sub(lambda found: f" {found[0]} " if _recognised("", found[0]) else found[0], apart)


def _of_words(where: str, words: Sequence[str]) -> Iterator[Mention]:
    """The numbers among these words, and between them what nearly is one."""
    begun = at = 0
    while at < len(words):
        taken, entry = _beginning(where, words[at : at + _MOST_GROUPS])
        if entry is None:
            at += 1
            continue
        yield from _attempts(where, words[begun:at])
        yield entry
        begun = at = at + taken
    yield from _attempts(where, words[begun:])


def _beginning(where: str, words: Sequence[str]) -> tuple[int, Mention | None]:
    """The number that these words begin with, and of how many of them it is made."""
    for most in range(len(words), 0, -1):
        if most == 1 or _are_groups(words[:most]):
            entry = _recognised(where, " ".join(words[:most]))
            if entry is not None:
                return most, entry
    return 0, None


def _are_groups(words: Sequence[str]) -> bool:
    """Whether words may be the groups of one number: of digits, or the two halves of a number."""
    if len(words) == 2 and len(words[0]) == len(words[1]) in _HALVES:
        return True
    return all(_is_group(word) for word in words)


def _is_group(word: str) -> bool:
    plain = _FURNITURE.sub("", word)
    return plain.isdecimal() and len(plain) <= _LONGEST_GROUP


def _attempts(where: str, words: Sequence[str]) -> Iterator[Mention]:
    """What was surely meant for a number among words that are none; groups of digits are taken together."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_group(words[end]):
            end += 1
        end = max(end, at + 1)
        entry = _attempt(where, " ".join(words[at:end]))
        if entry is not None:
            yield entry
        at = end


def _recognised(where: str, said: str) -> Mention | None:
    if nik.are_two_days(said):
        return None
    for text in dict.fromkeys((said, _COUNTER.sub("", said))):
        plain = _FURNITURE.sub("", text)
        number = numbers.parse(plain)
        if number is not None:
            return Mention(where, numbers.displayed(number), number=number)
        if len(plain) == _NIK_DIGITS and plain.isascii() and plain.isdigit() and nik.possible(plain):
            return Mention(where, nik.masked(plain), nik_index=nik.blind_index(plain))
    return None


def _attempt(where: str, said: str) -> Mention | None:
    """What was surely meant for a NIK or a participant number and is none."""
    plain = _FURNITURE.sub("", said)
    if _HIDDEN.search(said):
        return Mention(where, _shown(said), problem=HIDDEN)
    if plain.isdecimal() and len(plain) in _ABOUT_A_NIK and not nik.are_two_days(said):
        return Mention(where, cells.hidden_digits(plain), problem=_wrong_nik(plain))
    mixed = any(mark.isdigit() for mark in plain) and any(mark.isalpha() for mark in plain)
    if plain.isalnum() and len(plain) in _ABOUT_A_NUMBER and mixed:
        return Mention(where, plain, problem=numbers.MISTYPED)
    return None


def _wrong_nik(digits: str) -> str:
    if len(digits) == _NIK_DIGITS:
        return IMPOSSIBLE
    return f"NIK terdiri dari 16 angka; di sini {len(digits)} angka. Cocokkan dengan KTP."


def _shown(text: str) -> str:
    """A text in one line, shortened, in which no NIK, nor nearly one, can be read."""
    plain = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    plain = _LONG_DIGITS.sub(lambda found: cells.hidden_digits(found[0]), plain)
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 1]}…"
