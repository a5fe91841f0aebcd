from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from okoce.regions import loading


class Command(BaseCommand):
    help = "Load the regions of Jakarta from the project's own data files; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=loading.DATA, help="where the CSV files are")

    def handle(self, *, folder, **options):
        try:
            loaded = loading.load(folder)
        except loading.RegionsRefused as refusal:
            raise CommandError(f"nothing was changed: {refusal}") from refusal
        self.stdout.write(f"regions: {loaded}")
