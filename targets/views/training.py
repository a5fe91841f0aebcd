"""Training sessions of a region: who was invited, who came; planning one, and saying what was wrong."""

from django.contrib import messages
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.ui.formats import number, percent
from okoce.ui.pagination import keyset_page
from participants.attending.models import TrainingSession, TrainingSessionQuerySet
from targets.step_forms import SessionForm

_PAGE = 50


@needs(Deed.RUN_TRAINING)
@require_safe
def training_sessions(request: SignedInRequest) -> HttpResponse:
    """The sessions of the region an official answers for, or of one below it."""
    own = request.user.region_node or tree.province()
    node = tree.get(request.GET.get("wilayah", "") or own.code)
    if node is None or not request.user.answers_for(node.code):
        raise Http404
    sessions = TrainingSession.objects.of_region(node.code).with_listed()
    page = keyset_page(sessions, request.GET, key=("held_on", "id"), descending=True, size=_PAGE)
    context = {
        "node": node,
        "own": own,
        "way": [above for above in tree.path(node.code) if request.user.answers_for(above.code)],
        "page": page,
        "heading": _heading(sessions),
    }
    return render(request, "targets/training_sessions.html", context)


@needs(Deed.RUN_TRAINING)
def plan_session(request: SignedInRequest) -> HttpResponse:
    """A new session."""
    form = SessionForm(request.POST or None, official=request.user)
    if form.is_valid() and (session := form.save()):
        messages.success(request, f"{session} tercatat. Kirim daftar hadirnya bila sudah ada.")
        return redirect("targets:training_session", pk=session.pk)
    return render(request, "targets/plan_session.html", {"form": form})


@needs(Deed.RUN_TRAINING)
@require_safe
@never_cache
def training_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """One session with its attendance lists."""
    session = _visible(request, pk)
    lists = session.lists.select_related("sent_by").order_by("-id")
    return render(request, "targets/training_session.html", {"session": session, "lists": lists})


@needs(Deed.RUN_TRAINING)
def change_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how many came, or correct what was said."""
    session = _visible(request, pk)
    form = SessionForm(request.POST or None, official=request.user, session=session)
    if form.is_valid() and form.save():
        messages.success(request, "Kegiatan ini diperbarui.")
        return redirect("targets:training_session", pk=pk)
    return render(request, "targets/change_session.html", {"form": form, "session": session})


def _visible(request: SignedInRequest, pk: int) -> TrainingSession:
    sessions = TrainingSession.objects.visible_to(request.user).with_listed()
    return get_object_or_404(sessions.select_related("planned_by", "changed_by"), pk=pk)


def _heading(sessions: TrainingSessionQuerySet) -> str:
    """How many of those invited came, where it is known, in a sentence."""
    counted = sessions.filter(Q(came__isnull=False) | Q(listed__gt=0))
    sums = counted.aggregate(invited=Sum("invited"), came=Sum(Coalesce(F("came"), F("listed"))))
    if not sums["invited"]:
        return ""
    share = percent(sums["came"] / sums["invited"])
    return f"{number(sums['came'])} dari {number(sums['invited'])} orang yang diundang hadir ({share})"
