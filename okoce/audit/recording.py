"""Writing and reading the record of deeds."""

from datetime import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb


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
    """Append one deed to the record, in the caller's transaction; `changes` must hold no personal value."""
    return Event.objects.create(
        at=at or clock.now(),
        verb=verb,
        actor=by,
        subject=subject_of(thing),
        changes=changes or {},
        address=request.META.get("REMOTE_ADDR") if request else None,
    )


def history(thing: models.Model) -> models.QuerySet[Event]:
    """All deeds done to `thing`, oldest first, with who did them."""
    return Event.objects.filter(subject=subject_of(thing)).select_related("actor").order_by("id")
