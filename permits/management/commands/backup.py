from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from okoce.backups.archive import BackupRefused
from okoce.backups.taking import take


class Command(BaseCommand):
    help = (
        "Back the whole database up into a new file while people work: everything committed before now is in it. The "
        "file holds personal data, of which the NIKs alone are encrypted: keep it where nobody else can read it, and "
        "the keys elsewhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a name that is not taken yet")

    def handle(self, *, file, **options):
        try:
            manifest = take(file.absolute())
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(manifest.counts.values())
        self.stdout.write(f"{file}: {rows} rows of {len(manifest.counts)} tables, as of {manifest.taken_at}")
