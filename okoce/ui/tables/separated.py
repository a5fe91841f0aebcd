"""CSV: whichever separator, whichever encoding, with quotes and line breaks inside the cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from okoce.ui.tables.limits import SAVE_AGAIN, Unreadable
from okoce.ui.tables.rows import Row, trimmed

_SEPARATORS = ";,\t|"
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_ROWS = 20
_DIRECTIVE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Appended as a last line: whoever left a quotation mark open swallows it.
_END = "\x1eend\x1e"
_LEAST_COLUMNS_TO_COMPARE = 3

NO_TABLE = f"Berkas ini bukan lembar kerja. Kirim berkas .xlsx atau .csv. {SAVE_AGAIN}"


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 with their marks, plain UTF-8, else Windows-1252."""
    text = _decode(content).rstrip("\x1a")
    sample = text[: _SAMPLE_CHARACTERS // 8]
    # One such character may slip into a cell; a picture is full of them.
    if len(_CONTROLS.findall(sample)) > max(3, len(sample) // 20):
        raise Unreadable(NO_TABLE)
    return text


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows(text: str) -> Iterator[Row]:
    """The rows of a CSV text; those with nothing in them are left out but numbered.

    Raises Unreadable, naming the row, where a quotation mark is left open: all that follows would become one cell.
    """
    first = _DIRECTIVE.match(text)
    separator = first[1] if first else _separator_of(text[:_SAMPLE_CHARACTERS])
    body = text[first.end() :] if first else text
    width = 0
    pending: Row | None = None
    for row in _records(f"{body.rstrip()}\n{_END}\n", separator):
        if pending is not None:
            _refuse_swallowed(pending, separator, width)
            width = width or len(pending.cells)
            if cells := trimmed(pending.cells):
                yield Row(pending.number, cells)
        pending = row
    if pending is None or pending.cells != [_END]:
        raise _unclosed(pending.number if pending else 1)


def _records(text: str, separator: str) -> Iterator[Row]:
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            yield Row(number, list(record))
    except csv.Error:
        raise _unclosed(number + 1) from None


def _refuse_swallowed(row: Row, separator: str, width: int) -> None:
    """Refuse a cell that holds whole rows: a quotation mark was left open and the next one closed it."""
    if width < _LEAST_COLUMNS_TO_COMPARE:
        return
    lines = [line for cell in row.cells if "\n" in str(cell) for line in str(cell).splitlines()]
    if any(line.count(separator) >= width - 1 for line in lines):
        raise _unclosed(row.number)


def _unclosed(number: int) -> Unreadable:
    return Unreadable(
        f"Tanda kutip di baris {number} dibuka tetapi tidak ditutup, sehingga baris sesudahnya tidak terbaca. "
        "Perbaiki tanda kutip itu, atau simpan sebagai .xlsx, lalu kirim lagi."
    )


def _separator_of(sample: str) -> str:
    """The separator under which the first rows have many cells, and the same number of them."""

    def evenness(separator: str) -> int:
        records = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        try:
            widths = Counter(len(record) for record in islice(records, _SAMPLE_ROWS) if len(record) > 1)
        except csv.Error:
            return 0
        return max((times * (width - 1) for width, times in widths.items()), default=0)

    return max(_SEPARATORS, key=evenness)
