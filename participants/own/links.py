"""Links to a password, for people without an e-mail address or registered at the desk.

An official sees the person's identity card, hands out a code (printed, or shown as a QR code), and whoever holds it
chooses a password with it: once, within a day. A new one puts an end to those before it; one that somebody unknown
asked for by e-mail, only to others of that kind.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants import numbers
from participants.deeds import DeedRefused, refuse_gone
from participants.journal import lock
from participants.models import Participant
from participants.own.accounts import open_for
from participants.own.models import PasswordLink, PasswordLinkQuerySet

LASTS = timedelta(hours=24)
LENGTH = 12
"""Eleven random marks of 22 and a check character: 5.8 × 10¹⁴ codes, and tries are limited."""

OVER = "Kode ini tidak berlaku lagi. Minta yang baru di kantor kelurahan."


@dataclass(frozen=True)
class Link:
    """A link as it is handed out: the only time its code is known."""

    code: str
    expires_at: datetime


@retried
def hand_out(person: Participant, *, by: User | None, request: HttpRequest | None = None) -> Link:
    """A new link to a password for this person. Raises DeedRefused for a merged or an erased record."""
    code = _new_code()
    with lock(person.pk) as [locked]:
        refuse_gone(locked)
        now = clock.now()
        before = PasswordLink.objects.filter(participant=locked)
        _end(before.filter(made_by=None) if by is None else before, now)
        link = PasswordLink.objects.create(
            participant=locked, digest=digest_of(code), made_at=now, made_by=by, expires_at=now + LASTS
        )
        record(Verb.PASSWORD_LINK_GIVEN, locked, by=by, at=now, request=request)
    return Link(displayed(code), link.expires_at)


def usable(digest: str) -> PasswordLink | None:
    """The link with that digest, if it still leads to a password."""
    return PasswordLink.objects.usable().filter(digest=digest).select_related("participant__user").first()


@retried
def use(link: PasswordLink, *, password: str) -> User:
    """The account, opened if there was none, with that password; the link is used up and all sessions end.

    Raises DeedRefused for a link that was used or ran out meanwhile.
    """
    hashed = make_password(password)
    with lock(link.participant_id) as [person]:
        held = PasswordLink.objects.usable().select_for_update().filter(pk=link.pk).first()
        if held is None:
            raise DeedRefused(OVER)
        refuse_gone(person)
        held.used_at = clock.now()
        held.save(update_fields=["used_at"])
        _end(PasswordLink.objects.filter(participant=person), held.used_at)
        account = person.user
        if account is None:
            return open_for(person, hashed)
        account.password = hashed
        account.save(update_fields=["password"])
        record(Verb.PASSWORD_SET, person, by=account)
    return account


def _end(links: PasswordLinkQuerySet, now: datetime) -> None:
    """Let those of the links that were not used lead nowhere any more."""
    links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def digest_of(code: str) -> str:
    """What a code is found by; worthless without the portal's secret."""
    return salted_hmac("participants.own.links", code, algorithm="sha256").hexdigest()


def parse(text: str) -> str | None:
    """The code somebody typed in any case, with spaces or dashes; None when it cannot be one."""
    code = numbers.typed(text)
    return code if len(code) == LENGTH and numbers.is_checked(code) else None


def displayed(code: str) -> str:
    """ "4K7H-2MX9-QRLW": groups of four, unlike a participant number."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def _new_code() -> str:
    return numbers.with_check("".join(secrets.choice(numbers.ALPHABET) for _ in range(LENGTH - 1)))
