from django.db import models

from okoce import clock
from okoce.accounts.models import User


class Verb(models.TextChoices):
    REGISTERED = "registered", "mendaftarkan"
    STEP_COMPLETED = "step_completed", "mencatat langkah"
    STEP_UNDONE = "step_undone", "membatalkan langkah"
    MOVED = "moved", "mencatat kepindahan"
    DETAILS_CORRECTED = "details_corrected", "memperbaiki data peserta"
    RECORDED = "recorded", "mencatat izin"
    CORRECTED = "corrected", "memperbaiki izin"
    REVOKED = "revoked", "mencabut izin"
    REVOCATION_WITHDRAWN = "revocation_withdrawn", "menarik kembali pencabutan"
    VOIDED = "voided", "membatalkan izin"
    MERGED = "merged", "menggabungkan peserta"
    UNMERGED = "unmerged", "memisahkan lagi peserta"
    TOLD_APART = "told_apart", "menyatakan bukan orang yang sama"
    REBUILT = "rebuilt", "menyusun ulang hitungan"
    TARGET_SET = "target_set", "menetapkan target"
    PUBLISHED = "published", "menerbitkan laporan"
    NIK_REVEALED = "nik_revealed", "melihat NIK lengkap"
    OPENED_OUTSIDE = "opened_outside", "membuka peserta wilayah lain"
    OBSTACLE_SET = "obstacle_set", "mencatat kendala"
    OBSTACLE_RESOLVED = "obstacle_resolved", "menyelesaikan kendala"
    EXPORTED = "exported", "mengunduh daftar"
    LOOKED = "looked", "memeriksa tanda lonjakan"
    SAMPLED = "sampled", "mengambil sampel izin"
    ACCESS_GRANTED = "access_granted", "memberi akses API"
    ACCESS_CLOSED = "access_closed", "menutup akses API"
    ACCOUNT_OPENED = "account_opened", "membuat kata sandi pertama"
    PASSWORD_LINK_GIVEN = "password_link_given", "memberi tautan kata sandi"
    PASSWORD_SET = "password_set", "mengganti kata sandi lewat tautan"
    REQUEST_MADE = "request_made", "mengajukan permintaan data"
    REQUEST_RETRACTED = "request_retracted", "membatalkan permintaan data"
    REQUEST_GRANTED = "request_granted", "memenuhi permintaan data"
    REQUEST_REFUSED = "request_refused", "menolak permintaan data"
    COPY_TAKEN = "copy_taken", "mengunduh salinan data"
    ERASED = "erased", "menghapus data peserta"


class Event(models.Model):
    """One deed: who did what to what, when; `changes` names fields with what was and is, masked where personal."""

    at = models.DateTimeField("waktu", default=clock.now)
    verb = models.CharField("perbuatan", max_length=20, choices=Verb)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deeds", verbose_name="pelaku")
    subject = models.CharField("perihal", max_length=40, help_text="Jenis dan nomor, misalnya permit:12.")
    changes = models.JSONField("perubahan", default=dict)
    address = models.GenericIPAddressField("alamat IP", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        indexes = [
            # A permit's or a person's history, oldest first.
            models.Index(name="event_by_subject", fields=["subject", "id"])
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.subject}"
