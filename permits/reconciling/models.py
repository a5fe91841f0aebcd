from django.db import models
from django.db.models import Q

from okoce import clock
from okoce.accounts.models import User
from okoce.encrypted import EncryptedField
from okoce.regions.models import Region
from participants.models import Participant
from permits.models import Kind, Permit


class State(models.TextChoices):
    """How far a register has come."""

    MAPPING = "mapping", "menunggu kolom dipasangkan"
    NUMBERS = "numbers", "dicocokkan menurut nomor"
    PEOPLE = "people", "dicocokkan menurut NIK dan tanggal"
    DONE = "done", "selesai dicocokkan"


class Outcome(models.IntegerChoices):
    """What became of a row."""

    CONFLICT = 0, "berbeda"
    ONLY_THEIRS = 1, "hanya di register"
    UNREADABLE = 2, "tidak terbaca"
    REPEATED = 3, "baris berulang"
    NOT_PARTICIPANT = 4, "bukan peserta"
    MATCHED = 5, "cocok"
    REUSED = 6, "nomor terpakai"
    WAITING_FOR_PEOPLE = 8, "belum dicocokkan menurut NIK"
    WAITING = 9, "belum dicocokkan"


class Settlement(models.TextChoices):
    """How somebody dealt with a row."""

    TAKEN_OVER = "taken_over", "dicatat sebagai izin"
    THEIRS = "theirs", "mengikuti register"
    OURS = "ours", "catatan portal benar"


class Register(models.Model):
    """One register the licensing office sent, and what its rows were found to be."""

    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dikirim oleh")
    sent_at = models.DateTimeField("dikirim pada", default=clock.now)
    file_name = models.CharField("berkas", max_length=120)
    fingerprint = models.BinaryField(max_length=32, unique=True, help_text="Berkas yang sama dikenali kembali.")
    headings = models.JSONField("judul kolom")
    samples = models.JSONField("contoh isi", default=list)
    positions = models.JSONField("kolom yang dipakai")
    notes = models.JSONField("catatan", default=list)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.NUMBERS)
    rows_read = models.PositiveIntegerField("baris dibaca")
    first_day = models.DateField("terbit sejak", null=True, blank=True)
    last_day = models.DateField("terbit sampai", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "register"
        verbose_name_plural = "register"
        constraints = [
            models.CheckConstraint(
                name="register_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="Keadaan register tidak dikenal.",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_worked_on(self) -> bool:
        """Whether somebody has settled a row: what its columns hold is then no longer in question."""
        return self.rows.exclude(settlement="").exists()


class RegisterRow(models.Model):
    """One row of a register, its cells encrypted: it holds a NIK, often that of somebody who is no participant."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("baris")
    cells = EncryptedField()
    outcome = models.PositiveSmallIntegerField("hasil", choices=Outcome, default=Outcome.WAITING)
    differences = models.JSONField("perbedaan", default=list)
    kind = models.CharField("jenis", max_length=4, choices=Kind, blank=True)
    number_key = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField("tanggal terbit", null=True, blank=True)
    kelurahan = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    permit = models.ForeignKey(Permit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="izin")
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="peserta"
    )
    settlement = models.CharField("penyelesaian", max_length=10, choices=Settlement, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["line"]
        verbose_name = "baris register"
        verbose_name_plural = "baris register"
        constraints = [
            models.UniqueConstraint(
                name="register_row_stands_once",
                fields=["register", "line"],
                violation_error_message="Baris ini sudah ada.",
            ),
            models.UniqueConstraint(
                name="register_row_has_a_permit_of_its_own",
                fields=["register", "permit"],
                condition=Q(permit__isnull=False),
                violation_error_message="Izin ini sudah cocok dengan baris lain.",
            ),
            models.CheckConstraint(
                name="register_row_settled_says_by_whom",
                condition=Q(settlement="", settled_by__isnull=True) | (~Q(settlement="") & Q(settled_by__isnull=False)),
                violation_error_message="Penyelesaian memerlukan nama.",
            ),
        ]
        indexes = [
            models.Index(name="register_row_by_outcome", fields=["register", "outcome", "line"]),
            # Whether a number stands further up in the same register.
            models.Index(name="register_row_by_number", fields=["register", "number_key"]),
        ]

    def __str__(self) -> str:
        return f"baris {self.line}"
