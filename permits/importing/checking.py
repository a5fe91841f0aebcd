"""Many rows against the portal: who is meant, what is recorded already, what will become of each row.

A handful of statements for five hundred rows. The rules are those of the desk; what is refused here is what recording
would refuse, and a number that is taken is named with its holder's permit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from okoce import clock
from okoce.accounts.models import User
from okoce.ui import formats
from participants import identifying, naming
from participants.models import Participant
from permits import papers
from permits.deeds import Paper
from permits.importing.lines import Holder, Line, Remark, key_of
from permits.importing.models import Outcome
from permits.models import Kind, Permit

_AT_ONCE = 500


class Earlier(NamedTuple):
    """A row of the same file that will be recorded and has this number."""

    row: int
    participant: int
    issued_on: date


@dataclass
class Seen:
    """What the rows of the same file before these will record: by kind and number, and by person."""

    numbers: dict[tuple[str, str], Earlier] = field(default_factory=dict)
    holders: dict[int, int] = field(default_factory=dict)


@dataclass
class Checked:
    """A row, and what will become of it."""

    line: Line
    outcome: Outcome
    person: Participant | None
    is_elsewhere: bool
    remarks: list[Remark]


def check(lines: Iterable[Line], *, by: User, seen: Seen) -> Iterator[Checked]:
    """What will become of the lines, in their order; `seen` goes on from one call to the next."""
    rest = iter(lines)
    while some := list(islice(rest, _AT_ONCE)):
        known = _Known.of(some, by)
        for line in some:
            yield _Check(line, known, seen).result()


@dataclass(frozen=True)
class _Known:
    """What the portal knows of the people and numbers that some lines name."""

    by_nik: dict[bytes, Participant]
    by_number: dict[str, Participant]
    in_scope: set[int]
    permits: dict[tuple[str, str], Permit]
    held: dict[int, Permit]

    @classmethod
    def of(cls, lines: Sequence[Line], by: User) -> "_Known":
        holders = [line.holder for line in lines if line.holder]
        indexes = {holder.nik_index for holder in holders if holder.nik_index}
        numbers = {holder.number for holder in holders if holder.number}
        people = Participant.objects.select_related("merged_into")
        by_nik = identifying.by_nik(indexes, people)
        by_number = {person.number: person for person in people.filter(number__in=numbers)}
        ids = {person.pk for person in (*by_nik.values(), *by_number.values())}
        survivors = {person.merged_into_id for person in (*by_nik.values(), *by_number.values())} - {None}
        scope = Participant.objects.visible_to(by).filter(pk__in=ids | survivors)
        valid = Permit.objects.valid_on(clock.today()).filter(participant__in=ids).order_by("-issued_on", "-pk")
        return cls(
            by_nik=by_nik,
            by_number=by_number,
            in_scope=set(scope.values_list("pk", flat=True)),
            permits=_standing([key_of(line.paper) for line in lines if line.paper]),
            held={permit.participant_id: permit for permit in valid},
        )


def _standing(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Permit]:
    """The standing permits of these kinds and numbers."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for kind, key in keys:
        wanted[kind].append(key)
    found: dict[tuple[str, str], Permit] = {}
    for kind, numbers in wanted.items():
        permits: QuerySet[Permit, Any] = Permit.objects.standing().filter(kind=kind, number_key__in=numbers)
        found |= {(permit.kind, permit.number_key): permit for permit in permits}
    return found


class _Check:
    """One line's check."""

    def __init__(self, line: Line, known: _Known, seen: Seen) -> None:
        self.line = line
        self.known = known
        self.seen = seen
        self.remarks = list(line.remarks)
        self.person = self._person(line.holder) if line.holder else None
        self.is_elsewhere = self.person is not None and self.person.pk not in known.in_scope

    def result(self) -> Checked:
        outcome = self._outcome()
        return Checked(self.line, outcome, self.person, self.is_elsewhere, self.remarks)

    def _outcome(self) -> Outcome:
        person, paper = self.person, self.line.paper
        if person is None or paper is None:
            return Outcome.PROBLEM
        if self._is_recorded(person, paper):
            return Outcome.KNOWN
        self.remarks += [Remark(column, said, is_problem=False) for column, said in self._doubts(person, paper)]
        if any(remark.is_problem for remark in self.remarks):
            return Outcome.PROBLEM
        self.seen.numbers[key_of(paper)] = Earlier(self.line.number, person.pk, paper.issued_on)
        self.seen.holders.setdefault(person.pk, self.line.number)
        return Outcome.DOUBTFUL if self.remarks else Outcome.READY

    def _problem(self, column: str, sentence: str) -> None:
        self.remarks.append(Remark(column, sentence))

    # --- Who is meant ------------------------------------------------------------------------------

    def _person(self, holder: Holder) -> Participant | None:
        found = [
            self.known.by_nik.get(holder.nik_index) if holder.nik_index else None,
            self.known.by_number.get(holder.number) if holder.number else None,
        ]
        people = {person.pk: person for person in found if person is not None}
        if len(people) > 1:
            self._problem("person", "NIK dan nomor peserta di baris ini milik dua orang. Periksa keduanya.")
            return None
        if not people:
            self._problem("person", _unknown(holder))
            return None
        [person] = people.values()
        if person.is_erased:
            self._problem("person", "Data peserta ini sudah dihapus atas permintaannya. Izin baru tidak dapat dicatat.")
            return None
        if person.merged_into is not None:
            self._problem("person", _merged(person.merged_into, self.known))
            return None
        return person

    # --- What is recorded already ------------------------------------------------------------------

    def _is_recorded(self, person: Participant, paper: Paper) -> bool:
        """Whether this very permit stands already, here or further up in the file; a conflict is a problem."""
        same = (person.pk, paper.issued_on)
        permit = self.known.permits.get(key_of(paper))
        if permit is not None:
            if (permit.participant_id, permit.issued_on) == same and permit.kelurahan_id == paper.kelurahan:
                self.remarks = [_recorded(permit, paper)]
                return True
            self._problem("number", _taken(permit, person))
        earlier = self.seen.numbers.get(key_of(paper))
        if earlier is not None:
            if (earlier.participant, earlier.issued_on) == same:
                self.remarks = [Remark("", f"Sama dengan baris {earlier.row}; dicatat satu kali.", is_problem=False)]
                return True
            self._problem("number", _taken_above(earlier, person))
        return False

    # --- What is doubtful --------------------------------------------------------------------------

    def _doubts(self, person: Participant, paper: Paper) -> Iterator[tuple[str, str]]:
        """Columns and sentences; of somebody registered elsewhere nothing is told that the file does not say."""
        if self.is_elsewhere:
            yield "person", ELSEWHERE
        if self.line.name and not alike(self.line.name, person.name):
            both = f"Di berkas: {self.line.name}. Terdaftar: {person.name}."
            yield "name", DIFFERS if self.is_elsewhere else f"{DIFFERS} {both}"
        for _, _, sentence in papers.doubts_about_day(paper.issued_on, person.registered_on):
            yield "issued_on", BEFORE if self.is_elsewhere else sentence
        held = self.known.held.get(person.pk)
        above = self.seen.holders.get(person.pk)
        if held is not None:
            yield "", SECOND if self.is_elsewhere else papers.second(held.kind, held.number)[2]
        elif above is not None:
            yield "", f"Peserta ini juga di baris {above}. Ini menjadi izin kedua."


ELSEWHERE = (
    "Peserta ini terdaftar di wilayah lain. Bila Anda mencatatnya, catatannya terbuka bagi Anda dengan alasan impor, "
    "dan hal itu dicatat. Pastikan suratnya dari kelurahan Anda."
)
DIFFERS = "Nama ini berbeda dari yang terdaftar. Pastikan orangnya sama."
BEFORE = "Izin terbit sebelum peserta mendaftar."
SECOND = "Peserta sudah memegang izin lain. Ini menjadi izin kedua."


def alike(written: str, registered: str) -> bool:
    """Whether two names may be one person's: titles, order, spelling and left-out words make no difference."""
    one, other = set(naming.words(written)), set(naming.words(registered))
    return bool(one and other) and (one <= other or other <= one)


def _unknown(holder: Holder) -> str:
    if not holder.nik_index:
        return "Nomor peserta ini tidak ada. Cocokkan dengan bukti pendaftarannya, atau tulis NIK dari KTP."
    sentence = "NIK ini belum terdaftar. Cocokkan dengan KTP; bila sudah benar, daftarkan orangnya, lalu periksa ulang."
    if holder.ends_in_zero:
        sentence += (
            " Bila Excel pernah mengubahnya menjadi bilangan, angka terakhirnya menjadi 0 dan perlu ditulis ulang."
        )
    return sentence


def _recorded(permit: Permit, paper: Paper) -> Remark:
    sentence = f"Sudah tercatat sejak {formats.day(permit.recorded_at)}; tidak ada yang diubah."
    if (permit.investment, permit.workers) != (paper.investment, paper.workers):
        sentence += (
            " Modal atau tenaga kerjanya berbeda dari yang tercatat; bila perlu, perbaiki lewat halaman izin itu."
        )
    return Remark("", sentence, is_problem=False)


def _merged(survivor: Participant, known: _Known) -> str:
    if survivor.pk in known.in_scope:
        return f"Catatan ini sudah digabung. Tulis nomor peserta yang berlaku: {survivor.displayed_number}."
    return "Catatan ini sudah digabung ke catatan lain. Cari orangnya di meja kerja, lalu tulis nomor yang berlaku."


def _taken(permit: Permit, person: Participant) -> str:
    of = "peserta yang sama, tetapi" if permit.participant_id == person.pk else "peserta lain,"
    return (
        f"Nomor ini sudah tercatat sebagai {Kind(permit.kind).label} untuk {of} terbit {formats.day(permit.issued_on)} "
        f"dari {permit.place}. Periksa suratnya; yang salah catat diperbaiki lewat halaman izin itu."
    )


def _taken_above(earlier: Earlier, person: Participant) -> str:
    of = "dengan tanggal lain" if earlier.participant == person.pk else "untuk peserta lain"
    return f"Nomor ini sudah dipakai di baris {earlier.row} {of}. Periksa kedua suratnya."
