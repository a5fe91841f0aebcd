"""What files that offices sent say about an erased person: out of the rows that are kept of them.

The rows stay where a sum hangs on them, with what figures are made of: kind, number, day, place and amounts.
"""

from collections.abc import Sequence

from django.db.models import Q

from okoce.ui import formats
from okoce.ui.tables.rows import from_json, to_json
from participants import nik
from participants.models import Participant
from permits.importing.models import Import, ImportRow
from permits.models import Permit
from permits.reconciling.columns import LABELS
from permits.reconciling.models import Register, RegisterRow


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
    for row in RegisterRow.objects.filter(theirs).select_related("register"):
        positions = row.register.positions
        kept = {positions.get(name) for name in LABELS if name != "nik"}
        cells = from_json(nik.decrypt(row.cells))
        row.cells = nik.encrypt(to_json(cell if at in kept else None for at, cell in enumerate(cells)))
        row.save(update_fields=["cells"])
        _hide_samples(row.register)


def _hide_samples(file: Import | Register) -> None:
    """Samples show the first row, which may be theirs; they serve only to match columns by hand."""
    file.samples = [formats.NOTHING] * len(file.headings)
    file.save(update_fields=["samples"])
