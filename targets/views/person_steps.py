"""One more step of one person, and taking one back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from participants.attending.permissions import can_record_steps_of
from participants.deeds import DeedRefused, complete_step, undo_step
from participants.models import COMPLETED_BY_PGO, Participant, Step
from participants.pages import person_or_404
from permits.forms import ReasonForm
from targets.step_forms import CompleteForm


@needs(Deed.RECORD_STEP)
@never_cache
def person_steps(request: SignedInRequest, number: str) -> HttpResponse:
    """Which step somebody completed, and on which day."""
    person = _person(request, number)
    done = set(person.completions.filter(undone_at__isnull=True).values_list("step", flat=True))
    missing = [step for step in COMPLETED_BY_PGO if step not in done]
    initial = {"step": request.GET.get("langkah", "")}
    form = CompleteForm(request.POST or None, person=person, missing=missing, initial=initial)
    if form.is_valid():
        step = Step(form.cleaned_data["step"])
        try:
            complete_step(person, step=step, on=form.cleaned_data["held_on"], by=request.user)
        except DeedRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{step} {step.label} tercatat selesai untuk {person.name}.")
            return redirect("permits:person", number=person.displayed_number)
    return render(request, "targets/person_steps.html", {"person": person, "form": form, "missing": missing})


@needs(Deed.RECORD_STEP)
@never_cache
def undo_person_step(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """Take back a step that was recorded by mistake, with a reason."""
    person = _person(request, number)
    completion = person.completions.filter(step=step, undone_at__isnull=True).select_related("completed_by").first()
    if completion is None:
        if step not in COMPLETED_BY_PGO:
            raise Http404
        messages.info(request, f"{step} {Step(step).label} tidak tercatat selesai: tidak ada yang dibatalkan.")
        return redirect("permits:person", number=person.displayed_number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            undo_step(completion, by=request.user, reason=form.cleaned_data["reason"])
        except DeedRefused as refusal:
            messages.info(request, refusal.message)
        else:
            messages.success(request, f"{step} {Step(step).label} dibatalkan. Alasannya ada di riwayat.")
        return redirect("permits:person", number=person.displayed_number)
    context = {"person": person, "completion": completion, "form": form}
    return render(request, "targets/undo_person_step.html", context)


def _person(request: SignedInRequest, number: str) -> Participant:
    person = person_or_404(request, number)
    if not can_record_steps_of(request.user, person):
        raise PermissionDenied
    return person
