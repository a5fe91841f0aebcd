"""A form that came too late is not lost: the answer holds what was sent, and one press sends it again.

Somebody was called away, and meanwhile their session or their form's token ran out. What they typed goes back to their
own browser, in an answer that no cache keeps, and stands nowhere else; what may hold a NIK is sealed in it. Only what
one of the portal's own pages sent is held out again: another site must not be able to lay words of its own before
somebody to press a button under.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from okoce.ui.reading import BETWEEN_DIGITS
from okoce.ui.sealing import box

_SEALED, _SECONDS = "tersegel", 60 * 60
_MAY_BE_A_NIK = re.compile(rf"(?:\d{BETWEEN_DIGITS}*){{16}}")
_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
_NOT_KEPT = ("csrfmiddlewaretoken", "password", "sandi")
"""Parts of names of what is never handed back: it is asked for anew."""


@dataclass(frozen=True)
class Sent:
    """What a form sent, and where to."""

    path: str
    answers: list[tuple[str, str]]
    had_files: bool
    had_secrets: bool


def sent_from_here(request: HttpRequest) -> Sent | None:
    """What one of the portal's own pages sent; None when it was nothing, or may have been another site's."""
    if request.method != "POST" or not _is_from_here(request):
        return None
    try:
        posted = request.POST
        had_files = bool(request.FILES)
    except (UnreadablePostError, ValueError):
        return None
    answers = [(name, value) for name, values in posted.lists() for value in values]
    kept = [(name, value) for name, value in answers if not any(part in name.lower() for part in _NOT_KEPT)]
    had_secrets = any(name != "csrfmiddlewaretoken" and (name, value) not in kept for name, value in answers)
    return Sent(request.get_full_path(), _sealed(kept), had_files, had_secrets)


def unseal(request: HttpRequest) -> None:
    """Put back what was sealed; what cannot be opened any more was never sent, and the form asks for it."""
    token = request.POST.get(_SEALED, "")
    if not token:
        return
    answers = request.POST.copy()
    del answers[_SEALED]
    try:
        for name, value in json.loads(box(__name__).decrypt(token.encode(), ttl=_SECONDS)):
            answers.appendlist(name, value)
    except InvalidToken:
        pass
    request.POST = answers  # type: ignore[assignment]


def _sealed(answers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The answers, with those that may hold a NIK as one that only the portal can read."""
    secret = [answer for answer in answers if _MAY_BE_A_NIK.search(answer[1]) and answer[0] != _SEALED]
    if not secret:
        return answers
    token = box(__name__).encrypt(json.dumps(secret).encode()).decode()
    return [*(answer for answer in answers if answer not in secret), (_SEALED, token)]


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says so; one that says nothing is not believed."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        claimed = urlsplit(said)
    except ValueError:
        return False
    return (claimed.scheme, claimed.netloc) == (request.scheme, request.get_host())


def sent_from(page: str, *parts: str) -> Callable[[_View], _View]:
    """For a view that only takes what is sent from another page: whoever comes without sending anything, such as after
    signing in again or by the address of an answer, is led to that page.

    `parts` are those of the address that the page's own has, too; a query is kept.
    """

    def guard(view: _View) -> _View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            address = reverse(page, kwargs={part: kwargs[part] for part in parts})
            return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)

        return cast(_View, guarded)

    return guard


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever is not signed in to sign in; whoever sent a form gets it back, to send it again afterwards."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None and request.method == "POST" and not getattr(view_func, "csrf_exempt", False):
            unseal(request)  # a form of a page's; the API's bodies are no forms
        if refusal is None or request.method != "POST":
            return refusal
        if request.headers.get("HX-Request") == "true":
            # A part of a page, asked for by one that stands there since before: the whole page says what is wrong.
            return HttpResponse(headers={"HX-Refresh": "true"})
        sent = None if request.path == reverse("account_logout") else sent_from_here(request)
        return refusal if sent is None else render(request, "signed_out.html", {"sent": sent}, status=403)
