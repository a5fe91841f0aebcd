"""The officials' board: are we on pace, who lags, who is silent, where people stop, what changed."""

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
from permits import funnel, stuck
from permits.checks import alarms
from targets import asking, board, cartogram, chart, goals, progress, sentences, workings
from targets.permissions import can_reconcile
from targets.views import links
from targets.views.meters import meter
from targets.views.refusing import says_why

_SHOWN = 12
_CALLED = 3


@needs(Deed.SEE_BOARD)
@require_safe
@says_why
@reads_replica
def pgo(request: SignedInRequest, region: str = "") -> HttpResponse:
    """The board of the region an official answers for, or of one below it."""
    region = region or request.user.region_id or tree.PROVINCE
    if tree.get(region) is None or not request.user.answers_for(region):
        raise Http404
    question = asking.read(request.GET, region=region, words=asking.PAGE_WORDS)
    with reading.one_view():
        context = _board(question, request.user)
    return render(request, "targets/pgo.html", context | {"may_reconcile": can_reconcile(request.user)})


def _board(question: asking.Question, user: User) -> dict[str, object]:
    region = question.region
    found = progress.read(region, question.as_of, year=question.year, known_at=question.known_at)
    kelurahan = found.kelurahan(region)
    last = goals.year_of(found.year)[1]
    pace = found.standing.pace
    opens = links.opens(user, question)
    rows = board.funnel(found.figures.steps, funnel.in_order(region, found.as_of), opens)
    waiting = stuck.stuck(region)
    behind = board.lagging(kelurahan, waiting)
    points = found.cumulative()
    quiet = board.silent(kelurahan)
    # Nothing is to be looked at of a day that is over.
    unusual = alarms.waiting(region, found.as_of, version=found.permits_version) if found.is_of_now else []
    return {
        "crumbs": links.own_way(user, "targets:region_pgo", region, question.query),
        "progress": found,
        "standing": found.standing,
        "question": question,
        "opens": opens,
        "answer": board.answer(found),
        "needed": sentences.needed(pace, last) if pace else "",
        "heading_for": sentences.heading_for(pace, found.year) if pace else "",
        "workings": workings.workings(found.standing, found.year, found.as_of, opens),
        **meter(found),
        "chart": chart.draw(points, year=found.year, as_of=found.as_of, target=found.standing.target, pace=pace),
        "chart_heading": sentences.chart_heading(found),
        "months": chart.months(points, found.year, found.as_of, opens),
        "map": cartogram.draw(kelurahan, query=question.query),
        "map_heading": sentences.map_heading(kelurahan),
        # Nobody is called because of a day that is over; of one kelurahan alone nobody needs to be told whom to call.
        "first": behind[0] if behind and found.is_of_now and len(kelurahan) > 1 else None,
        "then": behind[1:_CALLED],
        "lagging": behind[:_SHOWN],
        "lagging_more": max(len(behind) - _SHOWN, 0),
        "lagging_heading": board.lagging_heading(behind, kelurahan),
        "stuck": waiting,
        "stuck_heading": board.stuck_heading(waiting, of_now=found.is_of_now),
        "alarms": unusual,
        "too_many": unusual is None,
        "silent": quiet[:_SHOWN],
        "silent_heading": board.silent_heading(quiet, len(kelurahan)),
        "busiest": board.busiest(kelurahan),
        "week_heading": board.week_heading(found),
        "funnel": rows,
        "funnel_heading": board.funnel_heading(rows),
    }
