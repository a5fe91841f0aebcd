"""What files that offices sent say about an erased person: out of the rows that are kept of them.

The rows stay where a sum hangs on them, with what figures are made of: kind, number, day, place and amounts.
"""

from collections.abc import Iterable, Sequence, Set

from django.db.models import Q

from okoce.audit.models import Event, Verb
from okoce.ui import formats
from okoce.ui.tables import Cell, cells
from okoce.ui.tables.rows import from_json, to_json
from participants import nik, numbers
from participants.models import Participant
from permits.importing.models import Import, ImportRow
from permits.models import Permit
from permits.reconciling.columns import LABELS
from permits.reconciling.models import Outcome, Register, RegisterRow

_ROWS = 2000
_NIK_DIGITS = 16
_MAY_HOLD_ANYBODYS = set(Outcome) - {Outcome.MATCHED, Outcome.ONLY_THEIRS}
"""The others lead to whoever has the NIK in them, unless that was corrected."""


def forget_in_files(people: Sequence[Participant]) -> None:
    """Take these people out of imports and registers."""
    _forget_in_imports(people)
    _forget_in_registers(people)


def _forget_in_imports(people: Sequence[Participant]) -> None:
    """Out of all rows that were found to be theirs, or that hold their NIK or number: not yet checked, or refused."""
    named = [row.pk for row in ImportRow.objects.exclude(cells=b"").iterator(_ROWS) if _names_any(row, people)]
    rows = ImportRow.objects.filter(Q(participant__in=people) | Q(pk__in=named))
    for source in Import.objects.filter(rows__in=rows).distinct():
        _hide_samples(source)
    rows.update(cells=b"", remarks=[])


def _names_any(row: ImportRow, people: Sequence[Participant]) -> bool:
    said = [_text(cell) for cell in from_json(nik.decrypt(row.cells))]
    theirs = {person.number for person in people}
    return any(numbers.parse(text) in theirs for text in said) or _hold_nik(said, _indexes_of(people))


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
    """Rows that lead to nobody, or to somebody else, but hold the NIK of one of these people, who still have theirs.

    Each is read: a row keeps no index of its NIK.
    """
    held = _indexes_of(people)
    rows = RegisterRow.objects.filter(Q(outcome__in=_MAY_HOLD_ANYBODYS) | Q(participant__in=_given_another_nik()))
    rows = rows.select_related("register")
    return [row for row in rows.iterator(chunk_size=_ROWS) if _holds(row, held)] if held else []


def _given_another_nik() -> list[str]:
    """The ids of those whose NIK was corrected: rows of theirs may hold what is somebody else's by now."""
    corrected = Event.objects.filter(verb=Verb.DETAILS_CORRECTED, changes__has_key="nik")
    return [subject.rpartition(":")[2] for subject in corrected.values_list("subject", flat=True).distinct()]


def _holds(row: RegisterRow, indexes: Set[bytes]) -> bool:
    """Whether the NIK in a row has one of these indexes, or any of its cells where no column was taken for the NIK."""
    said = from_json(nik.decrypt(row.cells))
    at = row.register.positions.get("nik")
    looked_at = said if at is None else said[at : at + 1]
    return _hold_nik(map(_text, looked_at), indexes)


def _hold_nik(said: Iterable[str], indexes: Set[bytes]) -> bool:
    """Whether any of the texts is a NIK that has one of these indexes."""
    found = [nik.possible(text) for text in said if len(text) >= _NIK_DIGITS]
    return any(not indexes.isdisjoint(nik.blind_index(digits).forms) for digits in found if digits)


def _indexes_of(people: Sequence[Participant]) -> set[bytes]:
    return {bytes(person.nik_index) for person in people if person.nik_index}


def _text(cell: Cell) -> str:
    try:
        return cells.text(cell)
    except ValueError:
        return ""


def _hide_samples(file: Import | Register) -> None:
    """Samples show the first row, which may be theirs; they serve only to match columns by hand."""
    file.samples = [formats.NOTHING] * len(file.headings)
    file.save(update_fields=["samples"])
