"""What is asked for a second factor: a code, or what a passkey answers; and the password, before one is changed."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account import forms as account
from allauth.core import context, ratelimit
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as LibrarysAuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth
from cryptography.fernet import InvalidToken
from django import forms as django_forms
from django.core.exceptions import ValidationError

from okoce import encrypted
from okoce.accounts import second_factor
from okoce.accounts.models import User
from okoce.ui import forms

_NO_ANSWER = "Perangkat ini tidak memberi jawaban. Coba lagi, atau pakai kode."
_OF_A_NEW_KEY = {
    "id": str,
    "rawId": str,
    "type": str,
    "response": {"clientDataJSON": str, "attestationObject": str},
}
_OF_A_KEY = {
    "id": str,
    "rawId": str,
    "type": str,
    "response": {"clientDataJSON": str, "authenticatorData": str, "signature": str},
}


def _code_field(label: str, hint: str) -> django_forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return django_forms.CharField(
        label=label, help_text=hint, max_length=20, widget=django_forms.TextInput(attrs=attributes)
    )


def _within_limit(user: User) -> Callable[[], None]:
    """Count a try of this account's; what forgets the tries again. Too many are refused, wherever they came from."""
    key = str(user.pk)
    if not ratelimit.consume(context.request, action="second_factor", key=key):
        raise get_adapter().validation_error("too_many_codes")
    return lambda: ratelimit.clear(context.request, action="second_factor", key=key)


class CodeForm(forms.HouseForm, LibrarysAuthenticateForm):
    """The second step of signing in, by a code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field("Kode", "6 angka dari aplikasi autentikator, atau 8 angka kode cadangan.")

    def clean_code(self) -> str:
        forget = _within_limit(self.user)
        code = self.cleaned_data["code"]
        self.authenticator = second_factor.use_code(self.user, code)
        if self.authenticator is None:
            _tell_of_failure(self.user)
            raise get_adapter().validation_error("incorrect_code")
        forget()
        return code


class AppForm(forms.Form):
    """The first code of an app that somebody is setting up; its secret waits, encrypted, in their session."""

    code = _code_field("Kode dari aplikasi", "6 angka yang sekarang tampak di aplikasi itu.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = (_waiting_secret() if self.is_bound else "") or _new_secret()

    def clean_code(self) -> str:
        forget = _within_limit(self.user)
        step = second_factor.step_of(self.secret, self.cleaned_data["code"])
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        forget()
        self.step = step
        return self.cleaned_data["code"]


class _AnswerField(django_forms.CharField):
    """What a browser answers for a passkey, as JSON in this shape; whatever else it holds is left out."""

    def __init__(self, shape: Mapping[str, Any]) -> None:
        super().__init__(widget=django_forms.HiddenInput, max_length=20_000, error_messages={"required": _NO_ANSWER})
        self.shape = shape

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            return _shaped(json.loads(super().clean(value)), self.shape)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ValidationError(_NO_ANSWER, code="no_answer") from None

    def prepare_value(self, value: Any) -> str:
        """An answer is good once: it is not sent back."""
        return ""


class KeyForm(forms.HouseForm, webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in, by a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _AnswerField(_OF_A_KEY)

    def clean_credential(self) -> Authenticator:
        forget = _within_limit(self.user)
        try:
            auth.parse_authentication_response(self.cleaned_data["credential"])
            authenticator = auth.complete_authentication(self.user, self.cleaned_data["credential"])
        except Exception as error:
            _tell_of_failure(self.user)
            raise ValidationError(_NO_ANSWER, code="no_answer") from error
        forget()
        return authenticator


class NewKeyForm(forms.HouseForm, webauthn.AddWebAuthnForm):
    """A passkey that somebody adds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = django_forms.CharField(
            label="Nama kunci sandi",
            help_text="Supaya Anda mengenalinya lagi, misalnya “HP saya”.",
            max_length=40,
            required=False,
            initial="",
        )
        self.fields["credential"] = _AnswerField(_OF_A_NEW_KEY)
        self.initial.pop("name", None)

    def clean_name(self) -> str:
        return self.cleaned_data["name"].strip() or "Kunci sandi"

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except Exception as error:
            # The library checks for the mistakes it knows; whatever a stranger's answer breaks in it is one more.
            raise ValidationError({"credential": _NO_ANSWER}) from error


class PasswordForm(forms.HouseForm, account.ReauthenticateForm):
    """The password once more, before something is changed that guards the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = "Kata sandi", ""
        password.widget.attrs = {"autocomplete": "current-password"}


def _tell_of_failure(user: User) -> None:
    main = second_factor.of(user).first()
    signals.authentication_failed.send(
        sender=Authenticator, request=context.request, user=user, authenticator=main, reauthentication=False
    )


def _waiting_secret() -> str:
    try:
        return encrypted.decrypt(context.request.session.get(SECRET_SESSION_KEY, "").encode())
    except InvalidToken:
        return ""


def _new_secret() -> str:
    secret = generate_totp_secret()
    context.request.session[SECRET_SESSION_KEY] = encrypted.encrypt(secret).decode()
    return secret


def _shaped(value: Any, shape: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an object that has this shape; KeyError or TypeError where it has not."""
    if not isinstance(value, dict):
        raise TypeError
    return {name: _part(value[name], inner) for name, inner in shape.items()}


def _part(value: Any, inner: Any) -> Any:
    if isinstance(inner, Mapping):
        return _shaped(value, inner)
    if not isinstance(value, inner) or "\x00" in value:
        raise TypeError
    return value
