"""A participant's own page: my seven steps, am I counted."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from okoce import clock
from okoce.accounts.requests import SignedInRequest
from participants.models import Participant
from permits.steps import counted_permit, steps_of


def my_steps(request: SignedInRequest) -> HttpResponse:
    """The seven steps of whoever is signed in, their permits, and whether they are counted."""
    if not request.user.is_participant:
        raise PermissionDenied
    person = get_object_or_404(Participant.objects.visible_to(request.user))
    today = clock.today()
    context = {
        "person": person,
        "steps": steps_of(person, today),
        "counted": counted_permit(person, today),
        "permits": person.permits.order_by("issued_on", "id"),
    }
    return render(request, "targets/my_steps.html", context)
