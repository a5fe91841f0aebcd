"""Tables that people send and take away: XLSX and CSV, as they really come out of offices.

    table = tables.read(file, columns=COLUMNS, limits=tables.Limits(rows=50_000))
    for row in table.rows:
        issued_on = cells.day(table.cell(row, "issued_on"))

`reading` looks at what a file is, `archive` and `workbook` read XLSX, `separated` reads CSV, `headings` finds the
columns, `cells` reads one cell, `writing` makes files (and `written` the workbooks among them). Whatever arrives, the
answer is a table or `Unreadable` with a sentence for the person who sent it; nothing is unpacked or kept beyond the
limits.
"""

from okoce.ui.tables.headings import Column, Match
from okoce.ui.tables.limits import Limits, Unreadable
from okoce.ui.tables.reading import Table, notes_for, read
from okoce.ui.tables.rows import Cell, Row

__all__ = ["Cell", "Column", "Limits", "Match", "Row", "Table", "Unreadable", "notes_for", "read"]
