from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from okoce.encrypted import EncryptedField
from okoce.regions import tree
from okoce.regions.models import Region
from participants.merged import downwards
from participants.models import COMPLETED_BY_PGO, Participant, Step

OF_SESSIONS = (Step.P2, Step.P3)
"""The steps that people complete together, in a room, on a day."""


def in_region(code: str) -> Q:
    """A condition on `region`: the region of that code, or one below it."""
    return Q(region=code) | Q(region__code__startswith=f"{code}.")


def within(user: User) -> Q:
    """A condition on `region`: in the region that a PGO official answers for; nothing for anybody else."""
    if not may(user, Deed.RUN_TRAINING) or user.region_id is None:
        return Q(pk__in=[])
    return in_region(user.region_id)


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def visible_to(self, user: User) -> "TrainingSessionQuerySet":
        """The sessions of an official's region."""
        return self.filter(within(user))

    def of_region(self, code: str) -> "TrainingSessionQuerySet":
        """The sessions of a region and of those below it."""
        return self.filter(in_region(code))

    def attended_by(self, person: Participant) -> "TrainingSessionQuerySet":
        """The sessions on whose recorded lists somebody stands, by any of the records that are theirs."""
        entries = AttendanceEntry.objects.filter(source__session=OuterRef("pk"), source__state=State.RECORDED)
        return self.filter(Exists(entries.filter(participant__in=downwards(person))))

    def with_listed(self) -> "TrainingSessionQuerySet":
        """With `listed`, how many people stand on the sessions' recorded lists, each once."""
        people = AttendanceEntry.objects.filter(
            source__session=OuterRef("pk"), source__state=State.RECORDED, participant__isnull=False
        )
        counted = people.order_by().values("source__session").annotate(people=Count("participant", distinct=True))
        return self.annotate(listed=Coalesce(Subquery(counted.values("people")), 0))


class TrainingSession(models.Model):
    """A training (P2) or mentoring (P3) to which people were invited, in a place, on a day."""

    submission = models.UUIDField(
        "kiriman",
        unique=True,
        null=True,
        editable=False,
        help_text="Satu kiriman, satu kegiatan: klik ganda tak berarti.",
    )
    step = models.CharField("langkah", max_length=2, choices=[(step.value, step.label) for step in OF_SESSIONS])
    place = models.CharField("tempat", max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="training_sessions", verbose_name="wilayah")
    held_on = models.DateField("tanggal")
    invited = models.PositiveIntegerField("diundang")
    came = models.PositiveIntegerField("hadir", null=True, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    planned_at = models.DateTimeField("dicatat pada", default=clock.now)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField("diubah pada", null=True, blank=True)

    objects = TrainingSessionQuerySet.as_manager()

    listed: int
    """How many people stand on its recorded lists; known after `with_listed`."""

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = "pelatihan"
        verbose_name_plural = "pelatihan"
        constraints = [
            models.CheckConstraint(
                name="training_session_is_of_a_step",
                condition=Q(step__in=OF_SESSIONS),
                violation_error_message="Pilih pelatihan atau pendampingan.",
            ),
            models.CheckConstraint(
                name="training_session_has_a_place",
                condition=~Q(place=""),
                violation_error_message="Tulis tempatnya.",
            ),
            models.CheckConstraint(
                name="training_session_changed_says_by_whom",
                condition=Q(changed_by__isnull=True, changed_at__isnull=True)
                | Q(changed_by__isnull=False, changed_at__isnull=False),
                violation_error_message="Perubahan memerlukan nama dan waktu.",
            ),
        ]
        indexes = [
            # A region's sessions, latest first.
            models.Index(name="training_session_by_day", fields=["-held_on", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} di {self.place}"

    @property
    def attended(self) -> int | None:
        """How many came: as counted at the door, else those on the lists; None while neither is known."""
        return self.came if self.came is not None else self.listed or None

    @property
    def share(self) -> float | None:
        """Of those invited, how many came."""
        return self.attended / self.invited if self.attended is not None and self.invited else None

    @property
    def mark(self) -> str:
        """What somebody saw who changes it: the moment of the last change, nothing before the first."""
        return self.changed_at.isoformat() if self.changed_at else ""

    @property
    def region_title(self) -> str:
        return tree.nodes()[self.region_id].title


class State(models.TextChoices):
    """Where an attendance list stands."""

    CHECKED = "checked", "menunggu keputusan"
    RECORDED = "recorded", "tercatat"
    DISCARDED = "discarded", "dibatalkan"


class Outcome(models.IntegerChoices):
    """What will become of an entry, in the order in which people want to see it."""

    UNREADABLE = 0, "tidak terbaca"
    NOT_FOUND = 1, "tidak ditemukan"
    DOUBTFUL = 2, "akan dicatat, dengan peringatan"
    READY = 3, "akan dicatat"
    KNOWN = 4, "sudah tercatat"
    REPEATED = 5, "berulang"


TAKEN = (Outcome.DOUBTFUL, Outcome.READY)
PROBLEMS = (Outcome.UNREADABLE, Outcome.NOT_FOUND)


class AttendanceListQuerySet(models.QuerySet["AttendanceList"]):
    def visible_to(self, user: User) -> "AttendanceListQuerySet":
        """The lists that officials of one's region sent."""
        return self.filter(within(user))


class AttendanceList(models.Model):
    """A list of people who completed a step on a day: pasted, or sent as a spreadsheet."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, null=True, blank=True, related_name="lists", verbose_name="pelatihan"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="wilayah pengirim")
    step = models.CharField("langkah", max_length=2, choices=Step, blank=True)
    held_on = models.DateField("selesai pada", null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dikirim oleh")
    sent_at = models.DateTimeField("dikirim pada", default=clock.now, db_index=True)
    file_name = models.CharField("berkas", max_length=120, blank=True)
    notes = models.JSONField("catatan", default=list)
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.CHECKED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan pada", null=True, blank=True)

    # What becomes of the entries; they add up to `entries_read`.
    entries_read = models.PositiveIntegerField("entri dibaca", default=0)
    recorded = models.PositiveIntegerField("akan atau sudah dicatat", default=0)
    known = models.PositiveIntegerField("sudah tercatat sebelumnya", default=0)
    repeated = models.PositiveIntegerField("berulang", default=0)
    not_found = models.PositiveIntegerField("tidak ditemukan", default=0)
    unreadable = models.PositiveIntegerField("tidak terbaca", default=0)

    objects = AttendanceListQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "daftar hadir"
        verbose_name_plural = "daftar hadir"
        constraints = [
            models.CheckConstraint(
                name="attendance_list_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="Keadaan daftar tidak dikenal.",
            ),
            models.CheckConstraint(
                name="attendance_list_is_of_a_step_that_pgo_records",
                condition=Q(step__in=["", *COMPLETED_BY_PGO]),
                violation_error_message="Langkah ini tidak dicatat dengan daftar hadir.",
            ),
            models.CheckConstraint(
                name="attendance_list_recorded_says_what",
                condition=~Q(state=State.RECORDED) | (~Q(step="") & Q(held_on__isnull=False)),
                violation_error_message="Pilih langkah dan tanggalnya.",
            ),
            models.CheckConstraint(
                name="attendance_list_decided_says_by_whom_and_when",
                condition=Q(state=State.CHECKED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=State.CHECKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                violation_error_message="Keputusan memerlukan nama dan waktu.",
            ),
            models.CheckConstraint(
                name="attendance_list_adds_up",
                condition=Q(entries_read=F("recorded") + F("known") + F("repeated") + F("not_found") + F("unreadable")),
                violation_error_message="Jumlah entri tidak cocok.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or "daftar yang ditulis"

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided yet."""
        return self.state == State.CHECKED

    @property
    def is_complete(self) -> bool:
        """It says which step was completed on which day."""
        return bool(self.step) and self.held_on is not None

    @property
    def problems(self) -> int:
        return self.not_found + self.unreadable

    @property
    def mark(self) -> str:
        """What somebody saw who decides about it: the step, the day, how many entries and how many people."""
        return f"{self.step}/{self.held_on or ''}/{self.entries_read}/{self.recorded}"

    @property
    def step_title(self) -> str:
        """ "P2 Pelatihan"; nothing while none is chosen."""
        return f"{self.step} {self.get_step_display()}" if self.step else ""


class AttendanceEntry(models.Model):
    """One entry of a list. What it says is sealed, and kept only until the list is recorded or grows old."""

    source = models.ForeignKey(AttendanceList, models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField("urutan")
    sealed = EncryptedField()
    outcome = models.PositiveSmallIntegerField("hasil", choices=Outcome)
    remark = models.CharField("keterangan", max_length=200, blank=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="attendance", verbose_name="peserta"
    )

    class Meta:
        ordering = ["position"]
        verbose_name = "entri daftar hadir"
        verbose_name_plural = "entri daftar hadir"
        constraints = [
            models.UniqueConstraint(
                name="attendance_entry_stands_once",
                fields=["source", "position"],
                violation_error_message="Entri ini sudah ada.",
            ),
            models.CheckConstraint(
                name="attendance_entry_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Hasil entri tidak dikenal.",
            ),
        ]
        indexes = [
            # The preview: problems first.
            models.Index(name="attendance_by_outcome", fields=["source", "outcome", "position"]),
        ]

    def __str__(self) -> str:
        return f"entri {self.position}"
