"""Cookies that only the portal can read: encrypted, signed, short-lived, and never part of a session.

So somebody without an account needs no session, an expired session takes nothing away, and nothing is written to the
database before the end. The keys are derived from SECRET_KEY (and its fallbacks), one for each cookie.
"""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from okoce.ui import sealing


@dataclass(frozen=True)
class SealedCookie:
    """One kind of cookie, by name; its content is anything JSON can say, and is forgotten after `seconds`.

    It goes to the pages below `page` only: those of registration, if nothing else is said. Whoever changes the shape
    of the content raises `version`: older cookies are then as good as none.
    """

    name: str
    seconds: int
    version: int = 1
    page: str = "participants:register"

    def read(self, request: HttpRequest) -> Any:
        """What was kept, or None when there is nothing, or it is too old, or somebody meddled with it."""
        token = request.COOKIES.get(self.name, "")
        try:
            return json.loads(zlib.decompress(self._box().decrypt(token.encode(), ttl=self.seconds)))
        except InvalidToken:
            return None

    def keep(self, response: HttpResponse, content: Any) -> HttpResponse:
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        response.set_cookie(
            self.name,
            # Packed, because a browser drops a cookie of more than 4096 bytes without a word.
            self._box().encrypt(zlib.compress(plain, level=9)).decode(),
            max_age=self.seconds,
            path=reverse(self.page),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def forget(self, response: HttpResponse) -> HttpResponse:
        response.delete_cookie(self.name, path=reverse(self.page), samesite="Lax")
        return response

    def _box(self) -> MultiFernet:
        return sealing.box(f"{self.name} {self.version}")
