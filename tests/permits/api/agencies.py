"""Agencies, their tokens, clients that show them, and what those send."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from participants.models import Participant
from permits.api import issuing
from permits.api.models import Agency, Scope
from tests.okoce.regions.codes import CENGKARENG_TIMUR, PROVINCE

PERMITS = "/api/v1/permits/"


def an_agency(region: str = PROVINCE, name: str = "") -> Agency:
    """An agency that answers for a region."""
    return issuing.open_agency(name or f"Instansi {Agency.objects.count() + 1}", region=region)


def a_client(*scopes: Scope, agency: Agency | None = None, region: str = PROVINCE) -> Client:
    """The system of an agency, with a token good for these; for everything where none is named."""
    token = issuing.grant(agency or an_agency(region), scopes=scopes or tuple(Scope), by=None)
    return showing(token.secret)


def showing(secret: str) -> Client:
    """A system that shows this token."""
    return Client(headers={"Authorization": f"Bearer {secret}"})


def a_body(person: Participant, **fields: Any) -> dict[str, Any]:
    """What an agency sends to record an IUMK of Cengkareng Timur."""
    return {
        "participant": {"number": person.displayed_number},
        "kind": "IUMK",
        "number": "77/e/2018",
        "issued_on": "2018-09-01",
        "kelurahan": CENGKARENG_TIMUR,
        "investment": 5_000_000,
        "workers": 2,
    } | fields


def send(client: Client, path: str, body: Any, key: str | None = None) -> HttpResponse:
    """The answer to a posted JSON body."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def mistakes(answer: HttpResponse) -> dict[str | None, str]:
    """The sentences of a refusal by what they point at."""
    return {
        mistake.get("pointer") or mistake.get("parameter") or mistake.get("header"): mistake["detail"]
        for mistake in answer.json()["errors"]
    }
