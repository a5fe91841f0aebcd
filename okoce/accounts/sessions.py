"""Sessions of the portal: whose they are, on which device, and when they end (settings: SESSION_ENGINE).

Officials work at shared PCs: their session ends an hour after it was last used, and twelve hours after it began in any
case. Participants use their own phone: a week, and thirty days. What is stored is found by a digest of the session's
key, so that nobody who reads the database or a backup can walk in with what stands there.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from okoce import clock
from okoce.accounts.devices import device_of
from okoce.accounts.models import Role, Session, User

ended_elsewhere = Signal()
"""Sent when somebody signs out other devices of their account: request, user, and how many sessions ended."""

_SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Limits:
    """How long a session lasts unused, and altogether."""

    idle: timedelta
    whole: timedelta


STAFF = Limits(idle=timedelta(hours=1), whole=timedelta(hours=12))
PARTICIPANTS = Limits(idle=timedelta(days=7), whole=timedelta(days=30))
STRANGERS = Limits(idle=timedelta(hours=1), whole=timedelta(hours=1))
"""Half-way through signing in."""

STEP = timedelta(minutes=5)
"""How often it is written down that a session is used: not with every request. So an hour may be 55 minutes."""


class SessionStore(db.SessionStore):
    """Django's sessions in the database, under a digest of their key, with whose they are in columns of their own."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        if self.session_key is None:
            return None
        self.row = Session.objects.filter(pk=digest_of(self.session_key), expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        return super().exists(digest_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=digest_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        began, _ = _signed_in(data)
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(
            session_key=digest_of(key),
            session_data=self.encode(data),
            expire_date=_ends(data, now),
            account_id=data.get(SESSION_KEY),
            device=data.get(_SIGNED_IN, {}).get("device", ""),
            began_at=began or now,
            seen_at=now,
        )

    def note_use(self) -> None:
        """Write down that the session is used, if that was last done a while ago and is not about to be.

        That of an account which was closed is used by nobody.
        """
        now = timezone.now()
        if self.row is None or self.row.account_id is None or self.modified or now - self.row.seen_at < STEP:
            return
        used = Session.objects.filter(pk=self.row.pk, account__is_active=True)
        used.update(seen_at=now, expire_date=_ends(dict(self.items()), now))


def begin(request: HttpRequest, account: User) -> None:
    """Note in the session of somebody who has just signed in what its end depends on."""
    request.session[_SIGNED_IN] = {"at": time.time(), "device": device_of(request), "role": account.role}
    Session.objects.filter(account=account, expire_date__lte=timezone.now()).delete()


def is_of_another_role(request: HttpRequest, account: User) -> bool:
    """Whether an account has been given another role since this session began: what it was let in for is over."""
    return request.session.get(_SIGNED_IN, {}).get("role", account.role) != account.role


def of(account: User) -> list[Session]:
    """The sessions in which somebody is signed in to this account, the one used last first.

    A session that began under an earlier password is none: Django lets nobody in with it.
    """
    found = Session.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-seen_at", "pk")
    return [session for session in found if _is_under_present_password(session, account)]


def is_this(request: HttpRequest, session: Session) -> bool:
    """Whether a session is the one of this request."""
    return session.pk == digest_of(request.session.session_key or "")


def end_one(request: HttpRequest, account: User, digest: str) -> None:
    """End one session of somebody's own account, on another device."""
    _end(request, account, pk=digest)


def end_others(request: HttpRequest, account: User) -> None:
    """End all sessions of somebody's own account but this one."""
    _end(request, account)


def end_all(account: User) -> None:
    """End all sessions of an account, whoever asks for it."""
    Session.objects.filter(account=account).delete()


def digest_of(key: str) -> str:
    """What a session is stored under. A key is 165 bits of chance, so a plain hash tells nothing about it."""
    return blake2b(key.encode(), digest_size=20).hexdigest()


def _end(request: HttpRequest, account: User, **which: str) -> None:
    others = Session.objects.filter(account=account, **which).exclude(pk=digest_of(request.session.session_key or ""))
    count, _ = others.delete()
    if count:
        ended_elsewhere.send(sender=Session, request=request, user=account, count=count)


def _is_under_present_password(session: Session, account: User) -> bool:
    kept = session.get_decoded().get(HASH_SESSION_KEY, "")
    hashes = [account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()]
    return any(constant_time_compare(kept, one) for one in hashes)


def _signed_in(data: dict[str, Any]) -> tuple[datetime | None, Limits]:
    """When a session's user signed in, and how long such a session lasts."""
    if SESSION_KEY not in data:
        return None, STRANGERS
    signed_in = data.get(_SIGNED_IN, {})
    began = datetime.fromtimestamp(signed_in["at"], UTC) if "at" in signed_in else None
    return began, PARTICIPANTS if signed_in.get("role") == Role.PARTICIPANT else STAFF


def _ends(data: dict[str, Any], now: datetime) -> datetime:
    began, limits = _signed_in(data)
    return min(now + limits.idle, (began or now) + limits.whole)


def note_last_login(sender: type[User], user: User, **kwargs: object) -> None:
    """Remember when somebody signed in last, by the programme's clock: retention asks for it, and people see it."""
    user.last_login = clock.now()
    user.save(update_fields=["last_login"])
