"""What every request of somebody signed in is asked: is the session still what it was begun for, and is it enough?"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from okoce.accounts import second_factor, sessions
from okoce.accounts.models import User

_SET_UP = {
    "accounts:second_factor",
    "accounts:add_app",
    "accounts:add_key",
    "account_reauthenticate",
    "account_change_password",
    "account_logout",
}
"""What somebody who must have a second factor may open before there is one."""

_AGAIN = "Masuklah sekali lagi: keamanan atau peran akun Anda berubah."


class Demands:
    """Leads who must have a second factor to setting one up, before any other page; notes that a session is used.

    Only requests that bring a session's cookie are looked at, so public pages stay as they are for everybody else. The
    API knows no sessions: a token or nobody asks there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request.session, sessions.SessionStore):
            request.session.note_use()
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/api/"):
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        if sessions.is_of_another_role(request, user):
            return _sign_in_again(request)
        if not is_waiting(request, user):
            return None
        if second_factor.has_one(user):
            return _sign_in_again(request)
        return None if _name_of(request) in _SET_UP else redirect("accounts:second_factor")


def is_waiting(request: HttpRequest, user: User) -> bool:
    """Whether somebody must set up a second factor before they may open anything else."""
    return second_factor.is_demanded_of(user) and not second_factor.is_passed(request)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    get_adapter().logout(request)
    messages.info(request, _AGAIN)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/mulai/")


def _name_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
