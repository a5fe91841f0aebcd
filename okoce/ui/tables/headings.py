"""Finding the columns of a table by their headings, in any order and case and by any of their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from okoce.ui.tables.rows import Cell, Row

# Up to the next bracket of either kind: a row of opened ones would be read anew from each of them to the end.
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAST_RECOGNISED = 2
_LONGEST = 500  # with the remarks in it; a file may have a thousand cells in the place of headings


@dataclass(frozen=True)
class Column:
    """A column that somebody wants: its heading in our template, what else people call it, and how it is filled in."""

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    help_text: str = ""
    example: str = ""
    as_text: bool = False
    """Formatted as text in a template, so that no spreadsheet program takes it for a number or a day."""
    width: int = 16

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(heading_key(text) for text in (self.name, self.label, *self.synonyms))


@dataclass(frozen=True)
class Match:
    """Which column of the file (from 0) holds what: by column name; and what did not come out even."""

    positions: dict[str, int]
    doubled: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)

    def missing(self, columns: Iterable[Column]) -> list[Column]:
        """Required columns that nothing was found for, or more than one."""
        return [column for column in columns if column.required and column.name not in self.positions]


def heading_key(text: str) -> str:
    """How headings are compared: without case, spaces, punctuation and remarks in brackets, and by how they begin."""
    return re.sub(r"[^a-z0-9]", "", _IN_BRACKETS.sub("", text[:_LONGEST].lower()))


def match(headings: Sequence[Cell], columns: Sequence[Column]) -> Match:
    """Match the cells of a heading row to the columns; one that stands there twice matches none."""
    names = {key: column.name for column in columns for key in column.keys}
    found: dict[str, list[int]] = {}
    unknown: list[int] = []
    for position, heading in enumerate(headings):
        name = names.get(heading_key(str(heading))) if isinstance(heading, str) else None
        if name is not None:
            found.setdefault(name, []).append(position)
        elif heading is not None:
            unknown.append(position)
    return Match(
        positions={name: places[0] for name, places in found.items() if len(places) == 1},
        doubled={name: places for name, places in found.items() if len(places) > 1},
        unknown=unknown,
    )


def heading_row(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[int, int]:
    """Where among the first rows the headings stand, and how many of them are known.

    Titles may stand above them. Where fewer than two are known anywhere, the first row is taken for them.
    """
    best, most = 0, 0
    for index, row in enumerate(rows):
        found = match(row.cells, columns)
        known = len(found.positions) + len(found.doubled)
        if known > most:
            best, most = index, known
    return (best, most) if most >= _LEAST_RECOGNISED else (0, most)


def letter(position: int) -> str:
    """0 → "A", 27 → "AB": a column as spreadsheet programs name it."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
