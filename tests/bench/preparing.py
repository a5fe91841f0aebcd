"""What only the portal itself can make for a measurement: sealed answers, sessions, people to look for.

Runs in the process that asks the portal (`inside`).
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, zip_longest
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from tests.bench import sheets
from tests.bench.asking import Ask

PERSON, BUSINESS, CHECK, RECEIPT = "/daftar/", "/daftar/usaha/", "/daftar/kirim/", "/daftar/selesai/"
_serials = count()


def _new_answers() -> tuple[dict[str, str], dict[str, str]]:
    """Two pages of answers of somebody who is not registered; no city has a kecamatan 98."""
    serial = next(_serials)
    born = date(1960, 1, 1) + timedelta(days=serial % 14_000)
    digits = f"317398{born.day:02}{born:%m%y}{serial // 14_000 + 1:04}"
    person = {
        "nik": digits,
        "name": f"Budi Contoh {chr(65 + serial % 26)}",
        "birth_date": f"{born:%d/%m/%Y}",
        "sex": "M",
        "phone": f"0812{serial:08}",
        "email": "",
    }
    kelurahan = _kelurahan_names()[serial % len(_kelurahan_names())]
    business = {
        "location": "jakarta",
        "kelurahan_name": kelurahan,
        "address": f"Jalan Contoh {serial}",
        "business_name": f"Warung {serial}",
        "sector": "food",
        "business_state": "new",
    }
    return person, business


def _kelurahan_names() -> list[str]:
    from okoce.regions import tree
    from participants.places import meant_by

    if not _NAMES:
        _NAMES.extend(node.name for node in tree.kelurahan() if meant_by(node.name)[0])
    return _NAMES


_NAMES: list[str] = []


def _cookie(draft: Any) -> dict[str, str]:
    from django.http import HttpResponse

    return {"registration_draft": draft.keep(HttpResponse()).cookies["registration_draft"].value}


def _journey() -> list[Ask]:
    """The six requests of one registration; only the answers travel, so each can be made beforehand."""
    from participants.drafts import Draft

    person, business = _new_answers()
    empty = Draft()
    half = replace(empty, person=person)
    whole = replace(half, business=business)
    return [
        Ask(PERSON),
        Ask(PERSON, {}, person),
        Ask(BUSINESS, _cookie(half)),
        Ask(BUSINESS, _cookie(half), business),
        Ask(CHECK, _cookie(whole)),
        Ask(CHECK, _cookie(whole), {"shown": whole.fingerprint, "consent": "on"}),
    ]


def registrations(applied: Any, number: int, file: str = "", *, whole: bool = False) -> list[dict]:
    """So many registrations nobody made yet: the last request of each, or (`whole`) all six in a row.

    With a file they go there, one a line, for the load generators.
    """
    asks = [ask for _ in range(number) for ask in (_journey() if whole else _journey()[-1:])]
    return _given(asks, file)


def _given(asks: list[Ask], file: str) -> list[dict]:
    if not file:
        return [ask.told() for ask in asks]
    Path(file).write_text("".join(f"{ask.line()}\n" for ask in asks), encoding="utf-8")
    return []


def bring_in(applied: Any, username: str) -> dict[str, str]:
    """The cookies of somebody signed in."""
    from django.conf import settings
    from django.test import Client

    from okoce.accounts.models import User

    user = User.objects.get(username=username)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def recordings(applied: Any, officers: int, each: int, file: str = "") -> list[dict]:
    """Permits nobody recorded yet, at the desks of so many officers, who take turns."""
    from okoce.accounts.models import Role, User
    from participants.models import Participant
    from tests.bench.enlarging import STRIDE  # the numbers of copies have no check character and open no page

    office = User.objects.filter(role=Role.OFFICER).exclude(username="petugas").order_by("-region")
    asks: list[list[Ask]] = []
    for officer in office[:officers]:
        cookies = bring_in(applied, officer.username)
        people = Participant.objects.current().filter(pk__lt=STRIDE, kelurahan=officer.region_id)
        people = people.filter(holds_permit=False, is_held_up=False)
        waiting = people.filter(registered_on__lt=date(2018, 9, 1)).exclude(pk__in=_taken).order_by("id")
        chosen = list(waiting.values_list("pk", "number")[:each])
        _taken.update(pk for pk, _ in chosen)
        asks.append([_recording(number, cookies) for _, number in chosen])
    return _given([ask for row in zip_longest(*asks) for ask in row if ask], file)


_taken: set[int] = set()
_waiting: list[tuple[Any, Any]] = []


def record_one() -> None:
    """A permit recorded for somebody, somewhere."""
    from datetime import date as day

    from okoce.accounts.models import Role, User
    from participants.models import Participant
    from permits import deeds
    from permits.models import Kind

    if not _waiting:
        officers = {user.region_id: user for user in User.objects.filter(role=Role.OFFICER)}
        people = Participant.objects.current().filter(holds_permit=False, is_held_up=False, kelurahan__isnull=False)
        chosen = list(people.exclude(pk__in=_taken).order_by("registered_at")[:2000])
        _taken.update(person.pk for person in chosen)
        _waiting.extend((person, officers[person.kelurahan_id]) for person in chosen)
    person, officer = _waiting.pop()
    paper = deeds.Paper(Kind.SKU, uuid4().hex[:16], day(2018, 9, 8), person.kelurahan_id)
    deeds.record(person, paper, by=officer)


def _recording(number: str, cookies: dict[str, str]) -> Ask:
    form = {"kind": "SKU", "number": uuid4().hex[:16], "issued_on": "08/09/2018", "submission": str(uuid4())}
    return Ask(f"/petugas/rekam/{number}/", cookies, form)


def people(applied: Any, number: int, kelurahan: str = "") -> list[dict[str, str]]:
    """Some people spread over all there are: number, NIK, phone and name."""
    from django.db.models import Max, Min

    from participants import nik
    from participants.models import Participant
    from tests.bench.enlarging import STRIDE

    found = Participant.objects.current().filter(pk__lt=STRIDE)
    if kelurahan:
        found = found.filter(kelurahan=kelurahan)
    ends = found.aggregate(Min("pk"), Max("pk"))
    step = (ends["pk__max"] - ends["pk__min"]) // number
    chosen = (found.filter(pk__gte=ends["pk__min"] + place * step).order_by("pk").first() for place in range(number))
    return [
        {
            "number": person.number,
            "nik": nik.decrypt(person.nik_encrypted),
            "phone": person.phone,
            "name": person.name,
        }
        for person in chosen
        if person and person.nik_encrypted
    ]


def explained(applied: Any, sql: str, parameters: list[Any]) -> str:
    """PostgreSQL's account of a statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def size(applied: Any) -> dict[str, int]:
    """How many people and permits there are."""
    from participants.models import Participant
    from permits.models import Permit

    return {"people": Participant.objects.count(), "permits": Permit.objects.count()}


def enlarge(applied: Any, people: int, permits: int) -> dict[str, Any]:
    from tests.bench import enlarging

    return enlarging.enlarge(people, permits)


def plain_search(applied: Any, term: str) -> float:
    """What the search of Django's admin pages over names does, in milliseconds: matches counted, then the first 100."""
    from participants.models import Participant

    def search() -> None:
        found = Participant.objects.filter(name__icontains=term)
        found.count()
        list(found.order_by("-id")[:100])

    return _milliseconds(search, 3)


def searched(applied: Any, username: str, terms: list[str], repeats: int = 3) -> dict[str, float]:
    """What searches for names cost in somebody's scope, each of these terms so many times."""
    from okoce.accounts.models import User
    from participants import search

    official = User.objects.get(username=username)
    took = []
    for _ in range(repeats):
        for term in terms:
            begun = time.perf_counter()
            search.find(term, by=official)
            took.append(1000 * (time.perf_counter() - begun))
    return {"p50": median(took), "p95": quantiles(took, n=20, method="inclusive")[-1]}


def _milliseconds(deed: Callable[[], object], repeats: int) -> float:
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        deed()
        took.append(1000 * (time.perf_counter() - begun))
    return median(took)


def streamed(applied: Any, ask: dict) -> dict[str, float]:
    """What a large file costs: lines, seconds, and MiB by which this process grew at most."""
    from tests.bench.inside import resident

    begun, before, most, lines = time.perf_counter(), resident(), 0, 0
    for part in applied.parts(Ask.read(ask)):
        lines += part.count(b"\n")
        most = max(most, resident())
    return {"lines": lines, "seconds": time.perf_counter() - begun, "mib": max(most - before, 0) / 1024}


def tidy(applied: Any) -> None:
    """What autovacuum would have done a minute later: the database knows what it holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    connection.close()


COMMANDS = {
    "tidy": tidy,
    "plain_search": plain_search,
    "searched": searched,
    "streamed": streamed,
    "registrations": registrations,
    "bring_in": bring_in,
    "recordings": recordings,
    "people": people,
    "explained": explained,
    "size": size,
    "permit_sheet": sheets.permit_sheet,
    "register_sheet": sheets.register_sheet,
    "enlarge": enlarge,
}
