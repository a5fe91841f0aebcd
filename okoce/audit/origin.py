"""Where a deed comes from: the request that is being answered, for every event that is made meanwhile.

So no deed has to hand a request down, and none can forget to: also those that write many events at once.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

from okoce.accounts.models import User
from okoce.accounts.requests import address_of

_LONGEST = 60
_HARMLESS = re.compile(r"[\w.:+-]{1,40}")
_MAY_NAME_SOMEBODY = re.compile(r"\d{9}|^[+0]?\d{8,}$")


@dataclass
class Origin:
    """The request under way; `export_noted` once the record says that it hands out a file."""

    request: HttpRequest
    export_noted: bool = False


_current: ContextVar[Origin | None] = ContextVar("okoce_audit_origin", default=None)


def current() -> Origin | None:
    """The request under way, or None for commands."""
    return _current.get()


def address() -> str | None:
    """The address the request under way came from, or None: what a new event bears."""
    origin = _current.get()
    return address_of(origin.request) if origin else None


def doer() -> User | None:
    """Who is signed in to the request under way."""
    origin = _current.get()
    user = getattr(origin.request, "user", None) if origin else None
    return user if isinstance(user, User) else None


@contextmanager
def of(request: HttpRequest) -> Iterator[Origin]:
    """Whatever is recorded within came from this request."""
    origin = Origin(request)
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


def asked(request: HttpRequest) -> dict[str, str]:
    """What of an address may stand in the record: the page's own parts, and filters that cannot name anybody."""
    match = request.resolver_match
    parts = {name: str(value) for name, value in match.kwargs.items()} if match else {}
    filters = {name: str(value) for name, value in request.GET.items() if _HARMLESS.fullmatch(name)}
    return {
        name[:_LONGEST]: value
        for name, value in (parts | filters).items()
        if _HARMLESS.fullmatch(value) and not _MAY_NAME_SOMEBODY.search(value)
    }
