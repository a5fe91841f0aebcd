"""My data: what is held and why, what I correct myself, what I ask for, and my copy of everything."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.ui import formats
from okoce.ui.resending import sent_from
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.notices import stopping
from participants.own import correcting, requests
from participants.own.forms import CORRECTIONS, BusinessDetailsForm, ContactForm, EndForm
from participants.own.models import DataRequest, RequestedField, RequestKind
from permits import copying
from targets.views.own import own_pages

FIELDS: Mapping[str, RequestedField] = {
    "nama": RequestedField.NAME,
    "nik": RequestedField.NIK,
    "tanggal-lahir": RequestedField.BIRTH_DATE,
    "jenis-kelamin": RequestedField.SEX,
    "kelurahan": RequestedField.KELURAHAN,
}
"""What an official corrects, by its name in the address."""


def _refusals_said(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says what a deed refused on the page of my data; nothing was changed then."""

    @wraps(view)
    def saying(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DeedRefused as refusal:
            messages.error(request, refusal.message)
            return redirect("targets:my_data")

    return saying


@own_pages
@require_safe
def my_data(request: SignedInRequest, person: Participant) -> HttpResponse:
    """What is held about me and why, and what I have asked for."""
    asked = list(person.data_requests.order_by("-id")[:20])
    context = {
        "person": person,
        "open": [one for one in asked if one.is_open],
        "decided": [one for one in asked if not one.is_open],
        "letters_stopped": stopping.has_stopped(person),
    }
    return render(request, "targets/my_data.html", context)


@own_pages
@_refusals_said
@sensitive_post_parameters("password")
def my_contact(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Correct how I am reached, at once."""
    form = ContactForm(request.POST or None, person=person, by=request.user)
    if form.is_valid():
        old = request.user.email
        data = form.cleaned_data
        deed = correcting.correct_contact(person, by=request.user, phone=data["phone"], email=data["email"])
        if deed is not None:
            _tell_old_address(request, old)
        messages.success(request, "Nomor HP dan email Anda tersimpan.")
        return redirect("targets:my_data")
    return render(request, "targets/my_contact.html", {"form": form})


@own_pages
@sent_from("targets:my_data")
def my_letters(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Stop letters about my steps and permits, or begin again."""
    if request.POST.get("letters") == "ya":
        stopping.resume(person)
        messages.success(request, "Email tentang langkah dan izin Anda dikirim lagi.")
    else:
        stopping.stop(person)
        messages.success(
            request, "Email tentang langkah dan izin Anda tidak dikirim lagi. Kabarnya tetap ada di portal."
        )
    return redirect("targets:my_data")


@own_pages
@_refusals_said
def my_business(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Correct what my business is called, its address and its sector, at once."""
    form = BusinessDetailsForm(request.POST or None, person=person)
    if form.is_valid():
        correcting.correct_business(person, by=request.user, **form.cleaned_data)
        messages.success(request, "Keterangan usaha Anda tersimpan.")
        return redirect("targets:my_data")
    return render(request, "targets/my_business.html", {"form": form})


@own_pages
@_refusals_said
@sensitive_post_parameters()
def my_correction(request: SignedInRequest, person: Participant, field: str) -> HttpResponse:
    """Ask an official to correct what says who I am or where I count."""
    wanted = field_or_404(field)
    form = CORRECTIONS[wanted](request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        asked = ask_to_correct(person, wanted, form, by=request.user)
        messages.success(request, f"Permintaan diterima; {asked.promise}.")
        return redirect("targets:my_data")
    context = {"form": form, "field": wanted, "now": recorded_now(person, wanted)}
    return render(request, "targets/my_correction.html", context)


@own_pages
@_refusals_said
@sensitive_post_parameters("password")
def my_erasure(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Withdraw my consent, or ask to be forgotten."""
    form = EndForm(request.POST or None, by=request.user)
    if form.is_valid():
        asked = ask_to_end(person, form, by=request.user)
        messages.success(request, f"Permintaan diterima; {asked.promise}.")
        return redirect("targets:my_data")
    return render(request, "targets/my_erasure.html", {"form": form})


@own_pages
@sent_from("targets:my_data")
@_refusals_said
def my_retraction(request: SignedInRequest, person: Participant, pk: int) -> HttpResponse:
    """Take back what I asked for, while it is open."""
    asked = get_object_or_404(DataRequest.objects.filter(participant=person), pk=pk)
    requests.retract(asked, by=request.user)
    messages.success(request, "Permintaan dibatalkan.")
    return redirect("targets:my_data")


@own_pages
@require_safe
def my_copy(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Everything that is held about me, on one page."""
    return render(request, "targets/my_copy.html", {"person": person, "parts": copying.copy_of(person)})


@own_pages
@sent_from("targets:my_copy")
def my_copy_file(request: SignedInRequest, person: Participant) -> HttpResponse:
    """The same as a file for other programs."""
    content = {
        "dibuat_pada": clock.now().isoformat(timespec="seconds"),
        "oleh": "Portal OK OCE Jakarta",
        **copying.as_json(copying.take_copy(person, by=request.user)),
    }
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="data-saya-{person.displayed_number}.json"'
    return answer


def field_or_404(name: str) -> RequestedField:
    """What is to be corrected, by its name in the address."""
    if name not in FIELDS:
        raise Http404
    return FIELDS[name]


def recorded_now(person: Participant, field: RequestedField) -> str:
    """What is recorded of somebody now, in words; of a NIK only its ends, enough to recognise one's own."""
    return {
        RequestedField.NAME: person.name,
        RequestedField.NIK: person.nik_masked or formats.NOTHING,
        RequestedField.BIRTH_DATE: formats.day(person.birth_date),
        RequestedField.SEX: str(person.get_sex_display()),
        RequestedField.KELURAHAN: person.place,
    }[field]


def ask_to_correct(person: Participant, field: RequestedField, form, *, by: User) -> DataRequest:
    """The request of a valid form for a correction. Raises DeedRefused."""
    note = form.cleaned_data["note"]
    return requests.ask(person, kind=RequestKind.CORRECTION, field=field, wanted=form.wanted, by=by, note=note)


def ask_to_end(person: Participant, form: EndForm, *, by: User) -> DataRequest:
    """The request of a valid form for the end of consent. Raises DeedRefused."""
    data = form.cleaned_data
    return requests.ask(person, kind=RequestKind(data["kind"]), by=by, note=data["note"])


def _tell_old_address(request: SignedInRequest, old: str) -> None:
    """Tell the address that was replaced: whoever reads it there may not know."""
    request.user.refresh_from_db(fields=["email", "username"])
    if old and old != request.user.email:
        get_adapter(request).send_notification_mail("account/email/email_changed", request.user, email=old)
