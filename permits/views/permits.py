"""One permit: what it says, its history, and the deeds done to it."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from permits.deeds import DeedRefused
from permits.forms import CorrectForm, RevokeForm, VoidForm, WithdrawForm
from permits.models import Permit
from permits.permissions import can_change
from permits.steps import counted_permit, edge_of_counting
from permits.telling import history_of_permit


class _Deed(NamedTuple):
    """A deed as its page shows it; `meant_for` says when it is the right one and what it does to the count (rule 2)."""

    form: type[RevokeForm | WithdrawForm | VoidForm]
    title: str
    meant_for: str
    done: str


_DEEDS = {
    "cabut": _Deed(
        RevokeForm,
        "Cabut izin",
        "Untuk izin yang pernah berlaku. Pemegangnya tetap dihitung dengan izin ini sampai sehari sebelum dicabut.",
        "Izin dicabut.",
    ),
    "tarik-pencabutan": _Deed(
        WithdrawForm,
        "Tarik kembali pencabutan",
        "Untuk pencabutan yang keliru. Izin ini dihitung seakan tidak pernah dicabut.",
        "Pencabutan ditarik kembali.",
    ),
    "batalkan": _Deed(
        VoidForm,
        "Batalkan izin",
        "Untuk izin yang salah catat. Pemegangnya menjadi tidak pernah dihitung dengan izin ini.",
        "Izin dibatalkan: dianggap tidak pernah dicatat.",
    ),
}


@needs(Deed.SEE_PERMIT)
@require_safe
def permit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One permit and everything that was done to it."""
    found = _visible(request, pk)
    prefetch_related_objects([found.participant], "permits")
    counted = counted_permit(found.participant, clock.today())
    context = {
        "permit": found,
        "is_counted": counted is not None and counted.pk == found.pk,
        "counted": counted,
        "edge": edge_of_counting(found.participant, clock.today()),
        "history": history_of_permit(found),
        "can_change": can_change(request.user, found),
    }
    return render(request, "permits/permit.html", context)


@needs(Deed.CHANGE_PERMIT)
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct number, date, kelurahan, kind, amounts or person."""
    found = _changeable(request, pk)
    form = CorrectForm(request.POST or None, permit=found, official=request.user)
    if form.is_valid() and form.save():
        messages.success(request, "Perbaikan tersimpan.")
        return redirect("permits:permit", pk=found.pk)
    context = {"permit": found, "form": form, "title": "Perbaiki izin", "meant_for": None}
    return render(request, "permits/change.html", context)


@needs(Deed.CHANGE_PERMIT)
def change(request: SignedInRequest, pk: int, deed: str) -> HttpResponse:
    """Revoke, withdraw a revocation, or void; each with a reason. Sent once more, it leads to the permit as it is."""
    if deed not in _DEEDS:
        raise Http404
    chosen = _DEEDS[deed]
    found = _visible(request, pk)
    form = chosen.form(request.POST or None)
    if form.is_valid() and (stands := form.stands(found)):
        return _led_back(request, found, stands)
    if not can_change(request.user, found):
        raise PermissionDenied
    if form.is_valid():
        try:
            form.do(found, request.user)
        except DeedRefused as refusal:
            found.refresh_from_db()
            if stands := form.stands(found):
                return _led_back(request, found, stands)
            form.refuse(refusal)
        else:
            messages.success(request, chosen.done)
            return redirect("permits:permit", pk=found.pk)
    context = {"permit": found, "form": form, "title": chosen.title, "meant_for": chosen.meant_for}
    return render(request, "permits/change.html", context)


def _led_back(request: SignedInRequest, permit: Permit, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect("permits:permit", pk=permit.pk)


def _visible(request: SignedInRequest, pk: int) -> Permit:
    permits = Permit.objects.visible_to(request.user).select_related("participant", "recorded_by")
    return get_object_or_404(permits, pk=pk)


def _changeable(request: SignedInRequest, pk: int) -> Permit:
    found = _visible(request, pk)
    if not can_change(request.user, found):
        raise PermissionDenied
    return found
