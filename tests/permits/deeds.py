"""What the tests of deeds on permits share."""

import pytest

from permits import deeds
from permits.models import Kind, Permit, PermitEntry


def refusal_of(deed, *args, **kwargs) -> tuple[str | None, str]:
    """The field and the message of a deed that must be refused."""
    with pytest.raises(deeds.DeedRefused) as refusal:
        deed(*args, **kwargs)
    return refusal.value.field, refusal.value.message


def paper_of(permit: Permit) -> deeds.Paper:
    """The permit's paper as it is recorded."""
    return deeds.Paper(
        kind=Kind(permit.kind),
        number=permit.number,
        issued_on=permit.issued_on,
        kelurahan=permit.kelurahan_id,
        investment=permit.investment,
        workers=permit.workers,
    )


def where_counted(person, days) -> list[str | None]:
    """In which kelurahan the journal counts a person on each day."""
    found = []
    for day in days:
        standing: dict[str, int] = {}
        for entry in PermitEntry.objects.filter(participant=person, measure="counted", day__lte=day):
            standing[entry.kelurahan_id] = standing.get(entry.kelurahan_id, 0) + entry.sign
        [place] = [code for code, sign in standing.items() if sign] or [None]
        found.append(place)
    return found
