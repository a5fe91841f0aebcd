from django.core.management.base import BaseCommand

from participants.totals import triggers
from permits import obstacle_totals, standings, verifying


class Command(BaseCommand):
    help = (
        "Append correcting lines where a journal differs from the permits, people and steps, and write the running "
        "totals anew; where nothing differs, nothing changes."
    )

    def handle(self, **options):
        people, lines = verifying.rebuild()
        self.stdout.write(f"{people} people corrected by {lines} lines; running totals written anew")
        rows = standings.rebuild()
        if rows:
            self.stdout.write(f"{rows} people's standing corrected")
        triggers.rebuild()
        obstacle_totals.rebuild()
