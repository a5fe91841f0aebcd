"""The API's schema, its documentation page, and the answer where there is nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from okoce.api import documentation
from okoce.api.limits import PerAddress
from okoce.api.problems import MEDIA_TYPE, describe


@extend_schema(exclude=True)
@api_view(["GET", "HEAD"])
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([PerAddress])
def schema(request: Request) -> Response:
    """The OpenAPI description of everything under /api/v1/."""
    return Response(documentation.schema())


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page for people, drawn here: no script, no other server."""
    return render(request, "api/docs.html", documentation.page() | {"base": request.build_absolute_uri("/api/v1/")})


@csrf_exempt
@login_not_required
def nothing_here(request: HttpRequest) -> JsonResponse:
    """What is said at every other address under /api/, whatever the method."""
    detail = "Tidak ada apa-apa di alamat ini. Alamat API berakhir dengan garis miring; lihat /api/v1/docs/."
    return JsonResponse(describe(404, detail), status=404, content_type=MEDIA_TYPE)
