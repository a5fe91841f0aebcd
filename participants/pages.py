"""What every page about one person asks first."""

from django.http import Http404

from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed, Reach, reach, who
from participants import numbers
from participants.models import Participant


def person_or_404(request: SignedInRequest, number: str) -> Participant:
    """The person with that number, in any spelling, if the user may see them."""
    stored = numbers.parse(number)
    # Alone: who registered them, and what they were merged into, hardly any page asks; a hundred columns cost more.
    person = Participant.objects.filter(number=stored).first() if stored else None
    if person is None or not _may_see(request.user, person):
        raise Http404
    return person


def _may_see(user: User, person: Participant) -> bool:
    """What `visible_to` says of one person; the database is asked only where their kelurahan does not tell."""
    lives_here = reach(who(user), Deed.SEE_PERSON) is Reach.PEOPLE and user.answers_for(person.kelurahan_id)
    return lives_here or Participant.objects.visible_to(user).filter(pk=person.pk).exists()
