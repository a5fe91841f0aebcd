"""The bridge from permits issued to new entrepreneurs, and the figure split by each trait: open to everybody."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from permits import lines
from targets import asking, bridging, exporting, opened, progress, traits
from targets.bridging import Part, Split
from targets.permissions import can_open_figures
from targets.progress import Progress
from targets.traits import TRAITS, Trait
from targets.views import links
from targets.views.exports import FORMATS, export_file
from targets.views.kept import kept
from targets.views.refusing import says_why


@login_not_required
@require_safe
@says_why
@reads_replica
@kept
def bridge(request: HttpRequest, region: str) -> HttpResponse:
    """From permits issued to new entrepreneurs in named steps that add up."""
    if tree.get(region) is None:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    opens = links.opens(request.user, question)
    shown = _traits(request, question)
    found, splits = _read(question, shown, opens)
    context = {
        "progress": found,
        "query": question.query,
        "crumbs": links.crumbs(question, "Jembatan angka"),
        "picture": bridging.draw(bridging.from_permits(found.figures), opens),
        "splits": splits,
        "withheld": _withheld(shown),
        "opens": opens,
    }
    return render(request, "targets/bridge.html", context)


@login_not_required
@require_safe
@says_why
@reads_replica
def bridge_file(request: HttpRequest, region: str, ending: str) -> HttpResponse:
    """The bridge and the figure split by each trait as a file."""
    if tree.get(region) is None or ending not in FORMATS:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    shown = _traits(request, question)
    found, splits = _read(question, shown, {})
    return export_file(exporting.bridge(found, splits, withheld=_withheld(shown)), region, ending)


def _traits(request: HttpRequest, question: asking.Question) -> list[Trait]:
    return traits.shown(
        tree.nodes()[question.region].level,
        opens_figures=can_open_figures(request.user, question.region),
        of_now=question.known_at is None and question.as_of == clock.today(),
    )


def _withheld(shown: Sequence[Trait]) -> str:
    return traits.WITHHELD if len(shown) < len(TRAITS) else ""


def _read(question: asking.Question, shown: Sequence[Trait], opens: Mapping[str, str]) -> tuple[Progress, list[Split]]:
    """The figures and their splits, of one moment."""
    with reading.one_view():
        found = progress.read(question.region, question.as_of, year=question.year, known_at=question.known_at)
        return found, [_split(opened.year_so_far(question), trait, opens) for trait in shown]


def _split(window: lines.Window, trait: Trait, opens: Mapping[str, str]) -> Split:
    counts = lines.split(window, trait.column)
    parts = [Part(value.label, counts.get(value.held, 0), opens.get(value.asked, "")) for value in trait.values]
    return Split(trait.title, parts, sum(counts.values()))
