"""What the portal tells django-allauth: no sign-up there, phones in any spelling, where people land, its sentences."""

import logging
import time
from hashlib import sha256
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from okoce.accounts import activity, devices, second_factor, sessions
from okoce.accounts.models import User
from okoce.accounts.requests import address_of
from okoce.ui import forms
from okoce.ui.reading import parse_phone

_log = logging.getLogger(__name__)

_DO_NOT_MATCH = "Nomor, email, atau kata sandi tidak cocok. Periksa lagi, atau pilih “Lupa kata sandi”."
_KEPT_OF_A_SIGN_IN = ("method", "at", "id", "type")


class Adapter(DefaultAccountAdapter):
    # One sentence for whatever did not match, so that none tells who has an account.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _DO_NOT_MATCH,
        "email_password_mismatch": _DO_NOT_MATCH,
        "phone_password_mismatch": _DO_NOT_MATCH,
        "invalid_login": _DO_NOT_MATCH,
        "account_inactive": "Akun ini sudah ditutup.",
        "enter_current_password": "Kata sandi sekarang tidak cocok. Tulis sekali lagi.",
        "incorrect_password": "Kata sandi tidak cocok. Tulis sekali lagi.",
        "invalid_password_reset": "Tautan ini tidak berlaku lagi. Minta yang baru.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
        "rate_limited": "Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People register at /daftar/; accounts for officers and officials are made by an administrator."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)
        second_factor.note_sign_in(request, user)
        _forget_names(request)
        activity.note(user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom limits are counted by; whoever hides their address is counted with all others who do."""
        return address_of(request) or "unknown"

    def is_safe_url(self, url: str) -> bool:
        """Signing in leads on within this portal only, whatever other names it answers to."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not for the first second factor of somebody who wrote their password a moment ago."""
        account = context.request.user
        return second_factor.has_one(account) or not _has_just_signed_in(context.request, account)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        """The password, always: a session that was left open has its second factor behind it."""
        if not user.has_usable_password():
            return []
        return [{"id": "reauthenticate", "description": "Kata sandi", "url": reverse("account_reauthenticate")}]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("landing")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell somebody what was changed. What was done stays done when no mail server can be reached."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:
            _log.exception("a notification could not be sent")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What wrong passwords are counted by: the account, by whichever name, and the browser if it is known."""
        name = str(credentials.get("email") or credentials.get("username") or "").lower()
        account = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).order_by("pk").first()
        if account is None:
            return f"name:{sha256(name.encode()).hexdigest()}"
        return f"account:{account.pk}:{devices.known_as(request, account)}"


class SignInForm(forms.HouseForm, LoginForm):
    """Sign-in by user name, e-mail or a phone number in any usual spelling."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Nama pengguna, nomor HP, atau email"
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = "Kata sandi"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def clean_login(self) -> str:
        login = super().clean_login()
        try:
            return parse_phone(login).e164
        except ValueError:
            return login


def _forget_names(request: HttpRequest) -> None:
    """Take phone and e-mail out of what the session remembers of signing in: sessions outlive an erased person."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {name: value for name, value in record.items() if name in _KEPT_OF_A_SIGN_IN} for record in records
    ]


def _has_just_signed_in(request: HttpRequest, account: AbstractBaseUser) -> bool:
    newest = max((record["at"] for record in get_authentication_records(request, account)), default=0)
    return time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT
