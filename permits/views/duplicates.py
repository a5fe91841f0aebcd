"""Records that are likely one person's: the list, two side by side, merging, telling apart, taking a merge apart."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui.resending import sent_from
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.pages import person_or_404
from permits import comparing, merging, permissions
from permits import duplicates as finding
from permits.merge_forms import MergeForm, UnmergeForm

_MOST_DIGITS = 18


@needs(Deed.MERGE)
@require_safe
@never_cache
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Pairs among the people one may merge, from the newest on."""
    with_phone_only = request.GET.get("hp") == "1"
    found = finding.of_region(request.user, before=_id(request.GET.get("sebelum")), with_phone_only=with_phone_only)
    node = request.user.region_node
    context = {
        "pairs": found.pairs,
        "go_on": found.go_on,
        "with_phone_only": with_phone_only,
        "is_continued": "sebelum" in request.GET,
        "where": node.title if node else "",
    }
    return render(request, "permits/duplicates.html", context)


@needs(Deed.MERGE)
@never_cache
def compare(request: SignedInRequest, number: str, other: str) -> HttpResponse:
    """Two records side by side; posting merges them."""
    if (merged := _merged_already(request, number, other)) is not None:
        return merged
    pair = _pair(request, number, other)
    form = MergeForm(request.POST or None, pair=pair)
    if form.is_valid():
        merge = form.save(request.user)
        if merge is not None:
            messages.success(
                request,
                f"Digabung: catatan {merge.absorbed.displayed_number} kini bagian dari catatan ini. "
                "Bila keliru, penggabungan dapat dipisahkan lagi.",
            )
            return redirect("permits:person", number=merge.survivor.displayed_number)
        if (merged := _merged_already(request, number, other)) is not None:
            return merged
    one, two = (comparing.Side.of(person) for person in pair)
    context = {
        "one": pair[0],
        "other": pair[1],
        "likeness": finding.likeness(*pair),
        "rows": comparing.rows_of(one, two),
        "kept": comparing.kept_of(one, two),
        "apart": finding.told_apart(*pair),
        "form": form,
    }
    return render(request, "permits/compare.html", context)


@needs(Deed.MERGE)
@sent_from("permits:compare", "number", "other")
def tell_apart(request: SignedInRequest, number: str, other: str) -> HttpResponse:
    """Note that two records are two people's."""
    pair = _pair(request, number, other)
    try:
        finding.tell_apart(*pair, by=request.user)
    except DeedRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            f"Tercatat: {pair[0].displayed_number} dan {pair[1].displayed_number} bukan orang yang sama. "
            "Keduanya tidak ditampilkan lagi di sini.",
        )
    return redirect("permits:duplicates")


@needs(Deed.MERGE)
@never_cache
def unmerge(request: SignedInRequest, number: str) -> HttpResponse:
    """Make a merged record one of its own again, with a reason."""
    gone = person_or_404(request, number)
    merge = merging.standing_merge_of(gone)
    if merge is None:
        return _apart_already(request, gone)
    if not permissions.can_unmerge(request.user, merge.survivor, gone):
        raise PermissionDenied
    form = UnmergeForm(request.POST or None)
    if form.is_valid():
        if form.save(merge, request.user):
            messages.success(request, "Dipisahkan: catatan ini berdiri sendiri lagi, dengan izin dan langkah semula.")
            return redirect("permits:person", number=gone.displayed_number)
        if merging.standing_merge_of(gone) is None:
            return _apart_already(request, person_or_404(request, number))
    return render(request, "permits/unmerge.html", {"gone": gone, "merge": merge, "form": form})


def _merged_already(request: SignedInRequest, number: str, other: str) -> HttpResponse | None:
    """Where a form that is sent once more leads: to the record in force. None where the two are not one."""
    if request.method != "POST":
        return None
    one, two = person_or_404(request, number), person_or_404(request, other)
    for gone, kept in ((one, two), (two, one)):
        if gone.merged_into_id == kept.pk:
            messages.info(request, f"Catatan {gone.displayed_number} sudah menjadi bagian dari catatan ini.")
            return redirect("permits:person", number=kept.displayed_number)
    return None


def _apart_already(request: SignedInRequest, person: Participant) -> HttpResponse:
    """Where a form that is sent once more leads: to the record, which stands alone again. Raises Http404 otherwise."""
    if request.method != "POST" or not merging.was_taken_apart(person):
        raise Http404
    messages.info(request, "Catatan ini sudah berdiri sendiri lagi.")
    return redirect("permits:person", number=person.displayed_number)


def _pair(request: SignedInRequest, number: str, other: str) -> tuple[Participant, Participant]:
    pair = person_or_404(request, number), person_or_404(request, other)
    if pair[0].pk == pair[1].pk or any(person.merged_into_id for person in pair):
        raise Http404
    if not permissions.can_merge(request.user, *pair):
        raise PermissionDenied
    return pair


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
