from django.core.management.base import BaseCommand, CommandError

from participants.rotating import Outcome, rotate


class Command(BaseCommand):
    help = (
        "Encrypt anew, under the first key of NIK_KEY, whatever an earlier one encrypted, and index anew under the "
        "first of NIK_INDEX_KEY. While the portal runs; what was interrupted goes on when it is run again. Exit 1 and "
        "ids where something cannot be read. Only after `nothing left to do` may an earlier key be taken away."
    )

    def handle(self, **options):
        outcomes = []
        for outcome in rotate():
            outcomes.append(outcome)
            self.stdout.write(
                f"{outcome.column}: {outcome.read} read, {outcome.encrypted_anew} encrypted anew"
                + (f", {outcome.indexed_anew} indexed anew" if outcome.indexed_anew else "")
            )
        self._complain(outcomes)
        changed = sum(outcome.changed for outcome in outcomes)
        self.stdout.write("run again, to be sure that nothing is left" if changed else "nothing left to do")

    def _complain(self, outcomes: list[Outcome]) -> None:
        wrong = [
            f"{outcome.column}: {what}: {', '.join(map(str, ids))}"
            for outcome in outcomes
            for what, ids in (
                ("no key opens", outcome.unreadable),
                ("another record has this NIK: correct one of the two", outcome.doubled),
            )
            if ids
        ]
        if wrong:
            raise CommandError("\n".join([*wrong, "Keep all keys until this is mended."]))
