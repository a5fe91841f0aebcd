"""Where else than in their own kelurahan a person's name is looked for: hints, too many rather than too few.

A kelurahan's officers find by name whoever has their business there, and through these hints whoever got a permit
there and lives, or went, somewhere else. Whether they may see the person is for `visible_to` to say.
"""

from collections.abc import Iterable

from participants.models import Elsewhere, Participant

_ROWS = 1000


def note(person: Participant, kelurahan: Iterable[str | None]) -> None:
    """Let a person be found in these kelurahan too; their own, and None for a place outside Jakarta, need no hint."""
    note_all([(person, kelurahan)])


def note_all(places: Iterable[tuple[Participant, Iterable[str | None]]]) -> None:
    """The same for many people, in one statement."""
    hints = [
        Elsewhere(participant=person, kelurahan_id=code, word=word)
        for person, kelurahan in places
        for code in sorted({code for code in kelurahan if code is not None and code != person.kelurahan_id})
        for word in person.name_words
    ]
    if hints:
        Elsewhere.objects.bulk_create(hints, batch_size=_ROWS, ignore_conflicts=True)


def rename(person: Participant) -> None:
    """Let the hints follow a name that was corrected; call it after saving the name."""
    codes = set(person.elsewhere.values_list("kelurahan_id", flat=True))
    person.elsewhere.all().delete()
    note(person, codes)
