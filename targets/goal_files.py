"""The kelurahan's targets as a file: downloaded, changed in a spreadsheet program, compared row by row, taken over.

What a row says is read here; what it may say is decided by `targets.setting`, which also takes it over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO

from okoce import clock
from okoce.accounts.models import User
from okoce.regions import tree
from okoce.ui import tables
from okoce.ui.formats import moment
from okoce.ui.formats import number as say
from okoce.ui.tables import Row, Table, cells, writing
from okoce.ui.tables.rows import is_empty
from targets import goals, sentences, setting, sharing
from targets.goals import Goals, Period

LIMITS = tables.Limits(size=2 * 1024 * 1024, unpacked=20 * 1024 * 1024, rows=1000, columns=40, cells=20_000)
"""267 kelurahan, with room for columns of one's own."""

_NOTE = "#"


def columns(period: Period) -> list[tables.Column]:
    """The columns of the file; only the code and the target are read back."""
    year = goals.name_of(period)
    return [
        tables.Column("code", "kode", ("kode wilayah", "kode kelurahan"), required=True, as_text=True),
        tables.Column("city", "kota", ("kota/kabupaten",), width=20),
        tables.Column("kecamatan", "kecamatan", width=20),
        tables.Column("kelurahan", "kelurahan", width=24),
        tables.Column("registered", "terdaftar", ("peserta terdaftar",), width=11),
        tables.Column("fair", "bagian_adil", ("adil",), width=13),
        tables.Column(
            "target", f"target_{year}", ("target", "target baru", "target sekarang"), required=True, width=13
        ),
    ]


class FileRefused(Exception):
    """The file as a whole cannot be compared; the message says why and what to do, in Indonesian."""


# --- Out -----------------------------------------------------------------------------------------------------------


def rows(period: Period, scope: str) -> Iterator[list[object]]:
    """One row for each kelurahan of `scope`, in the order of `columns`."""
    found, registered = goals.goals(period), goals.registered()
    fair = sharing.fair(found.children(tree.PROVINCE), registered)
    for code in tree.nodes()[scope].kelurahan_codes:
        _, city, kecamatan, node = tree.path(code)
        names = [city.short_name, kecamatan.name, node.name]
        yield [code, *names, registered[code], fair.get(code), found.assigned.get(code)]


def notes(period: Period, scope: str) -> list[str]:
    """Which dates and which rule the file holds for, and how it comes back."""
    year, where = goals.name_of(period), tree.nodes()[scope].title
    return [
        f"Target per kelurahan {year}, {where}. Data sampai {moment(clock.now())}.",
        "Bagian adil: jumlah target kelurahan dibagi menurut peserta terdaftar hari ini, tanpa luar DKI.",
        "Ubah kolom target, simpan, lalu unggah kembali. Baris yang dihapus atau dikosongkan tidak berubah.",
    ]


def to_csv(period: Period, scope: str) -> bytes:
    """The rows below their headings, and the notes as rows that begin with #."""
    headings = [column.label for column in columns(period)]
    return writing.to_csv([headings, *rows(period, scope), *([f"{_NOTE} {note}"] for note in notes(period, scope))])


def to_xlsx(period: Period, scope: str) -> bytes:
    """The rows on one sheet, the notes on another."""
    written = [writing.WrittenColumn(column.label, column.width, column.as_text) for column in columns(period)]
    return writing.to_xlsx(
        writing.WrittenSheet("Target", written, rows(period, scope)),
        writing.WrittenSheet(
            "Keterangan", [writing.WrittenColumn("keterangan", 100)], [[note] for note in notes(period, scope)]
        ),
    )


# --- In ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What one row asks for: the row in the file, what it calls the place, and the number, or why it cannot be read."""

    row: int
    place: str
    code: str | None
    number: int | None
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """One wish beside what is in force now."""

    wish: Wish
    before: int | None
    problem: str
    doubt: str

    @property
    def node(self) -> tree.Node | None:
        return tree.get(self.wish.code) if self.wish.code else None

    @property
    def difference(self) -> int | None:
        return None if self.before is None or self.wish.number is None else self.wish.number - self.before

    @property
    def changes(self) -> bool:
        return not self.problem and self.wish.number != self.before


@dataclass(frozen=True)
class Proposal:
    """A file compared with the targets in force: what would change, what would not, and what stands in the way."""

    period: Period
    lines: list[Line]
    seen: int
    goals: Goals
    scope: str

    @cached_property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.changes]

    @cached_property
    def problems(self) -> list[Line]:
        return [line for line in self.lines if line.problem]

    @property
    def unchanged(self) -> int:
        return len(self.lines) - len(self.changed) - len(self.problems)

    @property
    def can_be_taken(self) -> bool:
        return bool(self.changed) and not self.problems

    @property
    def numbers(self) -> dict[str, int]:
        wishes = (line.wish for line in self.changed)
        return {wish.code: wish.number for wish in wishes if wish.code and wish.number is not None}

    @property
    def node(self) -> tree.Node:
        return tree.nodes()[self.scope]

    @property
    def sum_before(self) -> int | None:
        return self.goals.children(self.scope)

    @property
    def sum_after(self) -> int | None:
        return Goals(self.goals.assigned | self.numbers).children(self.scope)

    @property
    def reserve_after(self) -> str:
        """What then stands between the province's target and the sum, for whoever answers for both; else ""."""
        if self.scope != tree.PROVINCE:
            return ""
        return sentences.difference(self.node.short_name, self.goals.assigned.get(self.scope), self.sum_after)

    @property
    def sum_difference(self) -> int | None:
        before, after = self.sum_before, self.sum_after
        return None if before is None or after is None else after - before


def read(file: BinaryIO, period: Period) -> list[Wish]:
    """What the rows of a file ask for; those without a target ask for nothing.

    Raises FileRefused when the file cannot be read, its headings do not say where codes and targets stand or name
    another year, or no row asks for anything.
    """
    wanted = columns(period)
    try:
        table = tables.read(file, wanted, LIMITS)
    except tables.Unreadable as refusal:
        raise FileRefused(str(refusal)) from None
    _refuse_other_years(table, period)
    if missing := table.match.missing(wanted):
        names = " dan ".join(f"“{column.label}”" for column in missing)
        raise FileRefused(f"Kolom {names} tidak ditemukan, atau ada lebih dari satu. Beri judul itu pada satu kolom.")
    wishes = [wish for row in table.rows if (wish := _wish(table, row))]
    if not wishes:
        raise FileRefused("Tidak ada baris yang berisi target. Isi kolom target, lalu unggah lagi.")
    times = Counter(wish.code for wish in wishes if wish.code)
    return [_only_once(wish, times) for wish in wishes]


def compare(wishes: Iterable[Wish], period: Period, by: User) -> Proposal:
    """The wishes beside the targets in force, and what the rules say to each."""
    seen = setting.mark(goals.last(period))  # before they are read: what is set in between is noticed
    found = goals.goals(period)
    lines = [_line(wish, found, period, by) for wish in wishes]
    scope = by.region_id or tree.PROVINCE
    return Proposal(period, lines, seen, found, scope)


def _refuse_other_years(table: Table, period: Period) -> None:
    for position in table.match.unknown:
        year = re.fullmatch(r"target\D*(\d{4})", table.headings[position].strip().lower())
        if year and year[1] != str(period[0].year):
            raise FileRefused(
                f"Berkas ini berisi target {year[1]}, bukan {goals.name_of(period)}. Pilih tahunnya dahulu."
            )


def _wish(table: Table, row: Row) -> Wish | None:
    place, number = table.cell(row, "code"), table.cell(row, "target")
    if cells.shown(place).startswith(_NOTE) or is_empty(number):
        return None
    wish = Wish(row.number, cells.shown(place), None, None)
    try:
        wish = replace(wish, code=_kelurahan(cells.text(place)).code)
        return replace(wish, number=cells.whole_number(number))
    except ValueError as problem:
        return replace(wish, problem=str(problem))


def _kelurahan(text: str) -> tree.Node:
    """The kelurahan of that code, also where its dots were lost on the way; raises ValueError."""
    node = tree.kelurahan_coded(text)
    if node is None:
        raise ValueError("Kode kelurahan tidak dikenal. Tulis seperti 31.73.01.1006.")
    return node


def _only_once(wish: Wish, times: Counter[str]) -> Wish:
    if wish.code is None or wish.problem or times[wish.code] == 1:
        return wish
    return replace(wish, problem="Kelurahan ini ada di lebih dari satu baris.")


def _line(wish: Wish, found: Goals, period: Period, by: User) -> Line:
    before = found.assigned.get(wish.code) if wish.code else None
    problem = wish.problem or _refusal(wish, period, by)
    doubt = ""
    if not problem and wish.number is not None and wish.number != before:
        # That the year is over is said once, above the table.
        odd = [sentence for code, sentence in setting.doubts(period, wish.number, before) if code != "over"]
        doubt = " ".join(odd)
    return Line(wish, before, problem, doubt)


def _refusal(wish: Wish, period: Period, by: User) -> str:
    if wish.code is None or wish.number is None:
        return ""
    try:
        setting.refuse_impossible(wish.code, period, wish.number, by)
    except setting.SettingRefused as refusal:
        return refusal.message
    return ""


def heading(proposal: Proposal) -> str:
    """What the comparison shows."""
    if proposal.problems:
        return f"{say(len(proposal.problems))} baris bermasalah: belum ada yang dapat disimpan"
    if not proposal.changed:
        return "Berkas ini sama dengan target yang berlaku: tidak ada yang berubah"
    return f"{say(len(proposal.changed))} target berubah, {say(proposal.unchanged)} tetap"
