"""Where a person stands, kept on their row for lists and queues that ask it of everybody at once.

Derived from steps, permits and obstacles with every deed, and never counted from: figures come from the journal, and
one person's page from the steps themselves. What only the permits know (whether somebody holds one, whether something
holds them up) is told from above.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import IntEnum

from participants.models import Participant, Step
from participants.steps import next_step


class Rank(IntEnum):
    """How ready somebody is for a permit: who was mentored comes before who was only trained."""

    MENTORED = 1
    TRAINED = 2


_READY_BY = {Rank.MENTORED: Step.P3, Rank.TRAINED: Step.P2}


@dataclass(frozen=True)
class PersonStanding:
    """What a person's row says, by the names of its columns."""

    next_step: str
    ready_rank: int | None = None
    ready_since: date | None = None


GONE = PersonStanding(next_step="")
"""Of a record that was merged into another."""


def standing_of(done: Mapping[str, date], *, holds_permit: bool, is_held_up: bool) -> PersonStanding:
    """Where somebody stands who completed these steps on these days; P1 goes without saying. Pure.

    The next step is the first that is missing. Ready for a permit (*siap izin*) is who was mentored or trained, holds
    no valid permit and is not held up; who asked not to be called any more is as good as held up.
    """
    completed = {Step.P1, *done} | ({Step.P4} if holds_permit else set())
    missing = next_step(completed)
    following = missing.value if missing else ""
    if not holds_permit and not is_held_up:
        for rank, step in _READY_BY.items():
            if step in done:
                return PersonStanding(following, rank.value, done[step])
    return PersonStanding(following)


def settle(person: Participant, *, holds_permit: bool | None = None, is_held_up: bool | None = None) -> None:
    """Bring a person's row in step with what is stored of them; call it with the row locked, when a deed is done.

    What is not told stays as it was.
    """
    wanted: dict[str, object] = {
        "holds_permit": person.holds_permit if holds_permit is None else holds_permit,
        "is_held_up": person.is_held_up if is_held_up is None else is_held_up,
    }
    if person.merged_into_id is not None:
        wanted |= asdict(GONE)
    else:
        done = dict(person.completions.filter(undone_at__isnull=True).values_list("step", "completed_on"))
        held_up = bool(wanted["is_held_up"]) or not person.may_be_contacted
        wanted |= asdict(standing_of(done, holds_permit=bool(wanted["holds_permit"]), is_held_up=held_up))
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    if changed:
        person.save(update_fields=changed)
