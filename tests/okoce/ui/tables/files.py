"""Files as offices send them, made for one test."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

from okoce.ui.tables import Column

COLUMNS = (
    Column("person", "NIK atau nomor peserta", ("nik", "no ktp"), required=True),
    Column("number", "Nomor izin", ("no surat",), required=True),
    Column("issued_on", "Tanggal terbit", ("tgl terbit",), required=True),
    Column("note", "Catatan"),
)
HEADINGS = [column.label for column in COLUMNS]


def csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def xlsx(rows: Iterable[Sequence[object]], **sheets: Iterable[Sequence[object]]) -> io.BytesIO:
    """A workbook as openpyxl writes it; further sheets by name."""
    book = Workbook()
    first = book.active
    first.title = "Izin"
    for row in rows:
        first.append(list(row))
    for name, further in sheets.items():
        sheet = book.create_sheet(name)
        for row in further:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file


def with_parts(file: io.BytesIO, parts: Mapping[str, str | bytes]) -> io.BytesIO:
    """The same ZIP folder with some parts replaced or added."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return changed


def sheet_of(rows: str, before: str = "", after: str = "") -> io.BytesIO:
    """A workbook whose only sheet holds this XML as its rows."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    return with_parts(xlsx([]), {"xl/worksheets/sheet1.xml": xml})


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def heading_cells(row: int = 1) -> str:
    cells = "".join(text_cell(f"{letter}{row}", heading) for letter, heading in zip("ABCD", HEADINGS, strict=True))
    return f'<row r="{row}">{cells}</row>'
