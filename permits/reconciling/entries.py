"""One row of a register as read: never more of a NIK than its blind index, and what may be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from okoce import clock
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
    which one is not understood. `nik_problem` says why a NIK that stands there cannot be read.
    """

    kind: Kind
    number: str
    issued_on: date
    nik_index: nik.BlindIndex | None
    nik_problem: str
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

    A NIK that cannot be one does not make the row unreadable: the number may still match. A permit of the future does.
    """
    kind = Kind.IUMK if is_empty(cell("kind")) else _in("Jenis izin", read_kind, cell("kind"))
    kelurahan, is_unknown = _kelurahan(cell("kelurahan"))
    nik_index, nik_problem = _nik_index(cell("nik"))
    return RegisterEntry(
        kind=kind,
        number=_in("Nomor izin", read_number, cell("number")),
        issued_on=_in("Tanggal terbit", _past_day, cell("issued_on")),
        nik_index=nik_index,
        nik_problem=nik_problem,
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


def _past_day(cell: Cell) -> date:
    found = cells.day(cell)
    if found > clock.today():
        raise ValueError("Tanggal ini ada di masa depan. Cocokkan dengan suratnya.")
    return found


def _nik_index(cell: Cell) -> tuple[nik.BlindIndex | None, str]:
    """What the person is found by; or why what stands there cannot be a NIK."""
    if is_empty(cell):
        return None, ""
    try:
        return nik.blind_index(nik.parse(cells.long_number(cell, "NIK"))), ""
    except ValueError as problem:
        return None, f"NIK tidak terbaca: {problem}"


@dataclass(frozen=True)
class Written:
    """Whom and where a row names, as it is written; a NIK only in part."""

    person: str
    kelurahan: str


def written(cell: Callable[[str], Cell]) -> Written:
    """What a row names besides the permit, readable or not, to be held against what we have; "" for nothing."""
    return Written(*("" if is_empty(cell(name)) else cells.shown(cell(name)) for name in ("nik", "kelurahan")))


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
