"""Recording a step for many people at once: in effect as `deeds.complete_step` for each, but some statements for all.

Each person has a deed of their own in the record, under which their lines stand in the journal. Adding a step changes
no other line of a person, so what the journal says of them already need not be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import subject_of
from okoce.journal import posting
from okoce.journal.models import Entry
from participants import elsewhere, settling
from participants.models import Move, Participant, Step, StepCompletion, StepEntry, StepTally
from participants.notices.queueing import queue_about_steps
from participants.standing import PersonStanding, standing_of
from participants.timeline import Journey, StepLine, step_lines

_ROWS = 1000


def complete_steps(locked: Iterable[Participant], *, step: Step, on: date, by: User) -> list[StepCompletion]:
    """Record for all these people that they completed a step on a day; the completions, in order of the people's ids.

    Call it within `participants.journal.lock` of these people, and for a step and a day that are possible. Whom
    `complete_step` would refuse alone, since they have the step already or their record is no longer in force, is left
    out.
    """
    able = [person for person in locked if person.merged_into_id is None and not person.is_erased]
    done = settling.steps_done(person.pk for person in able)
    able = [person for person in able if step not in done[person.pk]]
    if not able:
        return []
    at = clock.now()
    changes = {"step": [None, step.value], "on": [None, str(on)]}
    events = Event.objects.bulk_create(
        [
            Event(at=at, verb=Verb.STEP_COMPLETED, actor=by, subject=subject_of(person), changes=changes)
            for person in able
        ],
        batch_size=_ROWS,
    )
    completions = StepCompletion.objects.bulk_create(
        [
            StepCompletion(participant=person, step=step, completed_on=on, completed_by=by, recorded_at=at)
            for person in able
        ],
        batch_size=_ROWS,
    )
    _settle(able, {person.pk: {**done[person.pk], step.value: on} for person in able})
    _post(able, events, step, on)
    queue_about_steps(zip(able, events, strict=True))
    return completions


def _post(people: list[Participant], events: list[Event], step: Step, on: date) -> None:
    """Append each person's lines for the step under their own deed; and let them be looked for where these are."""
    moves = _moves([person.pk for person in people])
    entries: list[Entry] = []
    places: list[tuple[Participant, set[str | None]]] = []
    for person, deed in zip(people, events, strict=True):
        lines = _lines(person, moves[person.pk], step, on)
        entries += posting.entries_for(StepEntry, lines, participant=person, deed=deed, recorded_at=deed.at)
        places.append((person, {line.kelurahan_id for line in lines}))
    posting.append(StepTally, entries)
    elsewhere.note_all(places)


def _lines(person: Participant, moves: list[Journey], step: Step, on: date) -> Counter[StepLine]:
    """What the step adds to the journal: the timeline with it, less the one without."""

    def timeline(*steps: tuple[str, date]) -> Counter[StepLine]:
        return step_lines(
            registered_on=person.registered_on,
            kelurahan=person.kelurahan_id,
            steps=steps,
            moves=moves,
            sex=person.sex,
            business_is_new=person.business_is_new,
        )

    return posting.difference(timeline(), timeline((step.value, on)))


def _moves(ids: list[int]) -> dict[int, list[Journey]]:
    moves: dict[int, list[Journey]] = defaultdict(list)
    for some in settling.in_slices(ids):
        for move in Move.objects.filter(participant__in=some).order_by("moved_on", "id"):
            moves[move.participant_id].append(Journey(move.moved_on, move.origin_id, move.destination_id))
    return moves


def _settle(people: list[Participant], done: dict[int, dict[str, date]]) -> None:
    standings = {}
    for person in people:
        held_up = person.is_held_up or not person.may_be_contacted
        standing = standing_of(done[person.pk], holds_permit=person.holds_permit, is_held_up=held_up)
        if standing != PersonStanding(person.next_step, person.ready_rank, person.ready_since):
            standings[person.pk] = standing
    settling.write(standings)
