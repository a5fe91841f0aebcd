"""Changing many targets by file: download, upload, compare row by row, take over all or none."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.ui import downloads
from okoce.ui.formats import number as say
from okoce.ui.resending import sent_from
from okoce.ui.tables import writing
from targets import goal_files, goals, setting
from targets.goal_files import FileRefused, Proposal, Wish
from targets.goal_forms import TakeOverForm, UploadForm
from targets.goals import Period
from targets.views.goals import Asked, asked, crumbs, region_of
from targets.views.refusing import says_why_of_goals

_SECONDS_TO_DECIDE = 12 * 3600


@needs(Deed.SET_TARGET)
@says_why_of_goals
def goal_file(request: SignedInRequest) -> HttpResponse:
    """The file to change, and the place to hand it back; a file handed in is compared, nothing is changed yet."""
    question = asked(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            wishes = goal_files.read(form.cleaned_data["file"], question.period)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, question, goal_files.compare(wishes, question.period, request.user))
    return render(request, "targets/goal_file.html", _frame(request, question) | {"form": form})


@needs(Deed.SET_TARGET)
@sent_from("targets:goal_file")
@says_why_of_goals
def take_over_goals(request: SignedInRequest) -> HttpResponse:
    """Take over a compared file with its reason: all of it or nothing."""
    question = asked(request)
    sealed = _unseal(request, question)
    if sealed is None:
        messages.error(request, "Perbandingan ini sudah terlalu lama. Unggah berkasnya sekali lagi.")
        return redirect(reverse("targets:goal_file") + question.query)
    seen, wishes = sealed
    proposal = goal_files.compare(wishes, question.period, request.user)
    form = TakeOverForm(request.POST)
    if form.is_valid() and not proposal.problems:
        try:
            rows = setting.assign_many(
                period=question.period,
                numbers=proposal.numbers,
                by=request.user,
                reason=form.cleaned_data["reason"],
                seen=seen,
            )
        except setting.SettingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(len(rows), proposal))
            return redirect(f"{reverse('targets:goals')}?tahun={question.key}")
    # Compared anew and sealed anew: the next answer is about what stands now.
    return _preview(request, question, proposal, form)


def _preview(
    request: SignedInRequest, question: Asked, proposal: Proposal, form: TakeOverForm | None = None
) -> HttpResponse:
    context = _frame(request, question, "Periksa perubahan") | {
        "proposal": proposal,
        "heading": goal_files.heading(proposal),
        "over": proposal.period[1] < clock.today(),
        "form": form or TakeOverForm(),
        "sealed": _seal(request, question, proposal),
    }
    return render(request, "targets/goal_preview.html", context)


def _frame(request: SignedInRequest, question: Asked, last: str = "") -> dict[str, Any]:
    node = region_of(request, "")
    title = f"Ubah banyak target {goals.name_of(question.period)}"
    way = crumbs(request.user, node, question.query, title)
    if last:
        way[-1]["url"] = reverse("targets:goal_file") + question.query
        way.append({"label": last})
    return {"asked": question, "node": node, "title": title, "crumbs": way}


def _said(count: int, proposal: Proposal) -> str:
    before, after = say(proposal.sum_before), say(proposal.sum_after)
    if proposal.sum_before is None:
        return f"Target {say(count)} kelurahan ditetapkan; jumlahnya {after}."
    return f"Target {say(count)} kelurahan diubah; jumlah target kelurahan dari {before} menjadi {after}."


def _salt(request: SignedInRequest, question: Asked) -> str:
    """What was compared belongs to one official and one period."""
    return f"targets.goal_files:{request.user.pk}:{question.key}"


def _seal(request: SignedInRequest, question: Asked, proposal: Proposal) -> str:
    rows = [astuple(line.wish) for line in proposal.lines]
    return signing.dumps([proposal.seen, rows], salt=_salt(request, question), compress=True)


def _unseal(request: SignedInRequest, question: Asked) -> tuple[int, list[Wish]] | None:
    try:
        seen, rows = signing.loads(
            request.POST.get("sealed", ""), salt=_salt(request, question), max_age=_SECONDS_TO_DECIDE
        )
    except signing.BadSignature:
        return None
    return seen, [Wish(*row) for row in rows]


@needs(Deed.SET_TARGET)
@require_safe
@says_why_of_goals
def goal_file_csv(request: SignedInRequest) -> HttpResponse:
    return _download(request, goal_files.to_csv, writing.CSV, "csv")


@needs(Deed.SET_TARGET)
@require_safe
@says_why_of_goals
def goal_file_xlsx(request: SignedInRequest) -> HttpResponse:
    return _download(request, goal_files.to_xlsx, writing.XLSX, "xlsx")


def _download(
    request: SignedInRequest, write: Callable[[Period, str], bytes], content_type: str, ending: str
) -> HttpResponse:
    question, node = asked(request), region_of(request, "")
    name = f"target-{node.code}-{question.key}-{clock.today()}.{ending}"
    return downloads.attachment(write(question.period, node.code), name, content_type)
