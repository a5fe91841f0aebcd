"""Which kelurahan have shown a sign of life, for *belum melapor* (PRODUCT, "Targets")."""

from datetime import date, timedelta

from okoce import clock
from okoce.accounts.models import ActiveDay, User

SILENT_AFTER_DAYS = 14


def note(user: User) -> None:
    """Remember that an officer's kelurahan was active today; for other roles nothing is noted."""
    if user.is_officer and user.region_id is not None:
        ActiveDay.objects.bulk_create(
            [ActiveDay(kelurahan_id=user.region_id, day=clock.today())], ignore_conflicts=True
        )


def active_kelurahan(day: date, *, known_on: date | None = None) -> set[str]:
    """Codes of the kelurahan whose officers recorded something or signed in within the 14 days to `day`.

    `known_on` leaves out what happened after that day: what was not known then.
    """
    since = day - timedelta(days=SILENT_AFTER_DAYS - 1)
    until = day if known_on is None else min(day, known_on)
    return set(ActiveDay.objects.filter(day__range=(since, until)).values_list("kelurahan_id", flat=True).distinct())
