import re
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, Reach, reach, who
from okoce.audit.models import Event
from okoce.journal.models import Entry, Tally
from okoce.regions import tree
from okoce.regions.models import Level, Region, names_a_kelurahan
from participants.models import Participant
from permits import numbers, timeline

# Django looks for an app's models here; these stand beside the code that uses them.
from permits.importing.models import Import, ImportRow  # noqa: F401
from permits.papers import LARGEST


class Kind(models.TextChoices):
    IUMK = timeline.IUMK, "IUMK"
    SKU = timeline.SKU, "SKU"


class Source(models.TextChoices):
    DESK = "desk", "dicatat petugas"
    IMPORT = "import", "impor lembar kerja"
    REGISTER = "register", "register DPMPTSP"
    API = "api", "sistem instansi lain"


def number_key(number: str) -> str:
    """How permit numbers are compared: without spaces, punctuation and case."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


class PermitQuerySet(models.QuerySet["Permit"]):
    def standing(self) -> "PermitQuerySet":
        """Without the voided ones: what was recorded by mistake never counted."""
        return self.filter(voided_at__isnull=True)

    def valid_on(self, day: date) -> "PermitQuerySet":
        """Not voided and issued_on ≤ day < revoked_on."""
        still = Q(revoked_on__isnull=True) | Q(revoked_on__gt=day)
        return self.standing().filter(still, issued_on__lte=day)

    def visible_to(self, user: User) -> "PermitQuerySet":
        """Permits of the user's region, and those of people in their scope (PRODUCT, "Who uses it")."""
        if reach(who(user), Deed.SEE_PERMIT) is Reach.EVERYWHERE:
            return self
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def of_region(self, node: tree.Node) -> "PermitQuerySet":
        """The permits that a region's kelurahan issued; for lists."""
        return self if node.code == tree.PROVINCE else self.filter(kelurahan__in=node.kelurahan_codes)


class Permit(models.Model):
    """An IUMK or SKU: one participant's, issued by one kelurahan on a date, with a number."""

    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="permits", verbose_name="peserta")
    kind = models.CharField("jenis", max_length=4, choices=Kind)
    number = models.CharField("nomor izin", max_length=numbers.LONGEST)
    number_key = models.CharField(max_length=numbers.LONGEST, editable=False)
    kelurahan = models.ForeignKey(Region, models.PROTECT, related_name="permits", verbose_name="kelurahan penerbit")
    issued_on = models.DateField("tanggal terbit")
    investment = models.PositiveBigIntegerField("modal usaha (rupiah)", null=True, blank=True)
    workers = models.PositiveIntegerField("jumlah tenaga kerja", null=True, blank=True)

    recorded_at = models.DateTimeField("dicatat pada", default=clock.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="recorded_permits", verbose_name="dicatat oleh")
    source = models.CharField("asal", max_length=8, choices=Source, default=Source.DESK)

    revoked_on = models.DateField("dicabut sejak", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField("alasan dicabut", max_length=200, blank=True)
    voided_at = models.DateTimeField("dibatalkan pada", null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    voided_reason = models.CharField("alasan dibatalkan", max_length=200, blank=True)

    objects = PermitQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "izin"
        verbose_name_plural = "izin"
        constraints = [
            models.CheckConstraint(
                name="permit_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Pilih IUMK atau SKU.",
            ),
            models.UniqueConstraint(
                name="permit_number_is_unique_within_its_kind",
                fields=["kind", "number_key"],
                condition=Q(voided_at__isnull=True),
                violation_error_message="Nomor ini sudah tercatat untuk jenis izin yang sama.",
                violation_error_code="unique",
            ),
            models.CheckConstraint(
                name="permit_number_is_not_empty",
                condition=~Q(number_key=""),
                violation_error_message="Nomor izin harus memuat angka atau huruf.",
            ),
            models.CheckConstraint(
                name="permit_is_issued_by_a_kelurahan",
                condition=names_a_kelurahan("kelurahan"),
                violation_error_message="Izin diterbitkan oleh sebuah kelurahan, bukan kecamatan atau kota.",
            ),
            models.CheckConstraint(
                name="permit_source_is_known",
                condition=Q(source__in=Source.values),
                violation_error_message="Asal catatan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="permit_amounts_are_possible",
                condition=(Q(investment__isnull=True) | Q(investment__lte=LARGEST["investment"]))
                & (Q(workers__isnull=True) | Q(workers__lte=LARGEST["workers"])),
                violation_error_message="Modal usaha atau jumlah tenaga kerja terlalu besar. Periksa banyaknya nol.",
            ),
            models.CheckConstraint(
                name="permit_only_an_iumk_states_investment_and_workers",
                condition=Q(kind=Kind.IUMK) | Q(investment__isnull=True, workers__isnull=True),
                violation_error_message="SKU tidak memuat modal usaha dan tenaga kerja.",
            ),
            models.CheckConstraint(
                name="permit_is_revoked_after_its_issue",
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gt=F("issued_on")),
                violation_error_message="Tanggal cabut harus sesudah tanggal terbit.",
            ),
            models.CheckConstraint(
                name="permit_revoked_says_by_whom_and_why",
                condition=Q(revoked_on__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | (Q(revoked_on__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason="")),
                violation_error_message="Pencabutan memerlukan nama dan alasan.",
            ),
            models.CheckConstraint(
                name="permit_voided_says_by_whom_and_why",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, voided_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(voided_reason="")),
                violation_error_message="Pembatalan memerlukan nama dan alasan.",
            ),
        ]
        indexes = [
            # A kelurahan's permits in the lists and the workbench, newest first.
            models.Index(name="permit_of_kelurahan", fields=["kelurahan", "-issued_on", "-id"]),
            # What an officer recorded today.
            models.Index(name="permit_by_recording", fields=["recorded_by", "-recorded_at"]),
            # What other systems fetch: everything in the order it was recorded, from a moment on.
            models.Index(name="permit_by_moment", fields=["recorded_at", "id"]),
            # One number, whatever its kind, voided or not.
            models.Index(name="permit_by_number", fields=["number_key"]),
            # The list of permits of everywhere, newest first.
            models.Index(name="permit_by_issue", fields=["-issued_on", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_key = number_key(self.number)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.number_key = number_key(self.number)

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_on is not None

    @property
    def expires_on(self) -> date | None:
        """The last day an IUMK is good for; None for an SKU, whose validity is left open."""
        return timeline.expires_on(self.issued_on) if self.kind == Kind.IUMK else None

    @property
    def place(self) -> str:
        return tree.where(self.kelurahan_id)

    @property
    def paper(self) -> timeline.PermitLife:
        """This permit as counting sees it."""
        return timeline.PermitLife(
            id=self.pk,
            kind=self.kind,
            kelurahan=self.kelurahan_id,
            issued_on=self.issued_on,
            recorded_at=self.recorded_at,
            revoked_on=self.revoked_on,
            voided=self.is_voided,
            investment=self.investment or 0,
            workers=self.workers or 0,
        )


class Remark(models.Model):
    """Why a deed was done to a permit, in its doer's words; apart from the record, so that it can be erased."""

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="remarks")
    deed = models.OneToOneField(Event, models.PROTECT, related_name="permit_remark")
    text = models.CharField("alasan", max_length=200)


class ObstacleKind(models.TextChoices):
    GREEN_ZONE = "green_zone", "Lokasi di zona hijau"
    RUSUN = "rusun", "Rusun di atas lantai dasar"
    NO_NPWP = "no_npwp", "Belum punya NPWP"
    PAPERS = "papers", "Berkas belum lengkap"
    NOT_REACHED = "not_reached", "Belum dapat dihubungi"
    NO_NEED = "no_need", "Merasa belum perlu izin"
    MOVED = "moved", "Pindah"
    CLOSED = "closed", "Usaha tutup"
    OTHER = "other", "Lainnya"


class Outcome(models.TextChoices):
    """How an obstacle ended."""

    RESOLVED = "resolved", "teratasi"
    PERMIT = "permit", "izin tercatat"
    MISTAKEN = "mistaken", "salah catat"


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def open(self) -> "ObstacleQuerySet":
        return self.filter(resolved_at__isnull=True)

    def visible_to(self, user: User) -> "ObstacleQuerySet":
        """Obstacles of the people in a user's scope."""
        if reach(who(user), Deed.NOTE_OBSTACLE) is Reach.EVERYWHERE:
            return self
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def of_region(self, node: tree.Node) -> "ObstacleQuerySet":
        """Obstacles of a region's people; for lists."""
        if node.code == tree.PROVINCE:
            return self
        people = Participant.objects
        if node.level == Level.CITY:  # asked of each obstacle rather than of each of a city's people
            return self.filter(Exists(people.of_region(node).filter(pk=OuterRef("participant"))))
        return self.filter(participant__in=people.ids_of_region(node))


class Obstacle(models.Model):
    """Why a person has no permit yet (*kendala*): open until resolved, or until a permit is recorded."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="obstacles", verbose_name="peserta")
    kind = models.CharField("kendala", max_length=11, choices=ObstacleKind)
    note = models.CharField("catatan", max_length=200, blank=True)
    set_at = models.DateTimeField("dicatat pada", default=clock.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    resolved_at = models.DateTimeField("selesai pada", null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("hasil", max_length=8, choices=Outcome, blank=True)
    permit = models.ForeignKey(
        Permit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolved_obstacles",
        help_text="Izin yang mengakhiri kendala ini; bila izin itu dibatalkan, kendala ini terbuka lagi.",
    )

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "kendala"
        verbose_name_plural = "kendala"
        constraints = [
            models.CheckConstraint(
                name="obstacle_kind_is_known",
                condition=Q(kind__in=ObstacleKind.values),
                violation_error_message="Pilih salah satu kendala.",
            ),
            models.CheckConstraint(
                name="obstacle_of_another_kind_has_a_note",
                condition=~Q(kind=ObstacleKind.OTHER) | ~Q(note=""),
                violation_error_message="Tulis kendalanya.",
            ),
            models.UniqueConstraint(
                name="obstacle_is_open_once_of_its_kind",
                fields=["participant", "kind"],
                condition=Q(resolved_at__isnull=True),
                violation_error_message="Kendala ini sudah tercatat dan belum selesai.",
                violation_error_code="unique",
            ),
            models.CheckConstraint(
                name="obstacle_resolved_says_how",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, outcome="", permit__isnull=True)
                | Q(resolved_at__isnull=False, outcome__in=[Outcome.RESOLVED, Outcome.MISTAKEN], permit__isnull=True)
                | Q(resolved_at__isnull=False, outcome=Outcome.PERMIT, permit__isnull=False),
                violation_error_message="Tulis bagaimana kendala ini selesai.",
            ),
        ]
        indexes = [
            # The list of open obstacles of one kind, longest open first; and how many there are of each.
            models.Index(name="obstacle_open_by_kind", fields=["kind", "id"], condition=Q(resolved_at__isnull=True)),
        ]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


class ObstacleTotal(models.Model):
    """How many open obstacles of a kind the people of a kelurahan (or of *luar DKI*, "") have.

    Written by the database's triggers (permits.obstacle_totals) and by nothing else.
    """

    area = models.CharField(max_length=13, blank=True)
    kind = models.CharField(max_length=11)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="obstacle_total_stands_once", fields=["area", "kind"])]


class Merge(models.Model):
    """That two records of one person became one; remembers what moved, so that it can be taken apart again."""

    survivor = models.ForeignKey(Participant, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=clock.now)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField("alasan", max_length=200)
    registered_on = models.DateField("tanggal daftar semula")
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField("dipisahkan pada", null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merge_is_of_two_records",
                condition=~Q(survivor=F("absorbed")),
                violation_error_message="Pilih dua catatan yang berbeda.",
            ),
            models.UniqueConstraint(
                name="merge_absorbs_a_record_once",
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                violation_error_message="Catatan ini sudah digabung.",
            ),
            models.CheckConstraint(
                name="merge_undone_says_by_whom",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                violation_error_message="Pemisahan memerlukan nama.",
            ),
            models.CheckConstraint(
                name="merge_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Tulis alasannya.",
            ),
        ]


class ToldApart(models.Model):
    """That two records which look alike are two people's: they are not shown as likely duplicates again."""

    first = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    second = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    said_at = models.DateTimeField("dinyatakan pada", default=clock.now)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dinyatakan oleh")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="told_apart_once",
                fields=["first", "second"],
                violation_error_message="Keduanya sudah dinyatakan bukan orang yang sama.",
            ),
            # A pair has one spelling, whichever of the two was looked at.
            models.CheckConstraint(
                name="told_apart_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="Pilih dua catatan yang berbeda.",
            ),
        ]


class Measure(models.TextChoices):
    COUNTED = timeline.COUNTED, "wirausaha baru"
    ISSUED = timeline.ISSUED, "izin diterbitkan"
    REVOKED = timeline.REVOKED, "izin dicabut"


class Change(models.TextChoices):
    BEGAN = timeline.BEGAN, "baru"
    STOPPED = timeline.STOPPED, "berhenti"
    MOVED = timeline.MOVED, "berpindah"


class PermitEntry(Entry):
    """A line of the journal of permits: who begins, stops or moves; which permits were issued and revoked."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="permit_entries")
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="entries")
    kelurahan = models.ForeignKey(Region, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=7, choices=Measure)
    kind = models.CharField(max_length=4, choices=Kind)
    change = models.CharField(max_length=7, choices=Change, blank=True)
    before_registration = models.BooleanField()
    investment = models.BigIntegerField(default=0)
    workers = models.IntegerField(default=0)

    LINE_FIELDS = timeline.PermitLine._fields

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="%(class)s_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="%(class)s_says_what_changed_when_it_counts",
                condition=Q(measure=Measure.COUNTED, change__in=Change.values)
                | Q(measure__in=[Measure.ISSUED, Measure.REVOKED], change=""),
            ),
        ]
        indexes = [
            models.Index(name="permit_entry_by_moment", fields=["recorded_at"]),
            # The lines beneath a figure: one measure, in a kelurahan, by day.
            models.Index(name="permit_entry_by_place_and_day", fields=["measure", "kelurahan", "day"]),
        ]


class PermitTally(Tally):
    """Running totals of permits: who counts by kind, began and stopped, issued and revoked."""

    iumk = models.IntegerField(default=0)
    sku = models.IntegerField(default=0)
    began = models.IntegerField(default=0)
    stopped = models.IntegerField(default=0)
    issued_iumk = models.IntegerField(default=0)
    issued_sku = models.IntegerField(default=0)
    revoked_iumk = models.IntegerField(default=0)
    revoked_sku = models.IntegerField(default=0)
    investment = models.BigIntegerField(default=0)
    workers = models.BigIntegerField(default=0)

    COLUMNS = (
        "iumk",
        "sku",
        "began",
        "stopped",
        "issued_iumk",
        "issued_sku",
        "revoked_iumk",
        "revoked_sku",
        "investment",
        "workers",
    )
    ENTRY = PermitEntry
    TELLING = ("day", "kelurahan_id", "measure", "kind", "change")

    class Meta(Tally.Meta):
        pass

    @classmethod
    def effects(cls, line):
        kind = line["kind"].lower()
        if line["measure"] == Measure.ISSUED:
            amounts = [(name, line[name]) for name in ("investment", "workers") if name in line]
            return (f"issued_{kind}", 1), *amounts
        if line["measure"] == Measure.REVOKED:
            return ((f"revoked_{kind}", 1),)
        if line["change"] == Change.BEGAN:
            return (kind, 1), ("began", 1)
        if line["change"] == Change.STOPPED:
            # A stop is a line of −1; it is counted as one person who stopped.
            return (kind, 1), ("stopped", -1)
        return ((kind, 1),)
