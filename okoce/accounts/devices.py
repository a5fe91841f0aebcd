"""Which browser somebody signed in with, in words, and which browsers an account has been signed in to from before.

A browser that an account was signed in to from carries a signed cookie. Wrong passwords from such a browser are counted
for it alone: whoever tries passwords elsewhere can make strange browsers wait, and never the one somebody works at
(OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from okoce.accounts.models import User

_SALT = "okoce.accounts.devices"
_DAYS = 180
_MOST_ACCOUNTS = 20
"""On a PC that a whole office shares; the one longest unused is forgotten first."""

# The first that fits: each names itself after those it is built upon.
_BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]


def device_of(request: HttpRequest) -> str:
    """ "Chrome di Android": as much of a browser as lets somebody recognise it, and no more."""
    claimed = request.META.get("HTTP_USER_AGENT", "")
    browser, system = _first(_BROWSERS, claimed), _first(_SYSTEMS, claimed)
    return f"{browser or 'Peramban lain'} di {system}" if system else browser or "Perangkat tidak dikenal"


def known_as(request: HttpRequest, account: User) -> str:
    """What this browser is known by, if the account was signed in to from it before; else nothing."""
    kept = _read(request)
    return kept["device"] if account.pk in kept["accounts"] else ""


def remember(request: HttpRequest, response: HttpResponse, account: User) -> None:
    """Let this browser be known as one that the account was signed in to from."""
    kept = _read(request)
    others = [pk for pk in kept["accounts"] if pk != account.pk]
    content = {"device": kept["device"] or secrets.token_urlsafe(9), "accounts": [account.pk, *others][:_MOST_ACCOUNTS]}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(content, salt=_SALT),
        max_age=_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return {"device": "", "accounts": []}


def _first(marks: list[tuple[str, str]], text: str) -> str:
    return next((name for mark, name in marks if mark in text), "")
