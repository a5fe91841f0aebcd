"""What tests of signing in share: accounts with a password and a second factor, and codes as an app shows them."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from okoce.accounts.models import User

PASSWORD = "perahu-kertas-biru"
SIGN_IN, CODE, ACCOUNT, SET_UP = "/masuk/", "/masuk/kode/", "/akun/", "/akun/verifikasi/"
APP = f"{SET_UP}aplikasi/"


def sign_in(client: Client, account: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    """The first step of signing in."""
    return client.post(SIGN_IN, {"login": account.username, "password": password, **more})


def with_app(account: User) -> str:
    """Give an account an app and recovery codes; the app's secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return secret


def code(secret: str, steps: int = 0) -> str:
    """What an app with that secret shows now, or so many half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def recovery(account: User) -> list[str]:
    return Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def errors(page: HttpResponse, name: str = "form") -> list[str]:
    """What a form says is wrong."""
    return [str(message) for messages in page.context[name].errors.values() for message in messages]
