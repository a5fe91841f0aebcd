"""Many entries against the portal: who is meant, who has the step already, what becomes of each.

A handful of statements for five hundred entries. Somebody out of an official's scope is answered like nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from okoce.accounts.models import User
from okoce.ui import formats
from participants import identifying
from participants.attending.models import Outcome
from participants.attending.reading import TWO_PEOPLE, Mention
from participants.merged import in_force_of_all
from participants.models import Participant, StepCompletion

_AT_ONCE = 500

NOT_FOUND = (
    "Tidak ada peserta di wilayah Anda dengan NIK atau nomor ini. Cocokkan dengan KTP atau bukti pendaftarannya."
)
DISAGREES = "NIK dan nomor peserta di baris ini tidak cocok. Periksa orangnya."
ERASED = "Data peserta ini sudah dihapus atas permintaannya. Tidak ada lagi yang dapat dicatat."


@dataclass(frozen=True)
class Checked:
    """What becomes of an entry, why, and for whom."""

    outcome: Outcome
    remark: str = ""
    person: Participant | None = None


def check(entries: Iterable[Mention], *, step: str, on: date | None, by: User) -> Iterator[Checked]:
    """What becomes of the entries, in their order, if the step is recorded for that day.

    While no step is chosen nobody has it yet; while no day is chosen none is doubtful.
    """
    rest = iter(entries)
    seen: set[int] = set()
    while some := list(islice(rest, _AT_ONCE)):
        known = _Known.of(some, step, by)
        for entry in some:
            yield _outcome(entry, known, on, seen)


@dataclass(frozen=True)
class _Known:
    """The people in an official's scope whom some entries name, and who of them has the step since when."""

    by_nik: dict[bytes, Participant]
    by_number: dict[str, Participant]
    in_scope: set[int]
    done: dict[int, date]

    @classmethod
    def of(cls, entries: Sequence[Mention], step: str, by: User) -> "_Known":
        indexes = {entry.nik_index for entry in entries if entry.nik_index}
        numbers = {entry.number for entry in entries if entry.number}
        by_nik = identifying.by_nik(indexes)
        by_number = list(Participant.objects.filter(number__in=numbers))
        in_force = in_force_of_all([*by_nik.values(), *by_number])
        ids = {person.pk for person in in_force.values()}
        standing = StepCompletion.objects.filter(participant__in=ids, step=step, undone_at__isnull=True)
        return cls(
            by_nik={index: in_force[person.pk] for index, person in by_nik.items()},
            by_number={person.number: in_force[person.pk] for person in by_number},
            in_scope=set(Participant.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True)),
            done=dict(standing.values_list("participant", "completed_on")),
        )

    def people_of(self, entry: Mention) -> list[Participant]:
        """Whom an entry names, the record in force: one, none, or two where it contradicts itself."""
        found = [
            self.by_nik.get(entry.nik_index) if entry.nik_index else None,
            self.by_number.get(entry.number) if entry.number else None,
        ]
        people = {person.pk: person for person in found if person is not None}
        return [person for pk, person in people.items() if pk in self.in_scope]

    def disagrees(self, entry: Mention) -> bool:
        """Whether an entry gives two numbers that are not one person's, be the other somebody's or nobody's."""
        if entry.nik_index is None or entry.number is None:
            return False
        return self.by_nik.get(entry.nik_index) != self.by_number.get(entry.number)


def doubt_about(person: Participant, on: date) -> str:
    """What speaks against somebody having completed a step on a day, in a sentence; nothing where nothing does."""
    if on >= person.registered_on:
        return ""
    return f"Baru mendaftar {formats.day(person.registered_on)}, sesudah tanggal ini. Periksa orangnya."


def _outcome(entry: Mention, known: _Known, on: date | None, seen: set[int]) -> Checked:
    if entry.problem:
        return Checked(Outcome.UNREADABLE, entry.problem)
    people = known.people_of(entry)
    if len(people) > 1:
        return Checked(Outcome.UNREADABLE, TWO_PEOPLE)
    if not people:
        return Checked(Outcome.NOT_FOUND, NOT_FOUND)
    [person] = people
    if person.is_erased:
        return Checked(Outcome.NOT_FOUND, ERASED)
    if person.pk in seen:
        return Checked(Outcome.REPEATED, "Sudah disebut di atas; dihitung satu kali.", person)
    seen.add(person.pk)
    done = known.done.get(person.pk)
    if done is not None:
        return Checked(Outcome.KNOWN, f"Sudah tercatat selesai pada {formats.day(done)}; tidak diubah.", person)
    doubt = DISAGREES if known.disagrees(entry) else doubt_about(person, on) if on is not None else ""
    return Checked(Outcome.DOUBTFUL if doubt else Outcome.READY, doubt, person)
