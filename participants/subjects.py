"""How the search of the record understands a participant number."""

from okoce.audit import subjects
from okoce.audit.recording import subject_of
from participants import numbers
from participants.models import Participant


def subject_of_number(text: str) -> str | None:
    """The subject of whoever has that number, typed in any usual way; None when it is nobody's."""
    number = numbers.parse(text)
    person = Participant.objects.filter(number=number).only("pk").first() if number else None
    return subject_of(person) if person else None


def explain() -> None:
    """Let administrators look for somebody's deeds by the number they know."""
    subjects.understand(subject_of_number)
