"""An import as its officer sees it: its sums, and its rows with what will become of them, problems first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from okoce.accounts.models import User
from okoce.ui.pagination import Page, keyset_page
from okoce.ui.tables import cells
from okoce.ui.tables.rows import Cell
from participants.models import Participant
from permits.importing.files import masked
from permits.importing.lines import Remark
from permits.importing.models import TAKEN, Import, ImportRow, Outcome, State
from permits.importing.staging import cell_reader
from permits.models import Permit


@dataclass(frozen=True)
class Choice:
    """Some of the rows, by what becomes of them: its word in the address, its name, and how many there are."""

    key: str
    label: str
    rows: int
    current: bool


@dataclass(frozen=True)
class ShownRow:
    """One row of the file: whom and what it says, what becomes of it, and why."""

    number: int
    name: str
    who: str
    paper: str
    issued_on: date | str
    """The day that was read, or the words that could not be."""
    outcome: str
    remarks: list[Remark]
    permit: Permit | None = None


_OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "bermasalah": (Outcome.PROBLEM,),
    "dicatat": TAKEN,
    "sudah-tercatat": (Outcome.KNOWN,),
}


def choices(source: Import, chosen: str) -> list[Choice]:
    """All rows, and each sort of them; the sorts add up to all."""
    recorded = "Tercatat" if source.state == State.RECORDED else "Akan dicatat"
    found = [
        ("", "Semua", source.rows_read),
        ("bermasalah", "Bermasalah", source.refused),
        ("dicatat", recorded, source.recorded),
        ("sudah-tercatat", "Sudah tercatat", source.known),
    ]
    return [Choice(key, label, rows, key == chosen) for key, label, rows in found]


def page_of(source: Import, parameters: Mapping[str, str], *, by: User) -> Page:
    """A page of shown rows: those of one sort, when the address asks for it."""
    rows: QuerySet[ImportRow] = source.rows.select_related("participant")
    wanted = _OUTCOMES.get(parameters.get("hasil", ""))
    if wanted is not None:
        rows = rows.filter(outcome__in=wanted)
    page = keyset_page(rows, parameters, key=("outcome", "number"))
    return Page(items=_shown(source, page.items, by), previous=page.previous, next=page.next)


def _shown(source: Import, rows: list[ImportRow], by: User) -> list[ShownRow]:
    people = [row.participant_id for row in rows if row.participant_id]
    scope = set(Participant.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
    permits = _permits(rows, by)
    shown = [
        _row(source, row, row.participant if row.participant_id in scope else None, permits.get(row.pk)) for row in rows
    ]
    refused = _refused_with_number_of(source, [row for row in rows if row.outcome in TAKEN])
    for row, one in zip(rows, shown, strict=True):
        if row.pk in refused:
            one.remarks.append(Remark("number", _also_in(refused[row.pk]), is_problem=False))
    return shown


def _refused_with_number_of(source: Import, rows: list[ImportRow]) -> dict[int, int]:
    """By row that is taken: the first refused row that has its number, too; such a row says so of itself."""
    refused = source.rows.filter(outcome=Outcome.PROBLEM, number_key__in=[row.number_key for row in rows])
    names = ("kind", "number_key", "number")
    first = {(kind, key): number for kind, key, number in refused.order_by("-number").values_list(*names)}
    return {row.pk: first[row.kind, row.number_key] for row in rows if (row.kind, row.number_key) in first}


def _also_in(row: int) -> str:
    return f"Nomor ini juga di baris {row}, yang tidak dapat dicatat. Periksa kedua suratnya."


def _permits(rows: list[ImportRow], by: User) -> dict[int, Permit]:
    """By row: the permit that was recorded from it, or stood before it, if the officer may see it."""
    mine = Q(submission__in=[row.submission for row in rows if row.outcome in TAKEN])
    before = Q(voided_at__isnull=True, number_key__in=[row.number_key for row in rows if row.outcome == Outcome.KNOWN])
    permits = list(Permit.objects.visible_to(by).filter(mine | before))
    by_submission = {permit.submission: permit for permit in permits}
    by_number = {(permit.kind, permit.number_key): permit for permit in permits if not permit.is_voided}
    found = {row.pk: by_submission.get(row.submission) for row in rows if row.outcome in TAKEN}
    found |= {row.pk: by_number.get((row.kind, row.number_key)) for row in rows if row.outcome == Outcome.KNOWN}
    return {row: permit for row, permit in found.items() if permit is not None}


def _row(source: Import, row: ImportRow, person: Participant | None, permit: Permit | None) -> ShownRow:
    cell = cell_reader(source, row)
    who = cell("person") if cell("person") is not None else cell("participant")
    kind, number = cells.shown(cell("kind")), cells.shown(cell("number"))
    return ShownRow(
        number=row.number,
        name=person.name if person else cells.shown(cell("name")),
        who=person.displayed_number if person else masked(who),
        paper=str(permit) if permit else f"{kind} {number}" if row.cells else f"{row.kind} {row.number_key}",
        issued_on=row.issued_on or _day(cell("issued_on")),
        outcome=_said(row, permit),
        remarks=[Remark(*remark) for remark in row.remarks],
        permit=permit,
    )


def _day(cell: Cell) -> date | str:
    """The day that a row names, also where something else in it is wrong, or what stands in its place."""
    try:
        return cells.day(cell)
    except ValueError:
        return cells.shown(cell)


def _said(row: ImportRow, permit: Permit | None) -> str:
    if row.outcome not in TAKEN:
        return Outcome(row.outcome).label
    return "tercatat" if permit is not None else "akan dicatat"
