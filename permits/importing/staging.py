"""Receiving a file and checking its rows, in slices that survive a restart: nothing of it is recorded here.

The file itself is not kept: its rows are, encrypted, until somebody decides and for some weeks after it.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction
from django.db.models import Count

from okoce import clock
from okoce.accounts.models import User
from okoce.faults import retried
from okoce.ui import tables
from okoce.ui.tables import Cell, Row, cells
from okoce.ui.tables.headings import Match
from okoce.ui.tables.rows import from_json, to_json
from participants import nik
from permits.importing import columns
from permits.importing.checking import Checked, Earlier, Seen, check
from permits.importing.lines import Line, key_of, read_line
from permits.importing.models import TAKEN, WAITING, Import, ImportRow, Outcome, State

LIMITS = tables.Limits(rows=10_000)
SLICE = 500
KEPT_FOR = timedelta(days=30)
MOST_WAITING = 10
"""Imports of one kelurahan that wait for a decision; with one more the oldest is dropped."""

_ROWS_PER_STATEMENT = 500


def receive(file: BinaryIO, name: str, *, kelurahan: str, by: User) -> Import:
    """The import of a file, its rows waiting to be checked, or for its columns to be matched by hand.

    Raises okoce.ui.tables.Unreadable, and then nothing is kept.
    """
    table = tables.read(file, columns.ALL, LIMITS)
    if not table.rows:
        raise tables.Unreadable("Di bawah judul kolom tidak ada baris. Isi barisnya, lalu kirim lagi.")
    positions = {column: at for column, at in table.match.positions.items() if column in columns.LABELS}
    is_whole = not columns.missing(positions) and not _is_ambiguous(table.match)
    with transaction.atomic():
        forget_old()
        _drop_oldest_waiting(kelurahan, by)
        source = Import.objects.create(
            kelurahan_id=kelurahan,
            sent_by=by,
            file_name=cells.file_name(name) or "berkas",
            fingerprint=_fingerprint(file),
            headings=table.headings,
            samples=[cells.shown(table.rows[0].cell(at)) for at in range(len(table.headings))],
            positions=positions,
            notes=table.notes,
            state=State.CHECKING if is_whole else State.MAPPING,
            rows_read=len(table.rows),
        )
        ImportRow.objects.bulk_create([_row(source, row) for row in table.rows], batch_size=_ROWS_PER_STATEMENT)
    return source


@retried
def match_by_hand(source: Import, positions: Mapping[str, int]) -> None:
    """Take these columns for these; all rows are checked anew. Does nothing once somebody has decided."""
    with transaction.atomic():
        locked = hold(source)
        if locked.is_waiting:
            locked.positions = dict(positions)
            locked.save(update_fields=["positions"])
            _begin_anew(locked)


@retried
def check_again(source: Import) -> None:
    """Check all rows anew, since the portal or the officer has changed something. Does nothing once decided."""
    with transaction.atomic():
        locked = hold(source)
        if locked.state == State.CHECKED:
            _begin_anew(locked)


def check_some(source: Import, *, by: User, seconds: float) -> Import:
    """The import after checking its rows for about so long; each slice is kept, so that a restart loses none."""
    until = time.monotonic() + seconds
    while True:
        source, more = _check_slice(source, by)
        if not more or time.monotonic() >= until:
            return source


@retried
def discard(source: Import, *, by: User) -> Import:
    """The import, of which nothing is recorded, for good; as it was when somebody has decided already."""
    with transaction.atomic():
        locked = hold(source)
        if locked.is_waiting:
            decide(locked, State.DISCARDED, by=by)
            locked.rows.all().delete()
    return locked


def decide(locked: Import, state: State, *, by: User) -> None:
    """Write down what somebody decided about an import that is held."""
    locked.state, locked.decided_by, locked.decided_at = state, by, clock.now()
    locked.samples = []  # they serve to match columns by hand, and may name somebody
    locked.save(update_fields=["state", "decided_by", "decided_at", "samples"])


def hold(source: Import) -> Import:
    """The import as stored, held until the transaction ends."""
    return Import.objects.select_for_update().get(pk=source.pk)


def forget_old() -> int:
    """How many rows were deleted, those of imports older than KEPT_FOR: they hold personal data. The imports and their
    sums stay.

    Those that nobody decided about are dropped.
    """
    old = Import.objects.filter(sent_at__lt=clock.now() - KEPT_FOR)
    rows = ImportRow.objects.filter(source__in=old).count()
    for source in old.filter(state__in=WAITING).select_related("sent_by"):
        discard(source, by=source.sent_by)
    ImportRow.objects.filter(source__in=old).delete()
    return rows


def same_file_before(source: Import) -> Import | None:
    """The last import of the same kelurahan that recorded from a file with the very same content."""
    others = Import.objects.filter(kelurahan=source.kelurahan_id, state=State.RECORDED)
    return others.filter(fingerprint=bytes(source.fingerprint), pk__lt=source.pk).order_by("-pk").first()


# --- Rows ------------------------------------------------------------------------------------------


def cells_of(row: ImportRow) -> list[Cell]:
    """The cells of a row as they came; none once they were forgotten."""
    return from_json(nik.decrypt(row.cells)) if row.cells else []


def cell_reader(source: Import, row: ImportRow) -> Callable[[str], Cell]:
    """What a row says in each of our columns, by column name."""
    found = Row(row.number, cells_of(row))
    return lambda name: found.cell(source.positions.get(name))


def line_of(source: Import, row: ImportRow) -> Line:
    """The row as read."""
    return read_line(row.number, cell_reader(source, row), kelurahan=source.kelurahan_id, today=clock.today())


def mark(row: ImportRow, checked: Checked) -> ImportRow:
    """The unsaved row with what its check found."""
    paper = checked.line.paper
    row.outcome = checked.outcome
    row.remarks = [list(remark) for remark in checked.remarks]
    row.participant = checked.person
    row.kind, row.number_key = key_of(paper) if paper else ("", "")
    row.issued_on = paper.issued_on if paper else None
    return row


def save_marks(rows: Iterable[ImportRow]) -> None:
    """Save what checks found, in few statements."""
    ImportRow.objects.bulk_create(
        rows,
        batch_size=_ROWS_PER_STATEMENT,
        update_conflicts=True,
        unique_fields=["source", "number"],
        update_fields=["outcome", "remarks", "participant", "kind", "number_key", "issued_on"],
    )


def count(locked: Import) -> None:
    """Write down what has become of the rows, so far as they are checked."""
    sums: dict[int, int] = dict(
        locked.rows.order_by().values("outcome").annotate(rows=Count("pk")).values_list("outcome", "rows")
    )
    locked.recorded = sum(sums.get(outcome, 0) for outcome in TAKEN)
    locked.known = sums.get(Outcome.KNOWN, 0)
    locked.refused = sums.get(Outcome.PROBLEM, 0)
    locked.save(update_fields=["recorded", "known", "refused"])


@retried
def _check_slice(source: Import, by: User) -> tuple[Import, bool]:
    with transaction.atomic():
        locked = hold(source)
        if locked.state != State.CHECKING:
            return locked, False
        rows = list(locked.rows.filter(outcome=Outcome.UNCHECKED).order_by("number")[:SLICE])
        lines = [line_of(locked, row) for row in rows]
        found = check(lines, by=by, seen=_seen_above(locked, lines))
        save_marks([mark(row, checked) for row, checked in zip(rows, found, strict=True)])
        count(locked)
        if len(rows) < SLICE:
            locked.state = State.CHECKED
            locked.save(update_fields=["state"])
    return locked, locked.state == State.CHECKING


def _seen_above(source: Import, lines: list[Line]) -> Seen:
    """What the rows above these lines will record."""
    seen = Seen()
    if not lines or lines[0].number <= 1:
        return seen
    above = source.rows.filter(outcome__in=TAKEN, number__lt=lines[0].number).order_by("number")
    names = ("number", "participant", "kind", "number_key", "issued_on")
    for row, holder, kind, key, issued_on in above.values_list(*names):
        seen.numbers[kind, key] = Earlier(row, holder, issued_on)
        seen.holders.setdefault(holder, row)
    return seen


def _begin_anew(locked: Import) -> None:
    locked.rows.update(outcome=Outcome.UNCHECKED, remarks=[], participant=None, kind="", number_key="", issued_on=None)
    locked.state = State.CHECKING
    locked.save(update_fields=["state"])
    count(locked)


def _row(source: Import, row: Row) -> ImportRow:
    cells = nik.encrypt(to_json(row.cells))
    return ImportRow(source=source, number=row.number, cells=cells, submission=uuid4())


def _is_ambiguous(match: Match) -> bool:
    return any(name in columns.LABELS for name in match.doubled)


def _drop_oldest_waiting(kelurahan: str, by: User) -> None:
    waiting = Import.objects.filter(kelurahan=kelurahan, state__in=WAITING).order_by("-pk")
    for source in waiting[MOST_WAITING - 1 :]:
        discard(source, by=by)


def _fingerprint(file: BinaryIO) -> bytes:
    """What the same file is recognised by; keyed, since a file may hold but one NIK."""
    file.seek(0)
    return nik.blind_index(hashlib.sha256(file.read()).hexdigest())
