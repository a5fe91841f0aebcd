"""One row of a spreadsheet of permits: what its cells say, and what is wrong or doubtful about them. Pure.

Every remark names its column and says what to do. Nothing keeps a NIK: a line holds its blind index and what may be
shown of it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from okoce.ui.formats import number as say_number
from okoce.ui.tables import Cell, cells
from okoce.ui.tables.rows import is_empty
from participants import nik, numbers
from permits import numbers as permit_numbers
from permits import papers
from permits.deeds import Paper
from permits.importing.columns import LABELS
from permits.models import Kind, number_key

_KINDS = {
    "IUMK": Kind.IUMK,
    "IZINUSAHAMIKROKECIL": Kind.IUMK,
    "IZINUSAHAMIKRODANKECIL": Kind.IUMK,
    "SKU": Kind.SKU,
    "SURATKETERANGANUSAHA": Kind.SKU,
}
_NIK_DIGITS = 16
_HIDDEN = re.compile("[•●*xX]{3,}")
_FURNITURE = re.compile(r"[\s.\-]")


class Remark(NamedTuple):
    """What is wrong (`is_problem`) or only doubtful about a row: which column (its name, or "") and a sentence."""

    column: str
    text: str
    is_problem: bool = True

    def __str__(self) -> str:
        return f"{LABELS[self.column]}: {self.text}" if self.column else self.text


@dataclass(frozen=True)
class Holder:
    """Whom a row names: by the blind index of a NIK, by participant number, or by both."""

    nik_index: nik.BlindIndex | None = None
    number: str | None = None
    ends_in_zero: bool = False
    """The NIK does: a spreadsheet that took it for a number would have made its last digit a 0."""


@dataclass
class Line:
    """A row as read. Without a paper or a holder it cannot be taken."""

    number: int
    holder: Holder | None
    name: str
    paper: Paper | None
    remarks: list[Remark] = field(default_factory=list)


def key_of(paper: Paper) -> tuple[str, str]:
    """What makes a permit one: its kind and its number as numbers are compared."""
    return str(paper.kind), number_key(paper.number)


def read_line(number: int, cell: Callable[[str], Cell], *, kelurahan: str, today: date) -> Line:
    """The line in row `number`, whose cell in each column `cell` gives; a permit that `kelurahan` issued."""
    reading = _Reading(cell)
    holder = reading.holder()
    name = reading.name()
    paper = reading.paper(kelurahan, today)
    return Line(number, holder, name, paper, reading.remarks)


class _Reading:
    """Reads the cells of one row and gathers the remarks."""

    def __init__(self, cell: Callable[[str], Cell]) -> None:
        self.cell = cell
        self.remarks: list[Remark] = []

    def value(self, column: str, read: Callable, nothing: str = ""):
        """What a cell says, or None with a problem; `nothing` is the problem of an empty one."""
        cell = self.cell(column)
        try:
            if is_empty(cell):
                if nothing:
                    raise ValueError(nothing)
                return None
            return read(cell)
        except ValueError as problem:
            self.remarks.append(Remark(column, str(problem)))
            return None

    def name(self) -> str:
        """The name, which is only compared: one that cannot be read is only a doubt."""
        try:
            # A NIK in the wrong column is hidden here too.
            return cells.without_long_numbers(cells.text(self.cell("name")))
        except ValueError as doubt:
            self.remarks.append(Remark("name", str(doubt), is_problem=False))
            return ""

    def holder(self) -> Holder | None:
        """Whom the row names, in one column or in two."""
        given = [name for name in ("person", "participant") if not is_empty(self.cell(name))]
        if not given:
            self.remarks.append(Remark("person", "Tulis NIK dari KTP atau nomor peserta dari bukti pendaftarannya."))
            return None
        found = [self.value(name, read_holder) for name in given]
        if None in found:
            return None
        first, last = found[0], found[-1]
        return Holder(
            first.nik_index or last.nik_index, first.number or last.number, first.ends_in_zero or last.ends_in_zero
        )

    def paper(self, kelurahan: str, today: date) -> Paper | None:
        kind = self.value("kind", read_kind, "Tulis IUMK atau SKU.")
        number = self.value("number", read_number, "Salin nomor izin dari suratnya.")
        issued_on = self.value("issued_on", cells.day, "Salin tanggal terbit dari suratnya, misalnya 31/12/2018.")
        if issued_on is not None and issued_on > today:
            self.remarks.append(Remark("issued_on", papers.IN_THE_FUTURE))
        amounts = self.amounts() if kind == Kind.IUMK else self.no_amounts(kind)
        if any(remark.is_problem and remark.column in _OF_THE_PAPER for remark in self.remarks):
            return None
        self.doubt(papers.doubts_about_number(number, kelurahan, issued_on))
        self.doubt(papers.doubts_about_amounts(*amounts))
        return Paper(kind, number, issued_on, kelurahan, *amounts)

    def amounts(self) -> tuple[int | None, int | None]:
        """The investment and the workers that an IUMK states."""
        investment = self.value("investment", _amount("investment"), papers.MISSING["investment"])
        workers = self.value("workers", _amount("workers"), papers.MISSING["workers"])
        return investment, workers

    def no_amounts(self, kind: Kind | None) -> tuple[None, None]:
        if kind is not None:
            for name in ("investment", "workers"):
                if not is_empty(self.cell(name)) and self.cell(name) not in _AS_GOOD_AS_EMPTY:
                    self.remarks.append(Remark(name, NOT_ON_SKU, is_problem=False))
        return None, None

    def doubt(self, doubts: Iterable[papers.Doubt]) -> None:
        self.remarks += [Remark(field or "", sentence, is_problem=False) for field, _, sentence in doubts]


_AS_GOOD_AS_EMPTY = (0, "0", "-")
NOT_ON_SKU = "SKU tidak memuat ini, jadi tidak ikut dicatat."
_OF_THE_PAPER = ("kind", "number", "issued_on", "investment", "workers")


def read_holder(cell: Cell) -> Holder:
    """Whom a cell names. Raises ValueError with what to do; never repeats a NIK."""
    said = cells.long_number(cell, "NIK")
    number = numbers.parse(said.zfill(numbers.LENGTH) if isinstance(cell, int | float) else said)
    if number is not None:
        return Holder(number=number)
    digits = _FURNITURE.sub("", said)
    if len(digits) != numbers.LENGTH and _HIDDEN.search(said):  # a participant's number may well hold XXX
        raise ValueError("NIK ini disamarkan. Tulis 16 angka dari KTP, atau nomor peserta dari bukti pendaftarannya.")
    if not (digits.isascii() and digits.isdigit()):
        if len(numbers.typed(said)) == numbers.LENGTH and any(letter.isdigit() for letter in said):
            raise ValueError(numbers.MISTYPED)
        raise ValueError("Ini bukan NIK (16 angka) dan bukan nomor peserta (seperti 4K7H2-MX9QR). Tulis salah satunya.")
    if len(digits) != _NIK_DIGITS:
        raise ValueError(f"NIK terdiri dari 16 angka; di sini {len(digits)} angka. Cocokkan dengan KTP.")
    digits = nik.parse(digits)
    return Holder(nik_index=nik.blind_index(digits), ends_in_zero=digits.endswith("0"))


def read_kind(cell: Cell) -> Kind:
    """IUMK or SKU, in letters of any case or in full."""
    kind = _KINDS.get(re.sub(r"[^A-Z]", "", cells.text(cell).upper()))
    if kind is None:
        raise ValueError("Jenis izin ini tidak dikenal. Tulis IUMK atau SKU.")
    return kind


def read_number(cell: Cell) -> str:
    """A permit's number. A NIK in its place is refused: numbers are shown to many."""
    number = cells.label(cell)
    key = number_key(number)
    if not key:
        raise ValueError("Nomor izin harus memuat angka atau huruf. Salin dari suratnya.")
    if max(len(number), len(key)) > permit_numbers.LONGEST:
        raise ValueError(permit_numbers.TOO_LONG)
    if permit_numbers.holds_nik(number):
        raise ValueError(permit_numbers.HOLDS_NIK)
    return number


def _amount(column: str) -> Callable[[Cell], int]:
    """Reads an amount within what can be stored."""
    largest = papers.LARGEST[column]

    def read(cell: Cell) -> int:
        amount = cells.whole_number(cell)
        if amount < 0:
            raise ValueError("Angka ini kurang dari 0. Salin dari suratnya.")
        if amount > largest:
            raise ValueError(f"Angka ini lebih dari {say_number(largest)}. Periksa banyaknya nol.")
        return amount

    return read
