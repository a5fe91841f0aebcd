from django.core.management.base import BaseCommand, CommandError

from okoce.journal.reading import one_view
from participants.totals import triggers
from permits import obstacle_totals, standings, verifying


class Command(BaseCommand):
    help = (
        "Recount everything from the permits, people and steps and compare with both journals and their running "
        "totals; list where they differ, and exit with 1 then."
    )

    def handle(self, **options):
        figures = verifying.Figures()
        wrong = 0
        with one_view():
            for difference in verifying.differences(figures):
                self.stdout.write(str(difference))
                wrong += 1
            for person in standings.differing():
                self.stdout.write(f"{person.displayed_number}: where the person stands differs from their steps")
                wrong += 1
            for total in [*triggers.differing(), *obstacle_totals.differing()]:
                self.stdout.write(str(total))
                wrong += 1
        if wrong:
            raise CommandError(f"{wrong} differences: {figures}. `rebuild_counts` mends them.")
        self.stdout.write(f"all agree: {figures}")
