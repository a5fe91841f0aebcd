"""Publishing a report: figures frozen with both dates, the last journal entries seen, and a checksum (rule 6)."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal import gate
from okoce.regions import tree
from participants.models import StepEntry
from permits.models import PermitEntry
from targets import progress
from targets.models import Report
from targets.progress import Standing


class PublicationRefused(Exception):
    """The report cannot be published; the message says why, in Indonesian."""


@retried
def publish(*, as_of: date, by: User, note: str = "") -> Report:
    """The report for `as_of`, as known at this very moment, with the figures of every region.

    Raises PublicationRefused for a day in the future or before the programme.
    """
    if as_of > clock.today():
        raise PublicationRefused("Tanggal laporan ada di masa depan. Pilih hari ini atau sebelumnya.")
    if as_of.year < 2017:
        raise PublicationRefused("Program dimulai pada akhir 2017. Pilih tanggal sesudahnya.")
    with transaction.atomic():
        gate.close()
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
        record(Verb.PUBLISHED, report, by=by, at=known_at, changes={"number": [None, report.number]})
    return report


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


def _moment(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _next_number(year: int) -> str:
    # Numbers are given out behind the closed gate, one publication at a time.
    last = Report.objects.filter(number__startswith=f"{year}-").aggregate(last=Max("number"))["last"]
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:03d}"


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
