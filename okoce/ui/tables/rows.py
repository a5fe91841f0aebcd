"""What a table is made of, whatever file it came in."""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

Cell = str | int | float | bool | date | None
"""What stands in a cell. A moment is kept as its day; errors ("#REF!") and times of day are texts."""

NOT_CALCULATED = "#RUMUS!"
"""In place of a formula whose result the file does not hold."""

MOST_EMPTY = 100
"""So many empty rows in a row are the end of a table."""


class Row(NamedTuple):
    """A row with something in it, and its number in the file as spreadsheet programs show it."""

    number: int
    cells: list[Cell]

    def cell(self, position: int | None) -> Cell:
        """What stands in a column; nothing where the row is shorter or there is no such column."""
        return self.cells[position] if position is not None and position < len(self.cells) else None


def trimmed(cells: list[Cell]) -> list[Cell]:
    """The cells without empty ones at the end; texts of blanks alone count as empty."""
    end = len(cells)
    while end and is_empty(cells[end - 1]):
        end -= 1
    return cells[:end]


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in the cell, blanks aside."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def to_json(cells: Iterable[Cell]) -> str:
    """The cells of a row as JSON; `from_json` gives them back."""
    said = [[cell.isoformat()] if isinstance(cell, date) else cell for cell in cells]
    return json.dumps(said, separators=(",", ":"))


def from_json(text: str) -> list[Cell]:
    """The cells that `to_json` said."""
    return [date.fromisoformat(value[0]) if isinstance(value, list) else value for value in json.loads(text)]
