"""The WSGI application that granian serves."""

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okoce.settings")


class Whole:
    """The body of a request. Servers let it end early when the line breaks; half a file, or half a form, must not be
    taken for a whole one, so that is an error here.
    """

    def __init__(self, body: "InputStream", length: int) -> None:
        self._body = body
        self._missing = length

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as are asked for. Raises ConnectionError when fewer come than were announced."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        part = self._body.read(wanted) if wanted else b""
        return self._taken(part, len(part) < wanted)

    def readline(self, size: int = -1, /) -> bytes:
        """A line, or as much of it as is asked for. Raises ConnectionError as `read` does."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        line = self._body.readline(wanted) if wanted else b""
        return self._taken(line, len(line) < wanted and not line.endswith(b"\n"))

    def _taken(self, part: bytes, was_cut_off: bool) -> bytes:
        self._missing -= len(part)
        if was_cut_off:
            raise ConnectionError("the request was cut off")
        return part


_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
_portal = get_wsgi_application()
reverse("landing")  # brings in every page now, while nobody waits for the first answer of a worker


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The portal. What is sent to it is UTF-8: a claimed charset such as "rot13" would only break the reading of the
    address, before anything could answer.
    """
    environ["wsgi.input"] = Whole(environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0))
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _portal(environ, start_response)
