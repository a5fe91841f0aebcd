from django.db import models
from django.db.models import F, Q

from okoce import clock
from okoce.accounts.models import User
from okoce.regions.models import Region


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

    class Meta:
        ordering = ["region", "first_day", "set_at"]
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
        ]
        indexes = [models.Index(name="target_by_period", fields=["first_day", "last_day", "set_at"])]

    def __str__(self) -> str:
        return f"{self.region_id} {self.first_day:%Y}: {self.number}"
