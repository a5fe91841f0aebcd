"""Where else than in their own kelurahan a person's name is looked for: hints, too many rather than too few.

A kelurahan's officers find by name whoever has their business there, and through these hints whoever got a permit
there and lives, or went, somewhere else. Whether they may see the person is for `visible_to` to say.
"""

from collections.abc import Iterable

from participants.models import Elsewhere, Participant


def note(person: Participant, kelurahan: Iterable[str | None]) -> None:
    """Let a person be found in these kelurahan too; their own, and None for a place outside Jakarta, need no hint."""
    codes = {code for code in kelurahan if code is not None and code != person.kelurahan_id}
    if codes:
        Elsewhere.objects.bulk_create(
            [
                Elsewhere(participant=person, kelurahan_id=code, word=word)
                for code in sorted(codes)
                for word in person.name_words
            ],
            ignore_conflicts=True,
        )


def rename(person: Participant) -> None:
    """Let the hints follow a name that was corrected; call it after saving the name."""
    codes = set(person.elsewhere.values_list("kelurahan_id", flat=True))
    person.elsewhere.all().delete()
    note(person, codes)
