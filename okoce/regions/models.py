from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

_LENGTH_OF_A_KELURAHANS_CODE = 13


def names_a_kelurahan(field: str) -> Q:
    """A condition for a constraint: the foreign key `field` names a kelurahan, and not a region above one."""
    return Q(Exact(Length(F(f"{field}_id")), _LENGTH_OF_A_KELURAHANS_CODE))


class Level(models.TextChoices):
    PROVINCE = "province", "provinsi"
    CITY = "city", "kota/kabupaten"
    KECAMATAN = "kecamatan", "kecamatan"
    KELURAHAN = "kelurahan", "kelurahan"


class Region(models.Model):
    """A province, city, kecamatan or kelurahan (*wilayah*), known by its Ministry of Home Affairs code."""

    code = models.CharField("kode", max_length=13, primary_key=True)
    name = models.CharField("nama", max_length=60)
    level = models.CharField("tingkat", max_length=9, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="induk"
    )
    aliases = models.CharField(
        "ejaan lain",
        max_length=120,
        blank=True,
        help_text="Dipisahkan koma; diterima saat orang mengetik nama.",
    )
    latitude = models.DecimalField("lintang", max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField("bujur", max_digits=8, decimal_places=4, null=True, blank=True)
    tile_col = models.PositiveSmallIntegerField("kolom kartogram", null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField("baris kartogram", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        constraints = [
            models.CheckConstraint(
                name="region_level_is_known",
                condition=Q(level__in=Level.values),
                violation_error_message="Tingkat wilayah tidak dikenal.",
            ),
            models.CheckConstraint(
                name="region_only_the_province_has_no_parent",
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | (~Q(level=Level.PROVINCE) & Q(parent__isnull=False)),
                violation_error_message="Hanya provinsi yang tidak berinduk.",
            ),
            models.CheckConstraint(
                name="region_code_begins_with_its_parents",
                condition=Q(parent__isnull=True) | Q(code__startswith=F("parent_id")),
                violation_error_message="Kode wilayah harus diawali kode induknya.",
            ),
            models.CheckConstraint(
                name="region_only_a_kelurahan_has_a_tile",
                condition=Q(level=Level.KELURAHAN, tile_col__isnull=False, tile_row__isnull=False)
                | (~Q(level=Level.KELURAHAN) & Q(tile_col__isnull=True, tile_row__isnull=True)),
                violation_error_message="Setiap kelurahan, dan hanya kelurahan, punya petak kartogram.",
            ),
            models.UniqueConstraint(
                name="region_tile_holds_one_kelurahan",
                fields=["tile_col", "tile_row"],
                violation_error_message="Petak kartogram ini sudah dipakai kelurahan lain.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
