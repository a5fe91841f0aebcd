"""Noting what keeps somebody from a permit, and that it is over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.resending import sent_from
from participants.deeds import DeedRefused
from participants.pages import person_or_404
from permits import obstacles, permissions
from permits.forms import ObstacleForm, OutcomeForm
from permits.models import Obstacle, ObstacleKind, Outcome
from permits.views import people


@needs(Deed.NOTE_OBSTACLE)
@sent_from("permits:person", "number")
def set_obstacle(request: SignedInRequest, number: str) -> HttpResponse:
    """Note an obstacle; the person's page then says what to do next about it."""
    person = person_or_404(request, number)
    if not permissions.can_note_obstacle(request.user, person):
        raise PermissionDenied
    form = ObstacleForm(request.POST)
    if not form.is_valid():
        return people.show(request, person, obstacle_form=form)
    kind, note = ObstacleKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
    try:
        obstacles.set_obstacle(person, kind=kind, note=note, by=request.user)
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Kendala “{kind.label}” tercatat. {obstacles.NEXT[kind]}")
    return redirect("permits:person", number=person.displayed_number)


@needs(Deed.NOTE_OBSTACLE)
@sent_from("permits:obstacles")
def resolve_obstacle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that an obstacle is over, or was never there; back to the page one came from."""
    found = get_object_or_404(Obstacle.objects.visible_to(request.user).select_related("participant"), pk=pk)
    if not permissions.can_note_obstacle(request.user, found.participant):
        raise PermissionDenied
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            obstacles.resolve(found, by=request.user, outcome=Outcome(form.cleaned_data["outcome"]))
        except DeedRefused as refusal:
            messages.info(request, refusal.message)
        else:
            messages.success(request, f"Kendala “{found.get_kind_display()}” selesai.")
    return redirect(_back(request) or reverse("permits:person", args=[found.participant.displayed_number]))


def _back(request: SignedInRequest) -> str:
    """The page of ours that the form was on, or nothing."""
    page = request.POST.get("next", "")
    # A word that is no path would be looked for among the names of pages.
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""
