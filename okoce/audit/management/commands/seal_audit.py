from django.core.management.base import BaseCommand

from okoce.audit import sealing


class Command(BaseCommand):
    help = (
        "Seal what has been recorded since the last seal into the chain; prints the last seal, which is worth keeping "
        "elsewhere. For a timer, every minute or so; running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--patience", type=float, default=30, help="seconds to wait for deeds that are under way (default 30)"
        )

    def handle(self, *, patience, **options):
        sealed = sealing.seal(patience=patience)
        self.stdout.write(f"{sealed} sealed, {sealing.waiting()} waiting; the last seal is {sealing.head() or 'none'}")
