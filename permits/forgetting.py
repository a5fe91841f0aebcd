"""What files that offices sent say about an erased person: out of the rows that are kept of them.

The rows stay where a sum hangs on them, with what figures are made of: kind, number, day, place and amounts.
"""

from collections.abc import Sequence, Set

from django.db.models import Q

from okoce.ui import formats
from okoce.ui.tables import Cell, cells
from okoce.ui.tables.rows import from_json, to_json
from participants import nik
from participants.models import Participant
from permits.importing.models import Import, ImportRow
from permits.models import Permit
from permits.reconciling.columns import LABELS
from permits.reconciling.models import Register, RegisterRow

_ROWS = 2000
_NIK_DIGITS = 16


def forget_in_files(people: Sequence[Participant]) -> None:
    """Take these people out of imports and registers."""
    _forget_in_imports(people)
    _forget_in_registers(people)


def _forget_in_imports(people: Sequence[Participant]) -> None:
    rows = ImportRow.objects.filter(participant__in=people)
    for source in Import.objects.filter(rows__in=rows).distinct():
        _hide_samples(source)
    rows.update(cells=b"", remarks=[])


def _forget_in_registers(people: Sequence[Participant]) -> None:
    theirs = Q(participant__in=people) | Q(permit__in=Permit.objects.filter(participant__in=people))
    led_to = RegisterRow.objects.filter(theirs).select_related("register")
    for row in [*led_to, *_rows_with_their_nik(people)]:
        positions = row.register.positions
        kept = {positions.get(name) for name in LABELS if name != "nik"}
        said = from_json(nik.decrypt(row.cells))
        row.cells = nik.encrypt(to_json(cell if at in kept else None for at, cell in enumerate(said)))
        row.save(update_fields=["cells"])
        _hide_samples(row.register)


def _rows_with_their_nik(people: Sequence[Participant]) -> list[RegisterRow]:
    """Rows that hold the NIK of one of these people, who still have theirs, whoever else they lead to: a NIK may have
    been corrected since.

    Each is read: a row keeps no index of its NIK.
    """
    held = {bytes(person.nik_index) for person in people if person.nik_index}
    rows = RegisterRow.objects.select_related("register")
    return [row for row in rows.iterator(chunk_size=_ROWS) if _holds(row, held)] if held else []


def _holds(row: RegisterRow, indexes: Set[bytes]) -> bool:
    """Whether the NIK in a row has one of these indexes, or any of its cells where no column was taken for the NIK."""
    said = from_json(nik.decrypt(row.cells))
    at = row.register.positions.get("nik")
    looked_at = said if at is None else said[at : at + 1]
    found = [nik.possible(cell) for cell in map(_text, looked_at) if len(cell) >= _NIK_DIGITS]
    return any(not indexes.isdisjoint(nik.blind_index(digits).forms) for digits in found if digits)


def _text(cell: Cell) -> str:
    try:
        return cells.text(cell)
    except ValueError:
        return ""


def _hide_samples(file: Import | Register) -> None:
    """Samples show the first row, which may be theirs; they serve only to match columns by hand."""
    file.samples = [formats.NOTHING] * len(file.headings)
    file.save(update_fields=["samples"])
