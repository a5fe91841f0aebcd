"""Wanting no more letters, by a link that each of them carries: whoever holds it has read somebody's mail.

Meant are letters about steps and permits: who is to be forgotten is told so all the same.

The link names a row by its number, signed; it says nothing of a person and does not run out.
"""

from django.core import signing
from django.db import transaction

from okoce.faults import retried
from participants.merged import downwards, upwards
from participants.models import Participant
from participants.notices.models import OptOut

_SIGNER = signing.Signer(salt="participants.notices.stopping")
_MOST_DIGITS = 18


def token_of(person: Participant) -> str:
    """What the address of a person's page for stopping ends with."""
    return _SIGNER.sign(str(person.pk))


def holder_of(token: str) -> Participant | None:
    """The person whom a link is about; None for a link that is none, and once their data were erased."""
    try:
        pk = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    if not (pk.isdecimal() and len(pk) <= _MOST_DIGITS):
        return None
    return Participant.objects.filter(pk=int(pk), erased_at__isnull=True).first()


def has_stopped(person: Participant) -> bool:
    """Whether they, under this record or one that was merged into it, want no letters."""
    return OptOut.objects.filter(participant__in=downwards(person)).exists()


@retried
def stop(person: Participant) -> None:
    """Send no more such letters; saying so again changes nothing. The record they were merged into stops too."""
    with transaction.atomic():
        for row in upwards(person):
            OptOut.objects.get_or_create(participant=row)


@retried
def resume(person: Participant) -> None:
    """Send letters again."""
    with transaction.atomic():
        for row in upwards(person):
            OptOut.objects.filter(participant__in=downwards(row)).delete()
