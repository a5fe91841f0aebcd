"""Showing a NIK in full: a deed of its own, with a reason, and logged (PRODUCT, "Personal data")."""

from django.db import transaction
from django.http import HttpRequest

from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants import nik
from participants.deeds import DeedRefused, said
from participants.models import Participant, Reason


@retried
def reveal_nik(person: Participant, *, by: User, reason: str, request: HttpRequest | None = None) -> str:
    """The person's NIK in full, to be shown once. Raises DeedRefused without a reason, or when there is none to show.

    The record holds that it was seen, by whom and from where, and nothing of the number; the reason stands apart.
    """
    why = said(reason)
    if person.nik_encrypted is None:
        raise DeedRefused("NIK peserta ini tidak tersimpan lagi.")
    with transaction.atomic():
        deed = record(Verb.NIK_REVEALED, person, by=by, request=request)
        Reason.objects.create(participant=person, deed=deed, text=why)
    return nik.decrypt(person.nik_encrypted)
