from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from okoce import clock
from okoce.regions import tree
from okoce.regions.models import Region, names_a_kelurahan


class Role(models.TextChoices):
    PARTICIPANT = "participant", "peserta"
    OFFICER = "officer", "petugas kelurahan"
    PGO = "pgo", "pejabat PGO"
    ADMINISTRATOR = "administrator", "administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """A saved account; without a password nobody can sign in to it yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        """An administrator, for Django's own `createsuperuser`."""
        return self.create_user(username, password, role=Role.ADMINISTRATOR, **fields)


class User(AbstractBaseUser):
    """Somebody who signs in: in one role and, for officers and PGO officials, for one region."""

    username = models.CharField(
        "nama pengguna",
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        help_text="Untuk peserta: nomor telepon seperti +6281200000000.",
        error_messages={"unique": "Nama pengguna ini sudah dipakai."},
    )
    email = models.EmailField("email", blank=True)
    name = models.CharField("nama", max_length=120, blank=True)
    role = models.CharField("peran", max_length=13, choices=Role)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="officials", verbose_name="wilayah"
    )
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField("dibuat", default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        verbose_name = "akun"
        verbose_name_plural = "akun"
        constraints = [
            models.CheckConstraint(
                name="user_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message="Peran tidak dikenal.",
            ),
            models.CheckConstraint(
                name="user_officers_and_officials_have_a_region",
                condition=Q(role__in=[Role.OFFICER, Role.PGO], region__isnull=False)
                | Q(role__in=[Role.PARTICIPANT, Role.ADMINISTRATOR], region__isnull=True),
                violation_error_message="Petugas dan pejabat PGO punya wilayah; peserta dan administrator tidak.",
            ),
            models.CheckConstraint(
                name="user_an_officers_region_is_a_kelurahan",
                condition=~Q(role=Role.OFFICER) | names_a_kelurahan("region"),
                violation_error_message="Wilayah petugas harus sebuah kelurahan.",
            ),
            # However they are written: people are looked up, and sent a password, without regard to case.
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_is_one_accounts",
                violation_error_message="Nama pengguna ini sudah dipakai.",
                violation_error_code="unique",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_one_persons",
                condition=~Q(email=""),
                violation_error_message="Email ini sudah dipakai akun lain.",
                violation_error_code="unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_officer(self) -> bool:
        return self.role == Role.OFFICER

    @property
    def is_pgo(self) -> bool:
        return self.role == Role.PGO

    @property
    def is_participant(self) -> bool:
        return self.role == Role.PARTICIPANT

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_staff(self) -> bool:
        """Who may open Django's admin site."""
        return self.is_active and self.is_administrator

    @property
    def kelurahan(self) -> str:
        """The code of the kelurahan an officer answers for; asking it of anybody else is a mistake."""
        if not self.is_officer or self.region_id is None:
            raise ValueError(f"{self.username} is no kelurahan officer")
        return self.region_id

    @property
    def region_node(self) -> tree.Node | None:
        return tree.get(self.region_id) if self.region_id else None

    def answers_for(self, code: str | None) -> bool:
        """Whether the region this user answers for holds `code` (None: a place outside Jakarta)."""
        return self.region_id is not None and tree.contains(self.region_id, code)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks this; what it may do there is set by each ModelAdmin."""
        return self.is_staff

    def has_perms(self, perm_list, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class ActiveDay(models.Model):
    """A day on which an officer of a kelurahan signed in or recorded something.

    What a kelurahan *belum melapor* (silent) is judged by: no such day among the last fourteen.
    """

    kelurahan = models.ForeignKey(Region, models.PROTECT, related_name="active_days")
    day = models.DateField()
    first_at = models.DateTimeField(null=True, help_text="Sejak saat itu diketahui; kosong bila sejak awal harinya.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="active_day_stands_once",
                fields=["kelurahan", "day"],
                violation_error_message="Hari ini sudah tercatat.",
            ),
            models.CheckConstraint(
                name="active_day_is_of_a_kelurahan",
                condition=names_a_kelurahan("kelurahan"),
                violation_error_message="Hanya kelurahan yang dicatat aktif.",
            ),
        ]
        indexes = [
            # The board asks for all kelurahan active in the last fourteen days.
            models.Index(name="active_day_by_day", fields=["day", "kelurahan"])
        ]


class Session(AbstractBaseSession):
    """Somebody signed in on one device, or half-way there; found by a digest of the key that their browser holds."""

    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="sessions", verbose_name="akun")
    device = models.CharField("perangkat", max_length=40, blank=True)
    began_at = models.DateTimeField("masuk")
    seen_at = models.DateTimeField("terakhir dipakai")

    class Meta:
        verbose_name = "sesi"
        verbose_name_plural = "sesi"

    @classmethod
    def get_session_store_class(cls):
        from okoce.accounts.sessions import SessionStore

        return SessionStore
