"""What the portal says while people walk through it, listened to for a NIK: answers, log lines, files.

All NIKs of the demo and of the tests are of kecamatan 99, which no city has; so one is known by its digits, whoever's
it is, and nothing has to be compared with 51,000 others.
"""

import gzip
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import Resolver404, resolve

from participants import nik

REVEALED = {"permits:reveal"}
"""Where a NIK may stand in an answer: the one deed that shows it, with its reason."""
EXAMPLE = {"3174994308850003"}
"""Nobody's: what the API's documentation shows."""

_LONG = re.compile(rb"(?<![0-9A-Za-z])[0-9](?:[ .-]?[0-9]){15}(?![0-9A-Za-z])")
_NOBODYS_KECAMATAN = "99"
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"

heard: list[tuple[str, str]] = []
"""Where a NIK was heard, and the NIK, masked."""


class Overheard:
    """Middleware outside all others: notes every answer that holds a NIK."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            head = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
            cookies = response.cookies.output().encode()
            note(_name(request), head + b"\n" + cookies)
            note(_name(request), _content_of(response))
        return response


class _Ear(logging.Handler):
    """Hears every line as the console's formatter writes it."""

    def emit(self, record: logging.LogRecord) -> None:
        note("the log", self.format(record).encode())


@contextmanager
def listening() -> Iterator[None]:
    """The portal with somebody who listens, from outside everything to its log."""
    own = Overheard.__module__ + "." + Overheard.__name__
    ear = _Ear()
    [console] = [one for one in logging.getLogger("django.server").handlers if type(one) is logging.StreamHandler]
    ear.setFormatter(console.formatter)
    logging.getLogger().addHandler(ear)
    with override_settings(MIDDLEWARE=[own, *settings.MIDDLEWARE]):
        yield
    logging.getLogger().removeHandler(ear)


def note(where: str, content: bytes) -> None:
    """Note the NIKs in a content."""
    niks = niks_in(content) - (EXAMPLE if where.startswith("api:") else set())
    heard.extend((where, nik.masked(digits)) for digits in sorted(niks))


def niks_in(content: bytes) -> set[str]:
    """The NIKs that stand in a content, also when it is packed."""
    found = {_digits(written) for part in _unpacked(content) for written in _LONG.findall(part)}
    return {digits for digits in found if _is_invented(digits)}


def niks_in_file(file: Path) -> set[str]:
    """The NIKs that stand in a file, or in a member of it."""
    return niks_in(file.read_bytes()) if file.exists() else set()


def unexpected() -> list[str]:
    """Where a NIK was heard since this was last asked that has no business there."""
    told = [f"{where}: {shown}" for where, shown in heard if where not in REVEALED]
    heard.clear()
    return sorted(set(told))


def _content_of(response: HttpResponse) -> bytes:
    if response.streaming:
        pieces = [bytes(piece) for piece in response.streaming_content]
        response.streaming_content = iter(pieces)
        return b"".join(pieces)
    return response.content


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            for name in zipped.namelist():
                yield zipped.read(name)
    elif content.startswith(_GZIP):
        yield gzip.decompress(content)
    else:
        yield content


def _digits(written: bytes) -> str:
    return re.sub(rb"[ .-]", b"", written).decode()


def _is_invented(digits: str) -> bool:
    return digits[4:6] == _NOBODYS_KECAMATAN and nik.stands_in(digits)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return "an address of nobody"
