"""The achievement page (*capaian*) and the page that explains what counts: open to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from okoce.accounts.models import User
from okoce.journal import reading
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.replica import reads_replica
from okoce.ui.addresses import address
from participants.fields import one_line
from participants.models import Step
from targets import asking, cartogram, chart, goals, restating, sentences
from targets import progress as achievement
from targets.progress import Progress
from targets.restating import LastReport
from targets.views import links
from targets.views.kept import kept
from targets.views.meters import meter
from targets.views.refusing import says_why

_LONGEST_NAME = 60


@dataclass(frozen=True)
class FunnelStep:
    """One of the seven steps in the funnel."""

    code: str
    name: str
    count: int
    share: float
    url: str


@login_not_required
@require_safe
@says_why
@reads_replica
@kept
def progress(request: HttpRequest, region: str = tree.PROVINCE) -> HttpResponse:
    """A region's achievement: headline, pace, cartogram, children, funnel, chart."""
    if tree.get(region) is None:
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    with reading.one_view():
        found = achievement.read(region, question.as_of, year=question.year, known_at=question.known_at)
        context = _page(found, question, request.user)
    return render(request, "targets/progress.html", context)


@login_not_required
@require_safe
def what_counts(request: HttpRequest) -> HttpResponse:
    """The rule of what counts, in ten lines."""
    return render(request, "targets/what_counts.html")


@login_not_required
@require_safe
def find_region(request: HttpRequest) -> HttpResponse:
    """To the region that is called so; or those that may be meant, to choose from."""
    name = one_line(request.GET.get("nama", ""))[:_LONGEST_NAME]
    dates = {word: request.GET[word] for word in asking.PAGE_WORDS.values() if request.GET.get(word)}
    query = f"?{urlencode(dates)}" if dates else ""
    found = tree.find(name)
    if len(found) == 1:
        return redirect(address("targets:region_progress", found[0].code) + query)
    regions = [(node, " › ".join(above.short_name for above in tree.path(node.code)[1:-1])) for node in found]
    return render(
        request, "targets/find_region.html", {"name": name, "regions": regions, "query": query, "dates": dates}
    )


def _page(found: Progress, question: asking.Question, user: User | AnonymousUser) -> dict[str, object]:
    opens = links.opens(user, question)
    last = goals.year_of(found.year)[1]
    children = achievement.worst_first(found.children)
    pace = found.standing.pace
    kelurahan = found.kelurahan(found.map_region.code)
    points = found.cumulative()
    return {
        "progress": found,
        "question": question,
        "standing": found.standing,
        **meter(found),
        "needed": sentences.needed(pace, last) if pace else "",
        "heading_for": sentences.heading_for(pace, found.year) if pace else "",
        "crumbs": links.crumbs(question),
        "map": cartogram.draw(kelurahan, here=found.node.code, query=question.query),
        "map_region": found.map_region,
        "map_heading": sentences.map_heading(kelurahan),
        "children": [(child, links.opens(user, question, child.node.code)) for child in children],
        "children_heading": sentences.table_heading(found.children) if found.children else "",
        "reserve": sentences.reserve(found),
        "last_report": _last_report(found, points),
        "opens": opens,
        "funnel": _funnel(found, opens),
        "funnel_heading": sentences.funnel_heading(found.figures),
        "chart": chart.draw(points, year=found.year, as_of=found.as_of, target=found.standing.target, pace=pace),
        "chart_heading": sentences.chart_heading(found),
        "months": chart.months(points, found.year, found.as_of, opens),
        "is_province": found.node.level == Level.PROVINCE,
    }


def _last_report(found: Progress, points: Sequence[tuple[date, int]]) -> LastReport | None:
    """What was published last, on the province's page of now: the front door to why figures differ."""
    if found.node.level != Level.PROVINCE or not found.is_of_now:
        return None
    return restating.last_report(found.year, points, version=found.reports_version)


def _funnel(found: Progress, opens: Mapping[str, str]) -> list[FunnelStep]:
    steps = found.figures.steps
    whole = steps["P1"] or 1
    return [
        FunnelStep(step.value, step.label, steps[step], max(steps[step], 0) / whole, opens.get(step.value, ""))
        for step in Step
    ]
