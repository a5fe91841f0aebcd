"""Who may do what, and where: one table, which every `permissions` module and every `visible_to` consults.

A row is a deed, a column is who does it, a cell is how far they reach. `permissions` adds what depends on the state of
one thing (a permit that is voided, a record that was merged). docs/permissions.md shows the same table to people.
"""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from okoce.accounts.models import Role, User
from okoce.regions import tree


class Who(StrEnum):
    """Whoever comes to the portal; PGO of the province do what concerns the whole programme."""

    STRANGER = "siapa saja"
    PARTICIPANT = "peserta"
    OFFICER = "petugas kelurahan"
    OFFICIAL = "PGO kota atau kecamatan"
    PROVINCE = "PGO provinsi"
    ADMINISTRATOR = "administrator"
    AGENCY = "instansi (token)"


class Reach(StrEnum):
    """How far a right goes."""

    NOWHERE = "–"
    OWN = "dirinya"
    PEOPLE = "orang dalam cakupannya"
    REGION = "wilayahnya"
    EVERYWHERE = "semua"


class Deed(StrEnum):
    """What is done, or seen."""

    READ_PUBLIC = "membaca capaian, laporan, dan bantuan; mendaftar; memeriksa nomor"
    USE_ACCOUNT = "mengurus akun sendiri"
    SEE_OWN = "melihat langkah, izin, dan data sendiri, menyalin, memperbaiki, atau minta diperbaiki dan dihapus"
    SEE_PERSON = "melihat peserta"
    LIST = "membuka daftar peserta, izin, dan kendala, dan mengekspornya"
    REVEAL_NIK = "melihat NIK lengkap, dengan alasan"
    REGISTER_PERSON = "mendaftarkan orang di loket"
    OPEN_OUTSIDE = "membuka peserta wilayah lain dengan NIK atau nomor yang tepat dan alasan"
    HAND_OUT_CODE = "memberi kode kata sandi"
    ASK_FOR_PERSON = "memperbaiki kontak orang di loket, dan mengajukan perbaikan atau penghapusan datanya"
    DECIDE_CORRECTION = "memutuskan permintaan perbaikan"
    DECIDE_ERASURE = "memutuskan pencabutan persetujuan dan penghapusan"
    NOTE_OBSTACLE = "mencatat kendala"
    MERGE = "menggabung, memisahkan, dan membedakan catatan ganda"
    RECORD_STEP = "mencatat dan membatalkan langkah"
    RUN_TRAINING = "mengurus pelatihan dan daftar hadir"
    SEE_PERMIT = "melihat izin"
    RECORD_PERMIT = "mencatat izin"
    IMPORT_PERMITS = "mengimpor izin dari lembar kerja"
    CHANGE_PERMIT = "memperbaiki, mencabut, dan membatalkan izin"
    REVOKE_PERMIT = "mencabut izin lewat API"
    WORK_AT_DESK = "memakai meja kerja"
    OPEN_FIGURES = "membuka angka sampai ke barisnya, dan lembar mingguan"
    SEE_BOARD = "membuka papan PGO dan membandingkan"
    CHECK_PERMITS = "memeriksa lonjakan dan sampel"
    SEE_TARGETS = "melihat dan mengusulkan target"
    SET_TARGET = "menetapkan target"
    SHARE_OUT_TARGETS = "membagi target ke semua kelurahan"
    RECONCILE = "rekonsiliasi dengan register DPMPTSP"
    PUBLISH = "menerbitkan laporan"
    ADMINISTER = "mengurus akun, wilayah, instansi, dan token; membaca target, laporan, dan catatan audit"


_NO, _OWN, _PEOPLE, _REGION, _ALL = Reach

# fmt: off
TABLE: dict[Deed, tuple[Reach, ...]] = {
    #                        stranger participant officer official province administrator agency
    Deed.READ_PUBLIC:       (_ALL,    _ALL,       _ALL,    _ALL,    _ALL,    _ALL,         _ALL),
    Deed.USE_ACCOUNT:       (_NO,     _OWN,       _OWN,    _OWN,    _OWN,    _OWN,         _NO),
    Deed.SEE_OWN:           (_NO,     _OWN,       _NO,     _NO,     _NO,     _NO,          _NO),
    Deed.SEE_PERSON:        (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _PEOPLE),
    Deed.LIST:              (_NO,     _NO,        _REGION, _REGION, _ALL,    _NO,          _NO),
    Deed.REVEAL_NIK:        (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _NO),
    Deed.REGISTER_PERSON:   (_NO,     _NO,        _ALL,    _NO,     _NO,     _NO,          _NO),
    Deed.OPEN_OUTSIDE:      (_NO,     _NO,        _ALL,    _NO,     _NO,     _NO,          _NO),
    Deed.HAND_OUT_CODE:     (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _NO),
    Deed.ASK_FOR_PERSON:    (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _NO),
    Deed.DECIDE_CORRECTION: (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _NO),
    Deed.DECIDE_ERASURE:    (_NO,     _NO,        _NO,     _NO,     _ALL,    _NO,          _NO),
    Deed.NOTE_OBSTACLE:     (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _NO),
    Deed.MERGE:             (_NO,     _NO,        _REGION, _REGION, _ALL,    _NO,          _NO),
    Deed.RECORD_STEP:       (_NO,     _NO,        _NO,     _PEOPLE, _ALL,    _NO,          _NO),
    Deed.RUN_TRAINING:      (_NO,     _NO,        _NO,     _REGION, _ALL,    _NO,          _NO),
    Deed.SEE_PERMIT:        (_NO,     _NO,        _PEOPLE, _PEOPLE, _ALL,    _NO,          _PEOPLE),
    Deed.RECORD_PERMIT:     (_NO,     _NO,        _REGION, _NO,     _NO,     _NO,          _REGION),
    Deed.IMPORT_PERMITS:    (_NO,     _NO,        _REGION, _NO,     _NO,     _NO,          _NO),
    Deed.CHANGE_PERMIT:     (_NO,     _NO,        _REGION, _REGION, _ALL,    _NO,          _NO),
    Deed.REVOKE_PERMIT:     (_NO,     _NO,        _NO,     _NO,     _NO,     _NO,          _REGION),
    Deed.WORK_AT_DESK:      (_NO,     _NO,        _REGION, _NO,     _NO,     _NO,          _NO),
    Deed.OPEN_FIGURES:      (_NO,     _NO,        _REGION, _REGION, _ALL,    _NO,          _NO),
    Deed.SEE_BOARD:         (_NO,     _NO,        _NO,     _REGION, _ALL,    _NO,          _NO),
    Deed.CHECK_PERMITS:     (_NO,     _NO,        _NO,     _REGION, _ALL,    _NO,          _NO),
    Deed.SEE_TARGETS:       (_NO,     _NO,        _NO,     _REGION, _ALL,    _NO,          _NO),
    Deed.SET_TARGET:        (_NO,     _NO,        _NO,     _REGION, _ALL,    _NO,          _NO),
    Deed.SHARE_OUT_TARGETS: (_NO,     _NO,        _NO,     _NO,     _ALL,    _NO,          _NO),
    Deed.RECONCILE:         (_NO,     _NO,        _NO,     _NO,     _ALL,    _NO,          _NO),
    Deed.PUBLISH:           (_NO,     _NO,        _NO,     _NO,     _ALL,    _NO,          _NO),
    Deed.ADMINISTER:        (_NO,     _NO,        _NO,     _NO,     _NO,     _ALL,         _NO),
}
# fmt: on


def who(user: User | AnonymousUser) -> Who:
    """The column of somebody who comes with a browser; a closed account is a stranger's."""
    if not isinstance(user, User) or not user.is_active:
        return Who.STRANGER
    if user.role == Role.PGO:
        return Who.PROVINCE if user.region_id == tree.PROVINCE else Who.OFFICIAL
    return {
        Role.PARTICIPANT: Who.PARTICIPANT,
        Role.OFFICER: Who.OFFICER,
        Role.ADMINISTRATOR: Who.ADMINISTRATOR,
    }[Role(user.role)]


def reach(comer: Who, deed: Deed) -> Reach:
    """The cell of the table."""
    return TABLE[deed][list(Who).index(comer)]


def refusal(deed: Deed) -> str:
    """Whose deed it is, for whoever may not do it: "Hanya akun PGO provinsi yang dapat menerbitkan laporan."."""
    able = [comer.value for comer in Who if comer is not Who.AGENCY and reach(comer, deed) is not Reach.NOWHERE]
    several = f"{', '.join(able[:-1])}, atau {able[-1]}" if able[1:] else "".join(able)
    return f"Hanya akun {several} yang dapat {deed.value}."


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Whether this is a deed of theirs at all, wherever it is."""
    return reach(who(user), deed) is not Reach.NOWHERE


def may_in(user: User | AnonymousUser, deed: Deed, region: str | None) -> bool:
    """Whether they may do it in that region (None: outside Jakarta), for deeds that reach a region."""
    return isinstance(user, User) and reaches(who(user), user, deed, region)


def reaches(comer: Who, user: User, deed: Deed, region: str | None) -> bool:
    """The same for an account that comes in another way: an agency's, through its token."""
    how_far = reach(comer, deed)
    return how_far is Reach.EVERYWHERE or (how_far is Reach.REGION and user.answers_for(region))
