from django.db import models

from okoce import clock
from okoce.accounts.models import User
from okoce.audit import origin, subjects


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
    SESSION_PLANNED = "session_planned", "mencatat pelatihan"
    SESSION_CHANGED = "session_changed", "mengubah pelatihan"
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
    SIGNED_IN = "signed_in", "masuk"
    SIGN_IN_FAILED = "sign_in_failed", "gagal masuk"
    SIGNED_OUT = "signed_out", "keluar"
    PASSWORD_CHANGED = "password_changed", "mengganti kata sandi"
    FACTOR_ADDED = "factor_added", "memasang verifikasi kedua"
    FACTOR_REMOVED = "factor_removed", "melepas verifikasi kedua"
    FACTOR_FAILED = "factor_failed", "gagal verifikasi kedua"
    ACCOUNT_MADE = "account_made", "membuat akun"
    ACCOUNT_CHANGED = "account_changed", "mengubah akun"
    REGION_CHANGED = "region_changed", "mengubah wilayah"
    IMPORTED = "imported", "mengimpor izin"
    REGISTER_RECEIVED = "register_received", "menerima register DPMPTSP"
    RECONCILED = "reconciled", "menyelesaikan baris register"
    RETENTION_NOTICED = "retention_noticed", "memberi tahu akhir masa simpan"
    RETENTION_ENDED = "retention_ended", "mengakhiri masa simpan"
    BREACH_LISTED = "breach_listed", "menyusun daftar terdampak"


class Event(models.Model):
    """One deed: who did what to what, when; `changes` names fields with what was and is, masked where personal."""

    at = models.DateTimeField("waktu", default=clock.now)
    verb = models.CharField("perbuatan", max_length=20, choices=Verb)
    # No index of its own: event_of_actor is one.
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="deeds", verbose_name="pelaku"
    )
    subject = models.CharField("perihal", max_length=40, help_text="Jenis dan nomor, misalnya permit:12.")
    changes = models.JSONField("perubahan", default=dict)
    address = models.GenericIPAddressField("alamat IP", null=True, blank=True, default=origin.address)

    class Meta:
        ordering = ["-id"]
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        indexes = [
            # A permit's or a person's history, oldest first.
            models.Index(name="event_by_subject", fields=["subject", "id"]),
            # Searching the record, latest first and between two days: all of it, of one account, of one verb, from one
            # address. Each is read from its end, so that a page costs the same however long the record is.
            models.Index(name="event_by_moment", fields=["at", "id"]),
            models.Index(name="event_of_actor", fields=["actor", "at", "id"]),
            models.Index(name="event_of_verb", fields=["verb", "at", "id"]),
            models.Index(
                name="event_from_address", fields=["address", "at", "id"], condition=models.Q(address__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {subjects.told(self.subject)}"


class Seal(models.Model):
    """One link of the chain over the record: which events it covers, and the digest of them and of the seal before."""

    # Numbered 1, 2, 3 … by the sealer, so that one that is taken away is missed.
    sealed_at = models.DateTimeField("disegel", default=clock.now)
    previous = models.CharField("segel sebelumnya", max_length=64)
    after_event = models.BigIntegerField("sesudah catatan")
    last_event = models.BigIntegerField("sampai catatan")
    events = models.PositiveIntegerField("banyaknya")
    digest = models.CharField("sidik", max_length=64)
    # The id and half a hash of every event, so that not only a seal but the event that differs can be named.
    marks = models.BinaryField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "segel"
        verbose_name_plural = "segel"
        constraints = [
            models.UniqueConstraint(
                name="seal_ends_where_no_other_ends",
                fields=["last_event"],
                violation_error_message="Sudah ada segel sampai catatan ini.",
            ),
            models.CheckConstraint(
                name="seal_covers_something",
                condition=models.Q(events__gt=0, last_event__gt=models.F("after_event")),
                violation_error_message="Segel mencakup paling sedikit satu catatan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}:{self.digest}"
