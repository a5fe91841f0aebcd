"""The columns of a spreadsheet of permits, and the names offices give them."""

from collections.abc import Mapping

from okoce.ui.tables import Column

# In the template, in this order.
TEMPLATE = (
    Column(
        "person",
        "NIK atau nomor peserta",
        (
            *("nik", "no nik", "nomor nik", "nomor induk kependudukan", "nik peserta", "nik pemohon", "nik ktp"),
            *("ktp", "no ktp", "nomor ktp", "nik/nomor peserta", "nik/no peserta", "nik atau no peserta"),
        ),
        help_text="16 angka dari KTP, atau nomor pada bukti pendaftaran. Kolom ini berformat Teks; jangan diubah.",
        example="4K7H2-MX9QR",
        as_text=True,
        width=24,
    ),
    Column(
        "name",
        "Nama",
        ("nama peserta", "nama lengkap", "nama pemohon", "nama pemilik", "nama pemegang izin", "nama pelaku usaha"),
        help_text="Boleh kosong. Hanya dibandingkan dengan nama yang terdaftar, supaya salah orang ketahuan.",
        example="Siti Aminah",
        as_text=True,
        width=28,
    ),
    Column(
        "kind",
        "Jenis izin",
        ("jenis", "jenis surat", "jenis perizinan", "tipe izin", "izin", "iumk/sku"),
        required=True,
        help_text="IUMK atau SKU.",
        example="IUMK",
        width=11,
    ),
    Column(
        "number",
        "Nomor izin",
        (
            *("nomor", "no izin", "nomor surat", "no surat", "nomor surat izin", "no surat izin", "nomor iumk"),
            *("no iumk", "nomor sku", "no sku", "nomor iumk/sku", "no iumk/sku"),
        ),
        required=True,
        help_text="Seperti pada suratnya. Kolom ini berformat Teks; jangan diubah.",
        example="12/31.73.01.1006/-1.824.27/e/2018",
        as_text=True,
        width=36,
    ),
    Column(
        "issued_on",
        "Tanggal terbit",
        (
            *("tanggal", "tgl", "tgl terbit", "tanggal izin", "tgl izin", "tanggal surat", "tgl surat"),
            *("tanggal penerbitan", "tgl penerbitan", "tanggal izin terbit", "terbit"),
        ),
        required=True,
        help_text="Tanggal pada surat, misalnya 31/12/2018 atau 31 Desember 2018.",
        example="31/12/2018",
        width=16,
    ),
    Column(
        "investment",
        "Modal usaha",
        ("modal", "nilai modal", "jumlah modal", "modal usaha rp", "investasi", "nilai investasi"),
        help_text="Wajib untuk IUMK, dalam rupiah. Kosongkan untuk SKU.",
        example="5.000.000",
    ),
    Column(
        "workers",
        "Tenaga kerja",
        (
            *("jumlah tenaga kerja", "jml tenaga kerja", "tk", "jumlah tk", "pekerja", "jumlah pekerja"),
            *("karyawan", "jumlah karyawan"),
        ),
        help_text="Wajib untuk IUMK. Kosongkan untuk SKU.",
        example="2",
        width=13,
    ),
)

# In files that keep both apart, as exports do.
PARTICIPANT = Column(
    "participant",
    "Nomor peserta",
    ("no peserta", "nomor peserta ok oce", "no peserta ok oce", "id peserta", "kode peserta"),
)

# What our file of rows to be corrected adds, and the running number of most lists: known, and passed over.
SOURCE_ROW = Column("source_row", "Baris asal", width=8)
REMARKS = Column("remarks", "Yang perlu diperbaiki", width=80)
COUNTER = Column("counter", "No", ("no urut", "nomor urut"))
PASSED_OVER = (SOURCE_ROW, REMARKS, COUNTER)

ALL = (*TEMPLATE, PARTICIPANT, *PASSED_OVER)
MAPPABLE = (*TEMPLATE, PARTICIPANT)
LABELS = {column.name: column.label for column in MAPPABLE}


def missing(positions: Mapping[str, int]) -> list[Column]:
    """Columns without which no row can be taken; a NIK or a participant number is enough."""
    gone = [column for column in TEMPLATE if column.required and column.name not in positions]
    if "person" not in positions and PARTICIPANT.name not in positions:
        gone.insert(0, TEMPLATE[0])
    return gone
