"""XLSX: read as a stream, row by row, so that memory stays within the limits whatever the file claims.

openpyxl builds objects for everything a workbook holds before and after its rows (a megabyte of merged cells becomes a
gigabyte) and takes three times as long; its knowledge of dates and formats is used here all the same. defusedxml
refuses document types and entities.
"""

import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from okoce.ui.tables.archive import DAMAGED, Archive
from okoce.ui.tables.limits import Limits, Unreadable
from okoce.ui.tables.rows import NOT_CALCULATED, Cell, Row, trimmed
from okoce.ui.tables.separated import NO_TABLE

_WORKBOOK = "xl/workbook.xml"
_CHUNK = 64 * 1024
_MOST_SHEETS = 200
_MOST_STRINGS = 1_000_000
_MOST_STYLES = 100_000
_MOST_FORMATS = 1_000  # of the workbook's own; spreadsheet programs allow some 250
_LONGEST_FORMAT = 255  # as Excel has it; openpyxl takes the square of its length to judge one
_MOST_CHARACTERS = 2 * 32_767  # of one cell, twice what spreadsheet programs allow
_DEEPEST = 64
_LONGEST_TAG = 16  # pieces of the file
_LAST_ROW = 1_048_576
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
# Dates of East Asian editions, which have no format of their own in the file.
_FURTHER_DATES = frozenset((*range(27, 37), *range(50, 59)))


class Sheet:
    """One sheet of a workbook; its rows are read anew each time they are asked for."""

    def __init__(self, name: str, hidden: bool, part: str, book: "Workbook") -> None:
        self.name = name
        self.hidden = hidden
        self._part = part
        self._book = book

    def rows(self) -> Iterator[Row]:
        """The rows that have something in them."""
        handler = _SheetHandler(self._book)
        for _ in _parsing(self._book.archive, self._part, handler):
            found, handler.rows = handler.rows, []
            yield from found
            if handler.ended:
                return


class Workbook:
    """The visible and hidden sheets of an XLSX file. Raises Unreadable for anything else."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        if _WORKBOOK not in archive:
            raise Unreadable(NO_TABLE)
        self.archive = archive
        self.most_columns = limits.columns + 1
        self.limits = limits
        book = _BookHandler(limits)
        _parse(archive, _WORKBOOK, book)
        self.epoch = CALENDAR_MAC_1904 if book.from_1904 else CALENDAR_WINDOWS_1900
        relations = _RelationsHandler(limits)
        _parse(archive, "xl/_rels/workbook.xml.rels", relations)
        self.strings = self._read_strings(relations.target_of("sharedStrings"))
        self.date_styles = self._read_date_styles(relations.target_of("styles"))
        # Each part once, so that two hundred sheets cannot all be the same large one.
        parts = {relations.worksheets.get(relation, ""): (name, hidden) for name, hidden, relation in book.sheets}
        self.sheets = [Sheet(name, hidden, part, self) for part, (name, hidden) in parts.items() if part in archive]

    def _read_strings(self, part: str) -> list[str]:
        handler = _StringsHandler(self.limits)
        if part in self.archive:
            _parse(self.archive, part, handler)
        return handler.strings

    def _read_date_styles(self, part: str) -> frozenset[int]:
        handler = _StylesHandler(self.limits)
        if part in self.archive:
            _parse(self.archive, part, handler)
        dates = {number for number, code in handler.formats.items() if is_date_format(code)} | _FURTHER_DATES
        return frozenset(index for index, number in enumerate(handler.styles) if number in dates)


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever is wrong inside the file is said in one sentence."""
    try:
        yield
    except (SAXException, DefusedXmlException, zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError):
        raise Unreadable(DAMAGED) from None
    except (ValueError, IndexError, OverflowError, NotImplementedError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(DAMAGED) from None


def _parsing(archive: Archive, part: str, handler: "_Handler") -> Iterator[None]:
    """Feed a part to its handler; gives way after each piece."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    with _reading():
        source = archive.open(part)
    with source:
        silent = 0
        while True:
            heard = handler.heard
            with _reading():
                chunk = source.read(_CHUNK)
                if chunk:
                    parser.feed(chunk)
                else:
                    parser.close()
            # A tag that goes on and on is read anew from its beginning with every piece.
            silent = silent + 1 if handler.heard == heard else 0
            if silent > _LONGEST_TAG:
                raise Unreadable(DAMAGED)
            yield
            if not chunk:
                return


def _parse(archive: Archive, part: str, handler: "_Handler") -> None:
    for _ in _parsing(archive, part, handler):
        pass


class _Handler(ContentHandler):
    """Names without their prefixes, the text of one cell, and no more of anything than is worth waiting for."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._elements = 0
        self._depth = 0
        self._pieces: list[str] = []
        self._length = 0
        self.collects = False
        self.heard = 0
        """How often anything was told; what tells nothing is one long tag."""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self.heard += 1
        self._elements += 1
        self._depth += 1
        if self._elements > self._limits.elements:
            raise Unreadable("Berkas ini memuat terlalu banyak sel. Salin baris datanya ke berkas baru.")
        if self._depth > _DEEPEST:
            raise Unreadable(DAMAGED)
        self.start(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        self.heard += 1
        if self.collects:
            self._pieces.append(content)
            self._length += len(content)
            if self._length > _MOST_CHARACTERS:
                raise Unreadable("Ada sel yang isinya terlalu panjang untuk dibaca. Pendekkan isinya, lalu kirim lagi.")

    def take_text(self) -> str:
        """What was collected since it was last taken."""
        text = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return text

    def start(self, name: str, attrs: Any) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""


class _BookHandler(_Handler):
    """xl/workbook.xml: the sheets with their names and states, and from which year days are counted."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.sheets: list[tuple[str, bool, str]] = []
        self.from_1904 = False

    def start(self, name: str, attrs: Any) -> None:
        if name == "sheet" and len(self.sheets) < _MOST_SHEETS:
            relation = next((value for key, value in attrs.items() if key.endswith(":id")), "")
            self.sheets.append((attrs.get("name", ""), attrs.get("state", "visible") != "visible", relation))
        elif name == "workbookPr":
            self.from_1904 = attrs.get("date1904", "0") in ("1", "true")


class _RelationsHandler(_Handler):
    """Which part a relation of the workbook leads to."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.worksheets: dict[str, str] = {}
        self._others: dict[str, str] = {}

    def start(self, name: str, attrs: Any) -> None:
        if name != "Relationship" or len(self.worksheets) > _MOST_SHEETS:
            return
        what = attrs.get("Type", "").rpartition("/")[2]
        target = attrs.get("Target", "").replace("\\", "/")
        part = target if target.startswith("/") else str(PurePosixPath("xl") / target)
        if what == "worksheet":
            self.worksheets[attrs.get("Id", "")] = part
        elif what in ("sharedStrings", "styles"):
            self._others[what] = part

    def target_of(self, what: str) -> str:
        return self._others.get(what, f"xl/{what}.xml")


class _StringsHandler(_Handler):
    """The table of texts that cells refer to; what is written above Chinese characters is left out."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.strings: list[str] = []
        self._phonetic = False

    def start(self, name: str, attrs: Any) -> None:
        if name == "t":
            self.collects = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self.collects = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            if len(self.strings) >= _MOST_STRINGS:
                raise Unreadable("Berkas ini memuat terlalu banyak teks. Salin baris datanya ke berkas baru.")
            self.strings.append(_unescaped(self.take_text()))


class _StylesHandler(_Handler):
    """Which of the cells' styles show a number as a day."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self.styles: list[int] = []
        self._in_cells = False

    def start(self, name: str, attrs: Any) -> None:
        if name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.styles) < _MOST_STYLES:
            self.styles.append(int(attrs.get("numFmtId", 0)))
        elif name == "numFmt" and len(self.formats) < _MOST_FORMATS:
            self.formats[int(attrs.get("numFmtId", 0))] = attrs.get("formatCode", "")[:_LONGEST_FORMAT]

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _SheetHandler(_Handler):
    """A sheet's rows. Cells beyond the last column that is read are passed over."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.limits)
        self.rows: list[Row] = []
        self.ended = False
        self._book = book
        self._number = 0
        self._cells: list[Cell] = []
        self._column = 0
        self._type = "n"
        self._style = 0
        self._phonetic = False
        self._is_formula = False
        self._starts = {"c": self._start_cell, "row": self._start_row, "v": self._start_text, "t": self._start_text}
        self._starts |= {"f": self._start_formula, "rPh": self._start_phonetic}
        self._ends = {"c": self._end_cell, "row": self._end_row, "v": self._end_text, "t": self._end_text}
        self._ends |= {"rPh": self._end_phonetic, "sheetData": self._end_data}

    def start(self, name: str, attrs: Any) -> None:
        start = self._starts.get(name)
        if start is not None:
            start(attrs)

    def end(self, name: str) -> None:
        end = self._ends.get(name)
        if end is not None:
            end()

    def _start_row(self, attrs: Any) -> None:
        number = int(attrs.get("r") or self._number + 1)
        if not self._number < number <= _LAST_ROW:
            raise Unreadable(DAMAGED)
        self._number = number
        self._cells = []
        self._column = 0

    def _start_cell(self, attrs: Any) -> None:
        reference = _REFERENCE.match(attrs.get("r", ""))
        self._column = _column_number(reference[1]) if reference else self._column + 1
        self._type = attrs.get("t", "n")
        self._style = int(attrs.get("s", 0))
        self._is_formula = False
        self.take_text()

    def _start_text(self, attrs: Any) -> None:
        self.collects = not self._phonetic

    def _end_text(self) -> None:
        self.collects = False

    def _start_formula(self, attrs: Any) -> None:
        self._is_formula = True

    def _start_phonetic(self, attrs: Any) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_cell(self) -> None:
        if self._column > self._book.most_columns:
            return
        value = self._value(self.take_text())
        if value is not None:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._cells.extend([None] * missing)
            self._cells[self._column - 1] = value

    def _end_row(self) -> None:
        if cells := trimmed(self._cells):
            self.rows.append(Row(self._number, cells))

    def _end_data(self) -> None:
        self.ended = True

    def _value(self, text: str) -> Cell:
        if text == "":
            return NOT_CALCULATED if self._is_formula else None
        if self._type == "s":
            return self._book.strings[int(text)]
        if self._type in ("str", "inlineStr"):
            return _unescaped(text)
        if self._type == "b":
            return text.strip() not in ("0", "false")
        if self._type == "e":
            return text
        if self._type == "d":
            return _iso_day(text)
        return self._number_or_day(_number(text))

    def _number_or_day(self, number: Cell) -> Cell:
        if self._style not in self._book.date_styles or not isinstance(number, int | float):
            return number
        try:
            moment = from_excel(number, self._book.epoch)
        except (ValueError, OverflowError):
            return number
        return moment.date() if isinstance(moment, datetime) else str(moment)


def _iso_day(text: str) -> Cell:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _number(text: str) -> Cell:
    number = float(text)
    if not math.isfinite(number):
        return text
    if number.is_integer() and abs(number) < 10**17:
        return int(text) if text.isdecimal() else int(number)
    return number


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    """Texts hold what XML cannot say as _x000D_."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)
