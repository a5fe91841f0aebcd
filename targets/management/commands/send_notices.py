import logging
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from participants.notices.sending import Tally, send_all
from targets.letters import COMPOSERS

_logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Send the e-mail that waits in the outbox, and go on looking for more until asked to end (SIGTERM or Ctrl-C: "
        "the letter at hand is finished first), or --once. Several may run side by side."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument("--minutes", type=int, help="end after so long (default: when asked to)")
        parser.add_argument("--pause", type=int, default=15, help="seconds between looks at the outbox (default 15)")

    def handle(self, *, once, minutes, pause, **options):
        until = float("inf") if minutes is None else time.monotonic() + 60 * minutes
        asked = Event()
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            for number in before:
                signal.signal(number, lambda *_: asked.set())
            self._send(asked) if once else self._go_on(asked, until, pause)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _go_on(self, asked, until, pause):
        while True:
            try:
                self._send(asked, quietly=True)
            except OperationalError:
                _logger.warning("the database does not answer: looking again in %s seconds", pause)
            if time.monotonic() + pause >= until or asked.wait(pause):
                return
            close_old_connections()

    def _send(self, asked, *, quietly=False):
        tally = send_all(COMPOSERS, asked_to_end=asked.is_set)
        if tally.taken or not quietly:
            self.stdout.write(_said(tally))
            self.stdout.flush()


def _said(tally: Tally) -> str:
    return (
        f"notices: {tally.sent} sent, {tally.dropped} no longer wanted, {tally.refused} to addresses that are refused, "
        f"{tally.failed} failed for now"
    )
