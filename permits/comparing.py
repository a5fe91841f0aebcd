"""Two records side by side, and what the one that stays will have of both (rule 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okoce import clock
from okoce.ui import formats
from participants.models import Participant, Step
from participants.steps import StepState
from permits.models import Permit
from permits.steps import steps_of


@dataclass(frozen=True)
class Row:
    """One thing that both records say, and whether they say the same."""

    label: str
    one: str
    other: str

    @property
    def is_same(self) -> bool:
        return self.one == self.other


@dataclass(frozen=True)
class Side:
    """One of the two records with what hangs on it."""

    person: Participant
    steps: list[StepState]
    permits: list[Permit]

    @classmethod
    def of(cls, person: Participant) -> "Side":
        permits = sorted(person.permits.all(), key=lambda permit: (permit.issued_on, permit.pk))
        return cls(person, steps_of(person, clock.today()), permits)

    @property
    def days(self) -> dict[str, date]:
        return {step.code: step.completed_on for step in self.steps if step.completed_on}


def rows_of(one: Side, other: Side) -> list[Row]:
    """What is known of both, the NIK masked."""
    sides = [dict(_told(side.person)) for side in (one, other)]
    steps = [
        Row(f"{step.value} {step.label}", *(_day(side.days.get(step.value)) for side in (one, other)))
        for step in Step
        if any(step.value in side.days for side in (one, other)) and step != Step.P1
    ]
    permits = Row("Izin", *(_papers(side.permits) for side in (one, other)))
    return [*(Row(label, sides[0][label], sides[1][label]) for label in sides[0]), *steps, permits]


def kept_of(one: Side, other: Side) -> list[str]:
    """What the record that stays will have of both, as sentences."""
    days = {
        code: min(side.days[code] for side in (one, other) if code in side.days)
        for code in one.days.keys() | other.days.keys()
        if code not in (Step.P1, Step.P4)
    }
    steps = ", ".join(f"{code} {formats.day(days[code])}" for code in sorted(days))
    permits = len(one.permits) + len(other.permits)
    accounts = [side.person.user for side in (one, other) if side.person.user is not None]
    return [
        f"Tanggal mendaftar yang lebih awal: {formats.day(min(one.person.registered_on, other.person.registered_on))}.",
        f"Hari yang lebih awal dari setiap langkah: {steps}." if steps else "Belum ada langkah lain yang tercatat.",
        f"Semua izin: {formats.number(permits)}. Orang ini dihitung satu kali." if permits else "Belum ada izin.",
        "Kendala yang masih terbuka dan seluruh riwayat kedua catatan.",
        *(["Satu akun: akun catatan yang tetap dipakai. Akun yang lain ditutup."] if len(accounts) == 2 else []),
    ]


def _told(person: Participant) -> list[tuple[str, str]]:
    return [
        ("Nama", person.name),
        ("NIK", person.nik_masked or formats.NOTHING),
        ("Tanggal lahir", _day(person.birth_date)),
        ("Jenis kelamin", str(person.get_sex_display())),
        ("Nomor HP", formats.phone(person.phone) if person.phone else formats.NOTHING),
        ("Email", person.email or formats.NOTHING),
        ("Tempat usaha", person.place),
        ("Alamat usaha", person.address or formats.NOTHING),
        ("Usaha", ", ".join(filter(None, (person.business_name, str(person.get_sector_display()))))),
        ("Mendaftar", f"{_day(person.registered_on)}, {person.get_channel_display()}"),
        ("Akun", "ada" if person.user is not None else "belum ada"),
    ]


def _day(day: date | None) -> str:
    return formats.day(day) if day else formats.NOTHING


def _papers(permits: Sequence[Permit]) -> str:
    return "; ".join(f"{permit}, {_day(permit.issued_on)}" for permit in permits) or formats.NOTHING
