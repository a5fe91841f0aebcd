"""Middleware: deeds bear the address of the request, and no file leaves without an event in the record."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from okoce.audit import origin
from okoce.audit.models import Verb
from okoce.audit.recording import record


class Recorded:
    """Remembers where deeds come from; and records each file that somebody who is signed in takes away.

    A view that records its export itself (with more to say about it) is left alone. What is open to everybody may be
    taken by strangers unrecorded: there is no "who", and the same stands on a public page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with origin.of(request) as under_way:
            answer = self.get_response(request)
            if _is_a_file(request, answer) and not under_way.export_noted:
                _note(request)
            return answer


def _is_a_file(request: HttpRequest, answer: HttpResponseBase) -> bool:
    kept = str(answer.headers.get("Content-Disposition", ""))
    return answer.status_code == 200 and request.method != "HEAD" and kept.startswith("attachment")


def _note(request: HttpRequest) -> None:
    user = origin.doer()
    if user is None:
        return
    changes = {"file": [None, request.path]} | {name: [None, value] for name, value in origin.asked(request).items()}
    record(Verb.EXPORTED, user, by=user, changes=changes)
