"""The forms that ask for a new password, here and in django-allauth."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms as django_forms
from django.core.exceptions import ValidationError

from okoce.accounts import passwords
from okoce.accounts.models import User
from okoce.ui import forms

_NEW = {"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}
_DIFFER = "Kedua kata sandi tidak sama. Tulis lagi keduanya."


class _AsksForOne(forms.HouseForm):
    """A form with `password1` and `password2`, labelled in the house's words, that says what to choose."""

    user: User | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["password1"], self.fields["password2"]
        first.label, first.help_text = "Kata sandi baru", passwords.hint(self.user)
        second.label, second.help_text = "Kata sandi baru sekali lagi", "Supaya tidak salah ketik."
        first.widget.attrs = dict(_NEW)
        second.widget.attrs = dict(_NEW)

    def add_error(self, field: str | None, error: Any) -> None:
        """Say in the house's words that the two differ."""
        differ = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, _DIFFER if differ else error)


class NewPasswordForm(_AsksForOne, django_forms.Form):
    """A first or another password for somebody who has shown that they may choose it."""

    password1 = django_forms.CharField(strip=False, widget=django_forms.PasswordInput)
    password2 = django_forms.CharField(strip=False, widget=django_forms.PasswordInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        return get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _DIFFER)


class ChangePasswordForm(_AsksForOne, allauth.ChangePasswordForm):
    """Another password, by somebody who is signed in and knows the present one."""

    field_order = ["oldpassword", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        old = self.fields["oldpassword"]
        old.label, old.help_text = "Kata sandi sekarang", ""
        old.widget.attrs = {"autocomplete": "current-password"}


class ResetPasswordForm(forms.HouseForm, allauth.ResetPasswordForm):
    """Asks for the e-mail address that a link is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label, email.widget = "Email", forms.EmailField().widget
        email.error_messages |= forms.EmailField.default_error_messages


class ResetPasswordKeyForm(_AsksForOne, allauth.ResetPasswordKeyForm):
    """A new password, by somebody who came through the link in an e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
