"""Deeds as a browser or another system sends them, each about people of its own."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from okoce.accounts.models import User
from participants.own import accounts, requests
from participants.own.models import RequestKind
from permits.api import issuing
from permits.api.models import Scope
from permits.importing.models import Import
from tests.faults.dying import Sent
from tests.okoce.accounts.factories import an_officer, an_official
from tests.participants import pages
from tests.participants.factories import a_nik, a_participant
from tests.permits.api.agencies import PERMITS, a_body, an_agency
from tests.permits.factories import a_permit
from tests.permits.importing.files import a_row, xlsx
from tests.targets.pages import hidden, shown_figure

Scene = Callable[[], Sent]
"""Prepares a deed that has not been done before, and tells how it is sent."""

_numbers = count(1)


def _form(browser: Client, path: str, fields: Mapping[str, Any]) -> Sent:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return Sent(path, encode_multipart(BOUNDARY, dict(fields)), MULTIPART_CONTENT, {"Cookie": cookies})


def _browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def registering() -> Sent:
    cache.clear()  # however many come from this address
    browser, serial = Client(), next(_numbers)
    pages.fill(browser, person=pages.a_person(nik=a_nik(female=True, serial=serial), name=f"Siti Contoh {serial}"))
    shown = browser.get(pages.CHECK).context["form"]["shown"].value()
    return _form(browser, pages.CHECK, {"shown": shown, "consent": "on"})


def recording() -> Sent:
    path, serial = f"/petugas/rekam/{a_participant(date(2018, 8, 1)).number}/", next(_numbers)
    paper = {"kind": "SKU", "number": f"{serial}/SKU/2018", "issued_on": "03/09/2018", "submission": uuid4()}
    return _form(_browser_of(an_officer()), path, paper)


def recording_by_api() -> Sent:
    token = issuing.grant(an_agency(name=f"Instansi {next(_numbers)}"), scopes=(Scope.RECORD,), by=None)
    body = a_body(a_participant(), number=f"{next(_numbers)}/e/2018")
    headers = {"Authorization": f"Bearer {token.secret}", "Idempotency-Key": str(uuid4())}
    return Sent(PERMITS, json.dumps(body).encode(), "application/json", headers)


def importing() -> Sent:
    desk = _browser_of(an_officer())
    rows = [a_row(a_participant(), f"{next(_numbers)}/im/2018") for _ in range(3)]
    desk.post("/petugas/impor/", {"file": xlsx(rows)})
    source = Import.objects.latest("pk")
    return _form(desk, f"/petugas/impor/{source.pk}/catat/", {})


def revoking() -> Sent:
    permit = a_permit(issued_on=date(2018, 8, 1), number=f"{next(_numbers)}/rv/2018")
    answers = {"revoked_on": "03/09/2018", "reason": "Usaha tutup."}
    return _form(_browser_of(an_officer()), f"/izin/{permit.pk}/cabut/", answers)


def merging() -> Sent:
    kept, gone = a_participant(), a_participant()
    a_permit(kept, number=f"{next(_numbers)}/mk/2018")
    a_permit(gone, number=f"{next(_numbers)}/mg/2018", issued_on=date(2018, 8, 1))
    path = f"/peserta/{kept.displayed_number}/ganda/{gone.displayed_number}/"
    return _form(_browser_of(an_official()), path, {"kept": kept.number, "reason": "Mendaftar dua kali."})


def erasing() -> Sent:
    person = a_participant(phone=f"+62812{next(_numbers):08d}")
    accounts.open_account(person, password="perahu-biru")
    person.refresh_from_db()
    a_permit(person, number=f"{next(_numbers)}/er/2018")
    asked = requests.ask(person, kind=RequestKind.ERASURE, by=person.user)
    return _form(_browser_of(an_official()), f"/permintaan/{asked.pk}/", {"decision": "grant", "understood": "on"})


def publishing() -> Sent:
    browser = _browser_of(an_official())
    seen = hidden(browser.get("/pgo/laporan/"), "seen")
    answers = {"as_of": "9/9/2018", "note": "", "seen": seen}
    return _form(browser, "/pgo/laporan/", answers | {"shown": shown_figure(browser.post("/pgo/laporan/", answers))})


SCENES = [registering, recording, recording_by_api, importing, revoking, merging, erasing, publishing]
