from django.core.management.base import BaseCommand, CommandError

from okoce.audit import verifying

MOST = 200


class Command(BaseCommand):
    help = (
        "Hash the whole record again and compare it with its seals; list where it differs, and exit with 1 then. "
        "With --seal it also proves that a seal noted elsewhere still stands."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--seal",
            action="append",
            default=[],
            metavar="NUMBER:DIGEST",
            help="a seal as a published report or a log shows it; may be given several times",
        )

    def handle(self, *, seal, **options):
        try:
            anchors = [verifying.anchor(text) for text in seal]
        except ValueError as error:
            raise CommandError(str(error)) from error
        tally, wrong = verifying.Tally(), 0
        for difference in verifying.differences(tally, anchors):
            wrong += 1
            if wrong <= MOST:
                self.stdout.write(difference)
        if wrong > MOST:
            self.stdout.write(f"… and {wrong - MOST} more")
        if wrong:
            raise CommandError(f"{wrong} differences: {tally}.")
        self.stdout.write(f"all agree: {tally}")
