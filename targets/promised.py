"""The shape of the public figures as JSON, as others were promised it: for the schema and its documentation."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    FloatField,
    IntegerField,
    Serializer,
)

from okoce.api.describing import refusals
from okoce.regions.models import Level
from targets.pace import Status

_STATUS = {"choices": [(status.value, status.name) for status in Status], "allow_null": True}


class RegionPart(Serializer):
    """A region (*wilayah*)."""

    code = CharField(help_text="Kode wilayah.")
    name = CharField(help_text="Nama wilayah.")
    level = ChoiceField(Level.choices, help_text="Tingkat: province, city, kecamatan, atau kelurahan.")


class KindPart(Serializer):
    IUMK = IntegerField(help_text="Dengan IUMK.")
    SKU = IntegerField(help_text="Dengan SKU.")


class StepsPart(Serializer):
    P1 = IntegerField(help_text="Pendaftaran.")
    P2 = IntegerField(help_text="Pelatihan.")
    P3 = IntegerField(help_text="Pendampingan.")
    P4 = IntegerField(help_text="Perizinan.")
    P5 = IntegerField(help_text="Pemasaran.")
    P6 = IntegerField(help_text="Pelaporan keuangan.")
    P7 = IntegerField(help_text="Permodalan.")


class PacePart(Serializer):
    remaining = IntegerField(help_text="Sisa sampai target.")
    days_left = IntegerField(help_text="Sisa hari.")
    working_days_left = IntegerField(help_text="Sisa hari kerja.")
    expected_by_now = IntegerField(help_text="Seharusnya sampai hari ini.")
    required_per_day = FloatField(allow_null=True, help_text="Perlu per hari.")
    required_per_working_day = FloatField(allow_null=True, help_text="Perlu per hari kerja.")
    recent_per_day = FloatField(help_text="Per hari dalam 28 hari terakhir.")
    projected = IntegerField(help_text="Perkiraan pada akhir tahun.")
    projected_low = IntegerField(help_text="Perkiraan terendah.")
    projected_high = IntegerField(help_text="Perkiraan tertinggi.")


class ProgrammePart(Serializer):
    target = IntegerField(allow_null=True, help_text="Target seluruh program.")
    new_entrepreneurs = IntegerField(help_text="Wirausaha baru sejak program mulai.")


class ChildPart(RegionPart):
    target = IntegerField(allow_null=True, help_text="Target tahun itu.")
    new_entrepreneurs = IntegerField(help_text="Wirausaha baru tahun itu.")
    by_kind = KindPart(help_text="Menurut jenis izin.")
    permits_issued = IntegerField(help_text="Izin diterbitkan tahun itu.")
    registered = IntegerField(help_text="Peserta terdaftar.")
    status = ChoiceField(**_STATUS, help_text="Keadaan terhadap target.")
    silent = BooleanField(help_text="Belum melapor dalam 14 hari.")


class ProgressAnswer(Serializer):
    """The achievement of one region in one year."""

    region = RegionPart(help_text="Wilayah yang ditanyakan.")
    year = IntegerField(help_text="Tahun.")
    as_of = DateField(help_text="Per tanggal.")
    known_at = DateTimeField(help_text="Data sampai saat ini.")
    target = IntegerField(allow_null=True, help_text="Target tahun itu.")
    children_target = IntegerField(allow_null=True, help_text="Jumlah target wilayah di bawahnya.")
    new_entrepreneurs = IntegerField(help_text="Wirausaha baru tahun itu: began − stopped.")
    by_kind = KindPart(help_text="Menurut jenis izin.")
    permits_issued = IntegerField(help_text="Izin diterbitkan tahun itu.")
    began = IntegerField(help_text="Yang baru.")
    stopped = IntegerField(help_text="Yang berhenti.")
    registered = IntegerField(help_text="Peserta terdaftar.")
    outside_dki = IntegerField(help_text="Di antaranya dari luar DKI; 0 di bawah provinsi.")
    steps = StepsPart(help_text="Peserta yang menyelesaikan setiap langkah.")
    pace = PacePart(allow_null=True, help_text="Laju; null di luar tahun itu atau tanpa target.")
    status = ChoiceField(**_STATUS, help_text="Keadaan terhadap target.")
    silent = BooleanField(help_text="Belum melapor dalam 14 hari.")
    programme = ProgrammePart(help_text="Seluruh program.")
    children = ChildPart(many=True, help_text="Wilayah di bawahnya.")


def _asks(name: str, says: str, example: str, pattern: str = "") -> OpenApiParameter:
    """A parameter that may be left out or empty, which is the same."""
    kind = {"type": "string", "example": example} | ({"pattern": f"^({pattern})?$"} if pattern else {})
    return OpenApiParameter(name, kind, description=says)


progress = extend_schema(
    operation_id="progress",
    tags=["Capaian"],
    summary="Angka capaian",
    description="Capaian satu wilayah dan wilayah di bawahnya. Untuk umum, tanpa token.",
    parameters=[
        _asks("region", "Kode wilayah; tanpa ini: 31 (DKI Jakarta).", "31.73"),
        _asks("year", "Tahun; tanpa ini: tahun dari as_of.", "2018", "[0-9]{4}"),
        _asks("as_of", "Per tanggal; tanpa ini: hari ini.", "2018-09-09", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        _asks("known_at", "Data sampai: tanggal (akhir hari itu) atau saat; tanpa ini: sekarang.", "2018-09-09"),
    ],
    responses={200: ProgressAnswer, **refusals(400, 406, 429)},
    examples=[
        OpenApiExample(
            "Kelurahan Cengkareng Timur",
            {
                "region": {"code": "31.73.01.1006", "name": "Cengkareng Timur", "level": "kelurahan"},
                "year": 2018,
                "as_of": "2018-09-09",
                "known_at": "2018-09-09T16:05:00+07:00",
                "target": 200,
                "children_target": None,
                "new_entrepreneurs": 24,
                "by_kind": {"IUMK": 11, "SKU": 13},
                "permits_issued": 25,
                "began": 25,
                "stopped": 1,
                "registered": 412,
                "outside_dki": 0,
                "steps": {"P1": 412, "P2": 120, "P3": 64, "P4": 24, "P5": 6, "P6": 3, "P7": 1},
                "pace": {
                    "remaining": 176,
                    "days_left": 113,
                    "working_days_left": 77,
                    "expected_by_now": 138,
                    "required_per_day": 1.56,
                    "required_per_working_day": 2.29,
                    "recent_per_day": 0.39,
                    "projected": 68,
                    "projected_low": 40,
                    "projected_high": 105,
                },
                "status": "kritis",
                "silent": False,
                "programme": {"target": None, "new_entrepreneurs": 24},
                "children": [],
            },
            response_only=True,
            status_codes=["200"],
        )
    ],
)
