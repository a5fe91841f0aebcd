"""Keeps the journal of permits in step with the permits: one place where deeds become lines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from okoce.audit.models import Event
from okoce.journal import posting
from okoce.journal.models import Entry
from participants import elsewhere
from participants.journal import lock
from participants.models import Participant
from permits import obstacles
from permits.models import Permit, PermitEntry, PermitTally
from permits.timeline import PermitLine, Traits, permit_lines


def traits_of(person: Participant) -> Traits:
    """What every line of the journal says of a person (rule 8)."""
    return Traits(sex=person.sex, business_is_new=person.business_is_new, registered_on=person.registered_on)


def lines_of(person: Participant, permits: Iterable[Permit] | None = None) -> Counter[PermitLine]:
    """What the journal should say of a person's permits as they are stored now."""
    permits = person.permits.all() if permits is None else permits
    return permit_lines([permit.paper for permit in permits], traits_of(person))


class Books:
    """People held for one deed, with what the journal said of their permits before it."""

    def __init__(self, people: list[Participant]) -> None:
        self.people = people
        self._before = {person.pk: lines_of(person) for person in people}

    def post(self, deed: Event) -> None:
        """Append the new timelines less the old ones (rule 3); call it once, when the deed is done.

        All people's lines together, so that running totals are taken in one order and two deeds never deadlock; what
        follows from holding a permit (obstacles that end, where the person stands) before them, as everywhere.
        """
        held = {person.pk: list(person.permits.all()) for person in self.people}
        for person in self.people:
            obstacles.follow(person, held[person.pk], deed)
        posting.append(
            PermitTally, [entry for person in self.people for entry in self._entries(person, held[person.pk], deed)]
        )
        for person in self.people:
            elsewhere.note(person, {permit.kelurahan_id for permit in held[person.pk]})

    def _entries(self, person: Participant, permits: list[Permit], deed: Event) -> Iterator[Entry]:
        lines = posting.difference(self._before[person.pk], lines_of(person, permits))
        return posting.entries_for(PermitEntry, lines, participant=person, deed=deed, recorded_at=deed.at)


@contextmanager
def open_books(*people: int) -> Iterator[Books]:
    """A transaction that holds the rows of these people for one deed on their permits."""
    with lock(*people) as locked:
        yield Books(locked)
