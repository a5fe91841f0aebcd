"""What the portal tells django-allauth: no sign-up there, phones in any spelling, where people land, its sentences."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest
from django.urls import reverse

from okoce.accounts import activity
from okoce.ui import forms
from okoce.ui.reading import parse_phone

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

    def login(self, request: HttpRequest, user) -> None:
        super().login(request, user)
        _forget_names(request)
        activity.note(user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("landing")


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
