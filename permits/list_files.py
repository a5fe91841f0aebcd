"""What the lists hold as a file: which columns, and what stands above them. Never a NIK."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from okoce import clock
from okoce.regions import tree
from okoce.ui import formats
from participants.models import Participant
from participants.numbers import displayed
from permits.models import Obstacle, Permit


@dataclass(frozen=True)
class ListFile:
    """A list as a file: its name, what it holds and by which rule, and what it tells of a row."""

    name: str
    title: str
    rule: str
    headings: Sequence[str]
    tell: Callable[[Any], Sequence[object]]
    related: Sequence[str] = ()

    def preamble(self, where: str, narrowed: Sequence[str]) -> list[list[object]]:
        """What stands above the headings: of where, for when, known until when, how narrowed, by what rule."""
        now = clock.now()
        return [
            [self.title, where],
            ["per tanggal", clock.today().isoformat()],
            ["data sampai", formats.stamp(now), formats.moment(now)],
            ["saringan", *(narrowed or ["tidak ada"])],
            ["aturan", self.rule],
            [],
        ]


def _told_person(person: Participant) -> Sequence[object]:
    return [
        displayed(person.number),
        person.name,
        person.get_sex_display(),
        _phone(person),
        person.kelurahan_id or "",
        person.place,
        person.address,
        person.business_name,
        person.get_sector_display(),
        _yes(person.business_is_new),
        person.registered_on.isoformat(),
        person.next_step or "selesai",
        _yes(person.holds_permit),
        _yes(person.is_held_up),
    ]


def _told_permit(permit: Permit) -> Sequence[object]:
    return [
        permit.kind,
        permit.number,
        permit.issued_on.isoformat(),
        permit.kelurahan_id,
        tree.nodes()[permit.kelurahan_id].name,
        permit.investment,
        permit.workers,
        "dibatalkan" if permit.is_voided else "dicabut" if permit.is_revoked else "berlaku",
        permit.revoked_on.isoformat() if permit.revoked_on else "",
        displayed(permit.participant.number),
        permit.participant.name,
        formats.stamp(permit.recorded_at),
        permit.recorded_by.username,
    ]


def _told_obstacle(obstacle: Obstacle) -> Sequence[object]:
    person = obstacle.participant
    return [
        displayed(person.number),
        person.name,
        _phone(person),
        person.kelurahan_id or "",
        person.place,
        obstacle.get_kind_display(),
        obstacle.note,
        formats.stamp(obstacle.set_at),
        obstacle.set_by.username,
    ]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


PEOPLE = ListFile(
    "peserta",
    "Peserta OK OCE",
    "Peserta yang kelurahannya, atau kelurahan salah satu izinnya, ada di wilayah ini. Memegang izin berarti punya "
    "izin yang berlaku hari ini.",
    (
        *("nomor_peserta", "nama", "jenis_kelamin", "nomor_hp", "kode_wilayah", "tempat_usaha", "alamat_usaha"),
        *("nama_usaha", "bidang_usaha", "usaha_baru", "mendaftar", "langkah_berikutnya", "memegang_izin"),
        "ada_kendala",
    ),
    _told_person,
)
PERMITS = ListFile(
    "izin",
    "Izin OK OCE",
    "Semua izin yang diterbitkan kelurahan di wilayah ini, juga yang dicabut dan yang dibatalkan. Yang dibatalkan "
    "salah dicatat: tidak pernah dihitung.",
    (
        *("jenis", "nomor_izin", "terbit", "kode_wilayah", "kelurahan", "modal_usaha", "tenaga_kerja", "keadaan"),
        *("dicabut_sejak", "nomor_peserta", "nama", "dicatat", "dicatat_oleh"),
    ),
    _told_permit,
    ("participant", "recorded_by"),
)
OBSTACLES = ListFile(
    "kendala",
    "Kendala peserta OK OCE",
    "Kendala yang masih terbuka dari peserta yang kelurahannya, atau kelurahan salah satu izinnya, ada di wilayah ini.",
    (
        *("nomor_peserta", "nama", "nomor_hp", "kode_wilayah", "tempat_usaha", "kendala", "catatan", "dicatat"),
        "dicatat_oleh",
    ),
    _told_obstacle,
    ("participant", "set_by"),
)


def _phone(person: Participant) -> str:
    """Nothing for who asked not to be contacted any more: a file is made for calling people."""
    return formats.phone(person.phone) if person.phone and person.may_be_contacted else ""
