"""Why today's figure for a published day differs from the published one, permit by permit (rules 6 and 9)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from okoce.audit.models import Verb
from okoce.journal import shelf
from okoce.regions import tree
from okoce.ui.formats import signed
from participants.models import Step
from permits import counting
from permits.models import Measure, Permit, PermitEntry
from targets import bridging, goals, progress, publishing
from targets.bridging import Bridge, Term
from targets.models import Report

_REASONS = {
    Verb.RECORDED: "dicatat kemudian",
    Verb.VOIDED: "dibatalkan",
    Verb.REVOKED: "dicabut",
    Verb.REVOCATION_WITHDRAWN: "pencabutan ditarik kembali",
    Verb.CORRECTED: "diperbaiki",
    Verb.MERGED: "peserta digabung",
    Verb.UNMERGED: "peserta dipisahkan lagi",
    Verb.DETAILS_CORRECTED: "data peserta diperbaiki",
    Verb.REBUILT: "hitungan disusun ulang",
}


_STEPS = [step.value for step in Step if step != Step.P1]


@dataclass(frozen=True)
class Reason:
    """One line of a restatement: a permit, what was done, and what that changes in the figure."""

    permit: Permit
    kelurahan: str
    day: date
    reason: str
    net: int
    by_kind: Mapping[str, int]

    @property
    def kinds(self) -> str:
        """What it changes within the kinds: "IUMK +1, SKU −1"."""
        return ", ".join(f"{kind} {signed(net)}" for kind, net in sorted(self.by_kind.items()) if net)

    @property
    def place(self) -> str:
        return tree.where(self.kelurahan)


@dataclass(frozen=True)
class Restatement:
    """A published figure of one region, today's for the same day, and the lines between them."""

    published: int
    today: int
    reasons: list[Reason]

    @property
    def difference(self) -> int:
        return self.today - self.published

    @property
    def bridge(self) -> Bridge:
        """Published → today's by kind of reason."""
        sums: Counter[str] = Counter()
        for reason in self.reasons:
            sums[reason.reason] += reason.net
        terms = [Term(name, amount) for name, amount in sums.items() if amount]
        return bridging.Bridge(
            Term("diterbitkan", self.published, "published"), terms, Term("angka sekarang", self.today, "today")
        )


def restate(report: Report, region: str) -> Restatement:
    """What has changed in a region's result since the report, from the journal entries it had not seen."""
    first, last = goals.year_of(report.year)
    entries = PermitEntry.objects.filter(
        pk__gt=report.last_permit_entry, measure=Measure.COUNTED, day__gte=first, day__lte=min(report.as_of, last)
    )
    if region != tree.PROVINCE:
        entries = entries.filter(kelurahan__in=tree.nodes()[region].kelurahan_codes)
    lines: dict[tuple[int, str, str], list[PermitEntry]] = defaultdict(list)
    for entry in entries.select_related("permit", "deed").order_by("pk"):
        lines[entry.permit_id, entry.deed.verb, entry.kelurahan_id].append(entry)
    reasons = [_reason(verb, kelurahan, found) for (_, verb, kelurahan), found in lines.items()]
    published = report.figures[region]["new_entrepreneurs"]
    changed = [reason for reason in reasons if any(reason.by_kind.values())]
    return Restatement(published, published + sum(reason.net for reason in changed), changed)


def _reason(verb: str, kelurahan: str, entries: Sequence[PermitEntry]) -> Reason:
    by_kind: Counter[str] = Counter()
    for entry in entries:
        by_kind[entry.kind] += entry.sign
    return Reason(
        permit=entries[0].permit,
        kelurahan=kelurahan,
        day=entries[0].day,
        reason=_REASONS[Verb(verb)],
        net=sum(by_kind.values()),
        by_kind=by_kind,
    )


@dataclass(frozen=True)
class Compared:
    """A frozen figure beside today's for the same day, and where each opens."""

    label: str
    key: str
    published: int
    today: int

    @property
    def difference(self) -> int:
        return self.today - self.published


def today_of(reports: Iterable[Report]) -> dict[int, int]:
    """By the id of each report the province's result of today for the same day, all of them in one statement."""
    found = list(reports)
    days = sorted({day for report in found for day in _ends(report)})
    levels = {day: sum(at_day.values()) for day, at_day in zip(days, counting.levels(days), strict=True)}
    return {report.pk: levels[last] - levels[before] for report in found for before, last in [_ends(report)]}


def _ends(report: Report) -> tuple[date, date]:
    """Between which two days a report's result came about."""
    first, last = goals.year_of(report.year)
    return first - timedelta(days=1), min(report.as_of, last)


@dataclass(frozen=True)
class LastReport:
    """The province's figure in a year's report published last, and today's for the same day."""

    report: Report
    published: int
    today: int | None


def last_report(year: int, points: Sequence[tuple[date, int]], *, version: int | None) -> LastReport | None:
    """The year's report published last beside today's figure for its day; None before the first. One statement at most.

    `points` are the course of the province's `year`, as `Progress.cumulative` has it; with the `version` of the
    reports (`targets.versions`) the last is read again only once there is another.
    """

    def read() -> list[Report]:
        return list(publishing.listed().filter(year=year).order_by("-id")[:1])

    [report] = (read() if version is None else shelf.whole(("last report", year), version, read)) or [None]
    if report is None:
        return None
    before = [result for day, result in points if day <= report.as_of]
    today = before[-1] if before else None
    return LastReport(report, publishing.result_of(report), today)


_FROZEN = {
    "new_entrepreneurs": ("Wirausaha baru", "counted"),
    "iumk": ("IUMK", "IUMK"),
    "sku": ("SKU", "SKU"),
    "began": ("Baru", "began"),
    "stopped": ("Berhenti", "stopped"),
    "moved": ("Berpindah", "moved"),
    "permits_issued": ("Izin diterbitkan", "issued"),
    "revoked": ("Izin dicabut", "revoked"),
    "registered": ("Terdaftar", "P1"),
}


def compare(report: Report, region: str) -> list[Compared]:
    """Every frozen figure of a region beside today's for the same day; the steps too."""
    frozen = report.figures[region]
    today = publishing.figures_of(progress.read(region, report.as_of, year=report.year).standing)
    rows = [Compared(label, key, frozen[name], today[name]) for name, (label, key) in _FROZEN.items()]
    then, now = frozen["steps"], today["steps"]
    return rows + [Compared(f"{step} {Step(step).label}", step, then[step], now[step]) for step in _STEPS]
