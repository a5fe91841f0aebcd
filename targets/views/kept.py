"""Public boards are kept under the version of their figures, which are never stale and never computed in vain."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from okoce import clock
from okoce.ui.compressing import packed, takes_gzip, unpacked
from targets import versions

_SECONDS = 120
_PERSONAL = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
"""Cookies with which a page may show what is for one person alone."""


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers visitors without a session from what was computed for the same address, version and minute.

    The minute is part of it because every board says up to which moment its data goes. Whoever is signed in, or may be,
    is answered anew. Unchanged answers to conditional requests are 304. Boards are kept compressed, so that one that
    nothing changed costs no work; no secret is in them whose length could tell anything.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not _PERSONAL.isdisjoint(request.COOKIES):
            return view(request, *args, **kwargs)
        key = _key(request)
        if _has(request, key):
            return _tagged(HttpResponseNotModified(), key)
        found = cache.get(key)
        if found is None:
            answer = view(request, *args, **kwargs)
            if answer.status_code != 200:
                return answer
            found = (packed(answer.content), answer.headers["Content-Type"])
            cache.set(key, found, _SECONDS)
        return _tagged(_answered(request, *found), key)

    return keeping


def _key(request: HttpRequest) -> str:
    said = [versions.current(), f"{clock.now():%Y-%m-%d %H:%M}", request.get_host(), request.get_full_path()]
    return sha256("\n".join(said).encode()).hexdigest()


def _has(request: HttpRequest, key: str) -> bool:
    """Whether the reader holds this board already, compressed or not."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return key in {tag.removeprefix("W/").strip('"') for tag in held}


def _answered(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    if not takes_gzip(request):
        return HttpResponse(unpacked(body), content_type=content_type)
    return HttpResponse(body, content_type=content_type, headers={"Content-Encoding": "gzip"})


def _tagged(answer: HttpResponse, key: str) -> HttpResponse:
    """Weak, since it stands for the board however it is encoded."""
    answer.headers["ETag"] = f'W/"{key}"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept-Encoding, Cookie"
    return answer
