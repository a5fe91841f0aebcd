from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from okoce.accounts.models import Session
from okoce.backups.archive import BackupRefused
from okoce.backups.restoring import restore
from okoce.regions import tree
from participants.models import Participant

PROOFS = ("verify_counts", "verify_audit")


class Command(BaseCommand):
    help = (
        "Put a backup back, all of it or nothing; bring its schema up to this portal's, and prove the figures and the "
        "record. The portal must be stopped. Asks nothing; exit 1 when anything is refused or does not agree. "
        "Everybody has to sign in again."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also when the database holds something, now lost")

    def handle(self, *, file, replace, **options):
        erased = _erased() if replace else set()
        try:
            manifest, lacking = restore(file.absolute(), replace=replace)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(manifest.counts.values())
        self.stdout.write(f"restored: {rows} rows of {len(manifest.counts)} tables, as of {manifest.taken_at}")
        self._settle_in()
        for name in lacking:
            self.stdout.write(f"{name} lacks a key of that time: `rotate_nik_key` says whether it is still needed")
        self._tell_who_is_back(erased)
        self._prove()

    def _settle_in(self) -> None:
        call_command("migrate", verbosity=0)
        Session.objects.all().delete()  # what was signed out since must not be signed in again
        cache.clear()
        tree.forget()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _tell_who_is_back(self, erased: set[int]) -> None:
        """Whoever was forgotten after the backup was taken stands in it still, and has to be forgotten again."""
        for person in Participant.objects.filter(pk__in=erased, erased_at__isnull=True):
            self.stdout.write(f"{person.displayed_number} had been erased since: erase this person again")

    def _prove(self) -> None:
        failed = []
        for name in PROOFS:
            try:
                call_command(name, stdout=self.stdout)
            except CommandError as error:
                self.stdout.write(f"{name}: {error}")
                failed.append(name)
        if failed:
            raise CommandError(f"The backup is restored, but does not agree with itself: see {' and '.join(failed)}.")


def _erased() -> set[int]:
    try:
        return set(Participant.objects.filter(erased_at__isnull=False).values_list("pk", flat=True))
    except DatabaseError:
        return set()  # a database without these tables, or none
