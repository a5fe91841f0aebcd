"""What the portal says to participants although the programme's papers do not say it: PGO confirms or changes it here.

Until it has, every sentence reads as what it is: a rule of thumb, or something that is still to be settled. What is
unconfirmed and stands elsewhere is listed in docs/to-confirm.md.
"""

OFFICE_HOURS = (
    "Biasanya kantor kelurahan buka Senin sampai Jumat pada jam kerja, dan tutup pada hari libur nasional dan cuti "
    "bersama. Pastikan jamnya di kantor kelurahan Anda."
)

KEPT_FOR = (
    "Data peserta: selama program berjalan. Berapa lama sesudahnya masih ditetapkan PGO; paling lama lima tahun, yaitu "
    "selama IUMK berlaku. Bila sudah ditetapkan, pemberitahuan ini diperbarui."
)

RESPONSIBLE = (
    "Badan pelaksana program OK OCE (PGO) bersama Pemerintah Provinsi DKI Jakarta. Nama dan alamat petugas pelindungan "
    "data masih ditetapkan; sampai saat itu tanyakan di kantor kelurahan Anda."
)
