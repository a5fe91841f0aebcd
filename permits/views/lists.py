"""The lists of people, permits and obstacles within one's scope, filtered."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.replica import reads_replica
from participants.models import Participant
from permits import contacting, list_totals, listing
from permits.filters import ObstaclesFilter, PeopleFilter, PermitsFilter, in_scope
from permits.models import Obstacle, Permit
from permits.obstacles import NEXT


@needs(Deed.LIST)
@require_safe
@never_cache
@reads_replica
def people(request: SignedInRequest) -> HttpResponse:
    """The people of one's scope."""
    found = in_scope(request, PeopleFilter, Participant.objects.current())
    page = listing.page_of(found.qs, request.GET, found.order)
    office = contacting.office_of(request.user)
    rows = [
        (one, _short_place(one), contacting.call(one), contacting.whatsapp(one, contacting.message(one, office)))
        for one in page.items
    ]
    return render(request, "permits/people.html", _context(found, page, list_totals.people(found)) | {"rows": rows})


@needs(Deed.LIST)
@require_safe
@never_cache
@reads_replica
def permits(request: SignedInRequest) -> HttpResponse:
    """The permits that one's region issued."""
    found = in_scope(request, PermitsFilter, Permit.objects.all())
    page = listing.page_of(found.qs.select_related("participant", "recorded_by"), request.GET, found.order)
    return render(request, "permits/permits.html", _context(found, page))


@needs(Deed.LIST)
@require_safe
@never_cache
@reads_replica
def obstacles(request: SignedInRequest) -> HttpResponse:
    """What keeps people of one's scope from a permit, longest open first."""
    found = in_scope(request, ObstaclesFilter, Obstacle.objects.open())
    page = listing.page_of(found.qs.select_related("participant", "set_by"), request.GET, found.order)
    office = contacting.office_of(request.user)
    rows = [(one, NEXT[one.kind], *_ways_about(one, office)) for one in page.items]
    return render(
        request, "permits/obstacles.html", _context(found, page, list_totals.obstacles(found)) | {"rows": rows}
    )


def _ways_about(obstacle: Obstacle, office: str) -> tuple[str, str]:
    """How to reach somebody about what keeps them from a permit: the call and the message."""
    person = obstacle.participant
    message = contacting.message(person, office, [obstacle.kind])
    return contacting.call(person), contacting.whatsapp(person, message)


def _short_place(person: Participant) -> str:
    return tree.nodes()[person.kelurahan_id].name if person.kelurahan_id else person.outside_place


def _context(found: Any, page: Any, total: int | None = None) -> dict[str, object]:
    return {
        "total": total,
        "filter": found,
        "page": page,
        "where": found.where,
        "narrowed": found.sentence,
        "query": f"?{urlencode(found.asked)}" if found.asked else "",
    }
