"""Where everybody stands, worked out anew for many people at once: for seeding, rebuilding and checking."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from okoce import clock
from participants.models import Participant, StepCompletion
from participants.settling import steps_done_among
from participants.standing import GONE, PersonStanding, standing_of
from permits.models import Obstacle, Permit

COLUMNS = ("holds_permit", "is_held_up", "next_step", "ready_rank", "ready_since")

_PEOPLE_AT_ONCE = 2_000


def differing() -> Iterator[Participant]:
    """The people whose row says something else than their steps, permits and obstacles, with what it should say set.

    Reads everybody, in slices of the id; nothing is saved.
    """
    last = 0
    while people := list(Participant.objects.filter(pk__gt=last).order_by("pk")[:_PEOPLE_AT_ONCE]):
        last = people[-1].pk
        yield from _differing_of(people)


def rebuild() -> int:
    """Correct all rows that differ; how many there were."""
    corrected, batch = 0, []
    for person in differing():
        batch.append(person)
        if len(batch) == _PEOPLE_AT_ONCE:
            corrected += _save(batch)
            batch = []
    return corrected + _save(batch)


def _differing_of(people: list[Participant]) -> Iterator[Participant]:
    within = {"participant__gte": people[0].pk, "participant__lte": people[-1].pk}
    done = steps_done_among(StepCompletion.objects.filter(**within))
    holders = set(Permit.objects.valid_on(clock.today()).filter(**within).values_list("participant", flat=True))
    held_up = set(Obstacle.objects.open().filter(**within).values_list("participant", flat=True))
    for person in people:
        facts = {"holds_permit": person.pk in holders, "is_held_up": person.pk in held_up}
        if _set(person, facts | asdict(_standing(person, done[person.pk], **facts))):
            yield person


def _standing(person: Participant, done: dict[str, date], *, holds_permit: bool, is_held_up: bool) -> PersonStanding:
    if person.merged_into_id is not None:
        return GONE
    return standing_of(done, holds_permit=holds_permit, is_held_up=is_held_up or not person.may_be_contacted)


def _set(person: Participant, wanted: dict[str, object]) -> bool:
    """Whether anything had to be set."""
    differs = False
    for name, value in wanted.items():
        if getattr(person, name) != value:
            setattr(person, name, value)
            differs = True
    return differs


def _save(people: list[Participant]) -> int:
    if people:
        Participant.objects.bulk_update(people, COLUMNS, batch_size=100)
    return len(people)
