"""Public boards are kept under the version of their figures: never stale, never computed in vain."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from okoce import clock
from targets import versions

_SECONDS = 120


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers visitors without a session from what was computed for the same address, version and minute.

    The minute is part of it because every board says up to which moment its data goes. Whoever is signed in, or may be,
    is answered anew. Unchanged answers to conditional requests are 304.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        key = _key(request)
        tag = f'"{key}"'
        if request.headers.get("If-None-Match") == tag:
            return _tagged(HttpResponseNotModified(), tag)
        found = cache.get(key)
        if found is None:
            answer = view(request, *args, **kwargs)
            if answer.status_code != 200:
                return answer
            found = (answer.content, answer.headers["Content-Type"])
            cache.set(key, found, _SECONDS)
        return _tagged(HttpResponse(found[0], content_type=found[1]), tag)

    return keeping


def _key(request: HttpRequest) -> str:
    said = [versions.current(), f"{clock.now():%Y-%m-%d %H:%M}", request.get_host(), request.get_full_path()]
    return sha256("\n".join(said).encode()).hexdigest()


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Cookie"
    return answer
