from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from okoce.encrypted import EncryptedField
from okoce.ui import formats
from participants.models import Participant

TIME_TO_ACT = timedelta(hours=72)
"""Law 27/2022: 3 × 24 hours to correct (article 30), to stop once consent is withdrawn (40) and to limit (41)."""


class PasswordLinkQuerySet(models.QuerySet["PasswordLink"]):
    def usable(self) -> "PasswordLinkQuerySet":
        """Links that still open the way to a password."""
        return self.filter(used_at__isnull=True, expires_at__gt=clock.now(), participant__erased_at__isnull=True)


class PasswordLink(models.Model):
    """A way to a password that is good once and for a day; only the digest of its code is kept."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="password_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("dibuat pada", default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField("berlaku sampai")
    used_at = models.DateTimeField("dipakai pada", null=True, blank=True)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="password_link_ends_after_it_was_made",
                condition=Q(expires_at__gte=F("made_at")),
                violation_error_message="Tautan tidak dapat berakhir sebelum dibuat.",
            ),
        ]


class RequestKind(models.TextChoices):
    CORRECTION = "correction", "perbaikan data"
    WITHDRAWAL = "withdrawal", "penarikan persetujuan"
    ERASURE = "erasure", "penghapusan data"


class RequestedField(models.TextChoices):
    """What is corrected by an official only, because it says who somebody is or where they count."""

    NAME = "name", "Nama"
    NIK = "nik", "NIK"
    BIRTH_DATE = "birth_date", "Tanggal lahir"
    SEX = "sex", "Jenis kelamin"
    KELURAHAN = "kelurahan", "Kelurahan tempat usaha"


class RequestOutcome(models.TextChoices):
    DONE = "done", "dilaksanakan"
    REFUSED = "refused", "ditolak"
    RETRACTED = "retracted", "dibatalkan pemohon"
    JOINED = "joined", "digabung dengan permintaan yang sama"


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> "DataRequestQuerySet":
        return self.filter(outcome="")

    def ending_consent(self) -> "DataRequestQuerySet":
        """Open requests since which somebody is not contacted any more, the earliest first."""
        return self.open().exclude(kind=RequestKind.CORRECTION).order_by("made_at")

    def visible_to(self, user: User) -> "DataRequestQuerySet":
        """What people in a user's scope ask for. Who wants to be forgotten concerns the province's officials only."""
        if may(user, Deed.DECIDE_ERASURE):
            return self
        among = self.filter(participant__in=Participant.objects.visible_to(user))
        return among if user.is_participant else among.filter(kind=RequestKind.CORRECTION)


class DataRequest(models.Model):
    """What somebody asks for who has a right to it: a correction, the end of consent, or to be forgotten.

    What is wanted instead is kept sealed, and only until the request is decided.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="data_requests", verbose_name="peserta")
    kind = models.CharField("permintaan", max_length=10, choices=RequestKind)
    field = models.CharField("data", max_length=10, choices=RequestedField, blank=True)
    wanted = EncryptedField(null=True, editable=False)
    note = models.CharField("keterangan", max_length=200, blank=True)
    made_at = models.DateTimeField("diterima pada", default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diajukan oleh")
    due_at = models.DateTimeField("batas waktu")
    outcome = models.CharField("hasil", max_length=9, choices=RequestOutcome, blank=True)
    decided_at = models.DateTimeField("diputuskan pada", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("alasan", max_length=200, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = "permintaan data"
        verbose_name_plural = "permintaan data"
        constraints = [
            models.CheckConstraint(
                name="data_request_kind_is_known",
                condition=Q(kind__in=RequestKind.values),
                violation_error_message="Permintaan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="data_request_to_correct_names_a_field",
                condition=Q(kind=RequestKind.CORRECTION, field__in=RequestedField.values)
                | (~Q(kind=RequestKind.CORRECTION) & Q(field="")),
                violation_error_message="Pilih data yang perlu diperbaiki.",
            ),
            models.CheckConstraint(
                name="data_request_keeps_what_is_wanted_until_decided",
                condition=Q(outcome="", kind=RequestKind.CORRECTION, wanted__isnull=False)
                | (~Q(outcome="", kind=RequestKind.CORRECTION) & Q(wanted__isnull=True)),
                violation_error_message="Isi permintaan hanya disimpan sampai diputuskan.",
            ),
            models.CheckConstraint(
                name="data_request_decided_says_when_and_by_whom",
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                violation_error_message="Keputusan memerlukan waktu dan nama.",
            ),
            models.CheckConstraint(
                name="data_request_refused_says_why",
                condition=~Q(outcome=RequestOutcome.REFUSED) | ~Q(reason=""),
                violation_error_message="Tulis alasan penolakan.",
            ),
            models.UniqueConstraint(
                name="data_request_is_open_once_of_its_kind",
                fields=["participant", "kind", "field"],
                condition=Q(outcome=""),
                violation_error_message="Permintaan yang sama masih menunggu keputusan.",
                violation_error_code="unique",
            ),
        ]
        indexes = [
            # What waits for a decision, most urgent first.
            models.Index(name="data_request_open", fields=["due_at", "id"], condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.participant}"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def is_late(self) -> bool:
        """Whether the law's time to act has run out while it is still open."""
        return self.is_open and clock.now() > self.due_at

    @property
    def what(self) -> str:
        """What is asked for, in words: "Perbaikan NIK"."""
        return (
            f"Perbaikan {_lowered(self.get_field_display())}"
            if self.field
            else str(self.get_kind_display()).capitalize()
        )

    @property
    def promise(self) -> str:
        """What happens by when: the end of consent cannot be refused (article 9), all else is decided about."""
        deed = "dilaksanakan" if self.kind == RequestKind.WITHDRAWAL else "diputuskan"
        return f"{deed} paling lambat {formats.moment(self.due_at)}"


def due(made_at: datetime) -> datetime:
    """By when a request must be acted on."""
    return made_at + TIME_TO_ACT


def _lowered(words: str) -> str:
    """A label within a sentence; abbreviations stay as they are."""
    return words if words.isupper() else words[:1].lower() + words[1:]
