"""What three people of the demo ask for about their data: two corrections, and one to be forgotten, which is due.

Their deeds are not in the record, which the story tells in the order it happened and which is written by then.
"""

from datetime import date, datetime, time

from django.utils import timezone

from okoce.accounts.models import User
from participants import standing
from participants.models import Participant, Step
from participants.own.models import DataRequest, RequestedField, RequestKind, due
from participants.own.requests import sealed
from targets.demo.places import CENGKARENG_TIMUR


def express() -> None:
    """Store what `peserta` asks for, and two people at the desk of `petugas` who have been to no training yet."""
    account, officer = User.objects.get(username="peserta"), User.objects.get(username="petugas")
    peserta = Participant.objects.get(user=account)
    _ask(peserta, _at(8, 19, 5), by=account, field=RequestedField.BIRTH_DATE, wanted=date(1990, 1, 2))
    here = Participant.objects.current().filter(kelurahan=CENGKARENG_TIMUR, next_step=Step.P2, holds_permit=False)
    corrected, forgotten = [*here.order_by("pk")[:2], None, None][:2]
    if corrected is not None:
        _ask(corrected, _at(7, 10, 15), by=officer, field=RequestedField.NAME, wanted=f"{corrected.name} Putri")
    if forgotten is not None:
        _ask(forgotten, _at(6, 11, 20), by=officer)
        forgotten.consent_withdrawn_at = _at(6, 11, 20)
        forgotten.save(update_fields=["consent_withdrawn_at"])
        standing.settle(forgotten)


def _at(day: int, hour: int, minute: int) -> datetime:
    """A moment in the week before the story's day."""
    return timezone.make_aware(datetime.combine(date(2018, 9, day), time(hour, minute)))


def _ask(person: Participant, at: datetime, *, by: User, field: str = "", wanted: str | date = "") -> None:
    DataRequest.objects.create(
        participant=person,
        kind=RequestKind.CORRECTION if field else RequestKind.ERASURE,
        field=field,
        wanted=sealed(wanted) if field else None,
        made_at=at,
        made_by=by,
        due_at=due(at),
    )
