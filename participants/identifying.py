"""Who has a NIK: found, and kept unique, also while the key of the blind index is being changed.

With one index key the database's own unique column says it all. With two, rows hold either one's index, which no
constraint can compare: every look-up asks for both, and whoever writes a NIK first asks whether it is there under any.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection

from participants import nik
from participants.models import Participant, ParticipantQuerySet


def with_nik(index: nik.BlindIndex, among: ParticipantQuerySet | None = None) -> ParticipantQuerySet:
    """Whoever has the NIK of this index, among these people or all."""
    return _all(among).filter(nik_index__in=index.forms)


def by_nik(indexes: Iterable[nik.BlindIndex], among: ParticipantQuerySet | None = None) -> dict[bytes, Participant]:
    """Whoever has a NIK of these indexes, by the index that was asked for."""
    asked = [(form, index) for index in indexes for form in index.forms]
    people = _all(among).filter(nik_index__in={form for form, _ in asked})
    found: dict[Any, Participant] = {bytes(person.nik_index or b""): person for person in people}
    return {index: found[form] for form, index in asked if form in found}


def claim_nik(digits: str) -> None:
    """Hold a NIK until the transaction ends, while there is more than one index key.

    Raises IntegrityError, as the database does otherwise, when somebody has it.
    """
    if len(settings.NIK_INDEX_KEYS) == 1:
        return
    index = nik.blind_index(digits)
    if connection.vendor == "postgresql":
        # The same lock whichever key comes first: workers are restarted one after another. SQLite lets in one writer.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(min(index.forms)[:8], signed=True)])
    if with_nik(index).exists():
        raise IntegrityError("participants_participant.nik_index is taken under another key")


def _all(among: ParticipantQuerySet | None) -> ParticipantQuerySet:
    return Participant.objects.all() if among is None else among
