"""What people's rows say when the story is over: where they stand, and where else their names are looked for."""

from collections import defaultdict

from django.db.models import F

from participants import elsewhere
from participants.models import Participant
from permits import standings
from permits.models import Permit

_ROWS_AT_ONCE = 900


def settle() -> None:
    """Bring everybody's row in step with what they did.

    `standings` says where people stand; since thousands stand alike, they are written by standing and not one by one,
    which takes a tenth of the time.
    """
    alike: dict[tuple, list[int]] = defaultdict(list)
    for person in standings.differing():
        alike[tuple(getattr(person, name) for name in standings.COLUMNS)].append(person.pk)
    for values, ids in alike.items():
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            people = Participant.objects.filter(pk__in=ids[start : start + _ROWS_AT_ONCE])
            people.update(**dict(zip(standings.COLUMNS, values, strict=True)))
    for permit in Permit.objects.exclude(participant__kelurahan=F("kelurahan")).select_related("participant"):
        elsewhere.note(permit.participant, [permit.kelurahan_id])
