"""What happens when the database is away or asks for another try.

Deeds are single transactions, so a database that disappears leaves all of a deed or nothing.
"""

import sys
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_TRIES = 3
_PAUSE_SECONDS = 0.05
_TRY_AGAIN = {"40001", "40P01"}
"""SQLSTATE of a serialization failure and of a deadlock."""


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an unexpected error: 503 when the database cannot be reached, 500 otherwise.

    Needs neither database nor session. Django calls it wherever the error arose, middleware included.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = HttpResponse(render_to_string("503.html"), status=503)
        answer.headers["Retry-After"] = "30"
        return answer
    return HttpResponse(render_to_string("500.html"), status=500)


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
