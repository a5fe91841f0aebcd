"""What each of the seven steps is, what to bring and where to go, in the words participants read. Pure.

Facts are those of PRODUCT, "Facts for the help pages"; where they say nothing, neither does this.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from okoce.ui import formats
from participants.models import Step
from permits.models import ObstacleKind
from targets import working_days

IUMK_PAPERS = (
    "KTP Jakarta",
    "Kartu keluarga (KK)",
    "NPWP",
    "2 pasfoto 4 × 6 berlatar merah",
    "Surat permohonan, ditandatangani",
    "Surat pernyataan bahwa Anda menaati aturan",
    "Foto tempat usaha",
    "Bukti kepemilikan atau sewa tempat usaha",
)

_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_LONGEST_CLOSURE = 30


@dataclass(frozen=True)
class Guide:
    """One step: what it is, what to do for it, and what to bring."""

    step: Step
    what: str
    to_do: str
    bring: tuple[str, ...] = ("KTP", "Nomor peserta Anda")

    @property
    def code(self) -> str:
        return self.step.value

    @property
    def name(self) -> str:
        return str(self.step.label)


GUIDES = {
    guide.step: guide
    for guide in (
        Guide(
            Step.P1,
            "Anda tercatat sebagai peserta dan mendapat nomor peserta.",
            "Daftar di portal ini, atau di kantor kelurahan.",
            ("KTP",),
        ),
        Guide(
            Step.P2,
            "Pelatihan singkat tentang memulai dan menjalankan usaha.",
            "Tanyakan jadwal pelatihan berikutnya, lalu datang pada harinya.",
        ),
        Guide(
            Step.P3,
            "Seorang pendamping membantu Anda menyiapkan usaha dan berkas izin.",
            "Minta pendamping, lalu sepakati kapan bertemu.",
        ),
        Guide(
            Step.P4,
            "Izin usaha: IUMK, atau SKU bila tempat usaha Anda tidak dapat mendapat IUMK. Dengan izin ini Anda "
            "dihitung sebagai wirausaha baru.",
            "Urus izin di kantor kelurahan tempat usaha. Gratis; IUMK selesai dalam satu hari kerja bila berkasnya "
            "lengkap.",
            IUMK_PAPERS,
        ),
        Guide(
            Step.P5,
            "Belajar memasarkan, dan ikut bazar atau pameran.",
            "Tanyakan kegiatan pemasaran yang dapat Anda ikuti.",
        ),
        Guide(
            Step.P6,
            "Mencatat uang masuk dan keluar, lalu membuat laporan keuangan sederhana.",
            "Bawa catatan uang usaha Anda untuk diperiksa bersama.",
            ("KTP", "Nomor peserta Anda", "Catatan uang masuk dan keluar"),
        ),
        Guide(
            Step.P7,
            "Jalan ke modal, misalnya pinjaman Bank DKI sampai Rp10 juta, bunga tetap 7\u00a0% setahun, tanpa agunan.",
            "Tanyakan cara mengajukannya. IUMK atau SKU cukup untuk pinjaman ini.",
            ("KTP", "Nomor peserta Anda", "IUMK atau SKU"),
        ),
    )
}

FOR_THE_PERSON: dict[str, str] = {
    ObstacleKind.GREEN_ZONE: "IUMK tidak dapat terbit di zona hijau. Mintalah SKU di kantor kelurahan.",
    ObstacleKind.RUSUN: "IUMK tidak dapat terbit di atas lantai dasar rusun. Mintalah SKU di kantor kelurahan.",
    ObstacleKind.NO_NPWP: "Buat NPWP di kantor pajak atau secara daring. Tidak dipungut biaya.",
    ObstacleKind.PAPERS: "Lengkapi berkas yang kurang, lalu kembali ke kantor kelurahan.",
    ObstacleKind.NOT_REACHED: "Kami belum dapat menghubungi Anda. Periksa nomor HP Anda di halaman Data saya.",
    ObstacleKind.NO_NEED: "Izin ini gratis, dan dengan izin Anda dapat mengajukan modal.",
    ObstacleKind.MOVED: "Beri tahu tempat usaha Anda yang baru lewat halaman Data saya.",
    ObstacleKind.CLOSED: "Membuka usaha lagi? Beri tahu petugas kelurahan.",
    ObstacleKind.OTHER: "Tanyakan kepada petugas kelurahan apa yang perlu dilakukan.",
}
"""What somebody may do themselves about what keeps them from a permit."""


def open_today(today: date) -> str:
    """Whether today is a working day, and if not, which the next one is."""
    if _is_open(today):
        return "Hari ini hari kerja."
    days = (today + timedelta(days=ahead) for ahead in range(1, _LONGEST_CLOSURE))
    following = next((day for day in days if _is_open(day)), None)
    if following is None:
        return "Hari ini bukan hari kerja."
    return f"Hari ini bukan hari kerja; yang berikutnya {_WEEKDAYS[following.weekday()]}, {formats.day(following)}."


def _is_open(day: date) -> bool:
    return working_days.between(day, day) == 1
