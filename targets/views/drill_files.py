"""The lines beneath a figure as a file: those of the page, to the last, as known at the moment of asking."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.ui import formats
from okoce.ui.tables.writing import harmless
from permits import listing
from permits.lines import Window
from permits.models import Change
from targets import asking, exporting
from targets.views import drill
from targets.views.exports import FORMATS, lines_file
from targets.views.refusing import says_why

_HEADINGS = ("hari", "tanda", "nomor_peserta", "nama", "izin", "wilayah", "perubahan", "sebab", "dicatat")
_ADDS_UP = "Setiap baris menambah (+1) atau mengurangi (−1); jumlah semua tanda, di baris terakhir, adalah angkanya."
_STOPPED = "Setiap orang yang berhenti adalah satu baris −1."


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
def opened_file(request: SignedInRequest, region: str, ending: str) -> HttpResponseBase:
    """Every line beneath one figure; what is too long for a workbook leads back to where that is said.

    Read from the primary: a CSV is still being read when the view has long answered.
    """
    if ending not in FORMATS:
        raise Http404
    question, figure = drill.question_of(request, region), drill.figure_of(request)
    known_at = min(question.known_at or clock.now(), clock.now())
    question = replace(question, known_at=known_at)
    span = drill.span_of(request, question, figure)
    entries = drill.beneath(figure, span)
    if ending == "xlsx" and listing.is_too_long(entries):
        most = formats.number(listing.MOST_IN_A_WORKBOOK)
        messages.error(request, f"XLSX memuat paling banyak {most} baris. Pilih wilayah di bawahnya, atau unduh CSV.")
        back = reverse("targets:lines", args=[region])
        return redirect(f"{back}?{urlencode(drill.asked(request, question))}")
    lines = _lines(_preamble(question, figure, span), entries, request.user)
    return lines_file(f"rincian-{region}-{question.as_of}", lines, ending)


def _preamble(question: asking.Question, figure: drill.Figure, span: Window) -> list[list[object]]:
    first = (span.after + timedelta(days=1)).isoformat() if span.after else "awal"
    narrowed = [f"angka: {figure.name}", f"hari: {first} sampai {span.up_to.isoformat()}"]
    outside = ["tempat: luar DKI"] if span.outside_only else []
    known_at = question.known_at or clock.now()
    above = exporting.dated("Rincian angka", tree.nodes()[question.region], question.year, question.as_of, known_at)
    signs = _STOPPED if figure.change == Change.STOPPED else _ADDS_UP
    return [*above, ["tanda", signs], ["saringan", *narrowed, *outside], []]


def _lines(above: Sequence[Sequence[object]], entries: QuerySet[Any], user: User) -> Iterator[Sequence[object]]:
    """The file line by line, some rows in memory at a time, and the sum of what it holds."""
    total = 0
    yield from above
    yield _HEADINGS
    for rows in listing.batches_of(entries, ("day", "id")):
        visible = drill.visible_among(rows, user)
        for entry in rows:
            total += entry.sign
            yield [harmless(cell) for cell in _told(entry, is_visible=entry.participant_id in visible)]
    yield ["jumlah", total]


def _told(entry: Any, *, is_visible: bool) -> Sequence[object]:
    """What the page says of a line: the name of somebody only where one may see whose it is."""
    permit = getattr(entry, "permit", None)
    return [
        entry.day.isoformat(),
        entry.sign,
        entry.participant.displayed_number,
        entry.participant.name if is_visible else "",
        str(permit) if permit else "",
        entry.place,
        entry.get_change_display() if permit and entry.change else "",
        entry.deed.get_verb_display(),
        entry.recorded_at.astimezone(formats.JAKARTA).isoformat(timespec="seconds"),
    ]
