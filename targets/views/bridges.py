"""The bridge from permits issued to new entrepreneurs, and the figure split by each trait: open to everybody."""

from collections.abc import Hashable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okoce.journal import reading
from okoce.regions import tree
from okoce.replica import reads_replica
from permits import lines
from targets import asking, bridging, exporting, progress
from targets.bridging import Part, Split
from targets.permissions import can_open_figures
from targets.progress import Progress
from targets.views import drill, links
from targets.views.exports import FORMATS, export_file
from targets.views.kept import kept
from targets.views.refusing import says_why

_PARTS: dict[str, list[tuple[Hashable, str]]] = {
    "kind": [("IUMK", "IUMK"), ("SKU", "SKU")],
    "sex": [("F", "perempuan"), ("M", "laki-laki")],
    "business_is_new": [(True, "usaha baru"), (False, "sudah berjalan")],
    "before_registration": [(True, "terbit sebelum mendaftar"), (False, "terbit sejak mendaftar")],
}


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
    opens = links.opens(question) if can_open_figures(request.user, region) else {}
    found, splits = _read(question)
    context = {
        "progress": found,
        "query": question.query,
        "crumbs": links.crumbs(question, "Jembatan angka"),
        "picture": bridging.draw(bridging.from_permits(found.figures), opens),
        "splits": splits,
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
    found, splits = _read(asking.read(request.GET, region=region, words=asking.PAGE_WORDS))
    return export_file(exporting.bridge(found, splits), region, ending)


def _read(question: asking.Question) -> tuple[Progress, list[Split]]:
    """The figures and their splits, of one moment."""
    with reading.one_view():
        found = progress.read(question.region, question.as_of, year=question.year, known_at=question.known_at)
        return found, [_split(drill.window(question), trait) for trait in lines.SPLITS]


def _split(window: lines.Window, trait: str) -> Split:
    parts = lines.split(window, trait)
    named = [Part(label, parts.get(value, 0)) for value, label in _PARTS[trait]]
    return Split(lines.SPLITS[trait], named, sum(parts.values()))
