"""Opening a figure: the journal lines whose signs add up to it, for officials within their region."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui.pagination import keyset_page
from participants.models import Participant
from permits import lines as journal_lines
from permits.lines import Window
from permits.models import Permit
from targets import asking, opened
from targets.opened import Figure, NoSuchFigure
from targets.permissions import can_open_figures
from targets.views import links
from targets.views.refusing import says_why


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
@reads_replica
def lines(request: SignedInRequest, region: str) -> HttpResponse:
    """Every line beneath one figure; filters stand in the address, the sum at the top equals the figure."""
    question = question_of(request, region)
    figure, span = figure_of(request, question)
    entries = opened.entries(figure, span)
    with reading.one_view():
        page = keyset_page(entries, request.GET, key=("day", "id"))
        context = {
            "sum": figure.amount(journal_lines.net(entries)),
            "apart": journal_lines.by_change(entries) if figure.is_net else {},
            "page": page,
            "visible": visible_among(page.items, request.user),
        }
    context |= {
        "node": tree.nodes()[region],
        "question": question,
        "figure": figure,
        "span": span,
        "report": request.GET.get("laporan", ""),
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
    with reading.one_view():
        nets = {row["permit_id"]: row["net"] for row in journal_lines.further_papers(opened.year_so_far(question))}
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


def visible_among(entries: Iterable[Any], user: User) -> set[int]:
    """Which of the people in these lines somebody may see the names of."""
    people = {entry.participant_id for entry in entries}
    return set(Participant.objects.visible_to(user).filter(pk__in=people).values_list("pk", flat=True))


def asked(request: SignedInRequest, question: asking.Question) -> dict[str, str]:
    """Which figure the address asks for, when and known when, but not which page of its lines."""
    narrowed = {word: request.GET[word] for word in opened.WORDS if word in request.GET}
    return dict(question.asked) | narrowed


def question_of(request: SignedInRequest, region: str) -> asking.Question:
    """What is asked of a region whose figures one may open; 404 for another."""
    if tree.get(region) is None or not can_open_figures(request.user, region):
        raise Http404
    return asking.read(request.GET, region=region, words=asking.PAGE_WORDS)


def figure_of(request: SignedInRequest, question: asking.Question) -> tuple[Figure, Window]:
    """The figure that the address names, and the days; 404 for one that there is not."""
    try:
        figure = opened.figure(request.GET)
        return figure, opened.window(question, request.GET, figure)
    except NoSuchFigure as unknown:
        raise Http404 from unknown
