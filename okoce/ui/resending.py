"""A form that came too late is not lost: the answer holds what was sent, and one press sends it again.

Somebody was called away, and meanwhile their session or their form's token ran out. What they typed goes back to their
own browser, in an answer that no cache keeps, and stands nowhere else. Only what one of the portal's own pages sent is
held out again: another site must not be able to lay words of its own before somebody to press a button under.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

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
    return Sent(request.get_full_path(), kept, had_files, had_secrets)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says so; one that says nothing is not believed."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        claimed = urlsplit(said)
    except ValueError:
        return False
    return (claimed.scheme, claimed.netloc) == (request.scheme, request.get_host())


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever is not signed in to sign in; whoever sent a form gets it back, to send it again afterwards."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None or request.method != "POST":
            return refusal
        if request.headers.get("HX-Request") == "true":
            # A part of a page, asked for by one that stands there since before: the whole page says what is wrong.
            return HttpResponse(headers={"HX-Refresh": "true"})
        sent = None if request.path == reverse("account_logout") else sent_from_here(request)
        return refusal if sent is None else render(request, "signed_out.html", {"sent": sent}, status=403)
