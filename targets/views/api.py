"""The public figures as JSON; the shape is promised to others and must not change."""

from decimal import Decimal

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from okoce.api.limits import PerAddress
from okoce.api.problems import Unreadable
from okoce.regions import tree
from okoce.replica import reads_replica
from targets import asking, promised
from targets import progress as achievement
from targets.pace import Pace
from targets.progress import Progress, Standing
from targets.views.kept import kept


@promised.progress
@api_view(["GET", "HEAD"])
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([PerAddress])
@reads_replica
@kept
def progress(request: Request) -> HttpResponse:
    """The achievement of `region` in `year`, `as_of` a day, as `known_at` a moment; 400 with a message otherwise."""
    region = request.query_params.get("region", "").strip() or tree.PROVINCE
    try:
        question = asking.read(request.query_params, region=region, words=asking.API_WORDS)
    except asking.QuestionRefused as refusal:
        raise Unreadable(str(refusal)) from None
    found = achievement.read(region, question.as_of, year=question.year, known_at=question.known_at)
    return JsonResponse(_answer(found))


def _answer(found: Progress) -> dict[str, object]:
    node, figures = found.node, found.figures
    return {
        "region": {"code": node.code, "name": node.name, "level": node.level},
        "year": found.year,
        "as_of": found.as_of.isoformat(),
        "known_at": timezone.localtime(found.known_at).isoformat(),
        "target": found.standing.target,
        "children_target": found.children_target,
        "new_entrepreneurs": figures.new_entrepreneurs,
        "by_kind": {"IUMK": figures.iumk, "SKU": figures.sku},
        "permits_issued": figures.issued,
        # Promised: began − stopped = new_entrepreneurs; who moved in or out of the region is told with them here.
        "began": figures.began + max(figures.moved, 0),
        "stopped": figures.stopped + max(-figures.moved, 0),
        "registered": figures.registered,
        "outside_dki": figures.outside,
        "steps": dict(figures.steps),
        "pace": _pace(found.standing.pace),
        "status": found.standing.status,
        "silent": found.standing.silent,
        "programme": {"target": found.programme_target, "new_entrepreneurs": figures.programme},
        "children": [_child(child) for child in found.children],
    }


def _child(standing: Standing) -> dict[str, object]:
    figures = standing.figures
    return {
        "code": standing.node.code,
        "name": standing.node.name,
        "level": standing.node.level,
        "target": standing.target,
        "new_entrepreneurs": figures.new_entrepreneurs,
        "by_kind": {"IUMK": figures.iumk, "SKU": figures.sku},
        "permits_issued": figures.issued,
        "registered": figures.registered,
        "status": standing.status,
        "silent": standing.silent,
    }


def _pace(pace: Pace | None) -> dict[str, object] | None:
    if pace is None:
        return None
    return {
        "remaining": pace.remaining,
        "days_left": pace.days_left,
        "working_days_left": pace.working_days_left,
        "expected_by_now": pace.expected_by_now,
        "required_per_day": _number(pace.required_per_day),
        "required_per_working_day": _number(pace.required_per_working_day),
        "recent_per_day": _number(pace.recent_per_day),
        "projected": pace.projected,
        "projected_low": pace.projected_low,
        "projected_high": pace.projected_high,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
