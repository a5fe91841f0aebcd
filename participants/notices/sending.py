"""Sending what is in the outbox: some at a time, under a lease, so that several senders never send the same letter.

A letter is taken (its row says so, in a transaction of its own), sent outside any transaction, and then settled. Should
a sender be killed in between, its lease runs out and another takes the letter: none is lost. One that left the moment
its sender was killed may then leave again, under the same Message-ID; a letter of which we know that it was sent never
does. What fails is tried again after pauses that grow.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from okoce import clock
from participants.notices import stopping
from participants.notices.letters import Composer, Letter
from participants.notices.models import Kind, Notice, Outcome
from participants.notices.queueing import can_be_written_to

AT_ONCE = 20
LEASE = timedelta(minutes=10)
_LAST_START = timedelta(minutes=5)
"""A letter that is begun within this much of a lease is surely done before it ends: see EMAIL_TIMEOUT."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 24 * 60, 24 * 60, 48 * 60)]
"""After the first failure, the second, and so on; after the last of them a letter is given up."""

_ONLY_THIS_LETTER = (smtplib.SMTPException, ValueError)
_NO_LETTER = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)
_PERMANENT = range(500, 600)
_logger = logging.getLogger(__name__)

Composers = Mapping[str, Composer]
"""By kind of notice, who composes its letters."""


@dataclass
class Tally:
    """What became of some letters."""

    sent: int = 0
    dropped: int = 0
    refused: int = 0
    failed: int = 0

    @property
    def taken(self) -> int:
        return self.sent + self.dropped + self.refused + self.failed

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sent + other.sent,
            self.dropped + other.dropped,
            self.refused + other.refused,
            self.failed + other.failed,
        )


AskedToEnd = Callable[[], bool]


def _never() -> bool:
    return False


def send_all(composers: Composers, *, asked_to_end: AskedToEnd = _never) -> Tally:
    """Send what is due until nothing is, until nothing can be sent, or until asked to end after the letter at hand."""
    tally = Tally()
    while True:
        some = send_some(composers, asked_to_end=asked_to_end)
        tally += some
        if some.taken < AT_ONCE:
            return tally


def send_some(composers: Composers, *, asked_to_end: AskedToEnd = _never) -> Tally:
    """Send up to AT_ONCE of the letters that are due; nothing is raised for a letter or a server that refuses."""
    this = _Round(composers)
    taken = this.take(AT_ONCE)
    try:
        for done, pk in enumerate(taken):
            if asked_to_end() or this.is_late or not this.send(pk):
                this.give_back(taken[done:])
                break
    finally:
        this.mails.close()
    return this.tally


class _Round:
    """Some letters that are held under one lease, and sent over one connection."""

    def __init__(self, composers: Composers) -> None:
        self.composers = composers
        self.lease = uuid4()
        self.mails: BaseEmailBackend = mail.get_connection()
        self.tally = Tally()
        self._began = time.monotonic()

    @property
    def is_late(self) -> bool:
        """Whether a letter begun now might not be done when the lease ends."""
        return time.monotonic() - self._began > _LAST_START.total_seconds()

    def take(self, most: int) -> list[int]:
        """Take letters until the lease ends, those that have waited longest first."""
        now = timezone.now()
        if not Notice.objects.due(now).exists():  # most looks find nothing, and nobody must wait for them
            return []
        with transaction.atomic():
            due = Notice.objects.due(now).select_for_update(skip_locked=True).order_by("due_at", "id")
            taken = list(due.values_list("pk", flat=True)[:most])
            Notice.objects.filter(pk__in=taken).update(lease=self.lease, due_at=now + LEASE, tries=F("tries") + 1)
        return taken

    def give_back(self, pks: list[int]) -> None:
        """Let others take what one did not come to."""
        untouched = Notice.objects.filter(pk__in=pks, lease=self.lease, outcome="")
        untouched.update(lease=None, due_at=timezone.now(), tries=F("tries") - 1)

    def send(self, pk: int) -> bool:
        """Send one letter and write down what became of it; whether it makes sense to go on with others."""
        held = Notice.objects.filter(pk=pk, lease=self.lease, outcome="")
        notice = held.select_related("participant", "deed").first()
        if notice is None:  # its person was erased
            return True
        letter = _compose(notice, self.composers)
        if letter is None:
            self._settle(notice, Outcome.DROPPED)
            self.tally.dropped += 1
            return True
        try:
            _message(notice, letter, self.mails).send()
        except smtplib.SMTPRecipientsRefused as refusal:
            self._refused(notice, refusal)
        except (OSError, ValueError) as problem:  # SMTP's own errors among them, and what no letter's head can hold
            # The error's words may hold an address: only what kind it was is written down.
            _logger.warning("notice %s was not sent: %s", notice.pk, type(problem).__name__)
            self.mails.close()
            self._try_again(notice)
            return isinstance(problem, _ONLY_THIS_LETTER) and not isinstance(problem, _NO_LETTER)
        else:
            self._settle(notice, Outcome.SENT)
            self.tally.sent += 1
        return True

    def _refused(self, notice: Notice, refusal: smtplib.SMTPRecipientsRefused) -> None:
        """An address that there is not is not tried again; one that is only busy is."""
        if all(code in _PERMANENT for code, _ in refusal.recipients.values()):
            self._settle(notice, Outcome.REFUSED)
            self.tally.refused += 1
        else:
            self._try_again(notice)

    def _try_again(self, notice: Notice) -> None:
        self.tally.failed += 1
        if notice.tries > len(PAUSES):
            self._settle(notice, Outcome.GIVEN_UP)
        else:
            self._change(notice, lease=None, due_at=timezone.now() + PAUSES[notice.tries - 1])

    def _settle(self, notice: Notice, outcome: Outcome) -> None:
        self._change(notice, lease=None, outcome=outcome, settled_at=clock.now())

    def _change(self, notice: Notice, **columns: Any) -> None:
        Notice.objects.filter(pk=notice.pk, lease=self.lease).update(**columns)


def _compose(notice: Notice, composers: Composers) -> Letter | None:
    """The letter, or None when it is not to be sent; only news can be stopped, not that one's data will be erased."""
    person = notice.participant
    if not can_be_written_to(person) or (notice.kind != Kind.KEEPING and stopping.has_stopped(person)):
        return None
    return composers[notice.kind](notice)


def _message(notice: Notice, letter: Letter, mails: BaseEmailBackend) -> mail.EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return mail.EmailMessage(
        letter.subject,
        letter.body,
        to=[notice.participant.email],
        connection=mails,
        headers={
            "Message-ID": f"<notice-{notice.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{letter.stop_address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
