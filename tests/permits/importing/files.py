"""Spreadsheets of permits as kelurahan send them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook

from participants import nik
from participants.models import Participant
from permits.importing.columns import TEMPLATE

HEADINGS = [column.label for column in TEMPLATE]
NAMES = [column.name for column in TEMPLATE]


def nik_of(person: Participant) -> str:
    """The NIK of an invented person, for a file."""
    return nik.decrypt(person.nik_encrypted)


def a_row(person: object, number: object, **cells: object) -> list[object]:
    """A good row about somebody (or whoever a text names), unless told otherwise."""
    who = nik_of(person) if isinstance(person, Participant) else person
    good: Mapping[str, object] = {
        "person": who,
        "name": person.name if isinstance(person, Participant) else None,
        "kind": "IUMK",
        "number": number,
        "issued_on": date(2018, 9, 1),
        "investment": 5_000_000,
        "workers": 2,
    }
    return [(good | cells)[name] for name in NAMES]


def xlsx(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> io.BytesIO:
    """A workbook as Excel would save it, with a name."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "izin september.xlsx"
    return file


def csv(rows: Iterable[Sequence[object]], separator: str = ";", encoding: str = "utf-8") -> io.BytesIO:
    """The same as a CSV file."""
    lines = [separator.join("" if cell is None else _said(cell) for cell in row) for row in [HEADINGS, *rows]]
    file = io.BytesIO("\r\n".join(lines).encode(encoding))
    file.name = "izin september.csv"
    return file


def _said(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
