"""Registering somebody: one person, one row, one line in the journal (step P1)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from okoce import clock
from okoce.accounts import activity
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal import gate
from participants import journal, nik
from participants.identifying import claim_nik, with_nik
from participants.models import Channel, Participant
from participants.timeline import StepLine, step_lines

CONSENT_VERSION = "2018-09-01"
"""The day of the privacy notice that people consent to now (templates/participants/privacy.html)."""


class AlreadyRegistered(Exception):
    """The NIK belongs to somebody who is registered; says nothing about who."""


@dataclass(frozen=True)
class Registration:
    """What somebody tells when registering; `nik` holds 16 digits and `phone` E.164, both already parsed."""

    nik: str = field(repr=False)
    name: str
    birth_date: date
    sex: str
    phone: str
    kelurahan: str | None
    sector: str
    business_is_new: bool
    email: str = ""
    outside_place: str = ""
    address: str = ""
    business_name: str = ""
    consent_version: str = CONSENT_VERSION
    submission: UUID = field(default_factory=uuid4)


@retried
def register(registration: Registration, *, by: User | None = None) -> Participant:
    """The registered person; the same submission sent again gives the same person.

    Raises AlreadyRegistered when the NIK is another submission's. `by` is the officer who registers somebody at
    the desk, None for people who register themselves.
    """
    try:
        with transaction.atomic():
            return _insert(registration, by)
    except IntegrityError:
        earlier = Participant.objects.filter(submission=registration.submission).first()
        if earlier is not None:
            return earlier
        if is_registered(registration.nik):
            raise AlreadyRegistered from None
        raise


def says_otherwise(person: Participant, registration: Registration) -> bool:
    """Whether somebody is registered with other answers than these: those of an earlier try, whose answer was lost."""
    return any(getattr(person, column) != said for column, said in _columns(registration).items())


def is_registered(digits: str, *, besides: UUID | None = None) -> bool:
    """Whether some participant has this NIK, other than the one whom the submission `besides` registered."""
    others = with_nik(nik.blind_index(digits))
    return (others.exclude(submission=besides) if besides else others).exists()


def build(registration: Registration, *, by: User | None = None) -> Participant:
    """The unsaved participant of a registration, registered today."""
    now = clock.now()
    person = Participant(
        submission=registration.submission,
        registered_on=now.date(),
        registered_at=now,
        registered_by=by,
        channel=Channel.DESK if by else Channel.WEB,
        consent_version=registration.consent_version,
        consented_at=now,
        **_columns(registration),
    )
    person.set_nik(registration.nik)
    return person


def _columns(registration: Registration) -> dict[str, Any]:
    """What somebody told of themselves and their business, by column; the NIK besides."""
    return {
        "name": registration.name,
        "birth_date": registration.birth_date,
        "sex": registration.sex,
        "phone": registration.phone,
        "email": registration.email,
        "kelurahan_id": registration.kelurahan,
        "outside_place": registration.outside_place,
        "address": registration.address,
        "business_name": registration.business_name,
        "sector": registration.sector,
        "business_is_new": registration.business_is_new,
    }


def _insert(registration: Registration, by: User | None) -> Participant:
    gate.pass_through()
    claim_nik(registration.nik)
    person = build(registration, by=by)
    person.save(force_insert=True)
    deed = record(Verb.REGISTERED, person, by=by, at=person.registered_at)
    journal.post(person, _first_lines(person), deed)
    if by is not None:
        activity.note(by)
    return person


def _first_lines(person: Participant) -> Counter[StepLine]:
    return step_lines(
        registered_on=person.registered_on,
        kelurahan=person.kelurahan_id,
        steps=(),
        sex=person.sex,
        business_is_new=person.business_is_new,
    )
