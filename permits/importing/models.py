from django.db import models
from django.db.models import Q

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from okoce.encrypted import EncryptedField
from okoce.regions.models import Region
from participants.models import Participant
from permits import numbers


class State(models.TextChoices):
    """Where an import stands."""

    MAPPING = "mapping", "menunggu kolom dipasangkan"
    CHECKING = "checking", "sedang diperiksa"
    CHECKED = "checked", "menunggu keputusan"
    RECORDED = "recorded", "tercatat"
    DISCARDED = "discarded", "dibatalkan"


WAITING = (State.MAPPING, State.CHECKING, State.CHECKED)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> "ImportQuerySet":
        """The imports of an officer's own kelurahan."""
        return self.filter(kelurahan=user.kelurahan) if may(user, Deed.IMPORT_PERMITS) else self.none()


class Import(models.Model):
    """A spreadsheet of permits that somebody sent for a kelurahan, and what became of its rows."""

    kelurahan = models.ForeignKey(Region, models.PROTECT, related_name="imports", verbose_name="kelurahan")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="imports", verbose_name="dikirim oleh")
    sent_at = models.DateTimeField("dikirim pada", default=clock.now, db_index=True)
    file_name = models.CharField("berkas", max_length=120)
    fingerprint = models.BinaryField(max_length=32, help_text="Pengenal isi berkas; isinya sendiri tidak disimpan.")
    headings = models.JSONField("judul kolom")
    samples = models.JSONField("contoh isi", default=list)
    positions = models.JSONField("kolom yang dipakai")
    notes = models.JSONField("catatan", default=list)
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.CHECKING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan pada", null=True, blank=True)

    # What became of the rows; their sum is `rows_read`. Told once they are all checked, and for good once recorded.
    rows_read = models.PositiveIntegerField("baris dibaca")
    recorded = models.PositiveIntegerField("akan atau sudah dicatat", default=0)
    known = models.PositiveIntegerField("sudah tercatat sebelumnya", default=0)
    refused = models.PositiveIntegerField("tidak dapat dicatat", default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "impor"
        verbose_name_plural = "impor"
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="Keadaan impor tidak dikenal.",
            ),
            models.CheckConstraint(
                name="import_decided_says_by_whom_and_when",
                condition=Q(state__in=WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state__in=WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                violation_error_message="Keputusan memerlukan nama dan waktu.",
            ),
        ]
        indexes = [
            # A kelurahan's imports, newest first; and whether the same file came before.
            models.Index(name="import_of_kelurahan", fields=["kelurahan", "-id"]),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def checked(self) -> int:
        """How many of its rows are checked so far."""
        return self.recorded + self.known + self.refused

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided yet."""
        return self.state in WAITING


class Outcome(models.IntegerChoices):
    """What will become of a row, in the order in which people want to see it."""

    PROBLEM = 0, "tidak dapat dicatat"
    DOUBTFUL = 1, "akan dicatat, dengan peringatan"
    READY = 2, "akan dicatat"
    KNOWN = 3, "sudah tercatat"
    UNCHECKED = 9, "belum diperiksa"


TAKEN = (Outcome.DOUBTFUL, Outcome.READY)


class ImportRow(models.Model):
    """One row of an import, with its cells encrypted: it holds a NIK. Forgotten after some weeks."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("baris")
    cells = EncryptedField()
    submission = models.UUIDField(unique=True, help_text="Kiriman izin yang tercatat dari baris ini.")
    outcome = models.PositiveSmallIntegerField("hasil", choices=Outcome, default=Outcome.UNCHECKED)
    remarks = models.JSONField("keterangan", default=list)
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name="peserta"
    )
    kind = models.CharField("jenis", max_length=4, blank=True)
    number_key = models.CharField(max_length=numbers.LONGEST, blank=True)
    issued_on = models.DateField("tanggal terbit", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        constraints = [
            models.UniqueConstraint(
                name="import_row_stands_once",
                fields=["source", "number"],
                violation_error_message="Baris ini sudah ada.",
            ),
            models.CheckConstraint(
                name="import_row_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Hasil baris tidak dikenal.",
            ),
        ]
        indexes = [
            # The preview: problems first.
            models.Index(name="import_row_by_outcome", fields=["source", "outcome", "number"]),
        ]

    def __str__(self) -> str:
        return f"baris {self.number}"
