"""Making files that people open in a spreadsheet program: XLSX and CSV in which no text can act as a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_CANNOT_BE_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHARACTERS = 32_767


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
    from okoce.ui.tables import written  # brings openpyxl into memory

    return written.plain(title, rows)


def to_xlsx(*sheets: WrittenSheet) -> bytes:
    """A workbook; texts are written as texts, columns of text stay text for whatever is typed below."""
    from okoce.ui.tables import written  # brings openpyxl into memory

    return written.typed(*sheets)
