"""What the fields of a deed are called where people read the record; in the order in which a deed tells them."""

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
    "sum": "Jumlah",
    "checksum": "Jumlah pemeriksa",
    "size": "Banyaknya izin",
    "alarm": "Tanda",
    "lines": "Banyaknya baris jurnal",
    "people": "Banyaknya peserta",
    "since": "Sejak",
    "until": "Sampai",
}


def name_of(field: str) -> str:
    """A field in words; one that nobody has named stands as it is written down."""
    return NAMES.get(field, field)
