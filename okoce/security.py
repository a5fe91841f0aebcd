"""Headers that every answer carries, the methods that pages know, and what no log or report of an error may say."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

_LONG_NUMBER = re.compile(r"(?<!\d)(\d{4})[\d.\- ]{7,}(\d{4})(?!\d)")


def without_long_numbers(text: str) -> str:
    """The text with whatever may be a NIK masked: people put one into places that were never meant for it."""
    return _LONG_NUMBER.sub(r"\1••••••••\2", text)


class HidesLongNumbers(logging.Formatter):
    """Masks the whole of a log entry: what is said, and the traceback with the words of its errors."""

    def format(self, record: logging.LogRecord) -> str:
        return without_long_numbers(super().format(record))


class ReportsWithoutLongNumbers(ExceptionReporter):
    """Masks the report of an error, DEBUG or not: the address, what was sent, and every local variable in it."""

    def get_traceback_html(self) -> SafeString:
        return _masked(super().get_traceback_html())

    def get_traceback_text(self) -> SafeString:
        return _masked(super().get_traceback_text())


def _masked(report: str) -> SafeString:
    """A report is escaped already, and masking adds nothing that would have to be."""
    return SafeString(without_long_numbers(report))


class SecurityHeaders:
    """Adds the Content-Security-Policy of `SECURE_CSP` and a permissions policy that allows nothing.

    Django 6 brings the first of these; until then these few lines do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{directive} {sources}" for directive, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        # Django's own middleware for it stands further in, where refusals and redirects to TLS never come.
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if not request.path.startswith(settings.STATIC_URL):
            # Pages hold personal data: neither a proxy nor a shared PC's disk keeps them.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class KnownMethods:
    """Answers 405 to every method that no page knows, before anybody asks who is there.

    Libraries' pages would take PUT for POST, and plain views anything for GET. The API says for itself what it knows.
    """

    known = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in self.known or request.path_info.startswith("/api/"):
            return self.get_response(request)
        return HttpResponseNotAllowed(self.known)


class SentOnly:
    """Says in words that an address takes what a form sends: browsers come back to it when they are opened again.

    Without a body they would show an error of their own, which helps nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not request.path_info.startswith("/api/"):
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


class KnownPaths:
    """Answers 404 to every path with a NUL in it: nothing is called so, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
