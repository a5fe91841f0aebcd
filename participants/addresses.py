"""A NIK in an address is answered by nobody: addresses stay in histories, in logs of proxies, and in the next page's.

People type one where a participant number belongs, or paste a search into the address bar.
"""

from collections.abc import Callable
from urllib.parse import unquote_plus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participants import nik


class NoNikInAddresses:
    """Middleware: refuses such a request before anything can repeat its address, store it, or pass it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not nik.stands_in(_address(request)):
            return self.get_response(request)
        request.user = AnonymousUser()  # nobody is asked who they are for this
        response = render(request, "participants/nik_in_address.html", status=400)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _address(request: HttpRequest) -> str:
    """Path and question, as written and as meant: an address within an address is escaped twice."""
    asked = request.META.get("QUERY_STRING", "")
    return " ? ".join((request.path, asked, once := unquote_plus(asked), unquote_plus(once)))
