"""How a permit is told to an agency: no name, no address, the NIK masked."""

from typing import Any

from rest_framework import serializers

from okoce.regions import tree
from permits.models import Kind, Permit, Source

STATUS = ["valid", "revoked", "voided"]


class Place(serializers.Serializer):
    """A kelurahan."""

    code = serializers.CharField(help_text="Kode wilayah.")
    name = serializers.CharField(help_text="Nama kelurahan.")

    def to_representation(self, instance: str) -> dict[str, str]:
        return {"code": instance, "name": tree.nodes()[instance].name}


class Holder(serializers.Serializer):
    """Whose permit it is."""

    number = serializers.CharField(source="displayed_number", help_text="Nomor peserta.")
    nik = serializers.CharField(source="nik_masked", help_text="NIK yang disamarkan; kosong bila datanya dihapus.")


class Status(serializers.ChoiceField):
    """How a permit stands."""

    def to_representation(self, value: Permit) -> str:
        if value.is_voided:
            return "voided"
        return "revoked" if value.is_revoked else "valid"


class PermitAnswer(serializers.Serializer):
    """A permit as the portal holds it."""

    id = serializers.IntegerField(help_text="Nomor izin di portal ini.")
    kind = serializers.ChoiceField(Kind.choices, help_text="Jenis izin.")
    number = serializers.CharField(help_text="Nomor pada surat izin.")
    issued_on = serializers.DateField(help_text="Tanggal terbit.")
    expires_on = serializers.DateField(allow_null=True, help_text="Hari terakhir berlaku; null untuk SKU.")
    kelurahan = Place(source="kelurahan_id", help_text="Kelurahan penerbit.")
    participant = Holder(help_text="Pemegang izin.")
    investment = serializers.IntegerField(allow_null=True, help_text="Modal usaha dalam rupiah.")
    workers = serializers.IntegerField(allow_null=True, help_text="Jumlah tenaga kerja.")
    status = Status(
        STATUS, source="*", help_text="valid: berlaku; revoked: dicabut; voided: salah catat, tidak pernah dihitung."
    )
    revoked_on = serializers.DateField(allow_null=True, help_text="Hari pertama tidak berlaku.")
    voided_at = serializers.DateTimeField(allow_null=True, help_text="Saat dibatalkan.")
    recorded_at = serializers.DateTimeField(help_text="Saat dicatat di portal.")
    source = serializers.ChoiceField(Source.choices, help_text="Dari mana catatan ini.")


class PermitPage(serializers.Serializer):
    """Some permits, in the order they were recorded."""

    results = PermitAnswer(many=True, help_text="Izin, menurut urutan dicatat.")
    next = serializers.URLField(allow_null=True, help_text="Alamat bagian berikutnya; null bila tidak ada lagi.")


def told(permit: Permit) -> dict[str, Any]:
    """A permit as an answer."""
    return PermitAnswer(permit).data
