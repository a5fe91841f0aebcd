"""Making files that people open in a spreadsheet program: XLSX and CSV in which no text can act as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_CANNOT_BE_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHARACTERS = 32_767
_LONGEST_TITLE = 31
_DAY = "dd/mm/yyyy"
_TEXT = "@"


@dataclass(frozen=True)
class WrittenColumn:
    """A column of a sheet: its heading, its width in characters, and whether it holds text whatever it looks like."""

    heading: str
    width: int = 16
    as_text: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet to be written, the headings in its first row."""

    title: str
    columns: Sequence[WrittenColumn]
    rows: Iterable[Sequence[object]] = ()


def harmless(value: object) -> object:
    """A cell that no spreadsheet program takes for a formula, with an apostrophe in front; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _CANNOT_BE_WRITTEN.sub("", value)[:_MOST_CHARACTERS]
    return f"'{text}" if text.startswith(_DANGEROUS) else text


class _Line:
    """A file for the csv module that gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV line by line, for what is too long to be held whole.

    UTF-8 with a byte order mark, so that spreadsheet programs read it right; commas between the cells.
    """
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow([harmless(value) for value in row]).encode()


def to_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """The same as a whole."""
    return b"".join(csv_lines(rows))


def plain_xlsx(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet, of which nothing is said but what stands in it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    for row in rows:
        sheet.append([harmless(value) for value in row])
    return _bytes_of(book)


def to_xlsx(*sheets: WrittenSheet) -> bytes:
    """A workbook; texts are written as texts, columns of text stay text for whatever is typed below."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    return _bytes_of(book)


def _bytes_of(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, written: WrittenSheet) -> None:
    sheet = book.create_sheet(written.title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(written.columns, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        if column.as_text:
            sheet.column_dimensions[letter].number_format = _TEXT
        if column.choices:
            choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}10000")
            sheet.data_validations.append(choice)
    sheet.append([_heading(sheet, column) for column in written.columns])
    for row in written.rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, written.columns, strict=True)])


def _heading(sheet, column: WrittenColumn) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, column.heading)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet, value: object, column: WrittenColumn) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, harmless(value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, date):
        cell.number_format = _DAY
    elif column.as_text:
        cell.number_format = _TEXT
    return cell
