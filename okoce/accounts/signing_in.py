"""What the portal tells django-allauth: no sign-up there, phones in any spelling, where people land."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest

from okoce.accounts import activity
from okoce.ui import forms
from okoce.ui.reading import parse_phone


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People register at /daftar/; accounts for officers and officials are made by an administrator."""
        return False

    def login(self, request: HttpRequest, user) -> None:
        super().login(request, user)
        activity.note(user)


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
