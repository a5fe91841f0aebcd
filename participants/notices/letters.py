"""Writing letters; what each kind says is told from above.

A letter names nobody: it passes through other people's servers, to an address that somebody typed when registering. The
participant number tells those who share one whom it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from participants.models import Participant
from participants.notices import stopping
from participants.notices.models import Notice


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent, and the address by which its reader stops further ones."""

    subject: str
    body: str
    stop_address: str


Composer = Callable[[Notice], Letter | None]
"""The letter of a notice, or None when there is nothing left to tell: the deed was undone meanwhile."""


def write(template: str, person: Participant, told: dict[str, Any]) -> Letter:
    """The letter of a template, whose first line is the subject."""
    stop_address = _address(reverse("notices:stop", args=[stopping.token_of(person)]))
    context = {
        "number": person.displayed_number,
        "portal": _address(reverse("home")),
        "stop_address": stop_address,
    }
    subject, _, body = render_to_string(template, context | told).partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n", stop_address)


def _address(path: str) -> str:
    return settings.PORTAL_URL.rstrip("/") + path
