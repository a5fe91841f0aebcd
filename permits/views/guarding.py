"""Who may open the pages of officials at all; whom and what they see there is for `visible_to` to say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase

from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from participants import numbers
from participants.models import Participant


def for_officials(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers 403 to whoever is neither a kelurahan officer nor a PGO official."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_officer or request.user.is_pgo):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def person_or_404(request: SignedInRequest, number: str) -> Participant:
    """The person with that number, in any spelling, if the user may see them."""
    stored = numbers.parse(number)
    people = Participant.objects.visible_to(request.user).select_related("registered_by", "merged_into")
    person = people.filter(number=stored).first() if stored else None
    if person is None:
        raise Http404
    return person


def office_of(user: User) -> str:
    """What an official's office is called: "Kelurahan Kapuk", or the programme's own."""
    return user.region_node.title if user.is_officer and user.region_node else "program OK OCE"
