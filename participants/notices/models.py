from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from okoce import clock
from okoce.audit.models import Event
from participants.models import Participant


class Kind(models.TextChoices):
    """What a letter is about."""

    STEP = "step", "langkah selesai"
    PERMIT = "permit", "izin tercatat"
    KEEPING = "keep", "akhir masa simpan"


class Outcome(models.TextChoices):
    """What became of a letter; nothing while it waits."""

    SENT = "sent", "terkirim"
    DROPPED = "dropped", "tidak jadi dikirim"
    REFUSED = "refused", "alamat ditolak"
    GIVEN_UP = "given_up", "berkali-kali gagal"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> "NoticeQuerySet":
        """Letters that are still to be sent, now or later."""
        return self.filter(outcome="")

    def due(self, moment: datetime) -> "NoticeQuerySet":
        """Letters that are to be sent now: nobody holds a lease on them, and their pause is over."""
        return self.waiting().filter(due_at__lte=moment)


class Notice(models.Model):
    """A letter to be sent, or that was: about which deed, to whom. Neither address nor words are kept here.

    `due_at` is the real time and not the programme's: a demo's day never ends, and a pause would last for ever. While
    somebody sends the letter it lies as far ahead as their lease lasts.
    """

    kind = models.CharField("perihal", max_length=6, choices=Kind)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="notices", verbose_name="peserta")
    deed = models.OneToOneField(Event, models.PROTECT, related_name="+", verbose_name="perbuatan")
    queued_at = models.DateTimeField("sejak", default=clock.now)
    due_at = models.DateTimeField("dikirim mulai", default=timezone.now)
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    lease = models.UUIDField("dipegang oleh", null=True, editable=False)
    outcome = models.CharField("hasil", max_length=8, choices=Outcome, blank=True)
    settled_at = models.DateTimeField("selesai pada", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        constraints = [
            models.CheckConstraint(
                name="notice_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Perihal tidak dikenal.",
            ),
            models.CheckConstraint(
                name="notice_settled_says_when",
                condition=Q(outcome="", settled_at__isnull=True)
                | (Q(outcome__in=Outcome.values) & Q(settled_at__isnull=False)),
                violation_error_message="Hasil dan waktunya harus ada bersama.",
            ),
        ]
        indexes = [
            # What is to be sent next.
            models.Index(name="notice_waiting", fields=["due_at", "id"], condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.participant}"


class OptOut(models.Model):
    """That somebody wants no more letters."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="opt_out", verbose_name="peserta")
    since = models.DateTimeField("sejak", default=clock.now)

    class Meta:
        verbose_name = "berhenti menerima"
        verbose_name_plural = "berhenti menerima"

    def __str__(self) -> str:
        return str(self.participant)
