"""Putting letters into the outbox. Called by the deeds themselves, so that both are written or neither."""

from collections.abc import Iterable

from okoce.audit.models import Event
from participants.models import Participant
from participants.notices.models import Kind, Notice

_ROWS = 1000


Told = Iterable[tuple[Participant, Event]]
"""People, each with the deed on them that a letter tells of."""


def queue_about_steps(told: Told) -> None:
    """Queue a letter about each completed step, in the caller's transaction; one statement.

    Who cannot be written to gets none. Who gets none for another reason (they opted out, the deed was undone
    meanwhile) is decided when it is sent.
    """
    _queue(Kind.STEP, told)


def queue_about_permits(told: Told) -> None:
    """The same about each recorded permit, told to its holder."""
    _queue(Kind.PERMIT, told)


def queue_about_keeping(told: Told) -> None:
    """Queue the letter that says that somebody's data will be erased unless they show up."""
    _queue(Kind.KEEPING, told)


def _queue(kind: Kind, told: Told) -> None:
    Notice.objects.bulk_create(
        [
            Notice(kind=kind, participant=person, deed=deed, queued_at=deed.at)
            for person, deed in told
            if can_be_written_to(person)
        ],
        batch_size=_ROWS,
    )


def can_be_written_to(person: Participant) -> bool:
    """Whether there is an address, a record in force and consent."""
    return bool(person.email) and person.merged_into_id is None and person.may_be_contacted
