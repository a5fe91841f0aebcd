"""Opening a figure: the journal lines whose signs add up to it, for officials within their region."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from okoce.accounts.requests import SignedInRequest
from okoce.regions import tree
from okoce.ui.pagination import keyset_page
from participants.models import Participant, Step
from permits import lines as journal_lines
from permits.models import Change, Kind, Measure, Permit
from targets import asking, goals
from targets.permissions import can_open_figures
from targets.views import links
from targets.views.refusing import says_why

_STEPS = [step.value for step in Step if step != Step.P4]


@dataclass(frozen=True)
class Figure:
    """Which figure is opened: a measure of permits or a step, and how it is narrowed."""

    measure: str
    kind: str
    change: str

    @property
    def name(self) -> str:
        """What the figure is called, for the heading."""
        if self.measure in _STEPS:
            return f"{self.measure} {Step(self.measure).label}"
        parts = [str(Measure(self.measure).label)]
        parts += [self.kind] if self.kind else []
        parts += [str(Change(self.change).label)] if self.change else []
        return ", ".join(parts)


@says_why
def lines(request: SignedInRequest, region: str) -> HttpResponse:
    """Every line beneath one figure; filters stand in the address, the sum at the top equals the figure."""
    question = _question(request, region)
    figure = _figure(request)
    entries: QuerySet[Any]
    if figure.measure in _STEPS:
        entries = journal_lines.step_entries(window(question, yearly=False), figure.measure)
    else:
        measure = Measure(figure.measure)
        entries = journal_lines.permit_entries(window(question), measure, kind=figure.kind, change=figure.change)
        entries = entries.select_related("permit")
    page = keyset_page(entries.select_related("participant", "deed"), request.GET, key=("day", "id"))
    people = {entry.participant_id for entry in page.items}
    visible = Participant.objects.visible_to(request.user).filter(pk__in=people).values_list("pk", flat=True)
    context = {
        "node": tree.nodes()[region],
        "question": question,
        "figure": figure,
        "sum": journal_lines.net(entries),
        "page": page,
        "visible": set(visible),
        "crumbs": links.crumbs(question, figure.name),
    }
    return render(request, "targets/lines.html", context)


@says_why
def further_papers(request: SignedInRequest, region: str) -> HttpResponse:
    """The third term of the bridge: valid papers of people already counted under another."""
    question = _question(request, region)
    nets = {row["permit_id"]: row["net"] for row in journal_lines.further_papers(window(question))}
    permits = Permit.objects.filter(pk__in=nets).select_related("participant").order_by("issued_on", "id")
    rows = [(permit, nets[permit.pk]) for permit in permits]
    context = {
        "node": tree.nodes()[region],
        "question": question,
        "rows": rows,
        "sum": sum(nets.values()),
        "crumbs": links.crumbs(question, "Surat kedua"),
    }
    return render(request, "targets/further_papers.html", context)


def window(question: asking.Question, *, yearly: bool = True) -> journal_lines.Window:
    """The lines a question is about: the year's up to the day, or all up to the day."""
    first, last = goals.year_of(question.year)
    before = first - timedelta(days=1)
    if not yearly:
        return journal_lines.Window(question.region, None, question.as_of, question.known_at)
    up_to: date = max(min(question.as_of, last), before)
    return journal_lines.Window(question.region, before, up_to, question.known_at)


def _question(request: SignedInRequest, region: str) -> asking.Question:
    if tree.get(region) is None or not can_open_figures(request.user, region):
        raise Http404
    return asking.read(request.GET, region=region, words=asking.PAGE_WORDS)


def _figure(request: SignedInRequest) -> Figure:
    figure = Figure(
        request.GET.get("ukuran", Measure.COUNTED), request.GET.get("jenis", ""), request.GET.get("perubahan", "")
    )
    known = figure.measure in {*Measure.values, *_STEPS}
    if not known or figure.kind not in {"", *Kind.values} or figure.change not in {"", *Change.values}:
        raise Http404
    return figure
