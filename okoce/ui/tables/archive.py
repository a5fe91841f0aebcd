"""The ZIP folder that an XLSX file is, looked through before anything in it is unpacked."""

import zipfile
from typing import IO, BinaryIO

from okoce.ui.tables.limits import SAVE_AGAIN, Limits, Unreadable

_MOST_PARTS = 2000
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

DAMAGED = f"Berkas ini rusak. {SAVE_AGAIN}"


class Archive:
    """A ZIP folder within the limits. Its directory tells how much each part unpacks to, and no more is ever read."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        try:
            self._folder = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, UnicodeError):
            raise Unreadable(DAMAGED) from None
        parts = self._folder.infolist()
        if len(parts) > _MOST_PARTS:
            raise Unreadable(f"Berkas ini terdiri dari terlalu banyak bagian. {SAVE_AGAIN}")
        limits.check_unpacked(sum(part.file_size for part in parts))
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise Unreadable("Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.")
        # Other methods unpack without a bound.
        if any(part.compress_type not in _METHODS for part in parts):
            raise Unreadable(DAMAGED)
        self._parts = {_key(part.filename): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def open(self, name: str) -> IO[bytes]:
        """The unpacked bytes of a part, as a stream. Raises KeyError when there is none of that name."""
        return self._folder.open(self._parts[_key(name)])


def _key(name: str) -> str:
    # Some programs write backslashes, a leading slash, or letters in another case.
    return name.replace("\\", "/").lstrip("/").casefold()
