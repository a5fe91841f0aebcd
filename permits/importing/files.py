"""The template, and the rows that are to be corrected and sent again, as spreadsheets."""

from collections.abc import Iterator

from okoce.accounts.models import User
from okoce.ui.tables import Cell, cells, writing
from okoce.ui.tables.writing import WrittenColumn, WrittenSheet
from participants.models import Participant
from permits.importing import columns
from permits.importing.lines import Remark
from permits.importing.models import Import, Outcome
from permits.importing.staging import cell_reader
from permits.models import Kind

_INSTRUCTIONS = (WrittenColumn("Kolom", 26), WrittenColumn("Isi", 90), WrittenColumn("Contoh", 40, as_text=True))
_RULES = (
    ("", "Satu baris satu izin. Urutan kolom boleh diubah; kolom lain boleh ada dan tidak dibaca.", ""),
    ("", "Izin dicatat untuk kelurahan Anda. Baris yang sama boleh dikirim lagi: tidak tercatat dua kali.", ""),
)


def template() -> bytes:
    """The XLSX template: an empty sheet with its headings, and how to fill it in."""
    rows = [(column.label, column.help_text, column.example) for column in columns.TEMPLATE]
    return writing.to_xlsx(
        WrittenSheet("Izin", [_written(column) for column in columns.TEMPLATE]),
        WrittenSheet("Petunjuk", _INSTRUCTIONS, [*rows, *_RULES]),
    )


def problems(source: Import, *, by: User) -> bytes:
    """The rows that cannot be recorded, with why, in the form of the template: to be corrected and sent again.

    Whom a row means stands there as participant number where it was found in the officer's scope; otherwise the NIK is
    masked and has to be written anew.
    """
    headings = (columns.SOURCE_ROW, columns.REMARKS, *columns.TEMPLATE)
    return writing.to_xlsx(WrittenSheet("Izin", [_written(column) for column in headings], _problem_rows(source, by)))


def _problem_rows(source: Import, by: User) -> Iterator[list[object]]:
    rows = source.rows.filter(outcome=Outcome.PROBLEM).select_related("participant").order_by("number")
    scope = set(Participant.objects.visible_to(by).filter(import_rows__in=rows).values_list("pk", flat=True))
    for row in rows.iterator(chunk_size=500):
        cell = cell_reader(source, row)
        person = row.participant if row.participant_id in scope else None
        remarks = " ".join(str(Remark(*remark)) for remark in row.remarks)
        said = [_said(cell(column.name)) for column in columns.TEMPLATE[1:]]
        yield [row.number, remarks, person.displayed_number if person else _who(cell), *said]


def _who(cell) -> str:
    """What a row says of whom it means, without a NIK."""
    said = [cell(name) for name in ("person", "participant")]
    return next((masked(one) for one in said if one is not None), "")


def masked(cell: Cell) -> str:
    """A cell that names a person, with most of its digits hidden: even a mistyped NIK is nearly one."""
    shown = cells.shown(cell)
    digits = [character for character in shown if character.isdigit()]
    return cells.hidden_digits(shown) if len(digits) > _FEW_DIGITS else shown


_FEW_DIGITS = 10


def _said(cell: Cell) -> object:
    if isinstance(cell, str):
        return cells.without_long_numbers(cell)
    return cells.shown(cell) if isinstance(cell, int | float) and abs(cell) >= 10**cells.EXACT_DIGITS else cell


def _written(column: columns.Column) -> WrittenColumn:
    choices = tuple(Kind.values) if column.name == "kind" else ()
    return WrittenColumn(column.label, column.width, column.as_text, choices)
