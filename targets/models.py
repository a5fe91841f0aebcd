from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event
from okoce.regions.models import Region


class Report(models.Model):
    """A published report (*laporan resmi*): figures frozen for one day as known at one moment; never changed again."""

    number = models.CharField("nomor", max_length=12, unique=True, help_text="Misalnya 2018-003.")
    year = models.PositiveSmallIntegerField("tahun")
    as_of = models.DateField("per tanggal")
    known_at = models.DateTimeField("data sampai")
    last_permit_entry = models.BigIntegerField("baris jurnal izin terakhir", default=0)
    last_step_entry = models.BigIntegerField("baris jurnal langkah terakhir", default=0)
    figures = models.JSONField("angka", help_text="Angka setiap wilayah menurut kodenya.")
    note = models.TextField("catatan", blank=True, max_length=2000)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="reports", verbose_name="diterbitkan oleh")
    checksum = models.CharField("jumlah pemeriksa", max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = "laporan resmi"
        verbose_name_plural = "laporan resmi"

    def __str__(self) -> str:
        return self.number


class Target(models.Model):
    """A region, a period and a number of new entrepreneurs, as set at one moment; a change is a further row."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="targets", verbose_name="wilayah")
    first_day = models.DateField("hari pertama")
    last_day = models.DateField("hari terakhir")
    number = models.PositiveIntegerField("wirausaha baru")
    set_at = models.DateTimeField("ditetapkan pada", default=clock.now)
    set_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="targets_set", verbose_name="ditetapkan oleh"
    )
    reason = models.CharField("alasan", max_length=200)
    deed = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets_set",
        verbose_name="catatan",
        help_text="Target yang ditetapkan bersama bercatatan sama; target awal program tidak punya.",
    )

    class Meta:
        ordering = ["region", "first_day", "id"]
        verbose_name = "target"
        verbose_name_plural = "target"
        constraints = [
            models.CheckConstraint(
                name="target_period_has_days",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="Hari terakhir tidak boleh sebelum hari pertama.",
            ),
            models.CheckConstraint(
                name="target_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.CheckConstraint(
                name="target_is_the_provinces_or_a_kelurahans",
                condition=Q(Exact(Length(F("region_id")), 2)) | Q(Exact(Length(F("region_id")), 13)),
                violation_error_message="Target kecamatan dan kota selalu jumlah target kelurahannya.",
            ),
        ]
        indexes = [models.Index(name="target_by_period", fields=["first_day", "last_day", "set_at"])]

    def __str__(self) -> str:
        return f"{self.region_id} {self.first_day:%Y}: {self.number}"
