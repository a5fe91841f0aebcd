"""What every page about one person asks first."""

from django.http import Http404

from okoce.accounts.requests import SignedInRequest
from participants import numbers
from participants.models import Participant


def person_or_404(request: SignedInRequest, number: str) -> Participant:
    """The person with that number, in any spelling, if the user may see them."""
    stored = numbers.parse(number)
    people = Participant.objects.visible_to(request.user).select_related("registered_by", "merged_into")
    person = people.filter(number=stored).first() if stored else None
    if person is None:
        raise Http404
    return person
