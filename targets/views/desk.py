"""The kelurahan officer's workbench: find, record, next; and the one door to somebody else's participant."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.formats import number as say_number
from okoce.ui.resending import sent_from
from participants import search, unfound
from participants.deeds import DeedRefused, open_outside_scope
from participants.models import Participant
from participants.pages import person_or_404
from permits import contacting, deeds, permissions
from permits.forms import ObstacleForm, ReasonForm, RecordForm
from permits.models import Permit
from permits.obstacles import open_obstacles
from permits.steps import steps_of
from targets import asking, progress, workday
from targets.goals import year_of
from targets.views import links

_REMEMBERED = "desk"


@needs(Deed.WORK_AT_DESK)
@never_cache
@sensitive_post_parameters("q")
def workbench(request: SignedInRequest) -> HttpResponse:
    """Own progress, the search box (posted: a NIK never enters an address), who is ready, what was recorded today.

    A search that was sent, rather than answered while typing, and that finds exactly one person goes on to them.
    """
    context = _search(request) if request.method == "POST" else _nothing_searched()
    if request.htmx:
        return render(request, "targets/parts/found.html", context)
    found = context["found"]
    if isinstance(found, list) and len(found) == 1:
        return redirect("targets:record", number=found[0].number)
    return render(request, "targets/workbench.html", context | _today(request))


def _today(request: SignedInRequest) -> dict[str, object]:
    question = asking.read({}, region=request.user.kelurahan, words=asking.PAGE_WORDS)
    standing = progress.read(question.region, question.as_of).standing
    waiting, more_waiting = workday.ready(request.user.kelurahan, contacting.office_of(request.user))
    recorded = workday.recorded_today(request.user)
    return {
        "standing": standing,
        "opens": links.opens(request.user, question),
        "pace": workday.pace_sentence(standing.pace, year_of(clock.today().year)[1]) if standing.pace else "",
        "ready": waiting,
        "more_ready": more_waiting,
        "recorded": recorded,
        "tally": workday.tally(recorded),
    }


def _nothing_searched() -> dict[str, object]:
    return {
        "q": "",
        "searched": False,
        "found": [],
        "elsewhere": None,
        "unfound": None,
        "most": search.MOST,
        "typing": False,
    }


def _search(request: SignedInRequest) -> dict[str, object]:
    text = search.asked(request.POST)
    if not text:
        return _nothing_searched()
    found = search.find(text, by=request.user)
    elsewhere = None if found else search.find_exact(text, Participant.objects.current())
    return {
        "q": search.shown_again(text),
        "searched": True,
        "found": found,
        "elsewhere": elsewhere,
        "unfound": None if found or elsewhere else unfound.why(text, opens_elsewhere=True),
        "reason_form": _why_open(typing=bool(request.htmx)),
        "most": search.MOST,
        "typing": bool(request.htmx),
    }


def _why_open(answers: QueryDict | None = None, *, typing: bool = False) -> ReasonForm:
    """The reason to open somebody else's participant; it takes the keyboard, unless somebody is still typing."""
    form = ReasonForm(answers)
    form.fields["reason"].widget.attrs["autofocus"] = not typing
    return form


@needs(Deed.OPEN_OUTSIDE)
@sent_from("targets:workbench")
@never_cache
def open_outside(request: SignedInRequest) -> HttpResponse:
    """Open somebody at the counter whose record is elsewhere: exact NIK or number, a reason, today only, logged."""
    person = search.find_exact(request.POST.get("q", ""), Participant.objects.current())
    if person is None:
        messages.error(request, "Peserta tidak ditemukan. Periksa NIK atau nomor pesertanya.")
        return redirect("targets:workbench")
    form = _why_open(request.POST)
    if not form.is_valid():
        context = _nothing_searched() | {"q": person.displayed_number, "elsewhere": person, "reason_form": form}
        return render(request, "targets/workbench.html", context | _today(request))
    open_outside_scope(person, by=request.user, reason=form.cleaned_data["reason"])
    return redirect("targets:record", number=person.number)


@needs(Deed.RECORD_PERMIT)
@never_cache
def record(request: SignedInRequest, number: str) -> HttpResponse:
    """Record a permit for one participant and land ready for the next."""
    person = person_or_404(request, number)
    if not permissions.can_record(request.user, person):
        raise PermissionDenied
    form = RecordForm(
        request.POST or None, person=person, officer=request.user, initial=request.session.get(_REMEMBERED, {})
    )
    if form.is_valid() and (permit := form.save()):
        request.session[_REMEMBERED] = {"kind": permit.kind, "issued_on": f"{permit.issued_on:%d/%m/%Y}"}
        messages.success(request, _said(permit))
        return redirect("targets:workbench")
    office, held_up_by = contacting.office_of(request.user), open_obstacles(person)
    message = contacting.message(person, office, [obstacle.kind for obstacle, _ in held_up_by])
    context = {
        "person": person,
        "form": form,
        "office": office,
        "steps": steps_of(person, clock.today()),
        "obstacles": held_up_by,
        "can_note": permissions.can_note_obstacle(request.user, person) and not person.holds_permit,
        "obstacle_form": ObstacleForm(auto_id="obstacle_%s"),
        "call": contacting.call(person),
        "whatsapp": contacting.whatsapp(person, message),
    }
    return render(request, "targets/record.html", context)


@needs(Deed.RECORD_PERMIT)
@sent_from("targets:workbench")
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what one has just recorded oneself: it is voided with that reason, and its history stays."""
    permit = get_object_or_404(Permit.objects.filter(recorded_by=request.user).select_related("participant"), pk=pk)
    if not permissions.can_undo(request.user, permit):
        messages.error(request, f"{permit} tidak dapat diurungkan lagi. Batalkan lewat halaman izinnya, dengan alasan.")
        return redirect("targets:workbench")
    try:
        deeds.void(permit, by=request.user, reason="Diurungkan oleh pencatatnya dalam satu menit.")
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{permit} untuk {permit.participant.name} diurungkan: tidak dihitung.")
    return redirect("targets:workbench")


def _said(permit: Permit) -> str:
    standing = progress.read(permit.kelurahan_id, clock.today()).standing
    goal = f" dari {say_number(standing.target)}" if standing.target is not None else ""
    where = f"{standing.node.title} kini {say_number(standing.result)}{goal} wirausaha baru."
    return f"{permit.kind} {permit.number} untuk {permit.participant.name} tercatat. {where}"
