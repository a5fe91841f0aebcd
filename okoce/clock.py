"""What the portal takes for today and now (PRODUCT, "The programme's clock")."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in Jakarta's time.

    While PROGRAMME_DATE is set it bears that date with the real time of day.
    """
    moment = timezone.localtime()
    if settings.PROGRAMME_DATE is None:
        return moment
    return datetime.combine(settings.PROGRAMME_DATE, moment.time(), moment.tzinfo)


def today() -> date:
    """The day it is in Jakarta, or PROGRAMME_DATE while that is set."""
    return now().date()


def end_of(day: date) -> datetime:
    """The last moment of `day` in Jakarta, aware."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)


def start_of(day: date) -> datetime:
    """The first moment of `day` in Jakarta, aware."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())
