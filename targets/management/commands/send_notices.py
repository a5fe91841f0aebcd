import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from participants.notices.sending import Tally, send_all
from targets.letters import COMPOSERS


class Command(BaseCommand):
    help = (
        "Send the e-mail that waits in the outbox, again and again for an hour (let a service manager start it anew), "
        "or --once. Several may run side by side."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument("--minutes", type=int, default=60, help="how long to go on (default 60)")
        parser.add_argument("--pause", type=int, default=15, help="seconds between looks at the outbox (default 15)")

    def handle(self, *, once, minutes, pause, **options):
        until = time.monotonic() + 60 * minutes
        while True:
            tally = send_all(COMPOSERS)
            if tally.taken or once:
                self.stdout.write(_said(tally))
            if once or time.monotonic() + pause >= until:
                return
            close_old_connections()
            time.sleep(pause)


def _said(tally: Tally) -> str:
    return (
        f"notices: {tally.sent} sent, {tally.dropped} no longer wanted, {tally.refused} to addresses that are refused, "
        f"{tally.failed} failed for now"
    )
