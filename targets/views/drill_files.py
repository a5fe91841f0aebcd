"""The lines beneath a figure as a file: those of the page, to the last, as known at the moment of asking."""

from collections.abc import Iterator, Mapping, Sequence
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
from okoce.ui import downloads, formats
from permits import lines as journal_lines
from permits import listing
from permits.lines import Window
from permits.models import Change, Permit
from targets import asking, exporting, opened
from targets.opened import Figure
from targets.views import drill
from targets.views.refusing import says_why

_HEADINGS = ("hari", "tanda", "nomor_peserta", "nama", "izin", "wilayah", "perubahan", "sebab", "dicatat")
_PAPERS = ("izin", "tanda", "nomor_peserta", "wilayah", "terbit")
_PAPERS_AT_ONCE = 1_000
_PLACES = {"luar": "luar DKI", "dki": "hanya DKI Jakarta"}
_ADDS_UP = "Setiap baris menambah (+1) atau mengurangi (−1); jumlah semua tanda, di baris terakhir, adalah angkanya."
_STOPPED = "Setiap orang yang berhenti adalah satu baris −1; jumlah, di baris terakhir, adalah banyaknya orang."
_FURTHER = "Izin yang berlaku milik orang yang sudah dihitung dengan izin lain."


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
def opened_file(request: SignedInRequest, region: str, ending: str) -> HttpResponseBase:
    """Every line beneath one figure; what is too long for a workbook leads back to where that is said.

    Read from the primary: a CSV is still being read when the view has long answered.
    """
    if ending not in downloads.ENDINGS:
        raise Http404
    question = drill.question_of(request, region)
    figure, span = drill.figure_of(request, question)
    entries = _up_to_now(opened.entries(figure, span))
    if ending == "xlsx" and listing.is_too_long(entries):
        most = formats.number(listing.MOST_IN_A_WORKBOOK)
        messages.error(request, f"XLSX memuat paling banyak {most} baris. Pilih wilayah di bawahnya, atau unduh CSV.")
        back = reverse("targets:lines", args=[region])
        return redirect(f"{back}?{urlencode(drill.asked(request, question))}")
    lines = _lines(_preamble(question, figure, span), figure, entries, request.user)
    return downloads.table(lines, f"rincian-{region}-{question.as_of}", ending, title="rincian")


@needs(Deed.OPEN_FIGURES)
@require_safe
@says_why
def further_papers_file(request: SignedInRequest, region: str, ending: str) -> HttpResponseBase:
    """The third term of the bridge, paper by paper in the order in which they were recorded."""
    if ending not in downloads.ENDINGS:
        raise Http404
    question = drill.question_of(request, region)
    window = opened.year_so_far(question)
    nets = {row["permit_id"]: row["net"] for row in journal_lines.further_papers(window)}
    said: list[list[object]] = [["surat kedua", _FURTHER], ["saringan", _days(window)], []]
    lines = _papers(_dated("Surat kedua", question) + said, nets)
    return downloads.table(lines, f"surat-kedua-{region}-{question.as_of}", ending, title="surat-kedua")


def _up_to_now(entries: QuerySet[Any]) -> QuerySet[Any]:
    """The same lines without those that are recorded while the file is read."""
    last = entries.model.objects.order_by("pk").values_list("pk", flat=True).last()
    return entries.filter(pk__lte=last or 0)


def _preamble(question: asking.Question, figure: Figure, span: Window) -> list[list[object]]:
    narrowed = [f"angka: {figure.name}", _days(span)]
    seen = [f"sampai baris jurnal: {span.last_entry}"] if span.last_entry is not None else []
    place = [f"tempat: {_PLACES[span.place]}"] if span.place else []
    signs = _STOPPED if figure.change == Change.STOPPED else _ADDS_UP
    return [*_dated("Rincian angka", question), ["tanda", signs], ["saringan", *narrowed, *place, *seen], []]


def _dated(title: str, question: asking.Question) -> list[list[object]]:
    known_at = question.known_at or clock.now()
    return exporting.dated(title, tree.nodes()[question.region], question.year, question.as_of, known_at)


def _days(span: Window) -> str:
    first = (span.after + timedelta(days=1)).isoformat() if span.after else "awal"
    return f"hari: {first} sampai {span.up_to.isoformat()}"


def _lines(
    above: Sequence[Sequence[object]], figure: Figure, entries: QuerySet[Any], user: User
) -> Iterator[Sequence[object]]:
    """The file line by line, some rows in memory at a time, and the sum of what it holds."""
    total = 0
    yield from above
    yield _HEADINGS
    for rows in listing.batches_of(entries, ("day", "id")):
        visible = drill.visible_among(rows, user)
        for entry in rows:
            total += entry.sign
            yield _told(entry, is_visible=entry.participant_id in visible)
    yield ["jumlah", figure.amount(total)]


def _papers(above: Sequence[Sequence[object]], nets: Mapping[int, int]) -> Iterator[Sequence[object]]:
    yield from above
    yield _PAPERS
    papers = list(nets)
    for start in range(0, len(papers), _PAPERS_AT_ONCE):
        some = papers[start : start + _PAPERS_AT_ONCE]
        permits = Permit.objects.select_related("participant").in_bulk(some)
        for pk in some:
            permit = permits[pk]
            told = [str(permit), nets[pk], permit.participant.displayed_number, permit.place]
            yield [*told, permit.issued_on.isoformat()]
    yield ["jumlah", sum(nets.values())]


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
        formats.stamp(entry.recorded_at),
    ]
