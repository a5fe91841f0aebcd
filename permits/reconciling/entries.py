"""One row of a register as read. Pure; never keeps a NIK but its blind index."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from okoce.regions import tree
from okoce.ui.tables import Cell, cells
from okoce.ui.tables.rows import is_empty
from participants import nik
from permits.importing.lines import read_kind, read_number
from permits.models import Kind, number_key


class Unreadable(ValueError):
    """A row that cannot be compared; says which column and what to do."""


@dataclass(frozen=True)
class RegisterEntry:
    """What a row says. `kelurahan` is None where it says none, and where `kelurahan_is_unknown`: it names one, but
    which one is not understood.
    """

    kind: Kind
    number: str
    issued_on: date
    nik_index: nik.BlindIndex | None
    kelurahan: str | None
    investment: int | None
    workers: int | None
    kelurahan_is_unknown: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What permits are matched by: kind and number without spaces, punctuation and case."""
        return self.kind, number_key(self.number)


def read(cell: Callable[[str], Cell]) -> RegisterEntry:
    """The entry in a row, `cell` giving what it says by column name. Raises Unreadable.

    A NIK that cannot be one does not make the row unreadable: the number may still match.
    """
    kind = Kind.IUMK if is_empty(cell("kind")) else _in("Jenis izin", read_kind, cell("kind"))
    kelurahan, is_unknown = _kelurahan(cell("kelurahan"))
    return RegisterEntry(
        kind=kind,
        number=_in("Nomor izin", read_number, cell("number")),
        issued_on=_in("Tanggal terbit", cells.day, cell("issued_on")),
        nik_index=_nik_index(cell("nik")),
        kelurahan=kelurahan,
        kelurahan_is_unknown=is_unknown,
        investment=_amount(cell("investment")) if kind == Kind.IUMK else None,
        workers=_amount(cell("workers")) if kind == Kind.IUMK else None,
    )


def _in(column: str, reader: Callable, cell: Cell):
    try:
        return reader(cell)
    except ValueError as error:
        raise Unreadable(f"{column}: {error}") from None


def _nik_index(cell: Cell) -> nik.BlindIndex | None:
    try:
        return nik.blind_index(nik.parse(cells.long_number(cell, "NIK")))
    except ValueError:
        return None


def _kelurahan(cell: Cell) -> tuple[str | None, bool]:
    """The code of the kelurahan that a cell names, and whether it names one that is not understood.

    A dash, as offices write it for nothing, names none.
    """
    try:
        said = cells.text(cell)
    except ValueError:
        return None, True
    if not any(map(str.isalnum, said)):
        return None, False
    coded = tree.kelurahan_coded(said)
    found = [coded] if coded else tree.find_kelurahan(said)
    return (found[0].code, False) if len(found) == 1 else (None, True)


def _amount(cell: Cell) -> int | None:
    try:
        amount = cells.whole_number(cell)
    except ValueError:
        return None
    return amount if 0 <= amount < 2**31 else None
