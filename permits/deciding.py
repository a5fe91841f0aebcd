"""Granting what people ask for: the correction is made, or the person is forgotten, and the request is closed with it.

Refusing and taking back need no more than the request itself and are in participants.own.requests.
"""

from datetime import date
from typing import cast

from okoce.accounts.models import User
from okoce.faults import retried
from okoce.ui import formats
from participants import deeds
from participants.journal import lock
from participants.models import Participant
from participants.own import correcting, requests
from participants.own.models import DataRequest, RequestedField, RequestKind
from participants.own.requests import Place
from permits import people
from permits.erasing import erase


@retried
def grant(request: DataRequest, *, by: User) -> None:
    """Carry out a request and close it, both or neither. Raises DeedRefused as the deed itself does."""
    if request.kind != RequestKind.CORRECTION:
        erase(request.participant, by=by, request=request)
        return
    with lock(request.participant_id) as [person]:
        current = DataRequest.objects.get(pk=request.pk)
        if not current.is_open:
            raise deeds.DeedRefused(requests.DECIDED)
        if current.participant_id != person.pk:
            raise deeds.DeedRefused(deeds.CHANGED_MEANWHILE)
        _correct(person, current, by)
        requests.granted(current, person, by=by)


def _correct(person: Participant, request: DataRequest, by: User) -> None:
    wanted = requests.wanted_of(request)
    if request.field == RequestedField.NAME:
        correcting.correct_name(person, by=by, name=cast(str, wanted))
    elif request.field == RequestedField.NIK:
        correcting.correct_nik(person, by=by, digits=cast(str, wanted))
    elif request.field == RequestedField.BIRTH_DATE:
        correcting.correct_birth_date(person, by=by, birth_date=cast(date, wanted))
    elif request.field == RequestedField.SEX:
        people.correct_traits(person, by=by, sex=cast(str, wanted), business_is_new=person.business_is_new)
    else:
        _place(person, cast(Place, wanted), by)


def _place(person: Participant, place: Place, by: User) -> None:
    if place.moved_on is not None:
        deeds.move(person, to=place.kelurahan, on=place.moved_on, by=by, outside_place=place.outside_place)
        return
    moved_on = deeds.last_moved_on(person)
    if moved_on is not None:
        _place_after_a_move(person, place, by, moved_on)
        return
    people.correct_registration(
        person,
        by=by,
        registered_on=person.registered_on,
        kelurahan=place.kelurahan,
        outside_place=place.outside_place,
    )


def _place_after_a_move(person: Participant, place: Place, by: User, moved_on: date) -> None:
    """Correct where somebody is "since always" who has moved: only what a place outside is called can be meant."""
    if place.kelurahan is not None or person.kelurahan_id is not None:
        raise deeds.DeedRefused(
            f"Peserta ini tercatat pindah pada {formats.day(moved_on)}, jadi tempatnya tidak dapat diubah sejak awal. "
            "Tolak permintaan ini, dan minta pemohon mengajukan kepindahan dengan tanggalnya."
        )
    correcting.correct_outside_place(person, by=by, outside_place=place.outside_place)
