"""What the fields of a deed, and their values, are called where people read the record.

The names stand in the order in which a deed tells them. Apps above explain the codes of their own with `explain`.
"""

from collections.abc import Iterable
from datetime import date

from okoce.accounts.models import Role
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui import formats

NAMES = {
    # A permit and who holds it
    "kind": "Jenis",
    "number": "Nomor",
    "issued_on": "Tanggal terbit",
    "kelurahan": "Kelurahan",
    "kelurahan_id": "Kelurahan",
    "investment": "Modal usaha",
    "workers": "Tenaga kerja",
    "participant": "Nomor peserta",
    "revoked_on": "Dicabut sejak",
    # A person, their steps and what they ask for
    "step": "Langkah",
    "on": "Tanggal",
    "place": "Tempat",
    "invited": "Diundang",
    "came": "Hadir",
    "registered_on": "Tanggal mendaftar",
    "outside_place": "Tempat di luar Jakarta",
    "sex": "Jenis kelamin",
    "business_is_new": "Usaha baru",
    "absorbed": "Catatan yang digabung",
    "merged_into": "Digabung ke catatan",
    "other": "Catatan lainnya",
    "outcome": "Hasil",
    "request": "Permintaan",
    "field": "Data",
    "name": "Nama",
    "nik": "NIK",
    "birth_date": "Tanggal lahir",
    "phone": "Nomor HP",
    "email": "Email",
    "address": "Alamat",
    "business_name": "Nama usaha",
    "sector": "Bidang usaha",
    "records": "Banyaknya catatan",
    # Accounts
    "username": "Nama pengguna",
    "role": "Peran",
    "region": "Wilayah",
    "is_active": "Akun terbuka",
    "sessions": "Banyaknya perangkat",
    "factor": "Cara verifikasi",
    "account": "Akun",
    "agency": "Instansi",
    "scopes": "Kewenangan",
    # Regions
    "aliases": "Ejaan lain",
    "latitude": "Lintang",
    "longitude": "Bujur",
    "tile_col": "Kolom kartogram",
    "tile_row": "Baris kartogram",
    # Files and lists
    "file": "Berkas",
    "ending": "Bentuk berkas",
    "list": "Daftar",
    "filter": "Saringan",
    "permits": "Izin",
    "rows": "Banyaknya baris",
    "recorded": "Dicatat",
    "known": "Sudah tercatat",
    "refused": "Tidak dapat dicatat",
    "register": "Register",
    "permit": "Izin",
    "settlement": "Penyelesaian",
    # Targets, reports and checks
    "period": "Periode",
    "way": "Cara membagi",
    "target": "Target",
    "sum": "Jumlah",
    "checksum": "Jumlah pemeriksa",
    "size": "Banyaknya izin",
    "alarm": "Tanda",
    "confirmed": "Cocok dengan suratnya",
    "lines": "Banyaknya baris jurnal",
    "people": "Banyaknya peserta",
    "since": "Sejak",
    "until": "Sampai",
}


def name_of(field: str) -> str:
    """A field in words; one that nobody has named stands as it is written down."""
    return NAMES.get(field, field)


_WORDS: dict[str, dict[str, str]] = {
    "role": dict(Role.choices),
    "factor": {
        "all": "semua",
        "recovery_code": "kode cadangan",
        "recovery_codes": "kode cadangan",
        "totp": "aplikasi autentikator",
        "webauthn": "kunci sandi",
    },
}
_DAYS = {"issued_on", "revoked_on", "on", "registered_on", "since", "until"}
_PLACES = {"kelurahan", "kelurahan_id", "region"}
_NUMBERS = {
    "target",
    "sum",
    "rows",
    "recorded",
    "known",
    "refused",
    "people",
    "lines",
    "records",
    "workers",
    "invited",
    "came",
}


def explain(field: str, words: Iterable[tuple[str, str]]) -> None:
    """Let the record say in words what a field holds as codes."""
    _WORDS.setdefault(field, {}).update(words)


def said(field: str, value: object) -> str:
    """A value as people write it; nothing for none."""
    text = "" if value is None else str(value)
    if text in ("", "None"):
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    codes, words = text.split(), _WORDS.get(field, {})
    if words and all(code in words for code in codes):
        return ", ".join(words[code] for code in codes)
    if field in _PLACES and (node := tree.get(text)):
        return tree.where(text) if node.level == Level.KELURAHAN else node.title
    return _written(field, text)


def _written(field: str, text: str) -> str:
    """Days, amounts and numbers as they are written, by their field: a permit's number may look like any of them."""
    try:
        if field in _DAYS:
            return formats.day(date.fromisoformat(text))
        if field == "investment":
            return formats.rupiah(int(text))
        return formats.number(int(text)) if field in _NUMBERS else text
    except ValueError:
        return text
