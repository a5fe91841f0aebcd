"""The columns of a register, and the names the licensing office gives them."""

from okoce.ui.tables import Column
from permits.importing import columns as imported

_SHARED = {column.name: column for column in imported.TEMPLATE}

ALL = (
    Column("nik", "NIK", _SHARED["person"].synonyms, required=True, as_text=True),
    Column("number", "Nomor izin", (*_SHARED["number"].synonyms, "nomor registrasi"), required=True, as_text=True),
    Column("issued_on", "Tanggal terbit", _SHARED["issued_on"].synonyms, required=True),
    Column("kind", "Jenis izin", _SHARED["kind"].synonyms, help_text="Tanpa kolom ini semuanya dianggap IUMK."),
    Column(
        "kelurahan",
        "Kelurahan",
        ("kel", "nama kelurahan", "kelurahan usaha", "lokasi", "kode kelurahan", "wilayah"),
        help_text="Nama atau kodenya.",
    ),
    Column("investment", "Modal usaha", ("modal", "nilai investasi", "investasi", "modal usaha (rp)")),
    Column("workers", "Tenaga kerja", ("jumlah tenaga kerja", "tk", "jumlah tk", "pekerja")),
)
LABELS = {column.name: column.label for column in ALL}


def missing(positions: dict[str, int]) -> list[Column]:
    """Required columns that nothing was found for."""
    return [column for column in ALL if column.required and column.name not in positions]
