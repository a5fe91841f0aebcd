"""Taking a register in: its rows are kept, encrypted, the file is not. The same file twice is one register."""

import hashlib
from collections.abc import Callable, Mapping
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Q

from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.ui import tables
from okoce.ui.tables import Cell, Row, cells
from okoce.ui.tables.rows import from_json, to_json
from participants import nik
from participants.deeds import DeedRefused
from participants.models import Participant
from permits.reconciling import columns
from permits.reconciling.models import Outcome, Register, RegisterRow, State

WORKED_ON = (
    "Pasangan kolom tidak dapat diubah lagi, karena sudah ada baris yang diselesaikan. "
    "Bila kolomnya keliru, perbaiki judul kolom di berkasnya, lalu kirim sebagai register baru."
)
MIB = 1024 * 1024
LIMITS = tables.Limits(size=15 * MIB, unpacked=150 * MIB, rows=50_000, cells=1_000_000, elements=5_000_000)


def receive(file: BinaryIO, name: str, *, by: User) -> tuple[Register, bool]:
    """The register in a file, and whether it is new; the same file sent again is the one from before, unchanged.

    Raises okoce.ui.tables.Unreadable, and then nothing is kept.
    """
    fingerprint = _fingerprint(file)
    if before := _sent_before(fingerprint):
        return before, False
    table = tables.read(file, columns.ALL, LIMITS)
    if not table.rows:
        raise tables.Unreadable("Di bawah judul kolom tidak ada baris. Periksa berkasnya, lalu kirim lagi.")
    try:
        return _keep(table, name, fingerprint, by), True
    except IntegrityError:
        # Sent twice at once: the other was quicker.
        if quicker := _sent_before(fingerprint):
            return quicker, False
        raise


def _sent_before(fingerprint: nik.BlindIndex) -> Register | None:
    return Register.objects.filter(fingerprint__in=fingerprint.forms).first()


def _keep(table: tables.Table, name: str, fingerprint: nik.BlindIndex, by: User) -> Register:
    positions = dict(table.match.positions)
    with transaction.atomic():
        register = Register.objects.create(
            sent_by=by,
            file_name=cells.file_name(name) or "berkas",
            fingerprint=fingerprint,
            headings=table.headings,
            samples=[cells.shown(table.rows[0].cell(at)) for at in range(len(table.headings))],
            positions=positions,
            notes=table.notes,
            state=State.MAPPING if columns.missing(positions) else State.NUMBERS,
            rows_read=len(table.rows),
        )
        RegisterRow.objects.bulk_create([_row(register, row) for row in table.rows], batch_size=500)
        record(Verb.REGISTER_RECEIVED, register, by=by, changes={"rows": [None, len(table.rows)]})
    return register


@retried
def match_by_hand(register: Register, positions: Mapping[str, int]) -> None:
    """Take these columns for these, and match all rows anew. Raises DeedRefused once somebody has settled a row."""
    with transaction.atomic():
        locked = Register.objects.select_for_update().get(pk=register.pk)
        if locked.is_worked_on:
            raise DeedRefused(WORKED_ON)
        locked.positions, locked.state = dict(positions), State.NUMBERS
        locked.notes = tables.notes_for(locked.notes, locked.headings, positions.values())
        locked.save(update_fields=["positions", "state", "notes"])
        locked.rows.update(
            outcome=Outcome.WAITING,
            differences=[],
            kind="",
            number_key="",
            issued_on=None,
            kelurahan=None,
            permit=None,
            participant=None,
        )


@retried
def match_again(register: Register) -> None:
    """Match those rows anew that nothing of ours was found for: people and permits may have been recorded since.

    So too those whose permit was voided since, however they were settled: it may have been recorded anew. Does nothing
    while the register is being matched. Rows of people who were erased since stay as they are: nothing is left to find
    them by.
    """
    with transaction.atomic():
        locked = Register.objects.select_for_update().get(pk=register.pk)
        if locked.state != State.DONE:
            return
        erased = Participant.objects.filter(erased_at__isnull=False)
        unfound = Q(outcome__in=[Outcome.ONLY_THEIRS, Outcome.NOT_PARTICIPANT], settlement="")
        open_still = locked.rows.filter(unfound | Q(permit__voided_at__isnull=False)).exclude(participant__in=erased)
        open_still.update(
            outcome=Outcome.WAITING,
            differences=[],
            participant=None,
            permit=None,
            settlement="",
            settled_by=None,
            settled_at=None,
        )
        locked.state = State.NUMBERS
        locked.save(update_fields=["state"])


def cell_reader(register: Register, row: RegisterRow) -> Callable[[str], Cell]:
    """What a row says in each of our columns, by column name."""
    found = Row(row.line, from_json(nik.decrypt(row.cells)))
    return lambda name: found.cell(register.positions.get(name))


def _row(register: Register, row: Row) -> RegisterRow:
    return RegisterRow(register=register, line=row.number, cells=nik.encrypt(to_json(row.cells)))


def _fingerprint(file: BinaryIO) -> nik.BlindIndex:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(MIB):
        digest.update(block)
    file.seek(0)
    return nik.keyed(digest.digest())
