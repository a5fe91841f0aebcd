"""The words every operation's description shares: refusals, and hooks for what serializers cannot say."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from okoce.api.problems import MEDIA_TYPE, describe


class Mistake(serializers.Serializer):
    """What is wrong with one part of the request."""

    detail = serializers.CharField(help_text="Apa yang salah dan apa yang harus ditulis.")
    pointer = serializers.CharField(required=False, help_text="Tempatnya dalam isi: sebuah JSON Pointer.")
    parameter = serializers.CharField(required=False, help_text="Nama parameter pada alamat.")
    header = serializers.CharField(required=False, help_text="Nama kepala (header).")


class Problem(serializers.Serializer):
    """Mengapa permintaan ditolak (RFC 9457)."""

    type = serializers.CharField(help_text="Jenis masalah: about:blank, atau tempat penjelasannya.")
    title = serializers.CharField(help_text="Judul jenis masalah itu.")
    status = serializers.IntegerField(help_text="Kode status HTTP.")
    detail = serializers.CharField(help_text="Apa yang terjadi dan apa yang dapat dilakukan.")
    errors = Mistake(many=True, required=False, help_text="Satu per bagian yang salah.")


def refusals(*codes: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The refusals with these statuses, as `extend_schema` takes them."""
    return {(code, MEDIA_TYPE): OpenApiResponse(Problem, description=describe(code)["title"]) for code in codes}


def refuse_other_members(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook: what is sent must have no other members than these (okoce.api.reading.Body)."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
    return result
