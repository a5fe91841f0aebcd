"""Keeps the journal of people in step with the people: one place where deeds become lines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from okoce.audit.models import Event, Verb
from okoce.journal import gate, posting
from participants import elsewhere, standing
from participants.models import Participant, StepEntry, StepTally
from participants.timeline import Journey, StepLine, step_lines


def lines_of(person: Participant) -> Counter[StepLine]:
    """What the journal should say of a person as they are stored now; nothing for one merged into another."""
    if person.merged_into_id is not None:
        return Counter()
    return step_lines(
        registered_on=person.registered_on,
        kelurahan=person.kelurahan_id,
        steps=person.completions.filter(undone_at__isnull=True).values_list("step", "completed_on"),
        moves=[Journey(move.moved_on, move.origin_id, move.destination_id) for move in person.moves.all()],
        sex=person.sex,
        business_is_new=person.business_is_new,
    )


def post(person: Participant, lines: Counter[StepLine], deed: Event) -> None:
    """Append lines for a person under the deed that caused them."""
    post_all([(person, lines)], deed)


def post_all(changes: Iterable[tuple[Participant, Counter[StepLine]]], deed: Event) -> None:
    """Append the lines of all people a deed touches at once, so that running totals are taken in one order.

    What is kept of the people themselves comes along: where they stand, before the running totals, since whoever
    registers is counted where people stand first; where their names are looked for, after them.
    """
    changes = list(changes)
    is_new = deed.verb == Verb.REGISTERED  # somebody new stands where everybody begins
    if not is_new:
        for person, _ in changes:
            standing.settle(person)
    posting.append(
        StepTally,
        (
            entry
            for person, lines in changes
            for entry in posting.entries_for(StepEntry, lines, participant=person, deed=deed, recorded_at=deed.at)
        ),
    )
    if not is_new:
        for person, lines in changes:
            elsewhere.note(person, {line.kelurahan_id for line in lines})


@contextmanager
def lock(*people: int) -> Iterator[list[Participant]]:
    """A transaction that holds people's rows, in order of id, so that deeds on one person take turns."""
    with transaction.atomic():
        gate.pass_through()
        yield list(Participant.objects.select_for_update().filter(pk__in=people).order_by("pk"))
