"""Standing in Jakarta at another moment than the tests' own 9 September 2018."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

import time_machine
from django.test import override_settings
from django.utils import timezone


@contextmanager
def portal_at(moment: date | datetime) -> Iterator[None]:
    """The portal's clock stands at this moment; at ten in the morning where only a day is given."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(10))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    with time_machine.travel(moment, tick=False), override_settings(PROGRAMME_DATE=None):
        yield
