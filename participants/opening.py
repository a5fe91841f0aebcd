"""Opening many people outside an official's scope at once: as `deeds.open_outside_scope` for each, each logged."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import subject_of
from okoce.faults import retried
from participants.deeds import said
from participants.models import Opening, Participant

_ROWS = 500


@retried
def open_all_outside_scope(people: Iterable[Participant], *, by: User, reason: str) -> None:
    """Open these people for today; who is open already stays so. Raises DeedRefused without a reason."""
    why = said(reason)
    wanted = sorted({person.pk: person for person in people}.values(), key=lambda person: person.pk)
    with transaction.atomic():
        for start in range(0, len(wanted), _ROWS):
            some = wanted[start : start + _ROWS]
            try:
                _open(some, by, why)
            except IntegrityError:
                _open(some, by, why)  # the same official opened some of them in the same moment, in another window


def _open(people: Sequence[Participant], by: User, why: str) -> None:
    today = clock.today()
    with transaction.atomic():
        openings = Opening.objects.filter(opened_by=by, day=today, participant__in=people)
        open_already = set(openings.values_list("participant", flat=True))
        fresh = [person for person in people if person.pk not in open_already]
        Opening.objects.bulk_create(
            Opening(participant=person, opened_by=by, day=today, reason=why) for person in fresh
        )
        Event.objects.bulk_create(
            Event(at=clock.now(), verb=Verb.OPENED_OUTSIDE, actor=by, subject=subject_of(person)) for person in fresh
        )
