"""What an agency may ask and do: list permits, read one, record one, revoke one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from okoce.api.problems import Impossible, Invalid, own, pointer
from okoce.api.reading import body_of, cursor_of, query_of
from okoce.audit.models import Verb
from okoce.audit.recording import record as record_event
from okoce.regions import tree
from okoce.ui.pagination import keyset_page
from participants.deeds import DeedRefused
from participants.identifying import with_nik
from participants.models import Participant
from participants.nik import blind_index
from permits import deeds
from permits.api import describing
from permits.api.asking import PermitQuery, RecordBody, RevokeBody
from permits.api.models import ApiToken, Scope
from permits.api.once import answer_once
from permits.api.permissions import can_record, can_revoke, require
from permits.api.telling import PermitAnswer, told
from permits.models import Permit, Source, number_key


@describing.listing
@describing.recording
@api_view(["GET", "HEAD", "POST"])
def permits(request: Request) -> HttpResponse:
    """List permits, or record one."""
    return _record(request) if request.method == "POST" else _list(request)


@describing.reading
@api_view(["GET", "HEAD"])
def permit(request: Request, pk: int) -> Response:
    """One permit."""
    token = require(request, Scope.READ)
    found = get_object_or_404(_visible(token), pk=pk)
    _note_read(request, token, [found])
    return Response(told(found))


@describing.revoking
@api_view(["POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """Revoke a permit from a day on."""
    token = require(request, Scope.REVOKE)

    def deed(submission: UUID) -> Response:
        found = get_object_or_404(_visible(token), pk=pk)
        if not can_revoke(token, found):
            raise own(PermissionDenied, "Izin ini diterbitkan di luar wilayah token ini.")
        wanted = body_of(request, RevokeBody)
        with _refusals_told({"revoked_on": "on"}):
            done = deeds.revoke(found, on=wanted["on"], by=token.agency.account, reason=wanted["reason"])
        return Response(told(done))

    return answer_once(request, deed)


def _list(request: Request) -> Response:
    token = require(request, Scope.READ)
    asked = query_of(request, PermitQuery)
    page = keyset_page(
        _asked_for(_visible(token), asked),
        {"after": asked["cursor"]} if "cursor" in asked else {},
        key=("recorded_at", "id"),
        size=asked["limit"],
    )
    _note_read(request, token, page.items)
    return Response({"results": PermitAnswer(page.items, many=True).data, "next": _next(request, page.next)})


def _note_read(request: Request, token: ApiToken, found: list[Permit]) -> None:
    """The record of deeds says which permits an agency was told of; whose they are follows."""
    if found and request.method != "HEAD":
        changes = {"permits": [None, [permit.pk for permit in found]]}
        record_event(Verb.EXPORTED, token, by=token.agency.account, changes=changes)


def _record(request: Request) -> HttpResponse:
    token = require(request, Scope.RECORD)

    def deed(submission: UUID) -> Response:
        wanted = body_of(request, RecordBody)
        if not can_record(token, wanted["kelurahan"]):
            raise own(PermissionDenied, "Kelurahan penerbit berada di luar wilayah token ini.")
        person = _holder(token, wanted.pop("participant"))
        with _refusals_told():
            done = deeds.record(
                person,
                deeds.Paper(**wanted),
                by=token.agency.account,
                submission=submission,
                source=Source.API,
            )
        return Response(told(done), status=status.HTTP_201_CREATED, headers={"Location": _address_of(done)})

    return answer_once(request, deed)


def _visible(token: ApiToken) -> QuerySet[Permit]:
    return Permit.objects.visible_to(token.agency.account).select_related("participant")


def _asked_for(permits: QuerySet[Permit], asked: dict) -> QuerySet[Permit]:
    if "kind" in asked:
        permits = permits.filter(kind=asked["kind"])
    if asked.get("region", tree.PROVINCE) != tree.PROVINCE:
        permits = permits.filter(kelurahan__in=tree.nodes()[asked["region"]].kelurahan_codes)
    if "number" in asked:
        permits = permits.filter(number_key=number_key(asked["number"]))
    lookups = {"issued_from": "issued_on__gte", "issued_until": "issued_on__lte", "recorded_since": "recorded_at__gte"}
    return permits.filter(**{lookup: asked[name] for name, lookup in lookups.items() if name in asked})


def _next(request: Request, place: str | None) -> str | None:
    if place is None:
        return None
    query = QueryDict(mutable=True)
    query.update(request.query_params.dict() | {"cursor": cursor_of(place)})
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _holder(token: ApiToken, wanted: dict[str, str]) -> Participant:
    """The participant meant, among those whom the agency may see; whether others exist is not told."""
    [(name, value)] = wanted.items()
    people = Participant.objects.visible_to(token.agency.account).current()
    person = (with_nik(blind_index(value), people) if name == "nik" else people.filter(number=value)).first()
    if person is None:
        sentence = "Tidak ada peserta dengan nomor ini di wilayah token ini."
        errors = [{"detail": sentence, "pointer": pointer("participant", name)}]
        raise Invalid("Peserta tidak ditemukan; lihat errors.", errors=errors)
    return person


@contextmanager
def _refusals_told(names: Mapping[str, str] | None = None) -> Iterator[None]:
    """A deed's refusal as a problem; `names` says which member stands for which field, where they differ."""
    try:
        yield
    except DeedRefused as refusal:
        errors = []
        if refusal.field is not None:
            field = (names or {}).get(refusal.field, refusal.field)
            errors = [{"detail": refusal.message, "pointer": pointer(field)}]
        raise Impossible(refusal.message, errors=errors) from None


def _address_of(permit: Permit) -> str:
    return reverse("permits_api:permit", kwargs={"pk": permit.pk})
