"""What happens when the database is away, slow or full, or asks for another try.

Deeds are single transactions, so a database that disappears leaves all of a deed or nothing. docs/faults.md tells which
faults were tried, and what came of them.
"""

import errno
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_TRIES = 4
_PAUSE_SECONDS = 0.05
_TRY_AGAIN = {"40001", "40P01"}
"""SQLSTATE of a serialization failure and of a deadlock."""


@dataclass(frozen=True)
class Fault:
    """A fault of the moment, as it is told to people; `wait` says after how many seconds another try makes sense."""

    title: str
    sentence: str
    wait: int


AWAY = Fault("Portal sedang dirawat", "Kami akan segera kembali. Data Anda aman. Coba lagi beberapa menit lagi.", 30)
BUSY = Fault(
    "Portal sedang sibuk",
    "Banyak yang sedang dicatat pada saat yang sama. Tunggu sebentar, lalu coba lagi.",
    5,
)
SLOW = Fault(
    "Permintaan ini terlalu lama",
    "Jawabannya perlu waktu terlalu lama, jadi kami hentikan. Coba lagi; bila terulang, persempit pilihannya, "
    "misalnya satu kelurahan atau rentang tanggal yang lebih pendek.",
    10,
)
FULL = Fault(
    "Portal tidak dapat menyimpan",
    "Tempat penyimpanan portal penuh. Pengelola portal perlu mengosongkannya; coba lagi nanti.",
    300,
)

_BY_SQLSTATE = {
    "57014": SLOW,  # canceled by statement_timeout
    "25P03": SLOW,  # ended by idle_in_transaction_session_timeout
    "55P03": BUSY,  # lock_timeout
    "53300": BUSY,  # too many connections
    "53100": FULL,
} | dict.fromkeys(_TRY_AGAIN, BUSY)
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_INTERRUPT: SLOW,
}
_PASSING = (OperationalError, InterfaceError)
_READ_ONLY = "25006"
_FULL_ERRNO = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def fault_of(error: BaseException | None) -> Fault | None:
    """The fault of the moment behind an exception; None where the portal itself is at fault."""
    if isinstance(error, DatabaseError | InterfaceError):
        return _fault_of_database(error, error.__cause__)
    if isinstance(error, OSError) and error.errno in _FULL_ERRNO:
        return FULL
    return None


def _fault_of_database(error: Exception, cause: BaseException | None) -> Fault | None:
    if isinstance(cause, sqlite3.Error):
        # The lower byte is the kind of failure. SQLITE_ERROR is a statement that makes no sense: our own mistake.
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        fallback = AWAY if isinstance(error, OperationalError) or code == sqlite3.SQLITE_NOTADB else None
        return None if code == sqlite3.SQLITE_ERROR else _BY_SQLITE_CODE.get(code, fallback)
    state = getattr(cause, "pgcode", None) or ""
    if isinstance(error, InternalError) and state == _READ_ONLY:  # the server has become a standby
        return AWAY
    return _BY_SQLSTATE.get(state, AWAY) if isinstance(error, _PASSING) else None


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an unexpected error: 503 for a fault of the moment, 400 to whom the line broke, 500 otherwise.

    Needs neither database nor session. Django calls it wherever the error arose, middleware included.
    """
    error = sys.exc_info()[1]
    if isinstance(error, UnreadablePostError):
        return _told("400_cut_off.html", 400)
    fault = fault_of(error)
    if fault is None:
        return _told("500.html", 500)
    was_sent = request.method not in {"GET", "HEAD"}
    answer = _told("503.html", 503, fault=fault, was_sent=was_sent)
    answer.headers["Retry-After"] = str(fault.wait)
    return answer


def _told(template: str, status: int, **context: object) -> HttpResponse:
    """A page of this template, without what context processors would ask the database for."""
    demo = {"programme_demo_day": settings.PROGRAMME_DATE}
    return HttpResponse(render_to_string(template, demo | context), status=status)


def retried(deed: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Runs a deed again when the database asks for it; only the outermost transaction may be run again."""

    @wraps(deed)
    def trying(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        for attempt in range(1, _TRIES):
            try:
                return deed(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not _asks_again(error):
                    raise
                time.sleep(_PAUSE_SECONDS * attempt)
        return deed(*args, **kwargs)

    return trying


def _asks_again(error: OperationalError) -> bool:
    return getattr(error.__cause__, "pgcode", None) in _TRY_AGAIN
