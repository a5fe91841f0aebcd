"""Writes the story's deeds in the order they happened, many at a time, as the deeds of real data are written.

Each deed gets its record in the audit and appends to the journals the new timeline less the old (PRODUCT, "What
counts", rule 3), at the moment it bears. Nothing here knows a rule of counting: the lines are those of
`participants.timeline` and `permits.timeline`, and `okoce.journal.posting` stores them.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from okoce.audit.models import Event, Verb
from okoce.audit.recording import subject_of
from okoce.journal import posting
from participants.models import Participant, Step, StepCompletion, StepEntry, StepTally
from participants.timeline import StepLine, step_lines
from permits.models import Permit, PermitEntry, PermitTally, Remark
from permits.timeline import PermitLife, PermitLine, Traits, permit_lines
from targets.demo.people import Crowd

_DEEDS_AT_ONCE = 6_000
_ON_THE_PAPER = ("kind", "number", "issued_on", "kelurahan_id", "investment", "workers")


@dataclass(slots=True)
class _Deed:
    """A deed on the person of an index: what it was done to, and what it changes."""

    event: Event
    index: int
    participant: Participant | None = None
    completion: StepCompletion | None = None
    permit: Permit | None = None


class Ledger:
    """The deeds not yet written, and of the people written only their ids."""

    def __init__(self, crowd: Crowd) -> None:
        self.ids = array("q")
        self._crowd = crowd
        self._deeds: list[_Deed] = []
        self._papers: dict[int, dict[int, PermitLife]] = defaultdict(dict)
        check_at_once()

    def register(self, index: int, person: Participant) -> None:
        event = Event(at=person.registered_at, verb=Verb.REGISTERED, actor_id=person.registered_by_id)
        self._add(_Deed(event, index, participant=person))

    def complete(self, index: int, step: Step, on: date, by: int, at: datetime) -> None:
        changes = {"step": [None, step.value], "on": [None, str(on)]}
        event = Event(at=at, verb=Verb.STEP_COMPLETED, actor_id=by, changes=changes)
        completion = StepCompletion(step=step, completed_on=on, completed_by_id=by, recorded_at=at)
        self._add(_Deed(event, index, completion=completion))

    def record(self, index: int, permit: Permit) -> None:
        """The recording of a permit; where it is to be revoked or voided later, it bears that already."""
        changes = {name.removesuffix("_id"): [None, str(getattr(permit, name))] for name in _ON_THE_PAPER}
        event = Event(at=permit.recorded_at, verb=Verb.RECORDED, actor_id=permit.recorded_by_id, changes=changes)
        self._add(_Deed(event, index, permit=permit))

    def revoke(self, index: int, permit: Permit, at: datetime) -> None:
        changes = {"revoked_on": [None, str(permit.revoked_on)]}
        self._add(
            _Deed(Event(at=at, verb=Verb.REVOKED, actor_id=permit.revoked_by_id, changes=changes), index, permit=permit)
        )

    def void(self, index: int, permit: Permit, at: datetime) -> None:
        event = Event(at=at, verb=Verb.VOIDED, actor_id=permit.voided_by_id)
        self._add(_Deed(event, index, permit=permit))

    def tell(self, index: int, verb: Verb, by: int, at: datetime, changes: dict[str, Any]) -> None:
        """A deed on a person that stands in the record and in no journal."""
        self._add(_Deed(Event(at=at, verb=verb, actor_id=by, changes=changes), index))

    def _add(self, deed: _Deed) -> None:
        self._deeds.append(deed)
        if len(self._deeds) >= _DEEDS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what has gathered."""
        deeds, self._deeds = self._deeds, []
        self._write_rows(deeds)
        for deed in deeds:
            deed.event.subject = subject_of(deed.permit) if deed.permit else f"participant:{self.ids[deed.index]}"
        Event.objects.bulk_create([deed.event for deed in deeds])
        posting.append(StepTally, self._step_entries(deeds))
        posting.append(PermitTally, self._permit_entries(deeds))
        Remark.objects.bulk_create(_remarks(deeds))

    def _write_rows(self, deeds: list[_Deed]) -> None:
        people = [deed.participant for deed in deeds if deed.participant]
        Participant.objects.bulk_create(people)
        self.ids.extend(person.pk for person in people)
        completions = [deed.completion for deed in deeds if deed.completion]
        permits = [deed.permit for deed in deeds if deed.event.verb == Verb.RECORDED and deed.permit]
        for deed in deeds:
            row = deed.completion or deed.permit
            if row:
                row.participant_id = self.ids[deed.index]
        StepCompletion.objects.bulk_create(completions)
        Permit.objects.bulk_create(permits)

    def _step_entries(self, deeds: list[_Deed]) -> Iterator[StepEntry]:
        for deed in deeds:
            if deed.permit is None:
                yield from self._entries(StepEntry, self._step_lines(deed), deed)

    def _permit_entries(self, deeds: list[_Deed]) -> Iterator[PermitEntry]:
        for deed in deeds:
            if deed.permit is not None:
                yield from self._entries(PermitEntry, self._permit_lines(deed, deed.permit), deed)

    def _entries(self, model, lines: Counter, deed: _Deed) -> Iterator:
        return posting.entries_for(
            model, lines, participant_id=self.ids[deed.index], deed_id=deed.event.pk, recorded_at=deed.event.at
        )

    def _step_lines(self, deed: _Deed) -> Counter[StepLine]:
        """What a deed adds to the journal of people: nobody in the story moves, so the person's other steps stand."""
        if deed.participant is not None:
            return self._journey(deed.index, ())
        if deed.completion is None:
            return Counter()
        step = (deed.completion.step, deed.completion.completed_on)
        return posting.difference(self._journey(deed.index, ()), self._journey(deed.index, (step,)))

    def _journey(self, index: int, steps: tuple[tuple[str, date], ...]) -> Counter[StepLine]:
        return step_lines(
            registered_on=self._crowd.registered_on(index),
            kelurahan=self._crowd.kelurahan(index),
            steps=steps,
            sex=self._crowd.sex(index),
            business_is_new=bool(self._crowd.is_new[index]),
        )

    def _permit_lines(self, deed: _Deed, permit: Permit) -> Counter[PermitLine]:
        traits = Traits(
            sex=self._crowd.sex(deed.index),
            business_is_new=bool(self._crowd.is_new[deed.index]),
            registered_on=self._crowd.registered_on(deed.index),
        )
        papers = self._papers[deed.index]
        before = permit_lines(papers.values(), traits)
        papers[permit.pk] = _paper_after(Verb(deed.event.verb), permit)
        return posting.difference(before, permit_lines(papers.values(), traits))


def _paper_after(verb: Verb, permit: Permit) -> PermitLife:
    """The permit as it stood after a deed."""
    revoked_on = permit.revoked_on if verb == Verb.REVOKED else None
    return replace(permit.paper, revoked_on=revoked_on, voided=verb == Verb.VOIDED)


def _remarks(deeds: list[_Deed]) -> Iterator[Remark]:
    for deed in deeds:
        if deed.permit and deed.event.verb in (Verb.REVOKED, Verb.VOIDED):
            text = deed.permit.revoked_reason or deed.permit.voided_reason
            yield Remark(permit=deed.permit, deed=deed.event, text=text)


def check_at_once() -> None:
    """Let PostgreSQL check references with each statement, rather than remember millions of them until the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
