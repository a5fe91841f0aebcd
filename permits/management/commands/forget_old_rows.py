from django.core.management.base import BaseCommand

from participants.attending import staging as attendance
from permits.api import once
from permits.importing import staging as imports


class Command(BaseCommand):
    help = (
        "Forget the rows of imports and attendance lists and the answers of the API that are old enough: they hold "
        "personal data that is recorded elsewhere by now, or never will be. New ones do the same for their own kind; "
        "this is for a timer, when there are none."
    )

    def handle(self, **options):
        rows = imports.forget_old()
        entries = attendance.forget_old()
        answers = once.forget_old()
        self.stdout.write(
            f"forgotten: {rows} rows of imports, {entries} entries of attendance lists, {answers} answers of the API"
        )
