"""The lists of people, permits and obstacles as files: asked for, logged with their filter, without a NIK."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.ui import downloads
from okoce.ui.formats import number
from okoce.ui.resending import sent_from
from participants.models import Participant
from permits import list_files, listing
from permits.filters import ObstaclesFilter, PeopleFilter, PermitsFilter, in_scope
from permits.list_files import ListFile
from permits.models import Obstacle, Permit


@needs(Deed.LIST)
@sent_from("permits:people")
def export_people(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The people that a filter leaves."""
    found = in_scope(request, PeopleFilter, Participant.objects.current())
    return _file(request, found, list_files.PEOPLE, ending, reverse("permits:people"))


@needs(Deed.LIST)
@sent_from("permits:permits")
def export_permits(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The permits that a filter leaves."""
    found = in_scope(request, PermitsFilter, Permit.objects.all())
    return _file(request, found, list_files.PERMITS, ending, reverse("permits:permits"))


@needs(Deed.LIST)
@sent_from("permits:obstacles")
def export_obstacles(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The open obstacles that a filter leaves."""
    found = in_scope(request, ObstaclesFilter, Obstacle.objects.open())
    return _file(request, found, list_files.OBSTACLES, ending, reverse("permits:obstacles"))


def _file(request: SignedInRequest, found: Any, kept: ListFile, ending: str, back: str) -> HttpResponseBase:
    """All that a filter leaves; an invalid filter, and too much for a workbook, lead back to where that is said."""
    if ending not in downloads.ENDINGS:
        raise Http404
    if not found.is_valid():
        return redirect(f"{back}?{request.GET.urlencode()}")
    if ending == "xlsx" and listing.is_too_long(found.qs):
        most = number(listing.MOST_IN_A_WORKBOOK)
        messages.error(request, f"XLSX memuat paling banyak {most} baris. Saring daftarnya dulu, atau unduh CSV.")
        return redirect(f"{back}?{urlencode(found.asked)}")
    changes = {"list": [None, kept.name], "filter": [None, urlencode(found.asked)], "region": [None, found.node.code]}
    record(Verb.EXPORTED, request.user, by=request.user, changes=changes, request=request)
    lines = listing.file_lines(
        kept.preamble(found.where, found.sentence),
        kept.headings,
        listing.rows_of(found.qs.select_related(*kept.related) if kept.related else found.qs),
        kept.tell,
    )
    return downloads.table(lines, f"{kept.name}-{found.node.code}-{clock.today()}", ending, title=kept.name)
