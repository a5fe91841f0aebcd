"""One person as officials see them: who they are, where they stand, their permits, obstacles and history."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import formats
from okoce.ui.resending import sent_from
from participants.attending.permissions import can_record_steps_of
from participants.models import COMPLETED_BY_PGO, Participant
from participants.pages import person_or_404
from participants.revealing import reveal_nik
from participants.steps import StepState
from permits import contacting, duplicates, merging, permissions
from permits.forms import ObstacleForm, ReasonForm
from permits.obstacles import open_obstacles
from permits.steps import counted_permit, edge_of_counting, steps_of
from permits.telling import history_of


@dataclass(frozen=True)
class ShownStep:
    """A step of the seven, with the day it was completed, and what an official may do about it."""

    code: str
    name: str
    state: str
    note: str
    url: str = ""
    action: str = ""

    @classmethod
    def of(cls, step: StepState, person: Participant, *, can_record: bool) -> "ShownStep":
        note = formats.day(step.completed_on) if step.completed_on else ""
        if not can_record or step.step not in COMPLETED_BY_PGO:
            return cls(step.code, step.name, step.state, note)
        number = person.displayed_number
        if step.completed_on:
            undo = reverse("targets:undo_person_step", args=[number, step.code])
            return cls(step.code, step.name, step.state, note, undo, f"Batalkan {step.code}")
        complete = reverse("targets:person_steps", args=[number]) + f"?langkah={step.code}"
        return cls(step.code, step.name, step.state, note, complete, f"Catat {step.code} selesai")


@needs(Deed.SEE_PERSON)
@require_safe
@never_cache
def person(request: SignedInRequest, number: str) -> HttpResponse:
    """One person."""
    return show(request, person_or_404(request, number))


@needs(Deed.REVEAL_NIK)
@sent_from("permits:person", "number")
@never_cache
@sensitive_variables()
def reveal(request: SignedInRequest, number: str) -> HttpResponse:
    """The same page with the NIK in full, this once: it stands nowhere but in this answer."""
    found = person_or_404(request, number)
    if not permissions.can_reveal_nik(request.user, found):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, found, reveal_form=form)
    digits = reveal_nik(found, by=request.user, reason=form.cleaned_data["reason"], request=request)
    return show(request, found, nik=f"{digits[:6]} {digits[6:12]} {digits[12:]}")


def show(request: SignedInRequest, found: Participant, **further: object) -> HttpResponse:
    """The page of a person; `further` is what a deed on it adds."""
    user, today = request.user, clock.today()
    prefetch_related_objects([found], "permits")
    steps = steps_of(found, today)
    can_record_steps = can_record_steps_of(user, found)
    context = {
        "person": found,
        "steps": [ShownStep.of(step, found, can_record=can_record_steps) for step in steps],
        "counted": counted_permit(found, today),
        "edge": edge_of_counting(found, today),
        "permits": sorted(found.permits.all(), key=lambda permit: (permit.issued_on, permit.pk), reverse=True),
        "obstacles": open_obstacles(found),
        "history": history_of(found),
        "can_record_steps": can_record_steps,
        "look_alikes": duplicates.for_page_of(found, user),
        "absorbed": merging.absorbed_by(found),
        "can_unmerge": found.merged_into is not None and permissions.can_unmerge(user, found.merged_into, found),
        "can_record": permissions.can_record(user, found),
        "can_reveal": permissions.can_reveal_nik(user, found),
        "can_note": permissions.can_note_obstacle(user, found),
        "call": contacting.call(found),
        "whatsapp": contacting.whatsapp(found, contacting.news(found, steps, contacting.office_of(user))),
        "obstacle_form": ObstacleForm(auto_id="obstacle_%s"),
        "reveal_form": ReasonForm(auto_id="reveal_%s"),
    }
    return render(request, "permits/person.html", context | further)
