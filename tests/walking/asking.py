"""One request, answered and taken back: whatever it did is undone before the next."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

TRIED: Counter[str] = Counter()
"""How many requests were made, by what they tried; printed at the end of a run of tests."""


@dataclass(frozen=True)
class Answer:
    """What came back, read to the end."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, object]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(
    client: Client,
    method: str,
    address: str,
    trying: str,
    sent: dict[str, object] | None = None,
    body: bytes = b"",
    content_type: str = "application/json",
    after: Callable[[], None] = lambda: None,
) -> Answer:
    """The answer to a request with a form (`sent`) or a body; client and database are as before.

    `after` looks at the database while the request's rows are still there.
    """
    TRIED[trying] += 1
    kept = client.cookies.copy()
    try:
        with transaction.atomic():
            if sent is None:
                answer = client.generic(method, address, body, content_type if body else "")
            else:
                answer = client.post(address, sent)
            found = Answer(answer.status_code, dict(answer.headers), _whole(answer), dict(answer.cookies))
            after()
            transaction.set_rollback(True)
    finally:
        client.cookies = kept
    return found


def _whole(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def addresses(patterns=None, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every address by name, within its namespace."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += addresses(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            found.append((f"{namespace}{pattern.name}", pattern))
    return found


def ids_of(pattern: URLPattern) -> list[str]:
    """What an address names of the things it is about."""
    return list(pattern.pattern.regex.groupindex)


def address_of(name: str, ids: dict[str, object]) -> str:
    """Where something is."""
    return reverse(name, kwargs=ids)
