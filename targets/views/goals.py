"""Targets by region and period: what is assigned, what it adds up to, flat against fair, and who changed it why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.models import User
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui.formats import number as say
from targets import asking, goal_board, goals, setting
from targets.asking import Question, QuestionRefused
from targets.goal_board import Row
from targets.goal_forms import AssignForm, ShareForm
from targets.goals import Period
from targets.permissions import can_set_target, can_share_out_targets
from targets.views import links
from targets.views.refusing import says_why_of_goals

_PERIODS = {goal_board.key_of(period): period for period in setting.PERIODS}
_YEARS = {key: period for key, period in _PERIODS.items() if period != goals.PROGRAMME}
_SHOWN_CHANGES = 20


@dataclass(frozen=True)
class Asked:
    """Which period somebody asks about, and up to which recordings; both stand in the address."""

    period: Period
    known_at: datetime | None
    words: Mapping[str, str]

    @property
    def query(self) -> str:
        """What was asked as it stood in the address, to be carried along: "?tahun=2019" or ""."""
        return f"?{urlencode(self.words)}" if self.words else ""

    @property
    def is_past(self) -> bool:
        """Whether it looks back: then nothing can be changed from here."""
        return self.known_at is not None

    @property
    def key(self) -> str:
        return goal_board.key_of(self.period)

    @property
    def name(self) -> str:
        return goals.name_of(self.period)


def asked(request: HttpRequest, periods: dict[str, Period] = _YEARS) -> Asked:
    """The period (`tahun`) and the moment (`data_sampai`) in the address; raises QuestionRefused.

    Defaults: this year, or the nearest of the programme's; known now.
    """
    nearest = min(max(clock.today().year, goals.YEARS[0]), goals.YEARS[-1])
    given = request.GET.get("tahun", "").strip()
    key = given or str(nearest)
    if key not in periods:
        years = f"{goals.YEARS[0]} sampai {goals.YEARS[-1]}"
        raise QuestionRefused(f"Target ditetapkan untuk tahun {years}. Pilih salah satunya.")
    moment = request.GET.get("data_sampai", "").strip()
    question = asking.read({"data_sampai": moment}, region=tree.PROVINCE, words=asking.PAGE_WORDS)
    known_at = question.known_at if question.known_at and question.known_at < clock.now() else None
    words = {"tahun": given, "data_sampai": moment if known_at else ""}
    return Asked(periods[key], known_at, {word: value for word, value in words.items() if value})


def region_of(request: SignedInRequest, region: str) -> tree.Node:
    """The region asked for, within the one the official answers for; anything else is not there."""
    node = tree.get(region or request.user.region_id or "")
    if node is None or not request.user.answers_for(node.code):
        raise Http404
    return node


def crumbs(user: User, node: tree.Node, query: str, last: str = "") -> list[dict[str, str]]:
    """The way down from the region an official answers for, or to a page `last` below it."""
    return links.own_way(user, "targets:region_goals", node.code, query, last)


@needs(Deed.SEE_TARGETS)
@require_safe
@says_why_of_goals
def region_goals(request: SignedInRequest, region: str = "") -> HttpResponse:
    """The targets of a region: its own, its kelurahan's, both shares, every year, and the history of both figures."""
    node = region_of(request, region)
    question = asked(request)
    board = goal_board.read(node.code, question.period, question.known_at)
    context = {
        "board": board,
        "asked": question,
        "years": list(_YEARS),
        "known_at": question.known_at or clock.now(),
        "crumbs": crumbs(request.user, node, question.query),
        "lead": goal_board.lead(board),
        "table_heading": goal_board.table_heading(board) if node.children else "",
        "years_heading": goal_board.years_heading(board),
        "can_set": can_set_target(request.user, node.code) and not question.is_past,
        "can_set_programme": node.level == Level.PROVINCE and not question.is_past,
        "histories": _histories(node, question),
        "is_province": node.level == Level.PROVINCE,
        "rows": _with_links(request.user, board.rows, question),
        "own": _with_links(request.user, [board.own_row], question)[0],
    }
    return render(request, "targets/goals.html", context)


def _with_links(user: User, rows: list[Row], question: Asked) -> list[tuple[Row, Mapping[str, str]]]:
    """Each region's row, and where its figures open as of the moment that is asked about."""
    known_at = question.known_at
    day = clock.today() if known_at is None else timezone.localdate(known_at)
    words = dict(question.words) | ({} if known_at is None else {"per": day.isoformat()})
    here = Question(tree.PROVINCE, question.period[0].year, day, known_at, words)
    return [(row, links.opens(user, here, row.node.code)) for row in rows]


def _histories(node: tree.Node, question: Asked) -> list[dict[str, object]]:
    """The history of the region's own target, of its kelurahan's sum and of the programme's, whichever it has."""
    found = []
    if node.level in setting.MOST:
        name = "Target provinsi" if node.level == Level.PROVINCE else "Target kelurahan ini"
        found.append(("sendiri", name, goals.history(node.code, question.period, question.known_at)))
    if node.children:
        changes = goals.history_of_children(node.code, question.period, question.known_at)
        found.append(("jumlah", "Jumlah target kelurahan", changes))
    if node.level == Level.PROVINCE:
        name = f"Target program {goals.name_of(goals.PROGRAMME)}"
        found.append(("program", name, goals.history(node.code, goals.PROGRAMME, question.known_at)))
    return [
        {
            "id": key,
            "of_sum": key == "jumlah",
            "heading": goal_board.history_heading(changes, name),
            "latest": changes[:_SHOWN_CHANGES],
            "older": changes[_SHOWN_CHANGES:],
        }
        for key, name, changes in found
    ]


@needs(Deed.SET_TARGET)
@says_why_of_goals
def assign_goal(request: SignedInRequest, region: str) -> HttpResponse:
    """A new target for the province or a kelurahan, with the reason; kept as a further row."""
    node = region_of(request, region)
    question = asked(request, _PERIODS)
    if not can_set_target(request.user, node.code):
        raise PermissionDenied
    if question.period == goals.PROGRAMME and node.level != Level.PROVINCE:
        raise Http404
    form = AssignForm(request.POST or None, region=node.code, period=question.period, official=request.user)
    if form.is_valid() and (target := form.save()):
        messages.success(request, f"Target {question.name} {node.title} kini {say(target.number)}.")
        back = "" if question.period == goals.PROGRAMME else f"?tahun={question.key}"
        return redirect(reverse("targets:region_goals", args=[node.code]) + back)
    title = f"Ubah target {question.name}"
    context = {
        "form": form,
        "node": node,
        "title": title,
        "in_force": form.in_force,
        "board": goal_board.read(node.code, question.period),
        "crumbs": crumbs(request.user, node, question.query, title),
    }
    return render(request, "targets/assign_goal.html", context)


@needs(Deed.SEE_TARGETS)
@require_safe
@says_why_of_goals
def goal_sharing(request: SignedInRequest) -> HttpResponse:
    """Flat against fair, kelurahan by kelurahan, within the region an official answers for."""
    node = region_of(request, "")
    question = asked(request)
    board = goal_board.read(node.code, question.period, question.known_at)
    cities = [node] if node.level != Level.PROVINCE else node.children
    context = {
        "board": board,
        "asked": question,
        "known_at": question.known_at or clock.now(),
        "crumbs": crumbs(request.user, node, question.query, "Rata dan adil"),
        "heading": goal_board.sharing_heading(board.kelurahan(node)),
        "ruling": goal_board.ruling(board),
        "groups": [
            (
                *_with_links(request.user, [board.row(city)], question),
                _with_links(request.user, board.kelurahan(city), question),
            )
            for city in cities
        ],
        "registered": sum(board.registered.values()),
        "can_share_out": can_share_out_targets(request.user) and not question.is_past,
    }
    return render(request, "targets/goal_sharing.html", context)


@needs(Deed.SHARE_OUT_TARGETS)
@says_why_of_goals
def share_out_goals(request: SignedInRequest) -> HttpResponse:
    """Give all kelurahan the flat or the fair share in one deed."""
    question = asked(request)
    node = region_of(request, "")
    board = goal_board.read(node.code, question.period)
    initial = {"way": request.GET.get("cara", ""), "total": board.total}
    form = ShareForm(
        request.POST or None,
        period=question.period,
        official=request.user,
        sum_now=board.here.children,
        initial=initial,
    )
    if form.is_valid() and (count := form.save()):
        total = say(form.cleaned_data["total"])
        messages.success(request, f"Target {say(count)} kelurahan ditetapkan; jumlahnya tepat {total}.")
        return redirect(f"{reverse('targets:goal_sharing')}?tahun={question.key}")
    title = f"Tetapkan target semua kelurahan {question.name}"
    way = crumbs(request.user, node, question.query, "Rata dan adil")
    way[-1]["url"] = f"{reverse('targets:goal_sharing')}?tahun={question.key}"
    context = {
        "form": form,
        "title": title,
        "board": board,
        "crumbs": [*way, {"label": "Tetapkan"}],
        "ruling": goal_board.ruling(board),
    }
    return render(request, "targets/share_out_goals.html", context)
