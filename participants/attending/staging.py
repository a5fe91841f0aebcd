"""Taking a list in and checking it; nothing of it is recorded here.

Neither the text nor the file is kept: the entries are, sealed, until somebody decides and for some weeks after it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q

from okoce import clock
from okoce.accounts.models import User
from okoce.faults import retried
from okoce.regions import tree
from okoce.ui import tables
from okoce.ui.formats import number as say
from okoce.ui.tables import Column, Table, cells, writing
from participants import nik, numbers
from participants.attending.checking import Checked, check
from participants.attending.models import (
    PROBLEMS,
    TAKEN,
    AttendanceEntry,
    AttendanceList,
    Outcome,
    State,
    TrainingSession,
)
from participants.attending.reading import Mention, read_row, read_text
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.naming import name_key

MOST_ENTRIES = 5_000
LIMITS = tables.Limits(rows=MOST_ENTRIES, columns=40)
KEPT_FOR = timedelta(days=30)

_ROWS = 500

NIK = Column(
    "nik",
    "NIK",
    (
        *("nik ktp", "no nik", "nomor nik", "nomor induk kependudukan", "no ktp", "nomor ktp", "ktp", "nik peserta"),
        *("nik atau nomor peserta", "nik/nomor peserta", "nik/no peserta"),
    ),
    as_text=True,
    width=24,
)
NUMBER = Column(
    "number",
    "Nomor peserta",
    ("no peserta", "nomor peserta ok oce", "no peserta ok oce", "id peserta", "kode peserta"),
    as_text=True,
)
_BESIDE_THEM = (
    Column("counter", "No", ("no urut", "nomor", "nomor urut")),
    Column("name", "Nama", ("nama peserta", "nama lengkap"), as_text=True, width=28),
    Column("phone", "Nomor HP", ("hp", "no hp", "telepon", "no telepon", "no telp", "wa", "no wa"), as_text=True),
    Column("signature", "Tanda tangan", ("ttd", "paraf", "tanda tangan peserta")),
)
_WITHOUT_HEADINGS = "Tidak ada kolom berjudul NIK atau Nomor peserta, jadi nomornya dicari di semua kolom."
_NO_HEADINGS = (
    "Baris pertama berkas ini sudah berisi peserta. Tulis judul “NIK” atau “Nomor peserta” di atas kolomnya, lalu "
    "kirim lagi."
)


FORGOTTEN = "Isi entri ini tidak disimpan lagi."


class TooMany(ValueError):
    """More entries than a list takes; the message says how many, in Indonesian."""


def template() -> bytes:
    """A spreadsheet to fill in, whose columns keep a NIK as it is typed."""
    columns = (NIK, NUMBER, _BESIDE_THEM[1])
    headings = [writing.WrittenColumn(column.label, column.width, column.as_text) for column in columns]
    return writing.to_xlsx(writing.WrittenSheet("Daftar hadir", headings))


def entries_of_text(text: str) -> list[Mention]:
    """The entries of a pasted text. Raises TooMany."""
    return _bounded(read_text(text))


def entries_of_file(file: BinaryIO) -> tuple[list[Mention], list[str]]:
    """The entries of a spreadsheet, and what was left aside. Raises tables.Unreadable and TooMany."""
    table = tables.read(file, (NIK, NUMBER, *_BESIDE_THEM), LIMITS)
    positions = [table.match.positions[name] for name in (NIK.name, NUMBER.name) if name in table.match.positions]
    if not positions and any(_is_an_entry(heading) for heading in table.headings):
        raise tables.Unreadable(_NO_HEADINGS)
    if not table.rows:
        raise tables.Unreadable("Di bawah judul kolom tidak ada baris. Isi barisnya, lalu kirim lagi.")
    found: list[Mention] = []
    for row in table.rows:
        found += read_row(row.number, [row.cell(at) for at in positions], row.cells)
    return _bounded(found), table.notes if positions else _notes_without_headings(table)


@retried
def receive(
    entries: Sequence[Mention],
    *,
    by: User,
    step: str = "",
    held_on: date | None = None,
    session: TrainingSession | None = None,
    file_name: str = "",
    notes: Sequence[str] = (),
) -> AttendanceList:
    """The list, checked and waiting for a decision; `by` answers for a region. A session's has its step and day."""
    with transaction.atomic():
        if session is not None:
            session = TrainingSession.objects.select_for_update().get(pk=session.pk)
            step, held_on = session.step, session.held_on
        forget_old()  # after the session, which whoever changes it holds before its lists
        source = AttendanceList.objects.create(
            session=session,
            region_id=by.region_id or tree.PROVINCE,
            step=step,
            held_on=held_on,
            sent_by=by,
            file_name=cells.file_name(file_name),
            notes=list(notes),
        )
        _append(source, entries, by)
    return source


@retried
def add(source: AttendanceList, entries: Sequence[Mention], *, by: User, notes: Sequence[str] = ()) -> None:
    """Add entries to a list that waits; nothing once somebody has decided. Raises TooMany."""
    with transaction.atomic():
        locked = hold(source)
        if not locked.is_waiting:
            return
        if locked.entries_read + len(entries) > MOST_ENTRIES:
            raise TooMany(_too_many())
        locked.notes = list(dict.fromkeys([*locked.notes, *notes]))
        locked.save(update_fields=["notes"])
        _append(locked, entries, by)


@retried
def choose(source: AttendanceList, *, step: str, held_on: date, by: User) -> None:
    """Say which step was completed on which day; all entries are checked anew. Nothing once somebody has decided."""
    with transaction.atomic():
        locked = hold(source)
        if locked.is_waiting:
            locked.step, locked.held_on = step, held_on
            locked.save(update_fields=["step", "held_on"])
            _check(locked, by)


def follow_session(session: TrainingSession) -> None:
    """Give the waiting lists of a session, which is held, its step and day, checked anew as for whoever sent them.

    Raises DeedRefused where a list is recorded: the step then stands with those people, on that day.
    """
    lists = list(session.lists.select_for_update(of=["self"]).select_related("sent_by").order_by("pk"))
    if any(source.state == State.RECORDED for source in lists):
        raise DeedRefused(
            "Daftar hadir kegiatan ini sudah dicatat, jadi langkah dan tanggalnya tidak dapat diubah lagi. Bila "
            "keliru, batalkan langkahnya di halaman tiap peserta, lalu catat yang benar sebagai kegiatan baru.",
            "held_on",
        )
    for source in lists:
        choose(source, step=session.step, held_on=session.held_on, by=source.sent_by)


@retried
def check_again(source: AttendanceList, *, by: User) -> None:
    """Check all entries anew, since the portal has changed. Nothing once somebody has decided."""
    with transaction.atomic():
        locked = hold(source)
        if locked.is_waiting:
            _check(locked, by)


@retried
def discard(source: AttendanceList, *, by: User) -> AttendanceList:
    """The list, of which nothing is recorded, for good; as it was when somebody has decided already."""
    with transaction.atomic():
        locked = hold(source)
        if locked.is_waiting:
            decide(locked, State.DISCARDED, by=by)
            locked.entries.all().delete()
    return locked


def decide(locked: AttendanceList, state: State, *, by: User) -> None:
    """Write down what somebody decided about a list that is held."""
    locked.state, locked.decided_by, locked.decided_at = state, by, clock.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])


def hold(source: AttendanceList) -> AttendanceList:
    """The list as stored, held until the transaction ends."""
    return AttendanceList.objects.select_for_update().get(pk=source.pk)


def forget_old() -> int:
    """How many entries were forgotten: of lists older than KEPT_FOR those of people who were not found, and lists that
    nobody decided about.
    """
    before = clock.now() - KEPT_FOR
    old = AttendanceEntry.objects.filter(source__sent_at__lt=before)
    forgotten, _ = old.filter(Q(outcome__in=PROBLEMS) | Q(source__state=State.CHECKED)).delete()
    AttendanceList.objects.filter(sent_at__lt=before, state=State.CHECKED).delete()
    return forgotten


def forget_people(people: Sequence[Participant]) -> None:
    """Forget what lists say of people who are about to be erased; that they came stays, as a number does.

    An entry in which they were not found, since somebody mistyped them or looked from elsewhere, is theirs all the same
    when it bears their number, their NIK or their name.
    """
    AttendanceEntry.objects.filter(participant__in=people).update(sealed=b"", remark="")
    unresolved = AttendanceEntry.objects.filter(participant__isnull=True).exclude(sealed=b"").only("pk", "sealed")
    theirs = [row.pk for row in unresolved.iterator() if _is_about(entry_of(row), people)]
    AttendanceEntry.objects.filter(pk__in=theirs).update(sealed=b"")


def _is_about(entry: Mention, people: Sequence[Participant]) -> bool:
    return any(
        (entry.number is not None and entry.number == person.number)
        or (entry.nik_index is not None and entry.nik_index.is_stored_as(person.nik_index))
        or _names(entry.shown, person)
        for person in people
    )


def _names(line: str, person: Participant) -> bool:
    """Whether a line bears somebody's name, in whole words: "Sri" is not "Sriyanto".

    What else stands on it may be where they live or another name: rather a line too many is forgotten than theirs kept.
    """
    name = name_key(person.name)
    return name != "" and f" {name} " in f" {name_key(line)} "


# --- Entries ----------------------------------------------------------------------------------------


def entry_of(row: AttendanceEntry) -> Mention:
    """What an entry says; nothing once it was forgotten."""
    if not row.sealed:
        return Mention("", "", problem=row.remark or FORGOTTEN)
    said = json.loads(nik.decrypt(row.sealed))
    forms = [bytes.fromhex(form) for form in said.pop("nik_index").split()]
    return Mention(**said, nik_index=nik.BlindIndex(forms) if forms else None)


def save_marks(rows: Iterable[AttendanceEntry]) -> None:
    """Save what a check found, in few statements."""
    AttendanceEntry.objects.bulk_create(
        rows,
        batch_size=_ROWS,
        update_conflicts=True,
        unique_fields=["source", "position"],
        update_fields=["outcome", "remark", "participant"],
    )


def mark(row: AttendanceEntry, checked: Checked) -> AttendanceEntry:
    """The unsaved row with what its check found."""
    row.outcome, row.remark, row.participant = checked.outcome, checked.remark, checked.person
    return row


def count(locked: AttendanceList, rows: Iterable[AttendanceEntry]) -> None:
    """Write down what becomes of all the entries."""
    sums = Counter(Outcome(row.outcome) for row in rows)
    locked.entries_read = sum(sums.values())
    locked.recorded = sum(sums[outcome] for outcome in TAKEN)
    locked.known, locked.repeated = sums[Outcome.KNOWN], sums[Outcome.REPEATED]
    locked.not_found, locked.unreadable = sums[Outcome.NOT_FOUND], sums[Outcome.UNREADABLE]
    locked.save(update_fields=["entries_read", "recorded", "known", "repeated", "not_found", "unreadable"])


def _append(locked: AttendanceList, entries: Sequence[Mention], by: User) -> None:
    first = locked.entries_read + 1
    rows = [_row(locked, position, entry) for position, entry in enumerate(entries, start=first)]
    AttendanceEntry.objects.bulk_create(rows, batch_size=_ROWS)
    _check(locked, by)


def _check(locked: AttendanceList, by: User) -> None:
    rows = list(locked.entries.order_by("position"))
    found = check((entry_of(row) for row in rows), step=locked.step, on=locked.held_on, by=by)
    marked = [mark(row, checked) for row, checked in zip(rows, found, strict=True)]
    save_marks(marked)
    count(locked, marked)


def _row(source: AttendanceList, position: int, entry: Mention) -> AttendanceEntry:
    said = {
        "where": entry.where,
        "shown": entry.shown,
        "number": entry.number,
        "problem": entry.problem,
        "nik_index": " ".join(form.hex() for form in entry.nik_index.forms) if entry.nik_index else "",
    }
    sealed = nik.encrypt(json.dumps(said, separators=(",", ":")))
    return AttendanceEntry(source=source, position=position, sealed=sealed, outcome=Outcome.UNREADABLE)


def _bounded(found: list[Mention]) -> list[Mention]:
    if len(found) > MOST_ENTRIES:
        raise TooMany(_too_many())
    return found


def _too_many() -> str:
    return f"Satu daftar memuat paling banyak {say(MOST_ENTRIES)} orang. Bagi menjadi beberapa daftar."


def _is_an_entry(heading: str) -> bool:
    """Whether a heading, as it is shown, is rather a NIK or a participant number."""
    return "••••" in heading or numbers.parse(heading) is not None


def _notes_without_headings(table: Table) -> list[str]:
    """Which columns are not used, the last of the notes, is no longer true."""
    notes = table.notes[:-1] if table.match.unknown else table.notes
    return [*notes, _WITHOUT_HEADINGS]
