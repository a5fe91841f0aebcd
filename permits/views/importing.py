"""Importing permits from a spreadsheet: send, look through, decide, correct and send again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import downloads, uploads
from okoce.ui.formats import number
from okoce.ui.pagination import keyset_page
from okoce.ui.resending import sent_from
from okoce.ui.tables.writing import XLSX
from permits.importing import files, recording, showing, staging
from permits.importing.forms import ColumnsForm, SendForm
from permits.importing.models import Import, State

_SECONDS_AT_ONCE = 3.0
"""How long one request checks rows before it shows how far it is."""

_PAGE = 20


@needs(Deed.IMPORT_PERMITS)
def imports(request: SignedInRequest) -> HttpResponse:
    """The template, the file to send, and what the kelurahan has sent before."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*given, too_large=uploads.was_too_large(request))
    if form.is_valid() and (source := form.save(by=request.user)):
        staging.check_some(source, by=request.user, seconds=_SECONDS_AT_ONCE)
        return redirect("permits:import_preview", pk=source.pk)
    sent = Import.objects.visible_to(request.user).select_related("sent_by")
    page = keyset_page(sent, request.GET, key=("id",), descending=True, size=_PAGE)
    return render(request, "permits/imports.html", {"form": form, "page": page})


@needs(Deed.IMPORT_PERMITS)
@require_safe
def import_template(request: SignedInRequest) -> HttpResponse:
    """The XLSX template."""
    return downloads.attachment(files.template(), "templat-impor-izin.xlsx", XLSX)


@needs(Deed.IMPORT_PERMITS)
def import_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Match the file's columns by hand."""
    source = _visible(request, pk)
    if not source.is_waiting:
        return redirect("permits:import_preview", pk=pk)
    form = ColumnsForm(request.POST or None, source=source)
    if form.is_valid():
        form.save()
        staging.check_some(source, by=request.user, seconds=_SECONDS_AT_ONCE)
        return redirect("permits:import_preview", pk=pk)
    return render(request, "permits/import_columns.html", {"source": source, "form": form})


@needs(Deed.IMPORT_PERMITS)
@require_safe
def import_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What will become of each row, problems first; and what has become of it, once recorded."""
    source = _visible(request, pk)
    if source.state == State.MAPPING:
        return redirect("permits:import_columns", pk=pk)
    chosen = request.GET.get("hasil", "")
    context = {
        "source": source,
        "choices": showing.choices(source, chosen),
        "chosen": chosen,
        "page": showing.page_of(source, request.GET, by=request.user),
        "same_file": staging.same_file_before(source),
        "State": State,
    }
    return render(request, "permits/import_preview.html", context)


@needs(Deed.IMPORT_PERMITS)
@sent_from("permits:import_preview", "pk")
def import_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on checking; with `ulang`, check everything anew. Scripts get the progress, and the preview at the end."""
    source = _visible(request, pk)
    if "ulang" in request.POST:
        staging.check_again(source)
    source = staging.check_some(source, by=request.user, seconds=_SECONDS_AT_ONCE)
    if not request.htmx:
        return redirect("permits:import_preview", pk=pk)
    if source.state != State.CHECKING:
        return HttpResponseClientRedirect(reverse("permits:import_preview", args=[pk]))
    return render(request, "permits/parts/import_progress.html", {"source": source})


@needs(Deed.IMPORT_PERMITS)
@sent_from("permits:import_preview", "pk")
def import_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record all good rows, or none."""
    source = _visible(request, pk)
    try:
        source = recording.record_good(source, by=request.user)
    except recording.Changed:
        staging.check_again(source)
        staging.check_some(source, by=request.user, seconds=_SECONDS_AT_ONCE)
        messages.error(
            request,
            "Sejak baris ini diperiksa ada yang berubah, jadi belum ada yang dicatat. Lihat hasil yang baru di bawah, "
            "lalu putuskan lagi.",
        )
    else:
        if source.state == State.RECORDED:
            messages.success(request, _said(source))
    return redirect("permits:import_preview", pk=pk)


@needs(Deed.IMPORT_PERMITS)
@sent_from("permits:import_preview", "pk")
def import_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record nothing of this file."""
    source = staging.discard(_visible(request, pk), by=request.user)
    if source.state == State.RECORDED:
        messages.error(request, "Impor ini sudah dicatat, jadi tidak dapat dibatalkan lagi.")
        return redirect("permits:import_preview", pk=pk)
    messages.success(request, "Impor dibatalkan: tidak ada yang dicatat.")
    return redirect("permits:imports")


@needs(Deed.IMPORT_PERMITS)
@require_safe
def import_problems(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that cannot be recorded, as a spreadsheet to be corrected and sent again."""
    source = _visible(request, pk)
    problems = files.problems(source, by=request.user)
    return downloads.attachment(problems, f"perbaikan-impor-{source.pk}.xlsx", XLSX)


def _visible(request: SignedInRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("sent_by", "decided_by"), pk=pk)


def _said(source: Import) -> str:
    rest = [
        f"{number(count)} {what}"
        for count, what in ((source.known, "sudah tercatat sebelumnya"), (source.refused, "masih perlu diperbaiki"))
        if count
    ]
    return f"{number(source.recorded)} izin tercatat" + (f"; {', '.join(rest)}." if rest else ".")
