"""Published reports: open to everybody; publishing them is for the province's officials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.journal import reading
from okoce.regions import tree
from okoce.ui import downloads, forms
from okoce.ui.pagination import keyset_page
from participants.fields import refuse_nik
from permits.models import Permit
from targets import bridging, progress, publishing, report_files, restating, sentences
from targets.asking import Question
from targets.models import Report
from targets.permissions import can_open_figures, can_publish
from targets.progress import Progress
from targets.restating import Restatement
from targets.views import links
from targets.views.exports import FORMATS, export_file
from targets.views.meters import meter


class PublishForm(forms.Form):
    """What an official says when publishing."""

    as_of = forms.DayField(label="Per tanggal")
    note = django_forms.CharField(
        label="Catatan untuk pembaca",
        required=False,
        max_length=2000,
        validators=[refuse_nik],
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )
    seen = django_forms.CharField(required=False, max_length=12, widget=django_forms.HiddenInput)


@login_not_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All published reports, newest first, each with the province's result, and today's for the same day."""
    page = keyset_page(publishing.listed(), request.GET, key=("id",), descending=True)
    context = {"page": page, "reports": _rows(request, page.items), "can_publish": can_publish(request.user)}
    return render(request, "targets/reports.html", context)


@dataclass(frozen=True)
class Row:
    """One report in the list: what it says of the province, today's figure for the same day, and where both open."""

    report: Report
    published: int
    today: int
    then: str
    now: str

    @property
    def difference(self) -> int:
        return self.today - self.published


def _rows(request: HttpRequest, reports: Sequence[Report]) -> list[Row]:
    """These reports of `publishing.listed` for the list, however many, with one statement."""
    today, found = restating.today_of(reports), []
    for report in reports:
        then, now = (opens.get("counted", "") for opens in _opens(request, report, tree.PROVINCE))
        found.append(Row(report, publishing.result_of(report), today[report.pk], then, now))
    return found


@login_not_required
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One report: its frozen figures, and why today's for the same day differ."""
    found, region = _asked(request, number)
    node = tree.nodes()[region]
    then, now = _opens(request, found, region)
    with reading.one_view():
        restated = restating.restate(found, region)
        compared = restating.compare(found, region)
        visible = _visible(request, restated)
    ends = {"published": then.get("counted", ""), "today": now.get("counted", "")}
    context = {
        "report": found,
        "intact": publishing.is_intact(found),
        "seal": publishing.seal_of(found),
        "node": node,
        "path": tree.path(region),
        "figures": found.figures[region],
        "children": [
            (child, found.figures[child.code], _opens(request, found, child.code)[0]) for child in node.children
        ],
        "reserve": sentences.frozen_reserve(found.figures, region),
        "opens": then,
        "restated": restated,
        "picture": bridging.draw(restated.bridge, ends),
        "may_open": can_open_figures(request.user, region),
        "compared": [(row, then.get(row.key, ""), now.get(row.key, "")) for row in compared],
        "visible": visible,
    }
    return render(request, "targets/report.html", context)


@login_not_required
@require_safe
def report_file(request: HttpRequest, number: str, ending: str) -> HttpResponse:
    """One report's tables for one region as a file; permits are named to whom the page names them."""
    found, region = _asked(request, number)
    if ending not in FORMATS:
        raise Http404
    may_open = can_open_figures(request.user, region)
    with reading.one_view():
        export = report_files.report(found, region, now=clock.now(), names_permits=may_open)
    return export_file(export, region, ending)


def _asked(request: HttpRequest, number: str) -> tuple[Report, str]:
    """A report, and the region of it that the address asks for; 404 for what there is not."""
    found = get_object_or_404(Report.objects.select_related("published_by"), number=number)
    region = request.GET.get("wilayah", tree.PROVINCE)
    if tree.get(region) is None or region not in found.figures:
        raise Http404
    return found, region


def _visible(request: HttpRequest, restated: Restatement) -> set[int]:
    """Which of the permits that a restatement names somebody may open: one that moved may be another's by now."""
    if not isinstance(request.user, User):
        return set()
    permits = {reason.permit.pk for reason in restated.reasons}
    return set(Permit.objects.visible_to(request.user).filter(pk__in=permits).values_list("pk", flat=True))


def _opens(request: HttpRequest, found: Report, region: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Where the figures of a region open as the report knew them, and as they are known now."""
    day = {"per": found.as_of.isoformat(), "tahun": str(found.year)}
    seen = {"data_sampai": _exact(found), "laporan": found.number}
    then = Question(region, found.year, found.as_of, found.known_at, day | seen)
    now = Question(region, found.year, found.as_of, None, day)
    return links.opens(request.user, then), links.opens(request.user, now)


def _exact(found: Report) -> str:
    """The moment a report froze, to the microsecond, as an address may ask for it."""
    return timezone.localtime(found.known_at).isoformat()


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The report as a file, with the figures as they were published."""
    found = get_object_or_404(Report.objects.select_related("published_by"), number=number)
    from targets import printing  # a fifth of a worker's memory, for the few who want a file of their own

    content = printing.report_pdf(found, publishing.seal_of(found))
    return downloads.attachment(content, f"laporan-okoce-{found.number}.pdf", "application/pdf")


@needs(Deed.PUBLISH)
def publish(request: SignedInRequest) -> HttpResponse:
    """Show the figures of a day, then publish them as known at this moment: only what was shown is published, but for
    registrations, which go on while somebody reads.
    """
    form = PublishForm(request.POST or None, initial={"as_of": clock.today(), "seen": publishing.last_number()})
    found = _figures(form) if form.is_valid() else None
    if found is not None and _was_shown(form, found) and (made := _published(request, form)):
        messages.success(request, f"Laporan {made.number} terbit.")
        return redirect("targets:report", number=made.number)
    context: dict[str, object] = {"form": form, "found": found}
    if found is not None:
        context |= {"mark": _mark(found), "reserve": sentences.reserve(found), **meter(found)}
    return render(request, "targets/publish.html", context)


def _figures(form: PublishForm) -> Progress | None:
    """The figures of the day that a form asks for; None, and an error beside it, for a day without a report."""
    as_of = form.cleaned_data["as_of"]
    try:
        publishing.refuse_day(as_of)
    except publishing.PublicationRefused as refusal:
        form.add_error("as_of", str(refusal))
        return None
    return progress.read(tree.PROVINCE, as_of)


def _mark(found: Progress) -> str:
    """What the button that publishes posts: the day, and what was shown of it but for registrations."""
    figures = ("new_entrepreneurs", "iumk", "sku", "began", "stopped", "issued")
    shown = [
        [one.node.code, one.target, *(getattr(one.figures, name) for name in figures)]
        for one in (found.standing, *found.children)
    ]
    return f"{found.as_of.isoformat()} {sha256(repr(shown).encode()).hexdigest()[:16]}"


def _was_shown(form: PublishForm, found: Progress) -> bool:
    """Whether whoever publishes has seen these figures of this day; if others, an error says so."""
    shown, mark = form.data.get("shown", ""), _mark(found)
    if shown != mark and shown.partition(" ")[0] == found.as_of.isoformat():
        form.add_error("as_of", "Sementara itu angkanya berubah. Periksa dahulu; terbitkan bila sudah benar.")
    return shown == mark


def _published(request: SignedInRequest, form: PublishForm) -> Report | None:
    """The report; None, and an error beside the day, where it was refused."""
    try:
        return publishing.publish(by=request.user, **form.cleaned_data)
    except publishing.PublicationRefused as refusal:
        form.add_error("as_of", str(refusal))
        if isinstance(refusal, publishing.PublishedMeanwhile):
            answers = request.POST.copy()
            answers["seen"] = refusal.report.number  # now it has been said
            form.data = answers
        return None
