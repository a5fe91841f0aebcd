"""Recording many permits in one deed: in effect as `deeds.record` for each, in their order, but all or nothing.

Some statements for all of them rather than some for each. What one permit does after another to the same person is
worked out in memory, so that the journal says the same lines, each under its own permit's deed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from okoce import clock
from okoce.accounts import activity
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import subject_of
from okoce.journal import posting
from okoce.journal.models import Entry
from participants import elsewhere, settling
from participants.deeds import refuse_gone
from participants.models import Participant
from participants.notices.queueing import queue_about_permits
from participants.standing import standing_of
from permits import deeds, obstacles
from permits.journal import lines_of
from permits.models import Permit, PermitEntry, PermitTally, Source

_ROWS = 1000


@dataclass(frozen=True)
class Wanted:
    """A paper that is to be recorded for one of the people held."""

    person: int
    paper: deeds.Paper
    submission: UUID = field(default_factory=uuid4)


def record_many(people: Iterable[Participant], wanted: Sequence[Wanted], *, by: User, source: Source) -> list[Permit]:
    """The recorded permits, in the order wanted; call it within `participants.journal.lock` of these people.

    Raises DeedRefused as `deeds.record` does, and IntegrityError when a number is taken already or twice among these:
    the caller looks which. Nothing is recorded then, provided the caller lets the error end the transaction.
    """
    if not wanted:
        return []
    held = {person.pk: person for person in people}
    for one in wanted:
        refuse_gone(held[one.person])
    at = clock.now()
    permits = [
        deeds.prepare(held[one.person], one.paper, by=by, submission=one.submission, source=source) for one in wanted
    ]
    for permit in permits:
        permit.recorded_at = at
    earlier = _permits_of(held)
    Permit.objects.bulk_create(permits, batch_size=_ROWS)
    events = Event.objects.bulk_create([_deed(permit, by) for permit in permits], batch_size=_ROWS)
    entries = _entries(held, earlier, permits, events)
    _settle(held, {permit.participant_id for permit in permits})
    posting.append(PermitTally, entries)
    elsewhere.note_all((held[permit.participant_id], [permit.kelurahan_id]) for permit in permits)
    told = [(held[permit.participant_id], deed) for permit, deed in zip(permits, events, strict=True)]
    queue_about_permits(told)
    activity.note(by)
    return permits


def _permits_of(held: dict[int, Participant]) -> dict[int, list[Permit]]:
    found: dict[int, list[Permit]] = defaultdict(list)
    for ids in settling.in_slices(held):
        for permit in Permit.objects.filter(participant__in=ids):
            found[permit.participant_id].append(permit)
    return found


def _deed(permit: Permit, by: User) -> Event:
    return Event(
        at=permit.recorded_at, verb=Verb.RECORDED, actor=by, subject=subject_of(permit), changes=deeds.all_new(permit)
    )


def _entries(
    held: dict[int, Participant], papers: dict[int, list[Permit]], permits: Sequence[Permit], events: Iterable[Event]
) -> list[Entry]:
    """What each permit changes after the ones before it, for the journal; obstacles end on the way."""
    entries: list[Entry] = []
    for permit, deed in zip(permits, events, strict=True):
        person = held[permit.participant_id]
        before = lines_of(person, papers[person.pk])
        papers[person.pk].append(permit)
        lines = posting.difference(before, lines_of(person, papers[person.pk]))
        entries += posting.entries_for(PermitEntry, lines, participant=person, deed=deed, recorded_at=deed.at)
        if person.is_held_up:
            newest_first = sorted(papers[person.pk], key=lambda other: -other.pk)
            obstacles.follow(person, newest_first, deed)
    return entries


def _settle(held: dict[int, Participant], holders: set[int]) -> None:
    """Bring the rows of people who now hold a valid permit in step, by what their next step is."""
    done = settling.steps_done(holders)
    standings = {
        holder: standing_of(done[holder], holds_permit=True, is_held_up=held[holder].is_held_up)
        for holder in sorted(holders)
    }
    settling.write(standings, holds_permit=True)
