"""A published report's tables as one file: each as on its page, the frozen figures beside those of now."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from okoce.regions import tree
from okoce.ui.formats import moment
from targets import exporting, publishing, restating
from targets.exporting import Export
from targets.models import Report
from targets.restating import Restatement

_COMPARED = ("angka", "diterbitkan", "sekarang", "selisih")
_REGIONS = ("kode", "wilayah", "hasil", "iumk", "sku", "izin_diterbitkan", "terdaftar", "target", "status")
_FROZEN = ("new_entrepreneurs", "iumk", "sku", "permits_issued", "registered", "target")
_REASONS = ("wilayah", "hari", "sebab", "jenis", "perubahan")
_ALTERED = "Isi laporan ini tidak cocok dengan jumlah pemeriksanya. Hubungi administrator."

_Rows = Iterator[Sequence[object]]


def report(found: Report, region: str, *, now: datetime, names_permits: bool) -> Export:
    """The tables of a report for one of its regions, one under another, each under its own headings.

    `now` is the moment of today's figures; permits are named to those who may open the figures.
    """
    compared = restating.compare(found, region)
    restated = restating.restate(found, region)
    return Export(
        f"laporan-okoce-{found.number}",
        _preamble(found, region, now),
        _COMPARED,
        [
            *([row.label, row.published, row.today, row.difference] for row in compared),
            *_regions(found, region),
            *_reasons(restated, names_permits=names_permits),
        ],
    )


def _preamble(found: Report, region: str, now: datetime) -> list[list[object]]:
    node = tree.nodes()[region]
    above = exporting.dated(f"Laporan resmi {found.number}", node, found.year, found.as_of, found.known_at)
    said: list[list[object]] = [
        ["angka sekarang", timezone.localtime(now).isoformat(), moment(now)],
        ["saringan", f"wilayah: {node.title} ({node.code})"],
        ["diterbitkan oleh", str(found.published_by)],
        ["catatan", found.note],
        ["jumlah pemeriksa", found.checksum],
    ]
    if not publishing.is_intact(found):
        said.append(["peringatan", _ALTERED])
    return above + said


def _regions(found: Report, region: str) -> _Rows:
    """A region's children as published, and the region itself last."""
    node = tree.nodes()[region]
    yield []
    yield ["Menurut wilayah, seperti diterbitkan"]
    yield _REGIONS
    for one in (*node.children, node):
        figures = found.figures[one.code]
        yield [one.code, one.name, *(figures[name] for name in _FROZEN), figures["status"] or ""]


def _reasons(restated: Restatement, *, names_permits: bool) -> _Rows:
    """Why the result of now differs, permit by permit; the changes add up to the difference."""
    yield []
    yield ["Dari angka yang diterbitkan ke angka sekarang, izin demi izin"]
    yield ("izin", *_REASONS) if names_permits else _REASONS
    for reason in restated.reasons:
        told = [reason.place, reason.day.isoformat(), reason.reason, reason.kinds, reason.net]
        yield [str(reason.permit), *told] if names_permits else told
    yield ["selisih", *[""] * (len(_REASONS) - 2 + names_permits), restated.difference]
