"""What may be asked and sent, member by member."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from okoce.api.reading import Body, Cursor, Day, Moment, OneOf, PastDay, Text, WholeNumber, WrittenNumber
from okoce.regions import tree
from okoce.regions.models import Level
from participants import nik, numbers
from permits.models import Kind, number_key
from permits.numbers import HOLDS_NIK, LONGEST, TOO_LONG, holds_nik
from permits.papers import LARGEST

MOST_ON_A_PAGE = 200
_ON_A_PAGE = 50


class RegionCode(Text):
    """A region at any level."""

    default_error_messages = {"unknown": "Wilayah tidak dikenal. Pakai kode wilayah DKI Jakarta, misalnya 31.73."}

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if tree.get(code) is None:
            self.fail("unknown")
        return code


class KelurahanCode(Text):
    default_error_messages = {"unknown": "Kelurahan tidak dikenal. Pakai kodenya, misalnya 31.73.01.1006."}

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        node = tree.get(code)
        if node is None or node.level != Level.KELURAHAN:
            self.fail("unknown")
        return code


class PermitQuery(Body):
    """Which permits."""

    kind = OneOf(Kind.choices, required=False, help_text="Jenis izin.")
    region = RegionCode(
        required=False, help_text="Kode kelurahan penerbit, atau kecamatan atau kota di atasnya, misalnya 31.73.01."
    )
    number = Text(max_length=LONGEST, required=False, help_text="Nomor izin; spasi dan tanda baca tidak dibedakan.")
    issued_from = Day(required=False, help_text="Terbit pada tanggal ini atau sesudahnya.")
    issued_until = Day(required=False, help_text="Terbit pada tanggal ini atau sebelumnya.")
    recorded_since = Moment(required=False, help_text="Dicatat pada saat ini atau sesudahnya.")
    limit = WrittenNumber(
        min_value=1, max_value=MOST_ON_A_PAGE, default=_ON_A_PAGE, help_text="Banyaknya izin dalam satu jawaban."
    )
    cursor = Cursor(required=False, help_text="Tempat dalam daftar, dari next jawaban sebelumnya.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "issued_from" in attrs and "issued_until" in attrs and attrs["issued_from"] > attrs["issued_until"]:
            raise serializers.ValidationError({"issued_until": "Tulis tanggal yang tidak lebih awal dari issued_from."})
        return attrs


class Holder(Body):
    """The participant, by one of two numbers."""

    nik = Text(required=False, max_length=40)
    number = Text(required=False, max_length=40)

    def validate_nik(self, text: str) -> str:
        try:
            return nik.parse(text)
        except nik.ImpossibleNik as impossible:
            raise serializers.ValidationError(str(impossible)) from None

    def validate_number(self, text: str) -> str:
        number = numbers.parse(text)
        if number is None:
            raise serializers.ValidationError("Nomor peserta ini salah tulis. Bentuknya seperti 4K7H2-MX9QR.")
        return number

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Tulis nik atau number, salah satu saja.")
        return attrs


@extend_schema_field(
    {
        "description": "Peserta: NIK atau nomor pesertanya. NIK hanya untuk mencari, tidak pernah dikembalikan.",
        "oneOf": [
            {
                "type": "object",
                "properties": {"nik": {"type": "string", "pattern": "^[0-9]{16}$", "description": "NIK, 16 angka."}},
                "required": ["nik"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"number": {"type": "string", "description": "Atau nomor peserta, seperti 4K7H2-MX9QR."}},
                "required": ["number"],
                "additionalProperties": False,
            },
        ],
    }
)
class HolderField(Holder):
    """Holder, as the schema says it exactly."""


@extend_schema_serializer(component_name="Record")
class RecordBody(Body):
    """What stands on the permit's paper, and whose it is."""

    participant = HolderField()
    kind = OneOf(Kind.choices, help_text="Jenis izin.")
    number = Text(max_length=LONGEST, help_text="Nomor seperti pada surat izin.")
    issued_on = PastDay(help_text="Tanggal terbit; tidak di masa depan.")
    kelurahan = KelurahanCode(help_text="Kode kelurahan penerbit, misalnya 31.73.01.1006.")
    investment = WholeNumber(
        min_value=0,
        max_value=LARGEST["investment"],
        required=False,
        allow_null=True,
        help_text="Modal usaha dalam rupiah: wajib untuk IUMK, tidak ada pada SKU.",
    )
    workers = WholeNumber(
        min_value=0,
        max_value=LARGEST["workers"],
        required=False,
        allow_null=True,
        help_text="Jumlah tenaga kerja: wajib untuk IUMK, tidak ada pada SKU.",
    )

    def validate_number(self, number: str) -> str:
        if not number_key(number):
            raise serializers.ValidationError("Nomor izin harus memuat angka atau huruf.")
        if len(number_key(number)) > LONGEST:
            raise serializers.ValidationError(TOO_LONG)
        if holds_nik(number):
            raise serializers.ValidationError(HOLDS_NIK)
        return number

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        amounts = {name: attrs.setdefault(name, None) for name in ("investment", "workers")}
        if attrs["kind"] == Kind.IUMK:
            wrong = {name: "Wajib diisi untuk IUMK." for name, value in amounts.items() if value is None}
        else:
            wrong = {name: "SKU tidak memuatnya." for name, value in amounts.items() if value is not None}
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


@extend_schema_serializer(component_name="Revocation")
class RevokeBody(Body):
    """From which day on, and why."""

    on = PastDay(help_text="Hari pertama izin tidak berlaku: sesudah terbit, tidak di masa depan.")
    reason = Text(max_length=200, help_text="Alasan, tanpa data pribadi.")
