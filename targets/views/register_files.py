"""The rows of a reconciliation as a file: those of the page's tab, to the last, with what the page tells of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import downloads, formats
from permits import listing
from permits.models import Permit
from permits.reconciling import settling
from permits.reconciling.models import Register, RegisterRow, State
from targets.views.reconciliation import PERMITS, differences_in, rows_shown

_RULE = (
    "Baris register dicocokkan dengan izin portal menurut jenis dan nomor izin, lalu menurut NIK dan tanggal terbit. "
    "Izin portal: yang sejenis dan terbit pada hari-hari register, tanpa yang dibatalkan."
)
_ROWS = (
    *("baris", "jenis_di_register", "nomor_di_register", "terbit_di_register", "kelurahan_di_register"),
    *("izin_di_portal", "terbit_di_portal", "wilayah", "nomor_peserta", "nama"),
    *("hasil", "yang_berbeda", "penyelesaian", "diselesaikan_oleh"),
)
_PERMITS = ("izin", "nama", "wilayah", "terbit")
_Told = Callable[[Any], Sequence[object]]


@needs(Deed.RECONCILE)
@require_safe
def register_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """The rows of one outcome; a register that is still being matched leads back to where that is said."""
    found = get_object_or_404(Register.objects.select_related("sent_by"), pk=pk)
    chosen = request.GET.get("hasil", "berbeda")
    if ending not in downloads.ENDINGS:
        raise Http404
    if chosen in PERMITS:
        name, permits_of = PERMITS[chosen]
        lines = _lines(_preamble(found, name), _PERMITS, permits_of(found), ("issued_on", "id"), _permit)
    else:
        name, rows = rows_shown(found, chosen)
        lines = _lines(_preamble(found, name), _ROWS, rows, ("line", "id"), _row)
    if found.state != State.DONE:
        return redirect("targets:register_result", pk=pk)
    return downloads.table(lines, f"rekonsiliasi-{pk}-{chosen}", ending, title="rekonsiliasi")


def _lines(
    above: Iterable[Sequence[object]], headings: Sequence[str], rows: QuerySet[Any], key: Sequence[str], tell: _Told
) -> Iterator[Sequence[object]]:
    found = (row for some in listing.batches_of(rows, key) for row in some)
    return listing.file_lines(above, headings, found, tell)


def _preamble(found: Register, chosen: str) -> list[list[object]]:
    now = clock.now()
    days = [day.isoformat() for day in (found.first_day, found.last_day) if day]
    return [
        ["Rekonsiliasi register DPMPTSP", found.file_name],
        ["per tanggal", clock.today().isoformat()],
        ["data sampai", formats.stamp(now), formats.moment(now)],
        ["register dikirim", formats.stamp(found.sent_at), str(found.sent_by)],
        ["izin terbit", *days],
        ["saringan", f"hasil: {chosen}"],
        ["aturan", _RULE],
        [],
    ]


def _row(row: RegisterRow) -> Sequence[object]:
    """Both sides of a row, and what became of it; who it is about is whoever holds our permit, if there is one."""
    entry, written = settling.said_in(row)
    permit = row.permit
    person = permit.participant if permit else row.participant
    return [
        row.line,
        *((str(entry.kind), entry.number, entry.issued_on.isoformat()) if entry else ("", "", "")),
        written.kelurahan,
        *((str(permit), permit.issued_on.isoformat(), permit.place) if permit else ("", "", "")),
        *((person.displayed_number, person.name) if person else ("", "")),
        row.get_outcome_display(),
        differences_in(row),
        row.get_settlement_display() if row.settlement else "",
        str(row.settled_by) if row.settled_by else "",
    ]


def _permit(permit: Permit) -> Sequence[object]:
    return [str(permit), permit.participant.name, permit.place, permit.issued_on.isoformat()]
