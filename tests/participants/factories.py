"""Invented people, registered as people register."""

from contextlib import nullcontext
from datetime import date

import factory

from participants.models import Participant
from participants.registering import Registration, register
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.travel import portal_at

BIRTHDAY = date(1985, 8, 17)


def a_nik(born_on: date = BIRTHDAY, *, female: bool = False, serial: int | None = None) -> str:
    """A NIK of kecamatan 99, which no city has: valid in structure and nobody's."""
    if serial is None:
        serial = RegistrationFactory._meta.next_sequence()
    return f"317399{born_on.day + 40 * female:02d}{born_on:%m%y}{serial % 10_000:04d}"


class RegistrationFactory(factory.Factory):
    class Meta:
        model = Registration

    birth_date = BIRTHDAY
    sex = "M"
    nik = factory.LazyAttributeSequence(
        lambda person, number: a_nik(person.birth_date, female=person.sex == "F", serial=number)
    )
    name = factory.Sequence(lambda number: f"Contoh Orang {number}")
    phone = "+6281200000000"
    kelurahan = CENGKARENG_TIMUR
    sector = "food"
    business_is_new = True


class ParticipantFactory(factory.Factory):
    """Somebody who registered today, or as if on the day `registered_on`; `by` an officer or by themselves."""

    class Meta:
        model = Participant

    registered_on: date | None = None
    by = None

    @classmethod
    def _create(cls, model_class, *args, registered_on, by, **fields):
        with portal_at(registered_on) if registered_on else nullcontext():
            return register(RegistrationFactory(*args, **fields), by=by)


def a_registration(**fields) -> Registration:
    """What somebody tells when registering."""
    return RegistrationFactory(**fields)


def a_participant(registered_on: date | None = None, **fields) -> Participant:
    """Somebody registered today, or as if on another day."""
    return ParticipantFactory(registered_on=registered_on, **fields)


def an_outsider(**fields) -> Participant:
    """Somebody registered from outside Jakarta."""
    return ParticipantFactory(kelurahan=None, outside_place="Kota Bekasi", **fields)
