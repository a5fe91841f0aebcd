"""Problem details (RFC 9457): how every refusal under /api/ looks, whoever refuses.

A refusal never repeats what was sent: a NIK may have been written into any place.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.response import Response

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "Permintaan tidak terbaca",
    401: "Perlu token",
    403: "Tidak berwenang",
    404: "Tidak ditemukan",
    405: "Metode tidak dikenal di alamat ini",
    406: "Bentuk jawaban tidak tersedia",
    409: "Tidak dapat dilakukan",
    413: "Isi terlalu besar",
    415: "Bentuk isi tidak diterima",
    422: "Isi tidak sah",
    429: "Terlalu banyak permintaan",
    500: "Kesalahan pada portal",
    503: "Portal sedang tidak dapat dipakai",
}
_DETAILS = {
    400: "Permintaan ini tidak dapat dibaca. Periksa alamat dan kepalanya (header).",
    401: "Kirim token instansi Anda pada kepala Authorization: Bearer, lalu tokennya.",
    403: "Token ini tidak berwenang melakukan itu.",
    404: "Tidak ada apa-apa di alamat ini, atau berada di luar wilayah token ini.",
    405: "Periksa metode permintaan; yang dikenal di alamat ini tertulis pada kepala Allow.",
    406: "Jawaban hanya tersedia sebagai application/json. Sesuaikan kepala Accept.",
    413: "Isi permintaan terlalu besar. Kirim satu izin per permintaan.",
    415: "Isi harus berupa JSON dalam UTF-8, dengan kepala Content-Type: application/json.",
    429: "Batas permintaan tercapai. Coba lagi setelah waktu pada kepala Retry-After.",
    500: "Portal gagal menjawab. Coba lagi nanti; bila terus terjadi, hubungi pengelola portal.",
    503: "Coba lagi beberapa saat lagi.",
}


class Refused(exceptions.APIException):
    """A refusal with the sentence that explains it; `errors` says which part of the request it is about."""

    status_code = status.HTTP_409_CONFLICT
    kind = ""
    """The last part of the problem's type, where it has one of its own."""
    title = ""

    def __init__(self, detail: str, *, errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.errors = errors or []


class Unreadable(Refused):
    """The request cannot be read, or asks for what cannot be asked."""

    status_code = status.HTTP_400_BAD_REQUEST
    kind = "tidak-terbaca"


class Invalid(Refused):
    """What was sent can be read, but is not what the operation takes."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    kind = "tidak-sah"


class Impossible(Refused):
    """What was sent is right, but the programme's rules refuse the deed as things stand."""

    status_code = status.HTTP_409_CONFLICT
    kind = "ditolak"


class TooLarge(Refused):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


def pointer(*path: str | int) -> str:
    """A JSON pointer into the body, as a URI fragment: "#/participant/nik"."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler; None leaves what nobody foresaw to the server's own handling."""
    refusal = _refusal(error)
    if refusal is None:
        return None
    headers = {}
    if header := getattr(refusal, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(refusal, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(_details(refusal), status=refusal.status_code, headers=headers, content_type=MEDIA_TYPE)


def _refusal(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, RequestDataTooBig):
        return TooLarge(_DETAILS[413])
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    return error if isinstance(error, exceptions.APIException) else None


def _details(refusal: exceptions.APIException) -> dict[str, Any]:
    if not isinstance(refusal, Refused):
        own = refusal.detail if getattr(refusal.detail, "code", "") == "own" else None
        return describe(refusal.status_code, str(own) if own else None)
    details = describe(refusal.status_code, str(refusal.detail), kind=refusal.kind, title=refusal.title)
    return details | ({"errors": refusal.errors} if refusal.errors else {})


def describe(code: int, detail: str | None = None, *, kind: str = "", title: str = "") -> dict[str, Any]:
    """The members of a problem with that status, in words of our own where none are given."""
    return {
        "type": f"{reverse('api:docs')}#{kind}" if kind else "about:blank",
        "title": title or _TITLES.get(code, "Permintaan ditolak"),
        "status": code,
        "detail": detail or _DETAILS.get(code, "Permintaan ini ditolak."),
    }


def own(error: type[exceptions.APIException], detail: str) -> exceptions.APIException:
    """One of the framework's refusals with a sentence of ours, which is then shown as it stands."""
    return error(detail=detail, code="own")


class ProblemDetails:
    """Middleware: makes every refusal under /api/ a problem, also Django's own and those of nobody's path.

    It stands outside all others, so that nothing answers past it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
            response.content = JsonResponse(describe(response.status_code)).content
            response.headers["Content-Type"] = MEDIA_TYPE
            response.headers.pop("Content-Length", None)
        return response
