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
from okoce.faults import retried
from okoce.journal import posting
from okoce.journal.models import Entry
from participants import elsewhere, journal
from participants.deeds import refuse_impossible_step
from participants.models import Move, Participant, Step, StepCompletion, StepEntry, StepTally
from participants.notices.queueing import queue_about_steps
from participants.standing import Standing, standing_of
from participants.timeline import Journey, StepLine, step_lines

_ROWS = 1000
_IDS = 500


@retried
def complete_steps(people: Iterable[Participant], *, step: Step, on: date, by: User) -> list[StepCompletion]:
    """Record for all these people that they completed a step on a day; the completions, in order of the people's ids.

    Raises DeedRefused as `complete_step` does for a step or a day that is impossible for anybody. Whom it would refuse
    alone, since they have the step already or their record is no longer in force, is left out.
    """
    refuse_impossible_step(step, on)
    with journal.lock(*{person.pk for person in people}) as locked:
        return complete_for(locked, step=step, on=on, by=by)


def complete_for(locked: Iterable[Participant], *, step: Step, on: date, by: User) -> list[StepCompletion]:
    """The same for people who are held already, within `participants.journal.lock`."""
    able = [person for person in locked if person.merged_into_id is None and not person.is_erased]
    done = _done([person.pk for person in able])
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


def _done(ids: list[int]) -> dict[int, dict[str, date]]:
    """The steps that stand for each, with their days."""
    done: dict[int, dict[str, date]] = defaultdict(dict)
    for some in _slices(ids):
        standing = StepCompletion.objects.filter(participant__in=some, undone_at__isnull=True)
        for holder, step, day in standing.values_list("participant", "step", "completed_on"):
            done[holder][step] = day
    return done


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
    for some in _slices(ids):
        for move in Move.objects.filter(participant__in=some).order_by("moved_on", "id"):
            moves[move.participant_id].append(Journey(move.moved_on, move.origin_id, move.destination_id))
    return moves


def _settle(people: list[Participant], done: dict[int, dict[str, date]]) -> None:
    """Bring rows in step, all who then stand alike with one statement."""
    alike: dict[Standing, list[int]] = defaultdict(list)
    for person in people:
        held_up = person.is_held_up or not person.may_be_contacted
        standing = standing_of(done[person.pk], holds_permit=person.holds_permit, is_held_up=held_up)
        if standing != Standing(person.next_step, person.ready_rank, person.ready_since):
            alike[standing].append(person.pk)
    for standing, members in alike.items():
        for some in _slices(members):
            Participant.objects.filter(pk__in=some).update(
                next_step=standing.next_step, ready_rank=standing.ready_rank, ready_since=standing.ready_since
            )


def _slices(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _IDS] for start in range(0, len(ids), _IDS))
