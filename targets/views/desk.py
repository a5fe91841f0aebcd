"""The kelurahan officer's workbench: find, record, next; and the one door to somebody else's participant."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from okoce import clock
from okoce.accounts.requests import SignedInRequest
from okoce.ui.formats import number as say_number
from participants import deeds, search
from participants.models import Participant
from permits import permissions
from permits.forms import RecordForm
from permits.models import Permit
from permits.steps import steps_of
from targets import progress as achievement
from targets import sentences
from targets.goals import year_of

_REMEMBERED = "desk"


def officers_only(view):
    """Answers 403 to whoever is not a kelurahan officer."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_officer:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@officers_only
def workbench(request: SignedInRequest) -> HttpResponse:
    """Own progress, the search box (posted: a NIK never enters an address), and what was recorded today."""
    context = _search(request) if request.method == "POST" else {}
    if request.htmx:
        return render(request, "targets/parts/found.html", context)
    standing = achievement.read(request.user.kelurahan, clock.today()).standing
    pace = standing.pace
    context |= {
        "standing": standing,
        "needed": sentences.needed(pace, year_of(clock.today().year)[1]) if pace else "",
        "recorded_today": Permit.objects.filter(
            recorded_by=request.user, recorded_at__gte=clock.start_of(clock.today())
        )
        .select_related("participant")
        .order_by("-recorded_at", "-id")[:50],
    }
    return render(request, "targets/workbench.html", context)


def _search(request: SignedInRequest) -> dict[str, object]:
    text = request.POST.get("q", "").replace("\x00", "")[:120].strip()
    found = search.find(text, by=request.user) if text else []
    elsewhere = None
    if text and not found:
        elsewhere = search.find_exact(text, Participant.objects.current())
    return {"q": text, "searched": bool(text), "found": found, "elsewhere": elsewhere, "most": search.MOST}


@officers_only
@require_POST
def open_outside(request: SignedInRequest) -> HttpResponse:
    """Open somebody at the counter whose record is elsewhere: exact NIK or number, a reason, today only, logged."""
    person = search.find_exact(request.POST.get("q", ""), Participant.objects.current())
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:200]
    if person is None:
        messages.error(request, "Peserta tidak ditemukan. Periksa NIK atau nomor pesertanya.")
        return redirect("targets:workbench")
    if not reason:
        messages.error(request, "Tulis alasannya, misalnya: pemohon datang ke loket.")
        return redirect("targets:workbench")
    deeds.open_outside_scope(person, by=request.user, reason=reason)
    return redirect("targets:record", number=person.number)


@officers_only
def record(request: SignedInRequest, number: str) -> HttpResponse:
    """Record a permit for one participant and land ready for the next."""
    person = get_object_or_404(Participant.objects.visible_to(request.user), number=number)
    if not permissions.can_record(request.user, person):
        raise PermissionDenied
    form = RecordForm(
        request.POST or None, person=person, officer=request.user, initial=request.session.get(_REMEMBERED, {})
    )
    if form.is_valid() and (permit := form.save()):
        request.session[_REMEMBERED] = {"kind": permit.kind, "issued_on": f"{permit.issued_on:%d/%m/%Y}"}
        messages.success(request, _said(permit))
        return redirect("targets:workbench")
    context = {"person": person, "form": form, "steps": steps_of(person, clock.today())}
    return render(request, "targets/record.html", context)


def _said(permit: Permit) -> str:
    standing = achievement.read(permit.kelurahan_id, clock.today()).standing
    goal = f" dari {say_number(standing.target)}" if standing.target else ""
    where = f"{standing.node.title} kini {say_number(standing.result)}{goal} wirausaha baru."
    return f"{permit.kind} {permit.number} untuk {permit.participant.name} tercatat. {where}"
