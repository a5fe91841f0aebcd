"""Which kelurahan have shown a sign of life, for *belum melapor* (PRODUCT, "Targets")."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from okoce import clock
from okoce.accounts.models import ActiveDay, User

SILENT_AFTER_DAYS = 14


def note(user: User) -> None:
    """Remember that an officer's kelurahan was active today; for other roles nothing is noted."""
    if user.is_officer and user.region_id is not None:
        ActiveDay.objects.bulk_create(
            [ActiveDay(kelurahan_id=user.region_id, day=clock.today(), first_at=clock.now())], ignore_conflicts=True
        )


def active_kelurahan(day: date, *, known_at: datetime | None = None) -> set[str]:
    """Codes of the kelurahan whose officers recorded something or signed in within the 14 days to `day`.

    `known_at` leaves out what was first seen after that moment.
    """
    since = day - timedelta(days=SILENT_AFTER_DAYS - 1)
    until = day if known_at is None else min(day, timezone.localdate(known_at))
    days = ActiveDay.objects.filter(day__range=(since, until))
    if known_at is not None:
        days = days.filter(Q(first_at__isnull=True) | Q(first_at__lte=known_at))
    return set(days.values_list("kelurahan_id", flat=True).distinct())
