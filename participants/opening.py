"""Opening many people outside an official's scope at once: as `deeds.open_outside_scope` for each, each logged."""

from collections.abc import Iterable

from django.db import transaction

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
    why, today = said(reason), clock.today()
    wanted = sorted({person.pk: person for person in people}.values(), key=lambda person: person.pk)
    with transaction.atomic():
        for start in range(0, len(wanted), _ROWS):
            some = wanted[start : start + _ROWS]
            open_already = set(
                Opening.objects.filter(opened_by=by, day=today, participant__in=some).values_list(
                    "participant", flat=True
                )
            )
            fresh = [person for person in some if person.pk not in open_already]
            Opening.objects.bulk_create(
                Opening(participant=person, opened_by=by, day=today, reason=why) for person in fresh
            )
            Event.objects.bulk_create(
                Event(at=clock.now(), verb=Verb.OPENED_OUTSIDE, actor=by, subject=subject_of(person))
                for person in fresh
            )
