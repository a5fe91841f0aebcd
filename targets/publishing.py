"""Publishing a report: figures frozen with both dates, the last journal entries seen, and a checksum (rule 6)."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Func, IntegerField, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast

from okoce import clock
from okoce.accounts.models import User
from okoce.audit import sealing
from okoce.audit.models import Seal, Verb
from okoce.audit.recording import history, record
from okoce.faults import retried
from okoce.journal import gate
from okoce.regions import tree
from participants import nik
from participants.models import StepEntry
from permits.models import PermitEntry
from targets import progress
from targets.models import Report
from targets.progress import Standing


class PublicationRefused(Exception):
    """The report cannot be published; the message says why, in Indonesian."""


class PublishedMeanwhile(PublicationRefused):
    """Another report came out since somebody last looked; `report` is that one."""

    def __init__(self, report: Report) -> None:
        super().__init__(
            f"Sementara itu laporan {report.number} sudah terbit. Periksa dahulu; terbitkan lagi bila tetap perlu."
        )
        self.report = report


NONE_YET = "-"
"""What stands for the last report's number while there is none."""


def last_number() -> str:
    """The number of the report published last."""
    last = Report.objects.order_by("-id").only("number").first()
    return last.number if last else NONE_YET


def refuse_day(as_of: date) -> None:
    """Raises PublicationRefused for a day in the future or before the programme."""
    if as_of > clock.today():
        raise PublicationRefused("Tanggal laporan ada di masa depan. Pilih hari ini atau sebelumnya.")
    if as_of.year < 2017:
        raise PublicationRefused("Program dimulai pada akhir 2017. Pilih tanggal sesudahnya.")


@retried
def publish(*, as_of: date, by: User, note: str = "", seen: str = "") -> Report:
    """The report for `as_of`, as known at this very moment, with the figures of every region.

    `seen` is the `last_number` that whoever publishes knows of; empty where nobody looked. What was sent twice is
    published once: with the number seen before, the same report of the same official is returned as it is.

    Raises PublicationRefused for a day in the future or before the programme and for a NIK in the note,
    PublishedMeanwhile for another report.
    """
    refuse_day(as_of)
    if nik.stands_in(note):
        raise PublicationRefused(nik.HELD)
    with transaction.atomic():
        gate.close()
        if seen and seen != last_number():
            last = Report.objects.latest("id")
            if (last.as_of, last.note, last.published_by_id) == (as_of, note.strip(), by.pk):
                return last
            raise PublishedMeanwhile(last)
        known_at = clock.now()
        report = Report(
            number=_next_number(as_of.year),
            year=as_of.year,
            as_of=as_of,
            known_at=known_at,
            last_permit_entry=PermitEntry.objects.aggregate(last=Max("id"))["last"] or 0,
            last_step_entry=StepEntry.objects.aggregate(last=Max("id"))["last"] or 0,
            figures=_freeze(as_of),
            note=note.strip(),
            published_by=by,
        )
        report.checksum = checksum(report)
        report.save(force_insert=True)
        # With its checksum in the record, the seal over the deed is one over the report.
        said = {"number": [None, report.number], "checksum": [None, report.checksum]}
        record(Verb.PUBLISHED, report, by=by, at=known_at, changes=said)
        transaction.on_commit(sealing.seal, robust=True)
    return report


def listed() -> QuerySet[Report]:
    """All reports without their figures, which are a hundred kilobytes each; `result` is the province's."""
    result = Cast(_Figure("figures", Value(tree.PROVINCE), Value("new_entrepreneurs")), IntegerField())
    return Report.objects.defer("note", "figures").annotate(result=result)


def result_of(report: Report) -> int:
    """The province's result in one of the reports that are `listed`."""
    return report.result  # type: ignore[attr-defined]  # annotated


class _Figure(Func):
    """One figure of one region, as text. A KeyTransform would take a key of digits for a place in a list."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        figures, *keys = self.get_source_expressions()
        path = "$" + "".join(f'."{key.value}"' for key in keys)
        return compiler.compile(Func(figures, Value(path), function="JSON_EXTRACT"))


def checksum(report: Report) -> str:
    """SHA-256 over everything the report says, in hexadecimal: two copies with the same sum say the same."""
    said = {
        "number": report.number,
        "year": report.year,
        "as_of": report.as_of.isoformat(),
        "known_at": _moment(report.known_at),
        "last_permit_entry": report.last_permit_entry,
        "last_step_entry": report.last_step_entry,
        "figures": report.figures,
        "note": report.note,
        "published_by": report.published_by_id,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_intact(report: Report) -> bool:
    """Whether the stored report still says what its checksum was made from."""
    return checksum(report) == report.checksum


def seal_of(report: Report) -> Seal | None:
    """The seal over the record of deeds at the report's publication; None until the deed is sealed.

    Printed with the report it stands outside the database: `verify_audit --seal` proves that the record is still the
    one of that day.
    """
    deed = history(report).filter(verb=Verb.PUBLISHED).first()
    return sealing.seal_over(deed.pk) if deed else None


def _moment(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _next_number(year: int) -> str:
    # Numbers are given out behind the closed gate, one publication at a time.
    last = Report.objects.filter(number__startswith=f"{year}-").order_by("-id").only("number").first()
    return f"{year}-{int(last.number.split('-')[1]) + 1 if last else 1:03d}"


def _freeze(as_of: date) -> dict[str, dict[str, object]]:
    found = progress.read(tree.PROVINCE, as_of)
    return {code: figures_of(found.of(code)) for code in tree.nodes()}


def figures_of(standing: Standing) -> dict[str, Any]:
    """What a report freezes of a region."""
    figures = standing.figures
    return {
        "new_entrepreneurs": figures.new_entrepreneurs,
        "iumk": figures.iumk,
        "sku": figures.sku,
        "began": figures.began,
        "stopped": figures.stopped,
        "moved": figures.moved,
        "permits_issued": figures.issued,
        "revoked": figures.revoked,
        "registered": figures.registered,
        "outside": figures.outside,
        "programme": figures.programme,
        "steps": dict(figures.steps),
        "target": standing.target,
        "status": standing.status,
    }
