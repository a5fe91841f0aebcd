"""A participant's own page: my seven steps, my permits, am I counted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from participants.merged import in_force
from participants.models import Participant
from participants.unconfirmed import OFFICE_HOURS
from permits.models import Obstacle
from targets import guiding
from targets.own_steps import Own


def own_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view who is signed in as a participant; 403 to officials, 404 to whom no registration belongs."""

    @needs(Deed.SEE_OWN)
    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = Participant.objects.visible_to(request.user).select_related("merged_into").first()
        if person is None:
            raise Http404
        return view(request, in_force(person), *args, **kwargs)

    return never_cache(guarded)


@own_pages
@require_safe
def my_steps(request: SignedInRequest, person: Participant) -> HttpResponse:
    """The seven steps of whoever is signed in, their permits, and whether they are counted."""
    today = clock.today()
    own = Own(person, today)
    steps = own.steps()
    context = {
        "person": person,
        "ending": person.data_requests.ending_consent().first() if person.consent_withdrawn_at else None,
        "verdict": own.verdict(),
        "steps": steps,
        "next": next((step for step in steps if step.state == "next"), None),
        "papers": own.papers(),
        "to_renew": own.to_renew,
        "may_move_up": own.may_move_up,
        "obstacles": [
            (obstacle, guiding.FOR_THE_PERSON[obstacle.kind])
            for obstacle in Obstacle.objects.open().filter(participant=person).order_by("id")
        ],
        "hours": OFFICE_HOURS,
        "open_today": guiding.open_today(today),
    }
    return render(request, "targets/my_steps.html", context)
