"""Workbooks that are taken away, by openpyxl: four megabytes of a worker's memory, brought in by the first who asks."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from okoce.ui.tables.writing import WrittenColumn, WrittenSheet, harmless

_LONGEST_TITLE = 31
_DAY = "dd/mm/yyyy"
_TEXT = "@"


def plain(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """`writing.plain_xlsx`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    for row in rows:
        sheet.append([harmless(value) for value in row])
    return _bytes_of(book)


def typed(*sheets: WrittenSheet) -> bytes:
    """`writing.to_xlsx`."""
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
