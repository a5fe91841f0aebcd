"""Writing and reading the record of deeds."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.requests import address_of
from okoce.audit import origin, sealing
from okoce.audit.models import Event, Verb

_HIDDEN = "•••"
"""What the record says of a personal value: that there is one."""

_HANDS_OUT = {Verb.EXPORTED, Verb.COPY_TAKEN}


def subject_of(thing: models.Model) -> str:
    """How a deed names the row it was done to: "permit:12"."""
    return f"{thing._meta.model_name}:{thing.pk}"


def record(
    verb: Verb,
    thing: models.Model,
    *,
    by: User | None,
    at: datetime | None = None,
    changes: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Event:
    """Append one deed to the record, in the caller's transaction; `changes` must hold no personal value.

    It bears the address of the `request`, or of the one being answered.
    """
    event = Event.objects.create(
        at=at or clock.now(),
        verb=verb,
        actor=by,
        subject=subject_of(thing),
        changes=changes or {},
        address=address_of(request) if request else origin.address(),
    )
    under_way = origin.current()
    if under_way and verb in _HANDS_OUT:
        under_way.export_noted = True
    if sealing.is_turn(event.pk):
        # When the deed is done, and not its affair: a failure is logged.
        transaction.on_commit(sealing.seal_some, robust=True)
    return event


def masked(was: object, now: object) -> list[str | None]:
    """A personal value as it was and is, for `changes`: hidden where there is one, None where there is none."""
    return [_HIDDEN if value not in (None, "") else None for value in (was, now)]


def history(thing: models.Model) -> models.QuerySet[Event]:
    """All deeds done to `thing`, oldest first, with who did them."""
    return Event.objects.filter(subject=subject_of(thing)).select_related("actor").order_by("id")
