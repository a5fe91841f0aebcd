"""Test objects: invented people, officials and papers, in sequences rather than by luck."""

from datetime import date
from itertools import count
from typing import Any

from okoce.accounts.models import Role, User
from participants.models import Participant
from participants.registering import Registration, register
from permits import deeds
from permits.models import Kind, Permit

CENGKARENG_TIMUR = "31.73.01.1006"
KAPUK = "31.73.01.1005"
GAMBIR = "31.71.01.1001"
JAKARTA_BARAT = "31.73"
PROVINCE = "31"

_serial = count(1)


def an_officer(kelurahan: str = CENGKARENG_TIMUR, **fields: Any) -> User:
    return User.objects.create_user(f"petugas-{next(_serial)}", role=Role.OFFICER, region_id=kelurahan, **fields)


def an_official(region: str = PROVINCE, **fields: Any) -> User:
    return User.objects.create_user(f"pgo-{next(_serial)}", role=Role.PGO, region_id=region, **fields)


def an_administrator(**fields: Any) -> User:
    return User.objects.create_user(f"admin-{next(_serial)}", role=Role.ADMINISTRATOR, **fields)


def a_nik(born_on: date = date(1985, 8, 17), *, female: bool = False, serial: int | None = None) -> str:
    """A NIK of kecamatan 99, which no city has: valid in structure and nobody's."""
    serial = next(_serial) if serial is None else serial
    return f"317399{born_on.day + 40 * female:02d}{born_on:%m%y}{serial % 10_000:04d}"


def a_registration(**fields: Any) -> Registration:
    born_on = fields.pop("birth_date", date(1985, 8, 17))
    sex = fields.pop("sex", "M")
    defaults = {
        "nik": a_nik(born_on, female=sex == "F"),
        "name": f"Contoh Orang {next(_serial)}",
        "phone": "+6281200000000",
        "kelurahan": CENGKARENG_TIMUR,
        "sector": "food",
        "business_is_new": True,
    }
    return Registration(birth_date=born_on, sex=sex, **(defaults | fields))


def a_participant(registered_on: date | None = None, **fields: Any) -> Participant:
    """Somebody registered today, or as if on another day."""
    if registered_on is None:
        return register(a_registration(**fields))
    import time_machine
    from django.test import override_settings

    with time_machine.travel(f"{registered_on}T10:00:00+07:00", tick=False), override_settings(PROGRAMME_DATE=None):
        return register(a_registration(**fields))


def a_paper(kind: Kind = Kind.IUMK, **fields: Any) -> deeds.Paper:
    amounts = {"investment": 5_000_000, "workers": 2} if kind == Kind.IUMK else {}
    defaults = {"number": f"{next(_serial)}/e/2018", "issued_on": date(2018, 9, 1), "kelurahan": CENGKARENG_TIMUR}
    return deeds.Paper(kind=kind, **(defaults | amounts | fields))


def a_permit(person: Participant | None = None, by: User | None = None, **fields: Any) -> Permit:
    """A recorded permit of somebody, by an officer of its kelurahan."""
    paper = a_paper(**fields)
    return deeds.record(person or a_participant(), paper, by=by or an_officer(paper.kelurahan))
