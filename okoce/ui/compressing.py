"""Answers go over a slow line compressed: a page takes a fourth to a seventh of its bytes.

What keeps secrets from being guessed from sizes (BREACH): every compressed answer is padded by a random length, form
tokens are masked anew in every page, the cookie that opens somebody's own pages is not sent with requests from other
sites (SameSite), and searches are posted. See docs/decisions/0016-compressed-answers.md.
"""

import gzip
import re

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)
_TEXT = re.compile(r"text/|application/(?:\w[\w.-]*\+)?(?:json|xml|yaml)\b|image/svg")
_LEVEL = 6
"""The last percent of bytes would cost twice the time."""


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the reader says they can unpack gzip (RFC 9110, section 12.5.3)."""
    found = _GZIP.search(request.headers.get("Accept-Encoding", ""))
    return found is not None and (found[1] is None or found[1].strip("0.") != "")


def packed(content: bytes) -> bytes:
    """The content as gzip; the same content always gives the same bytes."""
    return gzip.compress(content, _LEVEL, mtime=0)


def unpacked(content: bytes) -> bytes:
    """What was packed."""
    return gzip.decompress(content)


class Compressed(GZipMiddleware):
    """Compresses text for readers who can unpack it, and tells caches that answers differ by that.

    Spreadsheets and pictures are packed already; so is what says how it is encoded.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.has_header("Content-Encoding") or not _TEXT.match(response.get("Content-Type", "")):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        return super().process_response(request, response) if takes_gzip(request) else response
