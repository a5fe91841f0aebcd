from datetime import date

from django.db import models
from django.db.models import Q

from okoce import clock
from okoce.accounts.models import User


class Scope(models.TextChoices):
    """What a token is good for."""

    READ = "read", "membaca izin"
    RECORD = "record", "mencatat izin"
    REVOKE = "revoke", "mencabut izin"


class Agency(models.Model):
    """An agency (*instansi*) whose systems use the API, with the account it acts through."""

    account = models.OneToOneField(User, models.PROTECT, related_name="agency", verbose_name="akun")
    contact = models.CharField(
        "penanggung jawab", max_length=200, blank=True, help_text="Siapa yang dihubungi bila sistemnya bermasalah."
    )

    class Meta:
        ordering = ["account__name"]
        verbose_name = "instansi"
        verbose_name_plural = "instansi"

    def __str__(self) -> str:
        return str(self.account)

    @property
    def region_title(self) -> str:
        """The name of the region it answers for."""
        node = self.account.region_node
        return node.name if node else ""


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self) -> "TokenQuerySet":
        """Tokens not closed, of agencies whose account is open."""
        return self.filter(closed_at__isnull=True, agency__account__is_active=True)


class ApiToken(models.Model):
    """A token of an agency; only its digest is kept, so that nobody can read it here."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tokens", verbose_name="instansi")
    label = models.CharField("keterangan", max_length=80, blank=True, help_text="Misalnya: server produksi.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_read = models.BooleanField("membaca izin", default=True)
    may_record = models.BooleanField("mencatat izin", default=False)
    may_revoke = models.BooleanField("mencabut izin", default=False)
    created_at = models.DateTimeField("dibuat", default=clock.now)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dibuat oleh"
    )
    last_used_on = models.DateField("terakhir dipakai", null=True, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ditutup oleh"
    )

    objects = TokenQuerySet.as_manager()

    secret = ""
    """The token itself: only on the object that `issuing.grant` has just made, and stored nowhere."""

    class Meta:
        ordering = ["-id"]
        verbose_name = "token"
        verbose_name_plural = "token"
        constraints = [
            models.CheckConstraint(
                name="api_token_is_good_for_something",
                condition=Q(may_read=True) | Q(may_record=True) | Q(may_revoke=True),
                violation_error_message="Pilih paling sedikit satu kewenangan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.label}" if self.label else str(self.agency)

    @property
    def scopes(self) -> list[Scope]:
        """What the token is good for."""
        return [scope for scope in Scope if self.allows(scope)]

    def allows(self, scope: Scope) -> bool:
        """Whether the token is good for that."""
        return {Scope.READ: self.may_read, Scope.RECORD: self.may_record, Scope.REVOKE: self.may_revoke}[scope]

    def note_use(self, day: date) -> None:
        """Remember that the token was used on a day: one write a day, not one a request."""
        if self.last_used_on != day:
            self.last_used_on = day
            self.save(update_fields=["last_used_on"])


class Answer(models.Model):
    """The answer to a deed sent with an Idempotency-Key, given again when the same deed is sent again.

    Holds what the agency was told, where a NIK is masked; `fingerprint` is keyed, since it covers a NIK.
    """

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="answers")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(help_text="JSON, letter by letter.")
    location = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answer_is_given_once_to_a_key",
                fields=["token", "key"],
                violation_error_message="Kunci ini sudah dipakai.",
            )
        ]
        indexes = [
            # Old answers are forgotten token by token.
            models.Index(name="answer_by_age", fields=["token", "answered_at"])
        ]
