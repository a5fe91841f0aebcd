from django.core.management.base import BaseCommand

from participants.attending import staging as attendance
from permits.importing import staging as imports


class Command(BaseCommand):
    help = (
        "Forget the rows of imports and attendance lists that are old enough: they hold personal data that is recorded "
        "elsewhere by now, or never will be. Every new import does the same; this is for a timer, when nobody imports."
    )

    def handle(self, **options):
        rows = imports.forget_old()
        entries = attendance.forget_old()
        self.stdout.write(f"forgotten: {rows} rows of imports, {entries} entries of attendance lists")
