"""Tables as CSV and XLSX, each with both dates, what it is about, and the rule in the file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui.addresses import address
from okoce.ui.formats import moment
from okoce.ui.tables import writing
from permits.stuck import Stuck
from targets import bridging, comparing
from targets.board import lagging
from targets.bridging import Split
from targets.comparing import Month, Siblings, Side
from targets.progress import Progress, Standing

RULE = (
    "Wirausaha baru: peserta dengan paling sedikit satu izin (IUMK atau SKU) yang berlaku, satu orang satu kali, "
    "sejak tanggal terbit izin yang lebih dulu. Hasil setahun: yang baru dikurangi yang berhenti."
)
_ACHIEVEMENT = (
    *("kode", "wilayah", "tingkat", "target", "wirausaha_baru", "iumk", "sku", "baru", "berhenti", "berpindah"),
    *("izin_diterbitkan", "terdaftar", "luar_dki", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "status", "belum_melapor"),
)
_LAGGING = ("kode", "kelurahan", "target", "wirausaha_baru", "seharusnya", "kurang", "tujuh_hari", "empat_minggu")
_WAITING = ("siap_izin", "kendala_terbanyak")


@dataclass(frozen=True)
class Export:
    """A table for a file: what stands above it, its headings and its rows."""

    name: str
    preamble: Sequence[Sequence[object]]
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]

    def lines(self) -> Iterator[Sequence[object]]:
        """The whole file, line by line."""
        yield from self.preamble
        yield []
        yield self.headings
        yield from self.rows


def achievement(progress: Progress) -> Export:
    """A region's children, and the region itself last."""
    standings = [*progress.children, progress.standing]
    above = _lasting("Capaian OK OCE", progress, "targets:region_progress")
    return Export("capaian", above, _ACHIEVEMENT, map(_standing, standings))


def board(progress: Progress, stuck: Stuck) -> Export:
    """Every kelurahan of a region that is behind, in the order of the officials' board.

    Who waits there and why is always today's: in the file of another day the headings say so.
    """
    waiting = _WAITING if progress.is_of_now else tuple(f"{name}_hari_ini" for name in _WAITING)
    rows = lagging(progress.kelurahan(progress.node.code), stuck)
    return Export(
        "papan-pgo",
        _lasting("Kelurahan di bawah laju", progress, "targets:region_pgo"),
        (*_LAGGING, *waiting, "terdaftar", "status", "belum_melapor"),
        [
            [
                row.standing.node.code,
                row.standing.node.name,
                row.standing.target,
                row.standing.result,
                row.standing.pace.expected_by_now if row.standing.pace else None,
                row.shortfall,
                row.last_week,
                row.last_four_weeks,
                row.ready,
                row.obstacle,
                row.standing.figures.registered,
                row.standing.status or "",
                _yes(row.standing.silent),
            ]
            for row in rows
        ],
    )


def comparison(left: Side, right: Side) -> Export:
    """A region's children on both sides, and the region itself last."""
    rows = comparing.rows(left, right)
    sides = [["dibandingkan", side.label, f"per tanggal {side.progress.as_of.isoformat()}"] for side in (left, right)]
    return Export(
        "perbandingan",
        [*_preamble("Perbandingan", right.progress), *sides],
        ("kode", "wilayah", left.label, right.label, "perubahan"),
        [[row.node.code, row.node.name, row.left, row.right, row.change] for row in rows],
    )


def siblings(node: tree.Node, found: Siblings) -> Export:
    """The regions under the same parent as one of them, furthest from the target first."""
    preamble: list[list[object]] = [*_preamble("Wilayah setingkat", found.progress), ["wilayah", node.title]]
    return Export("wilayah-setingkat", preamble, _ACHIEVEMENT, map(_standing, found.standings))


def months(node: tree.Node, found: Sequence[Month], as_of: date, known_at: datetime) -> Export:
    """The result at the end of each month: a region's children, and the region itself last."""
    rows: list[list[object]] = [
        [one.code, one.name, *(_sum(month, one) for month in found)] for one in (*node.children, node)
    ]
    return Export(
        "bulan-demi-bulan",
        dated("Hasil sampai akhir setiap bulan", node, as_of.year, as_of, known_at),
        ("kode", "wilayah", *(f"{month.name} {as_of.year}" for month in found)),
        rows,
    )


def bridge(progress: Progress, splits: Sequence[Split], *, withheld: str = "") -> Export:
    """From permits issued to new entrepreneurs, step by step; below it the same figure split by each trait.

    `withheld` says why some traits are not among them.
    """
    found = bridging.from_permits(progress.figures)
    rows: list[Sequence[object]] = [[term.name, term.amount] for term in (found.start, *found.terms, found.end)]
    for split in splits:
        rows += [[], [split.title, "jumlah"], *([part.label, part.count] for part in split.parts)]
        rows.append(["jumlah", split.total])
    if withheld:
        rows += [[], [withheld]]
    above = _lasting("Jembatan angka", progress, "targets:bridge")
    return Export("jembatan", above, ("langkah", "jumlah"), rows)


def to_csv(export: Export) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read it right; no cell is a formula."""
    return writing.to_csv(export.lines())


def to_xlsx(export: Export) -> bytes:
    """A workbook with one sheet; texts are written as texts, never as formulas."""
    return writing.plain_xlsx(export.name, export.lines())


def _preamble(title: str, progress: Progress) -> list[list[object]]:
    return dated(title, progress.node, progress.year, progress.as_of, progress.known_at)


def _lasting(title: str, progress: Progress, page: str) -> list[list[object]]:
    """The same with the address of the page that says these very figures whenever it is opened."""
    return [*_preamble(title, progress), ["tautan tetap", lasting_address(progress, page)]]


def lasting_address(progress: Progress, page: str) -> str:
    """The whole address of a page of the region that says these very figures whenever it is opened."""
    return f"{settings.PORTAL_URL.rstrip('/')}{address(page, progress.node.code)}{progress.permanent}"


def dated(title: str, node: tree.Node, year: int, as_of: date, known_at: datetime) -> list[list[object]]:
    """What stands above every table of figures: of where, for when, known until when, by what rule."""
    return [
        [title, node.title, year],
        ["per tanggal", as_of.isoformat()],
        ["data sampai", timezone.localtime(known_at).isoformat(), moment(known_at)],
        ["aturan", RULE],
    ]


def _sum(month: Month, node: tree.Node) -> int:
    return sum(month.results.get(code, 0) for code in node.kelurahan_codes)


def _standing(standing: Standing) -> list[object]:
    figures = standing.figures
    return [
        standing.node.code,
        standing.node.name,
        Level(standing.node.level).label,
        standing.target,
        figures.new_entrepreneurs,
        figures.iumk,
        figures.sku,
        figures.began,
        figures.stopped,
        figures.moved,
        figures.issued,
        figures.registered,
        figures.outside,
        *figures.steps.values(),
        str(standing.status) if standing.status else "",
        _yes(standing.silent),
    ]


def _yes(answer: bool) -> str:
    return "ya" if answer else ""
