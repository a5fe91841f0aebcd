from django.db import models
from django.db.models import Q

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from okoce.regions.models import Region
from permits.models import Permit


class Look(models.Model):
    """That an official has looked at an alarm, and what they found."""

    alarm = models.CharField("tanda", max_length=120, unique=True)
    looked_at = models.DateTimeField("dilihat pada", default=clock.now)
    looked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dilihat oleh")
    finding = models.CharField("temuan", max_length=200)

    class Meta:
        verbose_name = "pengamatan"
        verbose_name_plural = "pengamatan"
        constraints = [
            models.CheckConstraint(
                name="look_says_what_was_found", condition=~Q(finding=""), violation_error_message="Tulis temuannya."
            )
        ]


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> "SampleQuerySet":
        """The samples of an official's region, and of those below it."""
        if not may(user, Deed.CHECK_PERMITS):
            return self.none()
        return self.filter(Q(region=user.region_id) | Q(region__code__startswith=f"{user.region_id}."))


class Sample(models.Model):
    """Permits drawn at random from a region's, to be held against the paper."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="wilayah")
    drawn_at = models.DateTimeField("diambil pada", default=clock.now)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diambil oleh")
    issued_from = models.DateField("terbit sejak")
    issued_to = models.DateField("terbit sampai")

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "sampel"
        verbose_name_plural = "sampel"


class SampledPermit(models.Model):
    """One permit of a sample: not yet held against the paper, confirmed, or not confirmed with what was found."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="drawn")
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="+")
    confirmed = models.BooleanField("cocok", null=True)
    note = models.CharField("temuan", max_length=200, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "izin sampel"
        verbose_name_plural = "izin sampel"
        constraints = [
            models.UniqueConstraint(
                name="sampled_permit_is_drawn_once",
                fields=["sample", "permit"],
                violation_error_message="Izin ini sudah ada dalam sampel.",
            ),
            models.CheckConstraint(
                name="sampled_permit_checked_says_by_whom",
                condition=Q(confirmed__isnull=True, checked_by__isnull=True)
                | Q(confirmed__isnull=False, checked_by__isnull=False),
                violation_error_message="Pemeriksaan memerlukan nama pemeriksa.",
            ),
            models.CheckConstraint(
                name="sampled_permit_not_confirmed_says_why",
                condition=Q(confirmed__isnull=True) | Q(confirmed=True) | ~Q(note=""),
                violation_error_message="Tulis apa yang tidak cocok.",
            ),
        ]
