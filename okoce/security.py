"""Headers that every answer carries, and the methods that pages know."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

_LONG_NUMBER = re.compile(r"(?<!\d)(\d{4})[\d.\- ]{7,}(\d{4})(?!\d)")


class HidesLongNumbers(logging.Filter):
    """Masks whatever may be a NIK in a log line: people put one into addresses that were never meant for it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _LONG_NUMBER.sub(r"\1••••••••\2", record.getMessage()), ()
        return True


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
