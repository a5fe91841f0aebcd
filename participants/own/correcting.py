"""Correcting what no figure hangs on: how to reach somebody, what their business is called, and who they are.

The record names the fields and shows that something stood there, never what (PRODUCT, "Personal data").
"""

from datetime import date
from typing import Any

from django.db import IntegrityError

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import masked, record
from okoce.faults import retried
from participants import elsewhere, nik
from participants.deeds import CHANGED_MEANWHILE, DeedRefused, refuse_gone, refuse_nowhere
from participants.identifying import claim_nik, with_nik
from participants.journal import lock
from participants.merged import downwards
from participants.models import Participant
from participants.own.accounts import follow_contact


@retried
def correct_contact(person: Participant, *, by: User, phone: str, email: str) -> Event | None:
    """Correct how somebody is reached; their account's names follow. The deed, or None when nothing differed."""
    with lock(person.pk) as [locked]:
        before = locked.phone
        deed = _correct(locked, by, {"phone": phone, "email": email})
        if deed is not None:
            follow_contact(locked, besides=[before])
    return deed


@retried
def correct_business(
    person: Participant, *, by: User, address: str, business_name: str, sector: str | None = None
) -> Event | None:
    """Correct what the business is called, its address, and its sector unless None. The deed, or None without any."""
    wanted = {"address": address, "business_name": business_name} | ({} if sector is None else {"sector": sector})
    with lock(person.pk) as [locked]:
        return _correct(locked, by, wanted)


@retried
def correct_outside_place(person: Participant, *, by: User, outside_place: str) -> Event | None:
    """Correct what the place outside Jakarta is called, for somebody who is recorded there.

    The deed, or None when nothing differed. Raises DeedRefused for somebody in Jakarta, and without a place.
    """
    with lock(person.pk) as [locked]:
        if locked.kelurahan_id is not None:
            raise DeedRefused(CHANGED_MEANWHILE)
        refuse_nowhere(None, outside_place)
        return _correct(locked, by, {"outside_place": outside_place})


@retried
def correct_name(person: Participant, *, by: User, name: str) -> Event | None:
    """Correct a name; the person is found by the new one, and their account bears it."""
    with lock(person.pk) as [locked]:
        deed = _correct(locked, by, {"name": name})
        if deed is not None:
            elsewhere.rename(locked)
            if locked.user is not None:
                locked.user.name = name
                locked.user.save(update_fields=["name"])
    return deed


@retried
def correct_birth_date(person: Participant, *, by: User, birth_date: date) -> Event | None:
    """Correct a birth date. Raises DeedRefused for a day that has not come."""
    if birth_date > clock.today():
        raise DeedRefused("Tanggal lahir ini belum tiba. Periksa tahunnya.", "birth_date")
    with lock(person.pk) as [locked]:
        return _correct(locked, by, {"birth_date": birth_date})


@retried
def correct_nik(person: Participant, *, by: User, digits: str) -> Event | None:
    """Correct a NIK (16 digits, already parsed). Raises DeedRefused when it is another record's.

    Also of one that was merged into this: taken apart, each of the two must have the NIK it brought.
    """
    try:
        with lock(person.pk) as [locked]:
            refuse_gone(locked)
            if nik.blind_index(digits).is_stored_as(locked.nik_index):
                return None
            claim_nik(digits)
            before = locked.nik_index
            locked.set_nik(digits)
            locked.save(update_fields=["nik_encrypted", "nik_index"])
            return record(Verb.DETAILS_CORRECTED, locked, by=by, changes={"nik": masked(before, digits)})
    except IntegrityError:
        raise DeedRefused(_taken(person, digits), "nik") from None


def _taken(person: Participant, digits: str) -> str:
    """Why a NIK that some record has cannot become this person's, and what to do."""
    holder = with_nik(nik.blind_index(digits)).filter(pk__in=downwards(person)).first()
    if holder is None:
        return "NIK ini tercatat pada peserta lain. Periksa dulu apakah keduanya satu orang, lalu gabungkan."
    number = holder.displayed_number
    return (
        f"NIK ini ada pada catatan {number} yang sudah digabung ke catatan ini; dengannya peserta sudah dapat dicari. "
        f"Agar NIK ini yang dipakai, pisahkan dulu penggabungannya, lalu gabungkan lagi dan pilih {number} sebagai "
        "catatan yang tetap dipakai."
    )


def _correct(locked: Participant, by: User, wanted: dict[str, Any]) -> Event | None:
    """Set what differs on a row that is held, and record that it was corrected."""
    refuse_gone(locked)
    changed = {name: value for name, value in wanted.items() if getattr(locked, name) != value}
    if not changed:
        return None
    changes = {name: masked(getattr(locked, name), value) for name, value in changed.items()}
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changed))
    return record(Verb.DETAILS_CORRECTED, locked, by=by, changes=changes)
