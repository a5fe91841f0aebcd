"""The roof: home, sign-in's landing, health, errors, and what the frame of every page needs."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from okoce.accounts import demanding
from okoce.accounts.models import Role, User
from okoce.accounts.requests import SignedInRequest
from okoce.regions import tree
from okoce.replica import reads_replica
from okoce.ui.addresses import address
from okoce.ui.resending import sent_from_here
from participants.models import Step
from targets import asking, cartogram, progress, sentences
from targets.views import links
from targets.views.kept import kept
from targets.views.meters import meter


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    current: bool


_FOR_EVERYBODY = [
    ("Daftar", "participants:register"),
    ("Capaian", "targets:progress"),
    ("Laporan", "targets:reports"),
    ("Bantuan", "targets:help"),
]
_FOR_ROLE = {
    Role.PARTICIPANT: [
        ("Langkah saya", "targets:my_steps"),
        ("Data saya", "targets:my_data"),
        ("Capaian", "targets:progress"),
        ("Bantuan", "targets:help"),
    ],
    Role.OFFICER: [
        ("Meja kerja", "targets:workbench"),
        ("Peserta", "permits:people"),
        ("Izin", "permits:permits"),
        ("Kendala", "permits:obstacles"),
        ("Permintaan", "targets:data_requests"),
        ("Capaian", "targets:progress"),
    ],
    Role.PGO: [
        ("Papan PGO", "targets:pgo"),
        ("Capaian", "targets:progress"),
        ("Peserta", "permits:people"),
        ("Izin", "permits:permits"),
        ("Kendala", "permits:obstacles"),
        ("Permintaan", "targets:data_requests"),
        ("Langkah", "targets:steps"),
        ("Target", "targets:goals"),
        ("Laporan", "targets:reports"),
    ],
    Role.ADMINISTRATOR: [("Administrasi", "admin:index"), ("Capaian", "targets:progress")],
}
_BEGIN_ELSEWHERE = {"targets:reports": ("targets:publish",)}
"""Pages that belong to one of the navigation though their address begins otherwise."""

_LANDING = {
    Role.PARTICIPANT: "targets:my_steps",
    Role.OFFICER: "targets:workbench",
    Role.PGO: "targets:pgo",
    Role.ADMINISTRATOR: "admin:index",
}


def page_frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: the demo's day and the navigation this user may follow."""
    user: User | AnonymousUser = getattr(request, "user", AnonymousUser())
    pages = _FOR_ROLE[Role(user.role)] if isinstance(user, User) else _FOR_EVERYBODY
    if isinstance(user, User) and demanding.is_waiting(request, user):
        pages = []
    here = _where(request.path, [name for _, name in pages])
    return {
        "programme_demo_day": settings.PROGRAMME_DATE,
        "navigation": [NavigationItem(label, address(name), name == here) for label, name in pages],
    }


def _where(path: str, pages: list[str]) -> str:
    """Which page of the navigation somebody is on, or below: the longest address that fits, since some begin others."""
    begins = {address(start): page for page in pages for start in (page, *_BEGIN_ELSEWHERE.get(page, ()))}
    return begins.get(max((start for start in begins if path.startswith(start)), key=len, default=""), "")


@login_not_required
@require_safe
@reads_replica
@kept
def home(request: HttpRequest) -> HttpResponse:
    """What the programme is, the headline figure, where to register and to check."""
    question = asking.read({}, region=tree.PROVINCE, words=asking.PAGE_WORDS)
    found = progress.read(tree.PROVINCE, question.as_of)
    kelurahan = found.kelurahan(tree.PROVINCE)
    results = {standing.node.code: standing.result for standing in kelurahan}
    targets = {standing.node.code: standing.target for standing in kelurahan}
    silent = {standing.node.code for standing in kelurahan if standing.silent}
    bands = cartogram.Bands.fitting(kelurahan)
    context = {
        "progress": found,
        "opens": links.opens(request.user, question),
        "of_target": meter(found).get("of_target", ""),
        "steps": Step,
        "map": cartogram.miniature(results, bands.bounds, targets, silent),
        "legend": bands.legend(bool(silent)),
        "map_heading": sentences.map_heading(kelurahan),
    }
    return render(request, "home.html", context)


@require_safe
def landing(request: SignedInRequest) -> HttpResponse:
    """Where somebody who has just signed in begins."""
    return redirect(_LANDING[Role(request.user.role)])


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return HttpResponse("database: not reachable\n", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse("database: not migrated\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token has run out or was kept from its cookie: said in words, with what was typed to send again."""
    return render(request, "403_csrf.html", {"sent": sent_from_here(request)}, status=403)
