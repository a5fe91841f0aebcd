from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from okoce import clock
from okoce.audit.models import Event
from okoce.regions import tree
from okoce.regions.models import Region, names_a_kelurahan

OUTSIDE = ""
"""The area of people from outside Jakarta (*luar DKI*): a bucket of its own."""


class Sex(models.TextChoices):
    FEMALE = "F", "perempuan"
    MALE = "M", "laki-laki"


class Entry(models.Model):
    """One signed line of a journal: +1 or −1 for a day and a kelurahan, with the traits of rule 8."""

    day = models.DateField()
    kelurahan = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    sign = models.SmallIntegerField()
    sex = models.CharField(max_length=1, choices=Sex)
    business_is_new = models.BooleanField()
    recorded_at = models.DateTimeField(default=clock.now)
    deed = models.ForeignKey(Event, models.PROTECT, related_name="+")

    # What makes two lines the same line, for signs to be added: everything but sign, moment and deed.
    LINE_FIELDS: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_sign_is_one", condition=Q(sign__in=[-1, 1])),
            models.CheckConstraint(name="%(class)s_sex_is_known", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(
                name="%(class)s_is_of_a_kelurahan",
                condition=Q(kelurahan__isnull=True) | names_a_kelurahan("kelurahan"),
            ),
        ]

    @property
    def place(self) -> str:
        """Where the line counts, for people to read."""
        return tree.where(self.kelurahan_id) if self.kelurahan_id else "luar DKI"

    @classmethod
    def from_line(cls, line: Any, sign: int, **common: Any) -> "Entry":
        """An unsaved entry for one line (a named tuple of LINE_FIELDS)."""
        return cls(**dict(zip(cls.LINE_FIELDS, line, strict=True)), sign=sign, **common)


class Grain(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Tally(models.Model):
    """Running totals of a journal for one kelurahan (or *luar DKI*) and one day, month or year."""

    area = models.CharField(max_length=13, blank=True)
    grain = models.CharField(max_length=5, choices=Grain)
    starts_on = models.DateField()
    entries = models.PositiveIntegerField(default=0)

    # The names of the subclass's figures, all whole numbers.
    COLUMNS: ClassVar[tuple[str, ...]]
    ENTRY: ClassVar[type[Entry]]
    # The fields of a line that say which figures it adds to, besides what stands on papers.
    TELLING: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(name="%(class)s_stands_once", fields=["grain", "starts_on", "area"]),
            models.CheckConstraint(name="%(class)s_grain_is_known", condition=Q(grain__in=Grain.values)),
        ]
        indexes = [
            # What is read of a few kelurahan after a deed of theirs, over the days of a board.
            models.Index(name="%(class)s_of_area", fields=["area", "grain", "starts_on"]),
        ]

    @classmethod
    def effects(cls, line: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
        """Which columns one line with the sign +1 adds to, and how much: the only place that says so."""
        raise NotImplementedError
