"""Why today's figure for a published day differs from the published one, permit by permit (rules 6 and 9)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from okoce.audit.models import Verb
from okoce.regions import tree
from permits.models import Measure, Permit, PermitEntry
from targets import bridging, goals
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


@dataclass(frozen=True)
class Reason:
    """One line of a restatement: a permit, what was done, and what that changes in the figure."""

    permit: Permit
    kelurahan: str
    day: date
    reason: str
    net: int

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
        return bridging.Bridge(Term("diterbitkan", self.published), terms, Term("angka sekarang", self.today))


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
    reasons = [
        Reason(
            permit=found[0].permit,
            kelurahan=kelurahan,
            day=found[0].day,
            reason=_REASONS[Verb(verb)],
            net=sum(entry.sign for entry in found),
        )
        for (_, verb, kelurahan), found in lines.items()
    ]
    published = report.figures[region]["new_entrepreneurs"]
    changed = [reason for reason in reasons if reason.net]
    return Restatement(published, published + sum(reason.net for reason in changed), changed)
