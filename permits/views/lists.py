"""The lists of people, permits and obstacles within one's scope, filtered, and what they hold as files."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from okoce import clock
from okoce.accounts.guarding import needs
from okoce.accounts.requests import SignedInRequest
from okoce.accounts.rights import Deed
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.regions import tree
from okoce.ui import formats
from participants.models import Participant
from participants.numbers import displayed
from permits import contacting, listing
from permits.filters import ObstaclesFilter, PeopleFilter, PermitsFilter, in_scope
from permits.models import Obstacle, Permit
from permits.obstacles import NEXT
from permits.views.guarding import office_of


@needs(Deed.LIST)
@require_safe
@never_cache
def people(request: SignedInRequest) -> HttpResponse:
    """The people of one's scope."""
    found = _people(request)
    page = listing.page_of(found.qs, request.GET, found.order)
    message = contacting.invitation(office_of(request.user))
    rows = [(one, _short_place(one), contacting.call(one), contacting.whatsapp(one, message)) for one in page.items]
    return render(request, "permits/people.html", _context(found, page) | {"rows": rows})


@needs(Deed.LIST)
@require_safe
@never_cache
def permits(request: SignedInRequest) -> HttpResponse:
    """The permits that one's region issued."""
    found = _permits(request)
    page = listing.page_of(found.qs.select_related("participant", "recorded_by"), request.GET, found.order)
    return render(request, "permits/permits.html", _context(found, page))


@needs(Deed.LIST)
@require_safe
@never_cache
def obstacles(request: SignedInRequest) -> HttpResponse:
    """What keeps people of one's scope from a permit, longest open first."""
    found = in_scope(request, request.user, ObstaclesFilter, Obstacle.objects.open())
    page = listing.page_of(found.qs.select_related("participant", "set_by"), request.GET, found.order)
    message = contacting.invitation(office_of(request.user))
    rows = [
        (one, NEXT[one.kind], contacting.call(one.participant), contacting.whatsapp(one.participant, message))
        for one in page.items
    ]
    return render(request, "permits/obstacles.html", _context(found, page) | {"rows": rows})


@needs(Deed.LIST)
@require_POST
def export_people(request: SignedInRequest) -> HttpResponseBase:
    """The people that a filter leaves, as a file: without NIK."""
    return _file(request, _people(request), "peserta", _PEOPLE_HEADINGS, _told_person, reverse("permits:people"))


@needs(Deed.LIST)
@require_POST
def export_permits(request: SignedInRequest) -> HttpResponseBase:
    """The permits that a filter leaves, as a file."""
    found = _permits(request)
    return _file(request, found, "izin", _PERMITS_HEADINGS, _told_permit, reverse("permits:permits"))


def _short_place(person: Participant) -> str:
    return tree.nodes()[person.kelurahan_id].name if person.kelurahan_id else person.outside_place


def _people(request: SignedInRequest) -> PeopleFilter:
    return in_scope(request, request.user, PeopleFilter, Participant.objects.current())


def _permits(request: SignedInRequest) -> PermitsFilter:
    return in_scope(request, request.user, PermitsFilter, Permit.objects.all())


def _context(found: Any, page: Any) -> dict[str, object]:
    return {
        "filter": found,
        "page": page,
        "where": found.where,
        "narrowed": found.sentence,
        "query": f"?{urlencode(found.asked)}" if found.asked else "",
    }


def _file(
    request: SignedInRequest,
    found: Any,
    name: str,
    headings: Sequence[str],
    tell: Callable[[Any], Sequence[object]],
    back: str,
) -> HttpResponseBase:
    """A file of all that a filter leaves, logged with the filter; an invalid one leads back to where that is said."""
    if not found.is_valid():
        return redirect(f"{back}?{request.GET.urlencode()}")
    changes = {"list": [None, name], "filter": [None, urlencode(found.asked)], "region": [None, found.node.code]}
    record(Verb.EXPORTED, request.user, by=request.user, changes=changes, request=request)
    related = ("participant", "recorded_by") if name == "izin" else ()
    rows = listing.rows_of(found.qs.select_related(*related) if related else found.qs)
    file = f"{name}-{found.node.code}-{clock.today()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    lines = listing.csv_lines(headings, rows, tell)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


_PEOPLE_HEADINGS = [
    "nomor_peserta",
    "nama",
    "jenis_kelamin",
    "nomor_hp",
    "kode_wilayah",
    "tempat_usaha",
    "alamat_usaha",
    "nama_usaha",
    "bidang_usaha",
    "usaha_baru",
    "mendaftar",
    "langkah_berikutnya",
    "memegang_izin",
    "ada_kendala",
]


def _told_person(person: Participant) -> Sequence[object]:
    return [
        displayed(person.number),
        person.name,
        person.get_sex_display(),
        formats.phone(person.phone) if person.phone else "",
        person.kelurahan_id or "",
        person.place,
        person.address,
        person.business_name,
        person.get_sector_display(),
        _yes(person.business_is_new),
        person.registered_on.isoformat(),
        person.next_step or "selesai",
        _yes(person.holds_permit),
        _yes(person.is_held_up),
    ]


_PERMITS_HEADINGS = [
    "jenis",
    "nomor_izin",
    "terbit",
    "kode_wilayah",
    "kelurahan",
    "modal_usaha",
    "tenaga_kerja",
    "keadaan",
    "dicabut_sejak",
    "nomor_peserta",
    "nama",
    "dicatat",
    "dicatat_oleh",
]


def _told_permit(permit: Permit) -> Sequence[object]:
    return [
        permit.kind,
        permit.number,
        permit.issued_on.isoformat(),
        permit.kelurahan_id,
        tree.nodes()[permit.kelurahan_id].name,
        permit.investment,
        permit.workers,
        "dibatalkan" if permit.is_voided else "dicabut" if permit.is_revoked else "berlaku",
        permit.revoked_on.isoformat() if permit.revoked_on else "",
        displayed(permit.participant.number),
        permit.participant.name,
        permit.recorded_at.astimezone(formats.JAKARTA).isoformat(timespec="seconds"),
        permit.recorded_by.username,
    ]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"
