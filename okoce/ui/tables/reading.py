"""From a file to a table: which sheet, where the headings stand, and the rows below them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from okoce.ui.formats import number
from okoce.ui.tables import separated
from okoce.ui.tables.archive import Archive
from okoce.ui.tables.cells import shown
from okoce.ui.tables.headings import Column, Match, heading_row, match
from okoce.ui.tables.limits import SAVE_AGAIN, Limits, Unreadable
from okoce.ui.tables.rows import MOST_EMPTY, Cell, Row, is_empty

if TYPE_CHECKING:
    from okoce.ui.tables.workbook import Sheet, Workbook

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
_PAGE = b"<"
_FIRST_ROWS = 20
_UNUSED = "Kolom yang tidak dipakai:"


@dataclass(frozen=True)
class Table:
    """The rows below one row of headings; `notes` says what was left aside."""

    headings: list[str]
    heading_row: int
    match: Match
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    def cell(self, row: Row, name: str) -> Cell:
        """What a row says in the column of that name; nothing where the file has no such column."""
        return row.cell(self.match.positions.get(name))


def read(file: BinaryIO, columns: Sequence[Column], limits: Limits | None = None) -> Table:
    """The table in a file, XLSX or CSV by its content and not by its name. Raises Unreadable."""
    limits = limits or Limits()
    file.seek(0, 2)
    limits.check_size(file.tell())
    file.seek(0)
    start = file.read(512)
    file.seek(0)
    if start.startswith(_ZIP):
        from okoce.ui.tables.workbook import Workbook  # brings openpyxl into memory

        return _from_workbook(Workbook(Archive(file, limits), limits), columns, limits)
    _refuse_others(start)
    table = _table(separated.rows(separated.decode(file.read(limits.size + 1))), columns, limits, [])
    has_digits = any(mark.isdigit() for heading in table.headings for mark in heading)
    if not (table.rows or table.match.positions or has_digits):
        raise Unreadable(
            separated.NO_TABLE
        )  # words alone, whatever its name ends with; a number may be a list's only row
    return table


def _refuse_others(start: bytes) -> None:
    if start.startswith(_OLD_EXCEL):
        raise Unreadable(
            "Berkas ini berformat Excel lama (.xls) atau dikunci dengan kata sandi. "
            f"Simpan tanpa kata sandi. {SAVE_AGAIN}"
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_PAGE):
        raise Unreadable(f"Berkas ini halaman web, bukan lembar kerja, apa pun nama berkasnya. {SAVE_AGAIN}")
    if start.startswith(_OTHERS):
        raise Unreadable(separated.NO_TABLE)


def _from_workbook(book: "Workbook", columns: Sequence[Column], limits: Limits) -> Table:
    """The visible sheet whose headings are known best; the first of them when none are."""
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    filled = [(sheet, first) for sheet in visible if (first := list(islice(sheet.rows(), _FIRST_ROWS)))]
    if not filled:
        raise Unreadable("Berkas ini tidak memuat baris. Isi lembar pertamanya, lalu kirim lagi.")
    chosen, _ = max(filled, key=lambda pair: heading_row(pair[1], columns)[1])
    others = [sheet for sheet, _ in filled if sheet is not chosen]
    return _table(chosen.rows(), columns, limits, [*_notes_on_sheets(chosen, others, book.sheets)])


def _notes_on_sheets(chosen: "Sheet", others: "list[Sheet]", sheets: "list[Sheet]") -> Iterator[str]:
    if others:
        names = ", ".join(f"“{shown(sheet.name)}”" for sheet in others[:5])
        yield f"Yang dibaca hanya lembar “{shown(chosen.name)}”; lembar lain tidak: {names}."
    hidden = sum(sheet.hidden for sheet in sheets)
    if hidden:
        yield f"{number(hidden)} lembar yang tersembunyi tidak dibaca."


def _table(rows: Iterator[Row], columns: Sequence[Column], limits: Limits, notes: list[str]) -> Table:
    first = list(islice(rows, _FIRST_ROWS))
    if not first:
        raise Unreadable("Berkas ini tidak memuat baris. Isi berkas itu, lalu kirim lagi.")
    index, _ = heading_row(first, columns)
    headings = first[index]
    limits.check_columns(len(headings.cells))
    found = match(headings.cells, columns)
    kept, beyond = _within(chain(first[index + 1 :], rows), headings.number, limits)
    if beyond is not None:
        empty = f"lebih dari {MOST_EMPTY} baris kosong"
        notes = [*notes, f"Isi mulai baris {number(beyond)} tidak dibaca: di atasnya {empty}."]
    return Table(
        headings=["" if is_empty(cell) else shown(cell) for cell in headings.cells],
        heading_row=headings.number,
        match=found,
        rows=kept,
        notes=[*notes, *_notes_on_columns(headings.cells, found)],
    )


def _within(rows: Iterable[Row], last: int, limits: Limits) -> tuple[list[Row], int | None]:
    """The rows within the limits up to the first long gap, and where something stands beyond it."""
    kept: list[Row] = []
    cells = 0
    for row in rows:
        if row.number - last > MOST_EMPTY:
            return kept, row.number
        last = row.number
        kept.append(row)
        limits.check_rows(len(kept))
        cells += sum(not is_empty(cell) for cell in row.cells)
        limits.check_cells(cells)
    return kept, None


def _notes_on_columns(headings: list[Cell], found: Match) -> Iterator[str]:
    unknown = [shown(headings[position]) for position in found.unknown]
    if unknown:
        yield _unused(unknown)


def notes_for(notes: Iterable[str], headings: Sequence[str], used: Collection[int]) -> list[str]:
    """The notes of a table whose columns were chosen by hand: which are not used is another matter then."""
    unused = [heading for position, heading in enumerate(headings) if heading and position not in used]
    kept = [note for note in notes if not note.startswith(_UNUSED)]
    return [*kept, _unused(unused)] if unused else kept


def _unused(headings: Sequence[str]) -> str:
    more = f", dan {number(len(headings) - 8)} lagi" if len(headings) > 8 else ""
    return f"{_UNUSED} {', '.join(headings[:8])}{more}."
