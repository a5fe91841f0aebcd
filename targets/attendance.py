"""An attendance list as officials see it: its sums, and its entries with what becomes of them, problems first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from okoce.accounts.models import User
from okoce.ui.formats import number
from okoce.ui.pagination import Page, keyset_page
from participants.attending.models import TAKEN, AttendanceEntry, AttendanceList, Outcome, State
from participants.attending.staging import entry_of
from participants.models import Participant


@dataclass(frozen=True)
class Choice:
    """Some of the entries, by what becomes of them: its word in the address, its name, and how many there are."""

    key: str
    label: str
    entries: int
    current: bool


@dataclass(frozen=True)
class ShownEntry:
    """One entry: where it stands on the list, whom it means, what becomes of it, and why."""

    position: int
    where: str
    shown: str
    person: Participant | None
    outcome: str
    remark: str


_OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "tidak-terbaca": (Outcome.UNREADABLE,),
    "tidak-ditemukan": (Outcome.NOT_FOUND,),
    "dicatat": TAKEN,
    "sudah-tercatat": (Outcome.KNOWN,),
    "berulang": (Outcome.REPEATED,),
}


def choices(source: AttendanceList, chosen: str) -> list[Choice]:
    """All entries, and each sort of them; the sorts add up to all."""
    found = [
        ("", "Semua", source.entries_read),
        ("tidak-terbaca", "Tidak terbaca", source.unreadable),
        ("tidak-ditemukan", "Tidak ditemukan", source.not_found),
        ("dicatat", "Tercatat" if source.state == State.RECORDED else "Akan dicatat", source.recorded),
        ("sudah-tercatat", "Sudah tercatat", source.known),
        ("berulang", "Berulang", source.repeated),
    ]
    return [Choice(key, label, entries, key == chosen) for key, label, entries in found if entries or not key]


def heading(source: AttendanceList) -> str:
    """What the list comes to, in a sentence."""
    if source.state == State.DISCARDED:
        return "Daftar ini dibatalkan: tidak ada yang dicatat"
    if source.state == State.RECORDED:
        return f"{source.step_title} tercatat untuk {_people(source.recorded)}"
    if not source.recorded:
        return "Tidak ada yang berubah: semua sudah tercatat" if source.known else "Tidak ada yang dapat dicatat"
    if not source.is_complete:
        return f"{_people(source.recorded)} ditemukan; pilih langkah dan tanggalnya".capitalize()
    return f"{source.step_title} akan dicatat untuk {_people(source.recorded)}"


def page_of(source: AttendanceList, parameters: Mapping[str, str], *, by: User) -> Page:
    """A page of shown entries: those of one sort, when the address asks for it."""
    rows: QuerySet[AttendanceEntry] = source.entries.select_related("participant")
    wanted = _OUTCOMES.get(parameters.get("hasil", ""))
    if wanted is not None:
        rows = rows.filter(outcome__in=wanted)
    page = keyset_page(rows, parameters, key=("outcome", "position"))
    return Page(items=_shown(source, page.items, by), previous=page.previous, next=page.next)


def _shown(source: AttendanceList, rows: list[AttendanceEntry], by: User) -> list[ShownEntry]:
    people = [row.participant_id for row in rows if row.participant_id]
    scope = set(Participant.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
    return [_entry(source, row, row.participant if row.participant_id in scope else None) for row in rows]


def _entry(source: AttendanceList, row: AttendanceEntry, person: Participant | None) -> ShownEntry:
    said = entry_of(row)
    is_recorded = source.state == State.RECORDED and row.outcome in TAKEN
    return ShownEntry(
        position=row.position,
        where=said.where,
        shown=said.shown,
        person=person,
        outcome="tercatat" if is_recorded else Outcome(row.outcome).label,
        remark=row.remark,
    )


def _people(count: int) -> str:
    return f"{number(count)} orang"
