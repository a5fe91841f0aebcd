"""Records that are one person's: each was merged into another, at whatever remove, down to the one in force."""

from collections.abc import Iterable

from participants.models import Participant


def upwards(person: Participant) -> list[Participant]:
    """The record and those it was merged into, one after the other; the last is the one in force."""
    rows = [person]
    while (into := rows[-1].merged_into) is not None:
        rows.append(into)
    return rows


def in_force(person: Participant) -> Participant:
    """The record that stands for a person: their own, or the one it was merged into."""
    return upwards(person)[-1]


def in_force_of_all(people: Iterable[Participant]) -> dict[int, Participant]:
    """By id, the record that stands for each; a statement for each remove."""
    known = {person.pk: person for person in people}
    asked = set(known)
    while missing := {row.merged_into_id for row in known.values() if row.merged_into_id} - set(known):
        known |= Participant.objects.in_bulk(missing)
    return {pk: _last(known, pk) for pk in asked}


def downwards(person: Participant) -> set[int]:
    """The ids of the record and of all that were merged into it."""
    found = {person.pk}
    while further := set(Participant.objects.filter(merged_into__in=found).values_list("pk", flat=True)) - found:
        found |= further
    return found


def _last(known: dict[int, Participant], pk: int) -> Participant:
    while (into := known[pk].merged_into_id) is not None:
        pk = into
    return known[pk]
