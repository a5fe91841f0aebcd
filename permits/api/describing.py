"""What the schema and the documentation say of the operations on permits."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from okoce.api.describing import refusals
from permits.api.asking import PermitQuery, RecordBody, RevokeBody
from permits.api.once import HEADER
from permits.api.telling import PermitAnswer, PermitPage


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema says that a token is needed."""

    target_class = "permits.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Token instansi, diberikan oleh administrator."}


_TAG = ["Izin"]
_KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="Kunci acak untuk satu perbuatan, misalnya sebuah UUID. Permintaan yang dikirim ulang dengan kunci "
    "dan isi yang sama mendapat jawaban yang sama, dan hanya dikerjakan satu kali. Disimpan 30 hari.",
)
_ID = OpenApiParameter(
    "id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description="Nomor izin di portal ini (id)."
)
_PERMIT = {
    "id": 1041,
    "kind": "IUMK",
    "number": "12/31.73.01.1006/-1.824.27/e/2018",
    "issued_on": "2018-09-07",
    "expires_on": "2023-09-06",
    "kelurahan": {"code": "31.73.01.1006", "name": "Cengkareng Timur"},
    "participant": {"number": "4K7H2-MX9QR", "nik": "3174••••••••0003"},
    "investment": 5_000_000,
    "workers": 2,
    "status": "valid",
    "revoked_on": None,
    "voided_at": None,
    "recorded_at": "2018-09-09T10:15:00+07:00",
    "source": "api",
}

listing = extend_schema(
    methods=["GET"],
    operation_id="list_permits",
    tags=_TAG,
    summary="Daftar izin",
    description="Izin dalam wilayah token, menurut urutan dicatat, sebagian demi sebagian. Kewenangan: read. "
    "Izin yang pencatatannya berlangsung lebih lama dapat terbaca sesudah izin yang dicatat belakangan. Bila Anda "
    "mengambil berkala dengan recorded_since, mulailah 15 menit sebelum saat terakhir yang Anda terima, lalu lewati "
    "id yang sudah Anda miliki.",
    parameters=[PermitQuery],
    responses={200: PermitPage, **refusals(400, 401, 403, 406, 429)},
    examples=[
        OpenApiExample("Satu bagian", {"results": [_PERMIT], "next": None}, response_only=True, status_codes=["200"])
    ],
)

recording = extend_schema(
    methods=["POST"],
    operation_id="record_permit",
    tags=_TAG,
    summary="Catat izin",
    description="Mencatat izin yang diterbitkan kelurahan dalam wilayah token, untuk peserta yang terdaftar. "
    "Kewenangan: record.",
    parameters=[_KEY],
    request=RecordBody,
    responses={201: PermitAnswer, **refusals(400, 401, 403, 406, 409, 413, 415, 422, 429)},
    examples=[
        OpenApiExample(
            "Sebuah IUMK",
            {
                "participant": {"nik": "3174994308850003"},
                "kind": "IUMK",
                "number": _PERMIT["number"],
                "issued_on": "2018-09-07",
                "kelurahan": "31.73.01.1006",
                "investment": 5_000_000,
                "workers": 2,
            },
            request_only=True,
        ),
        OpenApiExample("Tercatat", _PERMIT, response_only=True, status_codes=["201"]),
    ],
)

reading = extend_schema(
    operation_id="read_permit",
    tags=_TAG,
    summary="Satu izin",
    description="Satu izin menurut nomornya di portal ini. Kewenangan: read.",
    parameters=[_ID],
    responses={200: PermitAnswer, **refusals(401, 403, 404, 406, 429)},
    examples=[OpenApiExample("Sebuah izin", _PERMIT, response_only=True, status_codes=["200"])],
)

revoking = extend_schema(
    operation_id="revoke_permit",
    tags=_TAG,
    summary="Cabut izin",
    description="Mencabut izin sejak suatu hari: ia dihitung sampai hari itu. Kewenangan: revoke.",
    parameters=[_ID, _KEY],
    request=RevokeBody,
    responses={200: PermitAnswer, **refusals(400, 401, 403, 404, 406, 409, 413, 415, 422, 429)},
    examples=[
        OpenApiExample("Usaha tutup", {"on": "2018-09-09", "reason": "Usaha sudah tutup."}, request_only=True),
        OpenApiExample(
            "Dicabut",
            {**_PERMIT, "status": "revoked", "revoked_on": "2018-09-09"},
            response_only=True,
            status_codes=["200"],
        ),
    ],
)
