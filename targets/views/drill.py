"""Opening a figure: the journal lines whose signs add up to it, for officials within their region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui.pagination import keyset_page
from participants.models import Participant, Step
from permits import lines as journal_lines
from permits.counting import PROGRAMME_BEGINS
from permits.models import Change, Kind, Measure, Permit
from targets import asking, goals
from targets.permissions import can_open_figures
from targets.views import links
from targets.views.refusing import says_why

_STEPS = [step.value for step in Step if step != Step.P4]
_WORDS = ("ukuran", "jenis", "perubahan", "rentang", "bulan", "tempat")
_MONTHS = {str(month) for month in range(1, 13)}


@dataclass(frozen=True)
class Figure:
    """Which figure is opened: a measure of permits or a step, and how it is narrowed."""

    measure: str
    kind: str
    change: str

    @property
    def is_net(self) -> bool:
        """Whether people who began, stopped and moved lie beneath it."""
        return self.measure == Measure.COUNTED and not self.change

    @property
    def name(self) -> str:
        """What the figure is called, for the heading."""
        if self.measure in _STEPS:
            return f"{self.measure} {Step(self.measure).label}"
        parts = [str(Measure(self.measure).label)]
        parts += [self.kind] if self.kind else []
        parts += [str(Change(self.change).label)] if self.change else []
        return ", ".join(parts)


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
@reads_replica
def lines(request: SignedInRequest, region: str) -> HttpResponse:
    """Every line beneath one figure; filters stand in the address, the sum at the top equals the figure."""
    question = question_of(request, region)
    figure = figure_of(request)
    span = span_of(request, question, figure)
    entries = beneath(figure, span)
    page = keyset_page(entries, request.GET, key=("day", "id"))
    net = journal_lines.net(entries)
    context = {
        "node": tree.nodes()[region],
        "question": question,
        "figure": figure,
        "span": span,
        "sum": -net if figure.change == Change.STOPPED else net,
        "apart": journal_lines.by_change(entries) if figure.is_net else {},
        "page": page,
        "visible": visible_among(page.items, request.user),
        "filters": urlencode(asked(request, question)),
        "crumbs": links.crumbs(question, figure.name),
    }
    return render(request, "targets/lines.html", context)


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
@reads_replica
def further_papers(request: SignedInRequest, region: str) -> HttpResponse:
    """The third term of the bridge: valid papers of people already counted under another."""
    question = question_of(request, region)
    nets = {row["permit_id"]: row["net"] for row in journal_lines.further_papers(window(question))}
    permits = Permit.objects.filter(pk__in=nets).select_related("participant").order_by("issued_on", "id")
    rows = [(permit, nets[permit.pk]) for permit in permits]
    context = {
        "node": tree.nodes()[region],
        "question": question,
        "rows": rows,
        "query": question.query,
        "sum": sum(nets.values()),
        "crumbs": links.crumbs(question, "Surat kedua"),
    }
    return render(request, "targets/further_papers.html", context)


def window(question: asking.Question) -> journal_lines.Window:
    """The lines of the question's year up to its day."""
    first, last = goals.year_of(question.year)
    before = first - timedelta(days=1)
    up_to: date = max(min(question.as_of, last), before)
    return journal_lines.Window(question.region, before, up_to, question.known_at)


def beneath(figure: Figure, span: journal_lines.Window) -> QuerySet[Any]:
    """The lines beneath a figure in these days, with whom and what they are about."""
    if figure.measure in _STEPS:
        return journal_lines.step_entries(span, figure.measure).select_related("participant", "deed")
    entries = journal_lines.permit_entries(span, Measure(figure.measure), kind=figure.kind, change=figure.change)
    return entries.select_related("participant", "deed", "permit")


def visible_among(entries: Iterable[Any], user: User) -> set[int]:
    """Which of the people in these lines somebody may see the names of."""
    people = {entry.participant_id for entry in entries}
    return set(Participant.objects.visible_to(user).filter(pk__in=people).values_list("pk", flat=True))


def asked(request: SignedInRequest, question: asking.Question) -> dict[str, str]:
    """Which figure the address asks for, when and known when, but not which page of its lines."""
    narrowed = {word: request.GET[word] for word in _WORDS if word in request.GET}
    return dict(question.asked) | narrowed


def span_of(request: SignedInRequest, question: asking.Question, figure: Figure) -> journal_lines.Window:
    """The days the address asks for (`rentang`): the year's by default, for steps all there are."""
    asked = request.GET.get("rentang", "semua" if figure.measure in _STEPS else "tahun")
    if asked == "tahun":
        return window(question)
    before_programme = PROGRAMME_BEGINS - timedelta(days=1)
    as_of = question.as_of
    spans: dict[str, tuple[date | None, date]] = {
        "semua": (None, as_of),
        "program": (before_programme, max(as_of, before_programme)),
        "sebelum": (None, min(as_of, before_programme)),
        "7-hari": (as_of - timedelta(days=7), as_of),
        "28-hari": (as_of - timedelta(days=28), as_of),
        "bulan": _month(question.year, request.GET.get("bulan", ""), as_of),
    }
    if asked not in spans:
        raise Http404
    outside = request.GET.get("tempat") == "luar" and question.region == tree.PROVINCE
    return journal_lines.Window(question.region, *spans[asked], question.known_at, outside_only=outside)


def _month(year: int, text: str, as_of: date) -> tuple[date, date]:
    """The day before a month of the year, and its last day or `as_of`; January where the text names none."""
    month = int(text) if text in _MONTHS else 1
    after = date(year, month, 1) - timedelta(days=1)
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return after, max(min(end, as_of), after)


def question_of(request: SignedInRequest, region: str) -> asking.Question:
    """What is asked of a region whose figures one may open; 404 for another."""
    if tree.get(region) is None or not can_open_figures(request.user, region):
        raise Http404
    return asking.read(request.GET, region=region, words=asking.PAGE_WORDS)


def figure_of(request: SignedInRequest) -> Figure:
    """The figure that the address names; 404 for one that there is not."""
    figure = Figure(
        request.GET.get("ukuran", Measure.COUNTED), request.GET.get("jenis", ""), request.GET.get("perubahan", "")
    )
    known = figure.measure in {*Measure.values, *_STEPS}
    if not known or figure.kind not in {"", *Kind.values} or figure.change not in {"", *Change.values}:
        raise Http404
    return figure
