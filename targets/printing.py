"""A published report as a PDF file of one or two pages, with the figures frozen in it."""

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from okoce.audit.models import Seal
from okoce.regions import tree
from okoce.ui.formats import day, moment, number
from targets import sentences
from targets.models import Report

_WIDTHS = (70, 24, 24, 24, 24, 24)


def report_pdf(report: Report, seal: Seal | None = None) -> bytes:
    """The file's content, with the seal over the record at its publication where there is one yet.

    The same report always gives the same figures, whatever has been recorded since.
    """
    pdf = FPDF(format="A4")
    pdf.set_creation_date(report.known_at)
    pdf.set_title(f"Laporan OK OCE {report.number}")
    pdf.set_lang("id")
    pdf.set_auto_page_break(True, margin=18)
    pdf.add_page()
    _head(pdf, report)
    _table(pdf, report)
    _foot(pdf, report, seal)
    return bytes(pdf.output())


def _line(pdf: FPDF, text: str, *, size: int = 11, bold: bool = False, height: float = 6) -> None:
    pdf.set_font("Helvetica", "B" if bold else "", size)
    pdf.multi_cell(0, height, _plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _plain(text: str) -> str:
    """The standard fonts of a PDF know Western European letters only."""
    return text.replace("−", "-").replace("–", "-").replace("·", "-").encode("latin-1", "replace").decode("latin-1")


def _head(pdf: FPDF, report: Report) -> None:
    figures = report.figures[tree.PROVINCE]
    _line(pdf, f"OK OCE Jakarta - laporan resmi {report.number}", bold=True)
    pdf.ln(4)
    _line(pdf, f"{number(figures['new_entrepreneurs'])} wirausaha baru", size=30, bold=True, height=13)
    if figures["target"] is not None:
        goal = f"dari target {number(figures['target'])} pada tahun {report.year} ({figures['status'] or '-'})"
        _line(pdf, goal, size=14, height=8)
    pdf.ln(2)
    _line(pdf, f"Per tanggal {day(report.as_of)}, data sampai {moment(report.known_at)}.")
    _line(
        pdf,
        f"{number(figures['began'])} baru, {number(figures['stopped'])} berhenti. "
        f"IUMK {number(figures['iumk'])}, SKU {number(figures['sku'])}. "
        f"Izin diterbitkan {number(figures['permits_issued'])}. "
        f"Terdaftar {number(figures['registered'])}, {number(figures['outside'])} di antaranya dari luar DKI.",
    )
    if report.note:
        pdf.ln(2)
        _line(pdf, report.note)
    pdf.ln(4)


def _table(pdf: FPDF, report: Report) -> None:
    pdf.set_font("Helvetica", "B", 9)
    for width, title in zip(_WIDTHS, ("Wilayah", "Hasil", "IUMK", "SKU", "Terdaftar", "Target"), strict=True):
        pdf.cell(width, 7, title, border="B", align="L" if title == "Wilayah" else "R")
    pdf.ln()
    for city in tree.province().children:
        _row(pdf, city, report, bold=True)
        for kecamatan in city.children:
            _row(pdf, kecamatan, report, bold=False)
    _row(pdf, tree.province(), report, bold=True)
    if reserve := sentences.frozen_reserve(report.figures, tree.PROVINCE):
        pdf.ln(2)
        _line(pdf, reserve, size=9, height=5)


def _row(pdf: FPDF, node: tree.Node, report: Report, *, bold: bool) -> None:
    figures = report.figures[node.code]
    pdf.set_font("Helvetica", "B" if bold else "", 9)
    keys = ("new_entrepreneurs", "iumk", "sku", "registered", "target")
    values = [number(figures[key]) if figures[key] is not None else "-" for key in keys]
    pdf.cell(_WIDTHS[0], 5.4, _plain(node.short_name if bold else f"   {node.short_name}"), border="B" if bold else 0)
    for width, value in zip(_WIDTHS[1:], values, strict=True):
        pdf.cell(width, 5.4, _plain(value), border="B" if bold else 0, align="R")
    pdf.ln()


def _foot(pdf: FPDF, report: Report, seal: Seal | None) -> None:
    pdf.ln(6)
    _line(
        pdf,
        "Wirausaha baru adalah peserta yang memegang paling sedikit satu izin (IUMK atau SKU) yang berlaku, "
        "satu orang satu kali, sejak tanggal terbit izinnya. Hasil setahun adalah yang baru dikurangi yang berhenti.",
        size=9,
        height=5,
    )
    _line(pdf, f"Diterbitkan oleh {report.published_by}. Jumlah pemeriksa SHA-256: {report.checksum}", size=8, height=5)
    if seal is not None:
        _line(pdf, f"Segel catatan audit saat terbit: {seal}", size=8, height=5)
