"""What people ask for about their data, as officials see it: a list with deadlines, and a decision about each."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.journal.models import Sex
from okoce.regions import tree
from okoce.ui import formats
from okoce.ui.pagination import keyset_page
from participants import nik
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.own import correcting, requests
from participants.own.forms import CORRECTIONS, ContactForm, EndForm, GrantForm, RefusalForm
from participants.own.models import DataRequest, RequestedField, RequestKind
from participants.own.permissions import can_ask_for, can_decide
from participants.own.requests import Place
from participants.pages import person_or_404
from permits.deciding import grant
from targets.views.own_data import FIELDS, ask_to_correct, ask_to_end, field_or_404, recorded_now

_KEY = ("due_at", "id")
_DECIDED_SHOWN = 20


@dataclass(frozen=True)
class Pair:
    """What is recorded now and what is wanted instead, to be held against the identity card."""

    label: str
    now: str
    wanted: str


@needs(Deed.DECIDE_CORRECTION)
@require_safe
@never_cache
def data_requests(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision in my region, most urgent first, and what was decided lately."""
    visible = DataRequest.objects.visible_to(request.user).select_related("participant", "decided_by")
    waiting = visible.open()
    page = keyset_page(waiting, request.GET, key=_KEY)
    late = waiting.filter(due_at__lt=clock.now()).count()
    context = {
        "page": page,
        "rows": [(one, left(one)) for one in page.items],
        "heading": _heading(waiting.count(), late),
        "decided": visible.exclude(outcome="").order_by("-decided_at", "-id")[:_DECIDED_SHOWN],
    }
    return render(request, "targets/data_requests.html", context)


@needs(Deed.DECIDE_CORRECTION)
@never_cache
@sensitive_post_parameters()
def data_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request: what is wanted, and granting or refusing it."""
    asked = get_object_or_404(DataRequest.objects.visible_to(request.user).select_related("participant"), pk=pk)
    if request.method == "POST" and not asked.is_open:  # a colleague was quicker, or it was taken back
        messages.error(request, requests.DECIDED)
        return redirect("targets:data_request", asked.pk)
    decision = request.POST.get("decision")
    granting = GrantForm(request.POST if decision == "grant" else None, asked=asked)
    refusing = RefusalForm(request.POST if decision == "refuse" else None)
    if request.method == "POST" and not can_decide(request.user, asked):
        raise PermissionDenied
    if granting.is_valid() or refusing.is_valid():
        return _decide(request, asked, refusing)
    context = {
        "asked": asked,
        "person": asked.participant,
        "left": left(asked),
        "pair": _pair(asked),
        "can_decide": can_decide(request.user, asked),
        "granting": granting,
        "refusing": refusing,
    }
    return render(request, "targets/data_request.html", context)


@needs(Deed.ASK_FOR_PERSON)
@require_safe
@never_cache
def ask_for_person(request: SignedInRequest, number: str) -> HttpResponse:
    """What may be asked for on behalf of somebody at the counter, and what is open already."""
    person = _askable(request, number)
    visible = DataRequest.objects.visible_to(request.user).open().filter(participant=person)
    context = {"person": person, "fields": [(name, field.label) for name, field in FIELDS.items()], "open": visible}
    return render(request, "targets/ask_for_person.html", context)


@needs(Deed.ASK_FOR_PERSON)
@never_cache
@sensitive_post_parameters()
def ask_correction_for_person(request: SignedInRequest, number: str, field: str) -> HttpResponse:
    """Ask for a correction on behalf of somebody at the counter."""
    person, wanted = _askable(request, number), field_or_404(field)
    form = CORRECTIONS[wanted](request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            asked = ask_to_correct(person, wanted, form, by=request.user)
        except DeedRefused as refusal:
            messages.error(request, refusal.message)
            return redirect("targets:ask_for_person", person.displayed_number)
        return redirect("targets:data_request", asked.pk)
    context = {"person": person, "form": form, "field": wanted, "now": recorded_now(person, wanted)}
    return render(request, "targets/ask_correction_for_person.html", context)


@needs(Deed.ASK_FOR_PERSON)
@never_cache
def ask_end_for_person(request: SignedInRequest, number: str) -> HttpResponse:
    """Withdraw consent, or ask to be forgotten, on behalf of somebody at the counter."""
    person = _askable(request, number)
    form = EndForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            asked = ask_to_end(person, form, by=request.user)
            messages.success(request, f"{asked.what} diteruskan ke PGO; batas waktunya {formats.moment(asked.due_at)}.")
        except DeedRefused as refusal:
            messages.error(request, refusal.message)
        return redirect("targets:ask_for_person", person.displayed_number)
    return render(request, "targets/ask_end_for_person.html", {"person": person, "form": form})


@needs(Deed.ASK_FOR_PERSON)
@never_cache
@sensitive_post_parameters()
def correct_contact(request: SignedInRequest, number: str) -> HttpResponse:
    """Correct how somebody at the counter is reached, at once."""
    person = _askable(request, number)
    form = ContactForm(request.POST or None, person=person, by=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            correcting.correct_contact(person, by=request.user, phone=data["phone"], email=data["email"])
            messages.success(request, "Nomor HP dan email tersimpan.")
        except DeedRefused as refusal:
            messages.error(request, refusal.message)
        return redirect("permits:person", person.displayed_number)
    return render(request, "targets/correct_contact.html", {"person": person, "form": form})


def left(asked: DataRequest) -> str:
    """How much time is left, or by how much it was missed, in words; nothing once it is decided."""
    if not asked.is_open:
        return ""
    remaining = asked.due_at - clock.now()
    if remaining < timedelta(0):
        return f"lewat {_duration(-remaining)}"
    return f"{_duration(remaining)} lagi"


def _duration(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return "kurang dari satu jam"
    days, hours = divmod(hours, 24)
    parts = [f"{days} hari" if days else "", f"{hours} jam" if hours else ""]
    return " ".join(part for part in parts if part)


def _heading(waiting: int, late: int) -> str:
    if not waiting:
        return "Tidak ada permintaan yang menunggu"
    said = f"{formats.number(waiting)} permintaan menunggu keputusan"
    return f"{said}; {formats.number(late)} lewat batas waktu" if late else said


def _decide(request: SignedInRequest, asked: DataRequest, refusing: RefusalForm) -> HttpResponse:
    try:
        if refusing.is_bound:
            requests.refuse(asked, by=request.user, reason=refusing.cleaned_data["reason"])
            messages.success(request, "Permintaan ditolak; pemohon dapat membaca alasannya.")
        else:
            grant(asked, by=request.user)
            erased = asked.kind != RequestKind.CORRECTION
            messages.success(request, "Data peserta sudah dihapus." if erased else f"{asked.what} tersimpan.")
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("targets:data_request", asked.pk)
    return redirect("targets:data_requests")


def _askable(request: SignedInRequest, number: str) -> Participant:
    person = person_or_404(request, number)
    if not can_ask_for(request.user, person):
        raise PermissionDenied
    return person


def _pair(asked: DataRequest) -> Pair | None:
    """What an open correction changes; a NIK stays masked: four digits at either end tell whether it is the card's."""
    wanted = requests.wanted_of(asked)
    if wanted is None:
        return None
    label, now = asked.get_field_display(), recorded_now(asked.participant, RequestedField(asked.field))
    return Pair(label, now, _said(wanted, RequestedField(asked.field)))


def _said(wanted: requests.Wanted, field: RequestedField) -> str:
    if isinstance(wanted, Place):
        place = tree.where(wanted.kelurahan) if wanted.kelurahan else f"{wanted.outside_place} (luar Jakarta)"
        return place + (f", pindah {formats.day(wanted.moved_on)}" if wanted.moved_on else ", sejak awal")
    if isinstance(wanted, date):
        return formats.day(wanted)
    if field == RequestedField.NIK:
        return nik.masked(wanted)
    return str(Sex(wanted).label) if field == RequestedField.SEX else wanted
