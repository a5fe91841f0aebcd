"""Everything that is held about one person, as a copy for themselves (Law 27/2022, articles 7 and 13).

A copy is made of parts, each with some entries; a page says them in words, and a file gives them to other programs. The
NIK stands in it as everywhere: masked. Officials appear by their office, not by their name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.regions import tree
from okoce.ui import formats
from participants.attending.models import TrainingSession
from participants.models import Participant, Step
from participants.notices import stopping
from permits.telling import history_of


@dataclass(frozen=True)
class Item:
    """One thing that is held: its name in files, its label on pages, and what it is."""

    key: str
    label: str
    value: Any

    @property
    def shown(self) -> str:
        """The value as people read it; a dash for nothing."""
        if isinstance(self.value, bool):
            return "ya" if self.value else "tidak"
        if isinstance(self.value, datetime):
            return formats.moment(self.value)
        if isinstance(self.value, date):
            return formats.day(self.value)
        return formats.number(self.value) if self.value not in (None, "") else formats.NOTHING

    @property
    def plain(self) -> Any:
        """The value as JSON can say it."""
        return self.value.isoformat() if isinstance(self.value, date) else self.value


Items = list[Item]


@dataclass(frozen=True)
class Part:
    """A part of the copy, such as the permits; `entries` may be none."""

    key: str
    title: str
    entries: list[Items]


def copy_of(person: Participant) -> list[Part]:
    """Everything held about a person whose record is in force."""
    return [
        Part("peserta", "Siapa Anda dan usaha Anda", [_person(person)]),
        Part("persetujuan", "Persetujuan Anda", [_consent(person)]),
        Part("akun", "Akun Anda", list(_account(person))),
        Part("langkah", "Langkah yang dicatat", list(_steps(person))),
        Part("pelatihan", "Pelatihan yang Anda hadiri", list(_trainings(person))),
        Part("izin", "Izin", list(_permits(person))),
        Part("kendala", "Kendala", list(_obstacles(person))),
        Part("kepindahan", "Kepindahan usaha", list(_moves(person))),
        Part("permintaan", "Permintaan Anda tentang data", list(_requests(person))),
        Part("email", "Email tentang langkah dan izin Anda", list(_letters(person))),
        Part("catatan_digabung", "Catatan lain yang digabung ke catatan ini", list(_absorbed(person))),
        Part("riwayat", "Siapa melakukan apa dengan data Anda", list(_history(person))),
    ]


def as_json(parts: list[Part]) -> dict[str, Any]:
    """The copy for other programs: a list of entries for each part."""
    return {part.key: [{item.key: item.plain for item in entry} for entry in part.entries] for part in parts}


def take_copy(person: Participant, *, by: User) -> list[Part]:
    """The copy, with a record that it was taken away as a file."""
    record(Verb.COPY_TAKEN, person, by=by)
    return copy_of(person)


def _doer(user: User | None) -> str:
    """Who an official is to the public: "petugas kelurahan Kapuk", "pejabat PGO Jakarta Barat"; people themselves are
    "Anda sendiri".
    """
    if user is None or user.is_participant:
        return "Anda sendiri"
    role, node = str(user.get_role_display()), user.region_node
    if node is None:
        return role
    # An officer's role says already that the name is a kelurahan's.
    return f"{role} {node.name if user.is_officer else node.title}"


def _person(person: Participant) -> Items:
    return [
        Item("nomor_peserta", "Nomor peserta", person.displayed_number),
        Item("nama", "Nama", person.name),
        Item("nik", "NIK (disamarkan)", person.nik_masked),
        Item("tanggal_lahir", "Tanggal lahir", person.birth_date),
        Item("jenis_kelamin", "Jenis kelamin", person.get_sex_display()),
        Item("nomor_hp", "Nomor HP", formats.phone(person.phone) if person.phone else ""),
        Item("email", "Email", person.email),
        Item("tempat_usaha", "Tempat usaha", person.place),
        Item("alamat_usaha", "Alamat usaha", person.address),
        Item("nama_usaha", "Nama usaha", person.business_name),
        Item("bidang_usaha", "Bidang usaha", person.get_sector_display()),
        Item("usaha_baru", "Usaha baru saat mendaftar", person.business_is_new),
        Item("terdaftar_sejak", "Terdaftar sejak", person.registered_on),
        Item("cara_mendaftar", "Cara mendaftar", person.get_channel_display()),
    ]


def _day(text: str) -> date | str:
    """The day a text names, or else the text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _consent(person: Participant) -> Items:
    return [
        Item("pemberitahuan", "Pemberitahuan privasi yang disetujui", _day(person.consent_version)),
        Item("disetujui_pada", "Disetujui pada", person.consented_at),
        Item("ditarik_pada", "Ditarik pada", person.consent_withdrawn_at),
        Item("email_dihentikan", "Email tentang langkah dan izin dihentikan", stopping.has_stopped(person)),
    ]


def _account(person: Participant) -> Iterator[Items]:
    account = person.user
    if account is not None:
        yield [
            Item("nama_masuk", "Nama untuk masuk, selain nomor peserta", formats.phone(account.username)),
            Item("email", "Email untuk masuk", account.email),
            Item("dibuat_pada", "Dibuat pada", account.created_at),
            Item("terakhir_masuk", "Terakhir masuk", account.last_login),
        ]


def _steps(person: Participant) -> Iterator[Items]:
    for done in person.completions.select_related("completed_by").order_by("step", "id"):
        yield [
            Item("langkah", "Langkah", f"{done.step} {Step(done.step).label}"),
            Item("selesai_pada", "Selesai pada", done.completed_on),
            Item("dicatat_pada", "Dicatat pada", done.recorded_at),
            Item("dicatat_oleh", "Dicatat oleh", _doer(done.completed_by)),
            Item("dibatalkan_pada", "Dibatalkan pada", done.undone_at),
            Item("alasan", "Alasan dibatalkan", done.undone_reason),
        ]


def _trainings(person: Participant) -> Iterator[Items]:
    for session in TrainingSession.objects.attended_by(person).order_by("held_on", "id"):
        yield [
            Item("tanggal", "Tanggal", session.held_on),
            Item("tempat", "Tempat", session.place),
        ]


def _permits(person: Participant) -> Iterator[Items]:
    for permit in person.permits.select_related("recorded_by").order_by("issued_on", "id"):
        yield [
            Item("jenis", "Jenis", permit.kind),
            Item("nomor", "Nomor", permit.number),
            Item("terbit", "Tanggal terbit", permit.issued_on),
            Item("kelurahan", "Kelurahan penerbit", permit.place),
            Item("berlaku_sampai", "Berlaku sampai", permit.expires_on),
            Item("modal", "Modal usaha (rupiah)", permit.investment),
            Item("tenaga_kerja", "Tenaga kerja", permit.workers),
            Item("dicatat_pada", "Dicatat pada", permit.recorded_at),
            Item("dicatat_oleh", "Dicatat oleh", _doer(permit.recorded_by)),
            Item("dicabut_sejak", "Dicabut sejak", permit.revoked_on),
            Item("alasan_dicabut", "Alasan dicabut", permit.revoked_reason),
            Item("dibatalkan_pada", "Dibatalkan pada", permit.voided_at),
            Item("alasan_dibatalkan", "Alasan dibatalkan", permit.voided_reason),
        ]


def _obstacles(person: Participant) -> Iterator[Items]:
    for obstacle in person.obstacles.select_related("set_by").order_by("id"):
        yield [
            Item("kendala", "Kendala", obstacle.get_kind_display()),
            Item("catatan", "Catatan", obstacle.note),
            Item("dicatat_pada", "Dicatat pada", obstacle.set_at),
            Item("dicatat_oleh", "Dicatat oleh", _doer(obstacle.set_by)),
            Item("selesai_pada", "Selesai pada", obstacle.resolved_at),
            Item("hasil", "Hasil", obstacle.get_outcome_display() if obstacle.outcome else ""),
        ]


def _moves(person: Participant) -> Iterator[Items]:
    for move in person.moves.order_by("moved_on", "id"):
        yield [
            Item("pindah_pada", "Pindah pada", move.moved_on),
            Item("dari", "Dari", tree.where(move.origin_id) if move.origin_id else "luar Jakarta"),
            Item("ke", "Ke", tree.where(move.destination_id) if move.destination_id else "luar Jakarta"),
        ]


def _requests(person: Participant) -> Iterator[Items]:
    for request in person.data_requests.order_by("id"):
        yield [
            Item("permintaan", "Permintaan", request.what),
            Item("keterangan", "Keterangan Anda", request.note),
            Item("diterima_pada", "Diterima pada", request.made_at),
            Item("batas_waktu", "Batas waktu", request.due_at),
            Item("hasil", "Hasil", request.get_outcome_display() if request.outcome else "menunggu"),
            Item("diputuskan_pada", "Diputuskan pada", request.decided_at),
            Item("alasan", "Alasan", request.reason),
        ]


def _letters(person: Participant) -> Iterator[Items]:
    for notice in person.notices.order_by("id"):
        yield [
            Item("perihal", "Perihal", notice.get_kind_display()),
            Item("sejak", "Menunggu dikirim sejak", notice.queued_at),
            Item("hasil", "Hasil", notice.get_outcome_display() if notice.outcome else "menunggu"),
            Item("selesai_pada", "Pada", notice.settled_at),
        ]


def _absorbed(person: Participant) -> Iterator[Items]:
    for other in person.absorbed.order_by("id"):
        yield [item for item in _person(other) if item.value not in (None, "")]
        yield from _absorbed(other)


def _history(person: Participant) -> Iterator[Items]:
    """What was done, and why, unless the reason is about two people: it may say who the other is."""
    for deed in history_of(person):
        yield [
            Item("waktu", "Waktu", deed.at),
            Item("perbuatan", "Perbuatan", deed.what),
            Item("izin", "Izin", str(deed.permit) if deed.permit else ""),
            Item("oleh", "Oleh", _doer(deed.actor)),
            Item("alasan", "Alasan", "" if deed.changed_holder else deed.reason),
        ]
