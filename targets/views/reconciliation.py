"""Reconciliation with the licensing office's register, for the province's officials."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.formats import number
from okoce.ui.pagination import keyset_page
from okoce.ui.resending import sent_from
from okoce.ui.uploads import was_too_large
from permits.deeds import DeedRefused
from permits.reconciling import matching, settling, staging, taking_over
from permits.reconciling.forms import ColumnsForm, SendForm
from permits.reconciling.models import Outcome, Register, RegisterRow, State
from permits.reconciling.result import MATCHED_OUTSIDE, all_ours, only_ours, outside, result
from targets import bridging
from targets.bridging import Bridge, Term

_SECONDS = 3.0
_SECONDS_FOR_ALL = 10.0
_OUTCOMES = {
    "berbeda": Outcome.CONFLICT,
    "hanya-register": Outcome.ONLY_THEIRS,
    "tidak-terbaca": Outcome.UNREADABLE,
    "berulang": Outcome.REPEATED,
    "nomor-terpakai": Outcome.REUSED,
    "bukan-peserta": Outcome.NOT_PARTICIPANT,
    "cocok": Outcome.MATCHED,
}
_OPENS = {
    "not_participants": "?hasil=bukan-peserta",
    "only_theirs": "?hasil=hanya-register",
    "repeated": "?hasil=berulang",
    "reused": "?hasil=nomor-terpakai",
    "unreadable": "?hasil=tidak-terbaca",
    "outside": "?hasil=di-luar",
    "only_ours": "?hasil=hanya-portal",
    "theirs": "?hasil=semua",
    "ours": "?hasil=portal",
}
"""The rows, or permits, that each step of the bridge is."""

PERMITS = {
    "hanya-portal": ("hanya di portal", only_ours),
    "portal": ("izin portal yang sejenis dan terbit pada hari-hari register", all_ours),
}
"""Lists of our permits, by the address's word."""

_DEEDS = {
    "catat": (settling.take_over, "Izin tercatat dari register."),
    "ikuti": (settling.follow_register, "Izin diperbaiki menurut register."),
    "pertahankan": (settling.keep_ours, "Catatan portal dipertahankan."),
}
_DIFFERENCES = {
    "participant": "orangnya",
    "kelurahan": "kelurahannya",
    "kind": "jenisnya",
    "issued_on": "tanggalnya",
    "number": "nomornya",
}


@needs(Deed.RECONCILE)
def reconciliation(request: SignedInRequest) -> HttpResponse:
    """All registers, newest first, and sending a new one; the same file again leads to its result."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*given, too_large=was_too_large(request))
    if form.is_valid() and (sent := form.save(by=request.user)):
        register, is_new = sent
        if not is_new:
            messages.info(request, "Berkas yang sama sudah pernah dikirim. Ini hasilnya; tidak ada yang berubah.")
        return redirect("targets:register_result", pk=register.pk)
    page = keyset_page(Register.objects.all(), request.GET, key=("id",), descending=True)
    return render(request, "targets/reconciliation.html", {"form": form, "page": page, "registers": page.items})


@needs(Deed.RECONCILE)
@require_safe
def register_result(request: SignedInRequest, pk: int) -> HttpResponse:
    """One register: its columns, its progress, or its result with the rows of one outcome."""
    found = get_object_or_404(Register.objects.select_related("sent_by"), pk=pk)
    if found.state == State.MAPPING or "kolom" in request.GET:
        return _ask_for_columns(request, found, ColumnsForm(register=found))
    if found.state != State.DONE:
        return render(request, "targets/register_progress.html", _progress(found))
    said = result(found)
    bridge = Bridge(
        Term("register DPMPTSP", said.theirs, "theirs"),
        [Term(name, amount, count) for name, amount, count in said.terms if amount],
        Term("portal", said.ours, "ours"),
    )
    chosen = request.GET.get("hasil", "berbeda")
    context: dict[str, object] = {
        "register": found,
        "result": said,
        "picture": bridging.draw(bridge, _OPENS),
        "chosen": chosen,
        "lists_permits": chosen in PERMITS,
    }
    if chosen in PERMITS:
        _, permits_of = PERMITS[chosen]
        context["page"] = keyset_page(permits_of(found), request.GET, key=("issued_on", "id"))
    else:
        _, rows = rows_shown(found, chosen)
        page = keyset_page(rows, request.GET, key=("line", "id"))
        context |= {
            "page": page,
            "rows": [(row, *settling.said_in(row), differences_in(row)) for row in page.items],
        }
    return render(request, "targets/register_result.html", context)


def rows_shown(register: Register, chosen: str) -> tuple[str, QuerySet[RegisterRow]]:
    """The rows that the address's word means, and what they are called; 404 for a word that means none."""
    if chosen in _OUTCOMES:
        outcome = _OUTCOMES[chosen]
        name, rows = str(outcome.label), register.rows.filter(outcome=outcome)
    elif chosen == "semua":
        name, rows = "semua", register.rows.all()
    elif chosen == "di-luar":
        name, rows = MATCHED_OUTSIDE, outside(register)
    else:
        raise Http404
    return name, rows.select_related("register", "permit__participant", "participant", "settled_by")


@needs(Deed.RECONCILE)
@sent_from("targets:register_result", "pk")
def match_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the columns chosen by hand and match all rows."""
    found = get_object_or_404(Register, pk=pk)
    form = ColumnsForm(request.POST, register=found)
    if not form.is_valid():
        return _ask_for_columns(request, found, form)
    try:
        form.save()
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("targets:register_result", pk=pk)


@needs(Deed.RECONCILE)
@sent_from("targets:register_result", "pk")
def match_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Match anew what nothing of ours was found for; while rows are being matched, only lead to how far that is."""
    staging.match_again(get_object_or_404(Register, pk=pk))
    return redirect("targets:register_result", pk=pk)


@needs(Deed.RECONCILE)
@sent_from("targets:register_result", "pk")
def go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Match some more rows; the page asks again until all are done, and a restart loses nothing."""
    found = matching.match_some(get_object_or_404(Register, pk=pk), seconds=_SECONDS)
    if request.htmx and found.state != State.DONE:
        return render(request, "targets/parts/register_progress.html", _progress(found))
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("targets:register_result", args=[pk])})
    return redirect("targets:register_result", pk=pk)


@needs(Deed.RECONCILE)
@require_POST
def settle(request: SignedInRequest, pk: int, deed: str) -> HttpResponse:
    """Deal with one row: record it, follow the register, or keep our record."""
    row = get_object_or_404(RegisterRow, pk=pk)
    if deed not in _DEEDS:
        raise Http404
    do, said = _DEEDS[deed]
    try:
        do(row, by=request.user)
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    back = "hanya-register" if deed == "catat" else "berbeda"
    answer = redirect("targets:register_result", pk=row.register_id)
    answer.headers["Location"] += f"?hasil={back}"
    return answer


@needs(Deed.RECONCILE)
@sent_from("targets:register_result", "pk")
def take_over_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record all that only the register has; what takes too long for one go waits for the next."""
    done = taking_over.take_over_some(get_object_or_404(Register, pk=pk), by=request.user, seconds=_SECONDS_FOR_ALL)
    said = [f"{number(done.taken)} izin tercatat dari register"]
    if done.refused:
        said.append(f"{number(done.refused)} tidak dapat dicatat, sebabnya ada pada barisnya")
    if done.left:
        said.append(f"{number(done.left)} masih menunggu: tekan sekali lagi")
    messages.info(request, "; ".join(said) + ".")
    answer = redirect("targets:register_result", pk=pk)
    answer.headers["Location"] += "?hasil=hanya-register"
    return answer


def _ask_for_columns(request: SignedInRequest, found: Register, form: ColumnsForm) -> HttpResponse:
    return render(request, "targets/register_columns.html", {"register": found, "form": form})


def _progress(found: Register) -> dict[str, object]:
    waiting = found.rows.filter(outcome__in=[Outcome.WAITING, Outcome.WAITING_FOR_PEOPLE]).count()
    return {"register": found, "done": found.rows_read - waiting, "share": 1 - waiting / found.rows_read}


def differences_in(row: RegisterRow) -> str:
    """In what a row and our permit differ, or why it cannot be read."""
    return ", ".join(_DIFFERENCES.get(difference, difference) for difference in row.differences)
