"""How much of a file is read, and what is said when it is more."""

from dataclasses import dataclass

from okoce.ui.formats import decimal, number

KIB = 1024
MIB = 1024 * KIB

SAVE_AGAIN = "Buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu kirim lagi."


class Unreadable(ValueError):
    """A file that cannot be taken as a table; the message says why and what to do, in Indonesian."""


@dataclass(frozen=True)
class Limits:
    """The most of each that is read: the file's bytes, its bytes once unpacked, rows below the headings, columns,
    cells with something in them, and XML elements, which take a microsecond each and pack to next to nothing.
    """

    size: int = 5 * MIB
    unpacked: int = 60 * MIB
    rows: int = 10_000
    columns: int = 60
    cells: int = 200_000
    elements: int = 3_000_000

    def check_size(self, size: int) -> None:
        if size > self.size:
            raise Unreadable(
                f"Berkas ini {_mib(size)}; paling besar {_mib(self.size)}. "
                "Hapus gambar dan lembar yang tidak perlu, atau bagi menjadi beberapa berkas."
            )
        if size == 0:
            raise Unreadable("Berkas ini kosong. Pilih berkas yang berisi data.")

    def check_unpacked(self, size: int) -> None:
        if size > self.unpacked:
            raise Unreadable(
                f"Isi berkas ini {_mib(size)} setelah dibuka; paling besar {_mib(self.unpacked)}. "
                "Salin baris datanya ke berkas baru, lalu kirim berkas itu."
            )

    def check_rows(self, rows: int) -> None:
        if rows > self.rows:
            raise Unreadable(
                f"Berkas ini memuat lebih dari {number(self.rows)} baris. Bagi menjadi beberapa berkas, lalu kirim "
                "satu per satu."
            )

    def check_columns(self, columns: int) -> None:
        if columns > self.columns:
            raise Unreadable(
                f"Berkas ini memuat lebih dari {number(self.columns)} kolom. Hapus kolom yang tidak perlu, lalu kirim "
                "lagi."
            )

    def check_cells(self, cells: int) -> None:
        if cells > self.cells:
            raise Unreadable(
                f"Berkas ini memuat lebih dari {number(self.cells)} sel yang terisi. Hapus kolom yang tidak perlu, "
                "atau bagi menjadi beberapa berkas."
            )


def _mib(size: int) -> str:
    return f"{decimal(size / MIB, 1)} MB"
