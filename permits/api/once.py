"""Idempotency-Key: a deed sent again, because an answer was lost on the way, is done once and answered alike.

A key is kept for 30 days, per token, with what was sent. Refusals are not kept: nothing was done, so the request can
be mended and sent with the same key.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from rest_framework import status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from okoce import clock
from okoce.api.problems import Invalid, Unreadable
from okoce.faults import retried
from participants import nik
from permits.api.models import Answer, ApiToken

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_FOR = timedelta(days=30)

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_SUBMISSIONS = UUID("5b0f6c3e-1d0e-4c69-9d2f-6f0a3a4f9f7e")


class KeyReused(Invalid):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    kind = "kunci-dipakai-lagi"
    title = "Kunci sudah dipakai untuk permintaan lain"


def answer_once(request: Request, deed: Callable[[UUID], Response]) -> HttpResponse:
    """What the deed answers, or what it answered before to the same key; the deed is given its submission.

    Raises Unreadable for a key that is none, and KeyReused for one that came with something else before.
    """
    key = _key_of(request)
    if key is None:
        return deed(uuid4())
    token, fingerprint = request.auth, _fingerprint(request)
    kept = _kept(token, key)
    if kept is None:
        try:
            return _answer(token, key, fingerprint, deed)
        except IntegrityError:
            # A twin was quicker: the database let only one of the two keep the key.
            kept = _kept(token, key)
            if kept is None:
                raise
    return _again(kept, fingerprint)


def forget_old() -> int:
    """How many answers were deleted, those that are not given again any more: they tell of people."""
    return Answer.objects.filter(answered_at__lt=_oldest()).delete()[0]


def _kept(token: ApiToken, key: str) -> Answer | None:
    return Answer.objects.filter(token=token, key=key, answered_at__gte=_oldest()).first()


def _oldest() -> datetime:
    return clock.now() - KEPT_FOR


@retried
def _answer(token: ApiToken, key: str, fingerprint: nik.BlindIndex, deed: Callable[[UUID], Response]) -> Response:
    """Take the key first, so that a twin waits for the whole deed; both stand or fall together."""
    with transaction.atomic():
        Answer.objects.filter(token=token, answered_at__lt=_oldest()).delete()
        kept = Answer.objects.create(token=token, key=key, fingerprint=fingerprint.hex())
        response = deed(uuid5(_SUBMISSIONS, f"{token.pk}:{key}"))
        kept.status, kept.location = response.status_code, response.get("Location", "")
        kept.body = JSONRenderer().render(response.data).decode()
        kept.save(update_fields=["status", "body", "location"])
    return response


def _again(kept: Answer, fingerprint: nik.BlindIndex) -> HttpResponse:
    if not fingerprint.is_stored_as(bytes.fromhex(kept.fingerprint)):
        raise KeyReused("Kunci ini sudah dipakai dengan isi lain. Pakai kunci baru untuk setiap perbuatan.")
    headers = {REPLAYED: "true"} | ({"Location": kept.location} if kept.location else {})
    return HttpResponse(kept.body, status=kept.status, headers=headers, content_type="application/json")


def _key_of(request: Request) -> str | None:
    """The key, with or without the quotation marks of a structured header."""
    text = request.headers.get(HEADER)
    if text is None:
        return None
    key = text.strip().removeprefix('"').removesuffix('"')
    if not _KEY.fullmatch(key):
        raise Unreadable(
            f"Kunci pada kepala {HEADER} harus 1 sampai 200 huruf, angka, atau tanda ASCII, tanpa spasi.",
            errors=[{"detail": "Pakai misalnya sebuah UUID.", "header": HEADER}],
        )
    return key


def _fingerprint(request: Request) -> nik.BlindIndex:
    """Equal for the same deed only; keyed, because all plausible NIKs could be tried in seconds."""
    sent = b"\n".join([b"idempotency", str(request.method).encode(), request.path.encode(), request.body])
    return nik.keyed(sent)
