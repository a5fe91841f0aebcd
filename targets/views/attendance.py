"""Recording a step for many people by an attendance list: paste or send, look through, decide."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import downloads, uploads
from okoce.ui.formats import number
from okoce.ui.pagination import keyset_page
from okoce.ui.resending import sent_from
from okoce.ui.tables.writing import XLSX
from participants.attending import recording, staging
from participants.attending.models import AttendanceList, State, TrainingSession
from participants.deeds import DeedRefused
from targets import attendance
from targets.step_forms import ChooseForm, EntriesForm, ListForm, typed

_PAGE = 20
_ONLY_THE_REST = "Berkasnya tidak ikut: {reason} Yang ditempel sudah diperiksa; berkasnya dapat ditambahkan di bawah."


@needs(Deed.RUN_TRAINING)
@never_cache
@sensitive_post_parameters("text")
@sensitive_variables()
def steps(request: SignedInRequest) -> HttpResponse:
    """The list to paste or send, and the lists sent before. What can be read is kept, whatever else is wrong."""
    session = _session(request)
    form = ListForm(
        request.POST or None, request.FILES or None, session=session, too_large=uploads.was_too_large(request)
    )
    if request.method == "POST" and form.can_be_kept:
        source = form.save(by=request.user)
        _tell_of_the_file(request, form)
        return _to(source, form.typed_wrong)
    lists = AttendanceList.objects.visible_to(request.user).select_related("sent_by", "session")
    page = keyset_page(lists, request.GET, key=("id",), descending=True, size=_PAGE)
    return render(request, "targets/steps.html", {"form": form, "page": page, "session": session})


@needs(Deed.RUN_TRAINING)
@require_safe
def attendance_template(request: SignedInRequest) -> HttpResponse:
    """A spreadsheet to fill in."""
    return downloads.attachment(staging.template(), "templat-daftar-hadir.xlsx", XLSX)


@needs(Deed.RUN_TRAINING)
@require_safe
@never_cache
def attendance_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """What will become of each entry, problems first; and what has become of it, once recorded."""
    return _show(request, _visible(request, pk))


@needs(Deed.RUN_TRAINING)
@sent_from("targets:attendance_list", "pk")
@never_cache
def choose_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which step the list is for, and which day; what is wrong is said on the list's page."""
    source = _visible(request, pk)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return _to(source, typed(form))
    staging.choose(source, step=form.cleaned_data["step"], held_on=form.cleaned_data["held_on"], by=request.user)
    return _to(source)


@needs(Deed.RUN_TRAINING)
@never_cache
@sensitive_post_parameters("text")
@sensitive_variables()
def add_to_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add people to a list that waits: those who were mistyped, or forgotten."""
    source = _visible(request, pk)
    if request.method != "POST":  # a link on the page that answered with an error
        return _to(source, request.GET.dict())
    form = EntriesForm(request.POST, request.FILES, too_large=uploads.was_too_large(request))
    form.is_valid()
    if not form.can_be_kept:
        return _show(request, source, add_form=form)
    try:
        staging.add(source, form.entries, by=request.user, notes=form.notes)
    except staging.TooMany as refusal:
        form.add_error("text", str(refusal))
        return _show(request, source, add_form=form)
    _tell_of_the_file(request, form)
    messages.success(request, f"{number(len(form.entries))} entri ditambahkan dan diperiksa.")
    return _to(source)


@needs(Deed.RUN_TRAINING)
@sent_from("targets:attendance_list", "pk")
def record_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the step for everybody who was found and does not have it yet."""
    source = _visible(request, pk)
    try:
        source = recording.record_all(source, by=request.user, seen=request.POST.get("seen", ""))
    except recording.Changed:
        staging.check_again(source, by=request.user)
        messages.error(
            request,
            "Sejak daftar ini diperiksa ada yang berubah, jadi belum ada yang dicatat. Lihat hasil yang baru di bawah, "
            "lalu putuskan lagi.",
        )
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    else:
        if source.state == State.RECORDED:
            messages.success(request, _said(source))
    return _to(source)


@needs(Deed.RUN_TRAINING)
@sent_from("targets:attendance_list", "pk")
def discard_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record nothing of this list."""
    source = staging.discard(_visible(request, pk), by=request.user)
    if source.state == State.RECORDED:
        messages.error(request, "Daftar ini sudah dicatat, jadi tidak dapat dibatalkan lagi.")
        return _to(source)
    messages.success(request, "Daftar dibatalkan: tidak ada yang dicatat.")
    return redirect("targets:steps")


def _to(source: AttendanceList, query: Mapping[str, str] | None = None) -> HttpResponse:
    """On to a list's page."""
    return redirect(reverse("targets:attendance_list", args=[source.pk]) + (f"?{urlencode(query)}" if query else ""))


def _show(request: SignedInRequest, source: AttendanceList, **forms: EntriesForm) -> HttpResponse:
    chosen = request.GET.get("hasil", "")
    context = {
        "source": source,
        "heading": attendance.heading(source),
        "choices": attendance.choices(source, chosen),
        "chosen": chosen,
        "page": attendance.page_of(source, request.GET, by=request.user),
        "choose_form": _choose_form(request, source),
        "add_form": EntriesForm(auto_id="add_%s"),
        "State": State,
    }
    return render(request, "targets/attendance_list.html", context | forms)


def _choose_form(request: SignedInRequest, source: AttendanceList) -> ChooseForm:
    """What was typed wrong on the page before, to be mended; else what the list says."""
    if source.is_waiting and "held_on" in request.GET:
        return ChooseForm(request.GET)
    return ChooseForm(initial={"step": source.step, "held_on": source.held_on})


def _session(request: SignedInRequest) -> TrainingSession | None:
    """The session whose list is to be sent, from the address."""
    asked = request.GET.get("kegiatan", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return get_object_or_404(TrainingSession.objects.visible_to(request.user), pk=int(asked))


def _visible(request: SignedInRequest, pk: int) -> AttendanceList:
    lists = AttendanceList.objects.visible_to(request.user).select_related("sent_by", "decided_by", "session")
    return get_object_or_404(lists, pk=pk)


def _tell_of_the_file(request: SignedInRequest, form: EntriesForm) -> None:
    for reason in form.errors.get("file", ()):
        messages.warning(request, _ONLY_THE_REST.format(reason=reason))


def _said(source: AttendanceList) -> str:
    rest = [
        f"{number(count)} {what}"
        for count, what in (
            (source.known, "sudah tercatat sebelumnya"),
            (source.repeated, "berulang"),
            (source.problems, "tidak dapat dicatat"),
        )
        if count
    ]
    done = f"{source.step_title} tercatat untuk {number(source.recorded)} orang"
    return done + (f"; {', '.join(rest)}." if rest else ".")
