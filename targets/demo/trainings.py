"""The training of the story: 800 people invited in Pasar Minggu, 504 came (PRODUCT, "Facts for the help pages")."""

from datetime import date, timedelta

from okoce import clock
from participants.attending.models import TrainingSession
from participants.models import Step

_PASAR_MINGGU = "31.74.04"
_HELD_ON = date(2018, 7, 28)
"""A Saturday; the newspapers give no day."""


def hold(pgo: int) -> None:
    """Store the session, as recorded by an official (an account's id) on the Monday after it."""
    monday = clock.start_of(_HELD_ON + timedelta(days=2)) + timedelta(hours=10)
    TrainingSession.objects.create(
        step=Step.P2,
        place="Pasar Minggu",
        region_id=_PASAR_MINGGU,
        held_on=_HELD_ON,
        invited=800,
        came=504,
        planned_by_id=pgo,
        planned_at=monday,
    )
