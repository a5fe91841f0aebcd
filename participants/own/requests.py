"""Asking for what one has a right to (Law 27/2022, articles 6 to 13), and taking it back while it is open.

Whoever withdraws consent, or asks to be forgotten, is not invited or listed for a call any more from that moment on;
the rest follows within the law's time.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants import nik, standing
from participants.deeds import CHANGED_MEANWHILE, DeedRefused, refuse_gone, refuse_nowhere
from participants.journal import lock
from participants.models import Participant
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome, due

ALREADY = "Permintaan yang sama masih menunggu keputusan."
DECIDED = "Permintaan ini sudah diputuskan."


@dataclass(frozen=True)
class Place:
    """Where a business is, for a correction: a kelurahan or a place outside, since always or since a day."""

    kelurahan: str | None
    outside_place: str = ""
    moved_on: date | None = None


Wanted = str | date | Place


@retried
def ask(
    person: Participant,
    *,
    kind: RequestKind,
    by: User,
    field: RequestedField | None = None,
    wanted: Wanted | None = None,
    note: str = "",
) -> DataRequest:
    """The request, open from now on. Raises DeedRefused while the same is open, and for who is merged or erased."""
    if isinstance(wanted, Place):
        refuse_nowhere(wanted.kelurahan, wanted.outside_place)
    try:
        with lock(person.pk) as [locked]:
            refuse_gone(locked)
            now = clock.now()
            request = DataRequest(
                participant=locked,
                kind=kind,
                field=field or "",
                wanted=None if wanted is None else sealed(wanted),
                note=note.strip(),
                made_at=now,
                made_by=by,
                due_at=due(now),
            )
            request.save(force_insert=True)
            record(Verb.REQUEST_MADE, locked, by=by, at=now, changes=_said(request))
            follow_consent(locked)
    except IntegrityError:
        raise DeedRefused(ALREADY) from None
    return request


@retried
def retract(request: DataRequest, *, by: User) -> None:
    """Take a request back. Raises DeedRefused once it was decided."""
    with lock(request.participant_id) as [person]:
        close(request, outcome=RequestOutcome.RETRACTED, by=by)
        record(Verb.REQUEST_RETRACTED, person, by=by, changes=_said(request))
        follow_consent(person)


@retried
def refuse(request: DataRequest, *, by: User, reason: str) -> None:
    """Refuse a request, with a reason for the person. Raises DeedRefused once it was decided, or without a reason.

    The end of consent cannot be refused (article 9 of the law).
    """
    if request.kind == RequestKind.WITHDRAWAL:
        raise DeedRefused("Penarikan persetujuan tidak dapat ditolak.")
    if not reason.strip():
        raise DeedRefused("Tulis alasannya: pemohon membacanya.", "reason")
    with lock(request.participant_id) as [person]:
        close(request, outcome=RequestOutcome.REFUSED, by=by, reason=reason.strip())
        record(Verb.REQUEST_REFUSED, person, by=by, changes=_said(request))
        follow_consent(person)


@retried
def close(request: DataRequest, *, outcome: RequestOutcome, by: User, reason: str = "") -> None:
    """Decide a request whose person is held; what was wanted is kept no longer.

    Raises DeedRefused if it is decided, or another record's by now.
    """
    with transaction.atomic():
        held = DataRequest.objects.select_for_update().get(pk=request.pk)
        if held.participant_id != request.participant_id:  # a merge, or the end of one, came in between
            raise DeedRefused(CHANGED_MEANWHILE)
        if not held.is_open:
            raise DeedRefused(DECIDED)
        for row in (held, request):
            row.outcome, row.decided_at, row.decided_by = outcome, clock.now(), by
            row.reason, row.wanted = reason, None
        held.save(update_fields=["outcome", "decided_at", "decided_by", "reason", "wanted"])


def granted(request: DataRequest, person: Participant, *, by: User) -> Event:
    """Close a request that was carried out in the same transaction, and record it."""
    close(request, outcome=RequestOutcome.DONE, by=by)
    return record(Verb.REQUEST_GRANTED, person, by=by, changes=_said(request))


def wanted_of(request: DataRequest) -> Wanted | None:
    """What an open request wants instead; None for one that is decided, or asks for no value."""
    if request.wanted is None:
        return None
    said = json.loads(nik.decrypt(request.wanted))
    if request.field == RequestedField.BIRTH_DATE:
        return date.fromisoformat(said)
    if request.field == RequestedField.KELURAHAN:
        moved_on = said.pop("moved_on")
        return Place(**said, moved_on=date.fromisoformat(moved_on) if moved_on else None)
    return said


def sealed(wanted: Wanted) -> bytes:
    """What is wanted, encrypted as a NIK is, since it may be one."""
    said: Any = wanted
    if isinstance(wanted, date):
        said = wanted.isoformat()
    elif isinstance(wanted, Place):
        moved_on = wanted.moved_on.isoformat() if wanted.moved_on else None
        said = {"kelurahan": wanted.kelurahan, "outside_place": wanted.outside_place, "moved_on": moved_on}
    return nik.encrypt(json.dumps(said))


def _said(request: DataRequest) -> dict[str, Any]:
    asked = {"request": [None, request.kind]}
    return asked | ({"field": [None, request.field]} if request.field else {})


def follow_consent(person: Participant) -> None:
    """Whether somebody still consents follows from what they ask for; where they stand in lists follows that."""
    ending = person.data_requests.ending_consent().first()
    since = ending.made_at if ending else None
    if person.consent_withdrawn_at != since:
        person.consent_withdrawn_at = since
        person.save(update_fields=["consent_withdrawn_at"])
        standing.settle(person)
