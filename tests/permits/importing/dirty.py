"""A file with more than thirty kinds of dirty rows among good ones, and what must be said of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from okoce.accounts.models import User
from participants import numbers
from participants.models import Participant
from permits import merging
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.permits.importing.files import a_row


@dataclass
class Dirt:
    """A row, the column that is wrong, and how the sentence begins that says what to do."""

    row: list[object]
    column: str
    sentence: str


@dataclass
class Dirty:
    """The rows of the file in order, and by row number what must be said of the bad ones."""

    rows: list[list[object]] = field(default_factory=list)
    expected: dict[int, Dirt] = field(default_factory=dict)
    good: int = 0

    def add_good(self, row: list[object]) -> int:
        self.rows.append(row)
        self.good += 1
        return len(self.rows) + 1

    def add(self, dirt: Dirt) -> None:
        self.rows.append(dirt.row)
        self.expected[len(self.rows) + 1] = dirt


def a_dirty_file(officer: User) -> Dirty:
    """Good and bad rows by turns; people and permits that the bad ones need are made."""
    file = Dirty()
    first = a_participant()
    at = file.add_good(a_row(first, "0001/e/2018"))
    for index, dirt in enumerate((*_who(), *_papers(), *_amounts(), *_conflicts(officer, first, at))):
        file.add(dirt)
        if index % 7 == 0:
            file.add_good(a_row(a_participant(), f"g{index}/e/2018"))
    return file


def _number(index: int) -> str:
    return f"d{index}/e/2018"


def _who() -> Iterator[Dirt]:
    lost = "Lembar kerja mengubah NIK ini menjadi bilangan (seperti 3,17408E+15)."
    merged, survivor = a_participant(), a_participant()
    merging.merge(survivor, merged, by=an_official(), reason="orang yang sama")
    found = a_participant()
    wrong = found.number[:-1] + ("0" if found.number[-1] != "0" else "1")
    cells = [
        (None, "Tulis NIK dari KTP atau nomor peserta dari bukti pendaftarannya."),
        ("3,17399E+15", lost),
        (3173990101850003, lost),
        (3.173990101850003e15, lost),
        ("31739901018500", "NIK terdiri dari 16 angka; di sini 14 angka. Cocokkan dengan KTP."),
        ("31739901018500012", "NIK terdiri dari 16 angka; di sini 17 angka. Cocokkan dengan KTP."),
        ("9973990101850003", "NIK ini tidak mungkin: kode provinsi atau tanggal lahir di dalamnya tidak ada."),
        ("3173993213850003", "NIK ini tidak mungkin: kode provinsi atau tanggal lahir di dalamnya tidak ada."),
        ("3173••••••••0003", "NIK ini disamarkan. Tulis 16 angka dari KTP"),
        ("Siti Aminah", "Ini bukan NIK (16 angka) dan bukan nomor peserta (seperti 4K7H2-MX9QR)."),
        (wrong, numbers.MISTYPED),
        (a_nik(serial=9991), "NIK ini belum terdaftar. Cocokkan dengan KTP; bila sudah benar, daftarkan orangnya"),
        ("#REF!", "Sel ini berisi rumus yang salah. Ganti rumus itu dengan isinya."),
        (merged, f"Catatan ini sudah digabung. Tulis nomor peserta yang berlaku: {survivor.displayed_number}."),
    ]
    for index, (cell, sentence) in enumerate(cells):
        yield Dirt(a_row(cell, _number(index)), "NIK atau nomor peserta", sentence)


def _papers() -> Iterator[Dirt]:
    cells = [
        ("kind", None, "Tulis IUMK atau SKU."),
        ("kind", "SIUP", "Jenis izin ini tidak dikenal. Tulis IUMK atau SKU."),
        ("number", None, "Salin nomor izin dari suratnya."),
        ("number", "-/-", "Nomor izin harus memuat angka atau huruf. Salin dari suratnya."),
        ("number", "9" * 81, "Nomor izin ini lebih dari 80 huruf. Salin nomornya saja."),
        ("number", a_nik(serial=9992), "Di sini ada NIK. Salin nomor izin dari suratnya, tanpa NIK."),
        ("number", date(2018, 5, 12), "Lembar kerja mengubah isi sel ini menjadi tanggal."),
        ("number", 123456789012345678, "Lembar kerja mengubah isi sel ini menjadi bilangan yang disingkat."),
        ("issued_on", None, "Salin tanggal terbit dari suratnya, misalnya 31/12/2018."),
        ("issued_on", "kemarin", "Tanggal ini tidak terbaca. Tulis tanggal seperti 31/12/2018."),
        ("issued_on", "31/02/2018", "Tanggal 31 Februari 2018 tidak ada. Periksa hari dan bulannya."),
        ("issued_on", "12/31/2018", "Bulannya tidak terbaca."),
        ("issued_on", "1/9/18", "Tulis tahunnya dengan empat angka, seperti 31/12/2018."),
        ("issued_on", 43344, "Sel ini berisi bilangan; bila maksudnya 1 September 2018, tulis 01/09/2018."),
        ("issued_on", date(2018, 9, 10), "Tanggal terbit ada di masa depan. Periksa tanggal pada surat izin."),
    ]
    labels = {"kind": "Jenis izin", "number": "Nomor izin", "issued_on": "Tanggal terbit"}
    for index, (name, cell, sentence) in enumerate(cells, start=100):
        yield Dirt(a_row(a_participant(), **({"number": _number(index)} | {name: cell})), labels[name], sentence)


def _amounts() -> Iterator[Dirt]:
    cells = [
        ("investment", None, "Tulis modal usaha seperti pada surat IUMK."),
        ("investment", "lima juta", "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
        ("investment", -5, "Angka ini kurang dari 0. Salin dari suratnya."),
        ("investment", 10**13, "Angka ini lebih dari 999.999.999.999. Periksa banyaknya nol."),
        ("workers", None, "Tulis jumlah tenaga kerja seperti pada surat IUMK."),
        ("workers", 1.5, "Angka ini tidak bulat. Tulis angka bulat seperti 1.500.000."),
        ("workers", date(2018, 1, 2), "Isi sel ini bukan angka. Tulis angka bulat seperti 1.500.000."),
    ]
    labels = {"investment": "Modal usaha", "workers": "Tenaga kerja"}
    for index, (name, cell, sentence) in enumerate(cells, start=200):
        yield Dirt(a_row(a_participant(), _number(index), **{name: cell}), labels[name], sentence)


def _conflicts(officer: User, first: Participant, at: int) -> Iterator[Dirt]:
    """Rows that are well written and yet cannot be taken, or are taken already."""
    theirs = a_permit(number="t/e/2018", issued_on=date(2018, 8, 8), kelurahan=GAMBIR)
    here = f"dari {theirs.place}. Periksa suratnya"
    yield Dirt(
        a_row(a_participant(), "T-E-2018"),
        "Nomor izin",
        f"Nomor ini sudah tercatat sebagai IUMK untuk peserta lain, terbit 8 Agustus 2018 {here}",
    )
    mine = a_permit(number="m/e/2018", by=officer, kelurahan=CENGKARENG_TIMUR)
    yield Dirt(
        a_row(mine.participant, "m/e/2018", issued_on=date(2018, 8, 2)),
        "Nomor izin",
        "Nomor ini sudah tercatat sebagai IUMK untuk peserta yang sama, tetapi terbit 1 September 2018",
    )
    yield Dirt(
        a_row(mine.participant, "m / e / 2018"), "", "Sudah tercatat sejak 9 September 2018; tidak ada yang diubah."
    )
    yield Dirt(
        a_row(a_participant(), "0001/E/2018"),
        "Nomor izin",
        f"Nomor ini sudah dipakai di baris {at} untuk peserta lain. Periksa kedua suratnya.",
    )
    yield Dirt(
        a_row(first, "0001/e/2018", issued_on=date(2018, 8, 2)),
        "Nomor izin",
        f"Nomor ini sudah dipakai di baris {at} dengan tanggal lain. Periksa kedua suratnya.",
    )
    yield Dirt(a_row(first, "0001 e 2018"), "", f"Sama dengan baris {at}; dicatat satu kali.")
