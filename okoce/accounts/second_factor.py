"""The second factor: what PGO officials and administrators must show besides their password, and anybody may.

An app that shows codes (TOTP), a passkey, and recovery codes for the day both are lost. django-allauth keeps them; what
is secret among it, the app's key and the seed of the recovery codes, is stored under NIK_KEY (okoce.encrypted). A
session remembers whether it was begun with one; while a demo runs nobody is asked for it (INTERFACE, "Settings").
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest

from okoce import encrypted
from okoce.accounts import sessions
from okoce.accounts.models import Role, User

APP, KEY, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
SECRETS = {APP: "secret", RECOVERY: "seed"}
"""What of an authenticator's data is stored encrypted, by kind."""

taken_away = Signal()
"""Sent when all second factors of an account were taken away by somebody else: user, by (None: a command), request."""

PASSED = "second_factor"
"""What a session that was begun with one remembers."""

_LAST_STEP = "last_step"


class Adapter(DefaultMFAAdapter):
    """What the portal tells django-allauth about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Kode ini tidak cocok. Tulis kode yang sekarang tampak di aplikasi Anda.",
        "too_many_codes": "Terlalu banyak kode yang salah. Tunggu lima menit; sesudah 50 kali sehari, sampai besok.",
        "cannot_delete_authenticator": "Akun Anda wajib memakai verifikasi dua langkah. Tambahkan cara lain dulu.",
    }

    def encrypt(self, text: str) -> str:
        return encrypted.encrypt(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encrypted.decrypt(encrypted_text.encode())

    def get_totp_issuer(self) -> str:
        return "OK OCE Jakarta"

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = _of(authenticator.user, (APP, KEY)).exclude(pk=authenticator.pk)
        return authenticator.type != RECOVERY and (not is_demanded_of(authenticator.user) or others.exists())


def is_demanded_of(account: User) -> bool:
    """Whether this account may do nothing without a second factor: PGO and administrators, except in a demo."""
    return settings.PROGRAMME_DATE is None and account.role in (Role.PGO, Role.ADMINISTRATOR)


def has_one(account: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    return _of(account, (APP, KEY)).exists()


def of(account: User) -> QuerySet[Authenticator]:
    """The apps and passkeys of an account, the oldest first."""
    return _of(account, (APP, KEY)).order_by("pk")


def recovery_codes(account: User) -> list[str]:
    """The recovery codes that are not used yet."""
    found = _of(account, (RECOVERY,)).first()
    return found.wrap().get_unused_codes() if found else []


def note_sign_in(request: HttpRequest, account: User) -> None:
    """Remember in the session whether somebody has signed in with a second factor."""
    shown = get_authentication_records(request, account)
    request.session[PASSED] = any(record.get("method") == "mfa" for record in shown)


def note_added(request: HttpRequest, account: User) -> None:
    """A second factor was set up here: the session counts as one begun with it, under a new key; all others end."""
    request.session[PASSED] = True
    record_authentication(request, account, "mfa", reauthenticated=True)
    request.session.cycle_key()
    sessions.end_others(request, account)


def remove(request: HttpRequest, factor: Authenticator) -> None:
    """Take off an app or a passkey of one's own, with the recovery codes if it was the last; its holder is told."""
    delete_and_cleanup(request, factor)
    get_account_adapter().send_notification_mail("mfa/email/totp_deactivated", factor.user)


def is_passed(request: HttpRequest) -> bool:
    """Whether this session was begun with a second factor, or one was set up in it."""
    return bool(request.session.get(PASSED))


def step_of(secret: str, code: str) -> int | None:
    """The step of half a minute for which an app with that secret shows the code, if it is about now."""
    for step in totp.yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return step
    return None


def use_code(account: User, code: str) -> Authenticator | None:
    """What of the account's a code belongs to; the code is used up by asking.

    A code of the app is taken once, and none that is older than the last one taken (RFC 6238, 5.2). That is kept in the
    database and not in the cache, which other processes may not share.
    """
    for authenticator in _of(account, (APP, RECOVERY)):
        taken = _use_app(authenticator, code) if authenticator.type == APP else authenticator.wrap().validate_code(code)
        if taken:
            return authenticator
    return None


def mark_used(authenticator: Authenticator, step: int) -> None:
    """Remember that the app's code of that step was taken."""
    authenticator.data[_LAST_STEP] = step
    authenticator.save(update_fields=["data"])


@transaction.atomic
def take_away(account: User, *, by: User | None, request: HttpRequest | None = None) -> bool:
    """Take all second factors from an account whose holder lost them, and end its sessions. Whether there were any.

    They sign in with their password alone; who must have a second factor then sets up another before anything else.
    """
    count, _ = Authenticator.objects.filter(user=account).delete()
    sessions.end_all(account)
    if count:
        taken_away.send(sender=Authenticator, user=account, by=by, request=request)
    return bool(count)


@dataclass
class Anew:
    """What became of the secrets when the keys changed."""

    read: int = 0
    changed: int = 0
    unreadable: list[int] = field(default_factory=list)
    """Ids of those that no key opens."""


def encrypt_anew() -> Anew:
    """Bring what is secret under the first of NIK_KEYS.

    Each row in a transaction of its own, held meanwhile, so that nothing a sign-in notes in it is lost.
    """
    outcome = Anew()
    rows = Authenticator.objects.filter(type__in=list(SECRETS)).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        outcome.read += 1
        try:
            outcome.changed += _encrypt_one_anew(pk)
        except InvalidToken:
            outcome.unreadable.append(pk)
    return outcome


def _of(account: User, kinds: Iterable[str]) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=account.pk, type__in=list(kinds))


@transaction.atomic
def _use_app(authenticator: Authenticator, code: str) -> bool:
    held = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(encrypted.decrypt(held.data["secret"].encode()), code)
    if step is None or step <= held.data.get(_LAST_STEP, 0):
        return False
    mark_used(held, step)
    return True


@transaction.atomic
def _encrypt_one_anew(pk: int) -> bool:
    held = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if held is None:
        return False
    name = SECRETS[Authenticator.Type(held.type)]
    token = held.data[name].encode()
    if encrypted.is_under_first_key(token):
        return False
    held.data[name] = encrypted.encrypt(encrypted.decrypt(token)).decode()
    held.save(update_fields=["data"])
    return True
