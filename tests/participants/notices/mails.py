"""Mail servers that refuse, break off or are slow: backends for EMAIL_BACKEND."""

import smtplib
import threading
import time
from collections.abc import Callable
from typing import ClassVar

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class Troubled(EmailBackend):
    """Takes a letter, or meets the trouble that the test has put there; each trouble once, in order."""

    troubles: ClassVar[list[Exception | None]] = []
    tried: ClassVar[list[str]] = []

    def send_messages(self, messages) -> int:
        for message in messages:
            self.tried.append(message.to[0])
            trouble = self.troubles.pop(0) if self.troubles else None
            if trouble is not None:
                raise trouble
        return super().send_messages(messages)


class Interrupted(EmailBackend):
    """Calls what the test has put there while a letter is on its way."""

    meanwhile: ClassVar[Callable[[], object]] = staticmethod(lambda: None)

    def send_messages(self, messages) -> int:
        type(self).meanwhile()
        return super().send_messages(messages)


class Slow(BaseEmailBackend):
    """Takes its time, and remembers from every thread what it was given."""

    given: ClassVar[list[str]] = []
    _turn = threading.Lock()

    def send_messages(self, messages) -> int:
        time.sleep(0.005)
        with self._turn:
            self.given += [message.extra_headers["Message-ID"] for message in messages]
        return len(messages)


def refused(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"siti@contoh.id": (code, b"siti@contoh.id is not here")})


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]
