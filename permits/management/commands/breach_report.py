import csv
import os
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_ipv46_address
from django.template.loader import render_to_string
from django.utils import timezone

from okoce import clock
from okoce.accounts.models import Role, User
from permits import breach


class Command(BaseCommand):
    help = (
        "Draw up, from the record of deeds, whose data an account or an address touched: a page to be printed, with "
        "what the notification within 3 × 24 hours must say, and a list of participant numbers. No NIK and no name."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the page, such as breach.html; the numbers go beside it as .csv")
        parser.add_argument("--by", required=True, help="user name of the official or administrator who asks")
        parser.add_argument("--account", help="user name of the account that was misused")
        parser.add_argument("--address", help="IP address it came from")
        parser.add_argument("--since", type=date.fromisoformat, help="first day; without it, 30 days back")
        parser.add_argument("--until", type=date.fromisoformat, help="last day; without it, today")
        parser.add_argument("--known-at", type=datetime.fromisoformat, help="when it became known; now without it")
        parser.add_argument(
            "--whole-scope", action="store_true", help="list everybody whose pages the account could have read"
        )

    def handle(self, *, file, by, known_at, whole_scope, **options):
        asker = User.objects.filter(username=by, role__in=[Role.PGO, Role.ADMINISTRATOR], is_active=True).first()
        if asker is None:
            raise CommandError(f"{by} is no active official or administrator")
        if known_at is not None and known_at.tzinfo is None:
            known_at = timezone.make_aware(known_at)
        found = breach.look_into(_suspicion(**options), known_at=known_at, whole_scope=whole_scope)
        numbers = file.with_suffix(".csv")
        _write(file, render_to_string("permits/breach.html", {"breach": found, "asker": asker}))
        with os.fdopen(_new(numbers), "w", newline="", encoding="utf-8") as lines:
            rows = csv.writer(lines)
            rows.writerow(["nomor_peserta", "perbuatan", "pertama", "terakhir"])
            rows.writerows(
                [one.number, one.how, one.first.isoformat("T", "seconds"), one.last.isoformat("T", "seconds")]
                for one in found.people
            )
        breach.note(found, by=asker)
        self.stdout.write(
            f"{len(found.people)} people, {found.deeds.total()} deeds; to be notified by "
            f"{timezone.localtime(found.due_at):%Y-%m-%d %H:%M}: {file}, {numbers}"
        )


def _suspicion(*, account, address, since, until, **_):
    if account is None and address is None and since is None:
        raise CommandError("Say what it is about: --account, --address or --since.")
    user = User.objects.filter(username=account).first() if account else None
    if account and user is None:
        raise CommandError(f"there is no account {account}")
    if address:
        try:
            validate_ipv46_address(address)
        except ValidationError as error:
            raise CommandError(f"{address} is no IP address") from error
    last = until or clock.today()
    first = since or last - timedelta(days=30)
    return breach.Suspicion(clock.start_of(first), clock.end_of(last), user, address)


def _new(file: Path) -> int:
    """A new file that nobody else may read; one that exists is not overwritten."""
    try:
        return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _write(file: Path, text: str) -> None:
    with os.fdopen(_new(file), "w", encoding="utf-8") as page:
        page.write(text)
