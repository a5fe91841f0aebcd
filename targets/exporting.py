"""The tables of the achievement page as CSV and XLSX, with both dates and the rule in the file."""

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook

from okoce.ui.formats import moment
from okoce.ui.tables.writing import harmless
from targets.progress import Progress, Standing

RULE = (
    "Wirausaha baru: peserta dengan paling sedikit satu izin (IUMK atau SKU) yang berlaku, satu orang satu kali, "
    "sejak tanggal terbit izin yang lebih dulu. Hasil setahun: yang baru dikurangi yang berhenti."
)
_HEADINGS = [
    "kode",
    "wilayah",
    "tingkat",
    "target",
    "wirausaha_baru",
    "iumk",
    "sku",
    "baru",
    "berhenti",
    "berpindah",
    "izin_diterbitkan",
    "terdaftar",
    "luar_dki",
    *[f"P{step}" for step in range(1, 8)],
    "status",
    "belum_melapor",
]


def rows(progress: Progress) -> Iterator[list[object]]:
    """What both files hold: the dates, the rule, the headings, the children, and the region itself last."""
    yield ["Capaian OK OCE", progress.node.title, progress.year]
    yield ["per tanggal", progress.as_of.isoformat()]
    yield ["data sampai", progress.known_at.isoformat(timespec="seconds"), moment(progress.known_at)]
    yield ["aturan", RULE]
    yield []
    yield list(_HEADINGS)
    for child in progress.children:
        yield _row(child)
    yield _row(progress.standing)


def _row(standing: Standing) -> list[object]:
    figures = standing.figures
    return [
        standing.node.code,
        standing.node.name,
        str(standing.node.level),
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
        "ya" if standing.silent else "",
    ]


def to_csv(progress: Progress) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read it right; commas between the fields."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([harmless(value) for value in row] for row in rows(progress))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def to_xlsx(progress: Progress) -> bytes:
    """A workbook with one sheet; text cells are written as text, never as formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Capaian")
    for row in rows(progress):
        sheet.append([harmless(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
