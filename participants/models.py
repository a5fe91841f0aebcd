from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact, IsNull

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, Reach, may, reach, who
from okoce.audit.models import Event
from okoce.encrypted import EncryptedField
from okoce.journal.models import Entry, Sex, Tally
from okoce.regions import tree
from okoce.regions.models import Level, Region, names_a_kelurahan
from participants import nik, numbers
from participants.choices import COMPLETED_BY_PGO, Channel, Sector, Step
from participants.naming import LONGEST_KEY, MOST_WORDS, indexed, name_key

ERASED_NAME = "Data dihapus"
ERASED_PLACE = "kota tidak disimpan"
"""What stands where a person was, once they asked to be forgotten: every list and page still has words to show."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def current(self) -> "ParticipantQuerySet":
        """Without the records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def with_email(self, address: str) -> "ParticipantQuerySet":
        """People who gave this e-mail address, however they wrote it."""
        return self.filter(~Q(email=""), Exact(Lower("email"), address.lower()))

    def visible_to(self, user: User) -> "ParticipantQuerySet":
        """The people in a user's scope, or opened by them today (PRODUCT, "Who uses it").

        In scope is who has their kelurahan, or that of one of their permits, in the user's region; people from outside
        Jakarta without a permit are in the province's scope only. Participants see themselves, administrators nobody.
        """
        if may(user, Deed.SEE_OWN):
            return self.filter(user=user)
        how_far = reach(who(user), Deed.SEE_PERSON)
        if how_far is Reach.EVERYWHERE:
            return self
        node = user.region_node
        if node is None or how_far is Reach.NOWHERE:
            return self.none()
        # Asked of each person rather than collected first: mostly one person is looked up.
        issued = self.model._default_manager.filter(pk=OuterRef("pk"), permits__kelurahan__in=node.kelurahan_codes)
        opened = Opening.objects.filter(participant=OuterRef("pk"), opened_by=user, day=clock.today())
        return self.filter(Q(kelurahan__in=node.kelurahan_codes) | Exists(issued) | Exists(opened))

    def of_region(self, node: tree.Node) -> "ParticipantQuerySet":
        """The people whose kelurahan, or that of one of their permits, lies in a region; for lists.

        The ids of a kecamatan's or kelurahan's people are collected first, so that a narrow list never reads everybody;
        a city is large enough that reading on until a page is full is quicker.
        """
        if node.code == tree.PROVINCE:
            return self
        if node.level != Level.CITY:
            return self.filter(pk__in=self.ids_of_region(node))
        people, codes = self.model._default_manager, node.kelurahan_codes
        issued = people.filter(pk=OuterRef("pk"), permits__kelurahan__in=codes).order_by().values("pk")[:1]
        # Not EXISTS: PostgreSQL would collect everybody who holds a permit of the city before it reads the first page.
        return self.filter(Q(kelurahan__in=codes) | Q(IsNull(Subquery(issued), False)))

    def ids_of_region(self, node: tree.Node) -> models.QuerySet[Any, Any]:
        """The ids of the people of a kecamatan or kelurahan, for a statement to collect first."""
        people = self.model._default_manager.order_by()  # SQLite wants no order in a union
        here = people.filter(kelurahan__in=node.kelurahan_codes)
        issued = people.filter(permits__kelurahan__in=node.kelurahan_codes)
        return here.values("pk").union(issued.values("pk"))


class Participant(models.Model):
    """A person (*peserta*) who registered with the programme."""

    number = models.CharField("nomor peserta", max_length=numbers.LENGTH, unique=True, default=numbers.new)
    submission = models.UUIDField(
        "kiriman",
        unique=True,
        default=uuid4,
        editable=False,
        help_text="Satu kiriman, satu orang: klik ganda tak berarti.",
    )
    registered_on = models.DateField("mendaftar pada")
    registered_at = models.DateTimeField("dicatat pada", default=clock.now)
    registered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registered",
        verbose_name="didaftarkan oleh",
    )
    channel = models.CharField("cara mendaftar", max_length=4, choices=Channel, default=Channel.WEB)

    nik_encrypted = EncryptedField(null=True, indexed_by="nik_index")
    nik_index = models.BinaryField(null=True, unique=True, max_length=32)
    name = models.CharField("nama", max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    # How the first words of the name sound (participants.naming). NULL for a word that is not there, so that the
    # indexes leave it out.
    word_1 = models.CharField(max_length=LONGEST_KEY, editable=False, null=True)  # noqa: DJ001
    word_2 = models.CharField(max_length=LONGEST_KEY, editable=False, null=True)  # noqa: DJ001
    word_3 = models.CharField(max_length=LONGEST_KEY, editable=False, null=True)  # noqa: DJ001
    word_4 = models.CharField(max_length=LONGEST_KEY, editable=False, null=True)  # noqa: DJ001
    birth_date = models.DateField("tanggal lahir", null=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    phone = models.CharField("nomor HP", max_length=16, blank=True, db_index=True)
    email = models.EmailField("email", blank=True)

    kelurahan = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name="kelurahan tempat usaha",
    )
    outside_place = models.CharField("kota/kabupaten di luar Jakarta", max_length=80, blank=True)
    address = models.CharField("alamat usaha", max_length=200, blank=True)
    business_name = models.CharField("nama usaha", max_length=120, blank=True)
    sector = models.CharField("bidang usaha", max_length=8, choices=Sector)
    business_is_new = models.BooleanField("usaha baru", help_text="Baru, bukan sudah berjalan, saat mendaftar.")

    consent_version = models.CharField("persetujuan", max_length=10, help_text="Tanggal pemberitahuan yang disetujui.")
    consented_at = models.DateTimeField("disetujui pada", default=clock.now)
    consent_withdrawn_at = models.DateTimeField("persetujuan ditarik pada", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("datanya dihapus pada", null=True, blank=True, editable=False)

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="participant")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name="digabung ke"
    )

    # What the lists and the queue at the desk ask of everybody at once. Kept by participants.standing with every deed;
    # no figure is ever counted from it.
    next_step = models.CharField(
        "langkah berikutnya", max_length=2, choices=Step, blank=True, default=Step.P2, editable=False
    )
    holds_permit = models.BooleanField("memegang izin", default=False, editable=False)
    is_held_up = models.BooleanField("terkendala", default=False, editable=False)
    ready_rank = models.PositiveSmallIntegerField("urutan siap izin", null=True, editable=False)
    ready_since = models.DateField("siap sejak", null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    # What is derived from the name.
    INDEXED = ("name_key", *(f"word_{place}" for place in range(1, MOST_WORDS + 1)))

    class Meta:
        ordering = ["-id"]
        verbose_name = "peserta"
        verbose_name_plural = "peserta"
        constraints = [
            models.CheckConstraint(
                name="participant_sex_is_known",
                condition=Q(sex__in=Sex.values),
                violation_error_message="Pilih perempuan atau laki-laki.",
            ),
            models.CheckConstraint(
                name="participant_number_is_whole",
                condition=Exact(Length(F("number")), numbers.LENGTH),
                violation_error_message="Nomor peserta tidak lengkap.",
            ),
            models.CheckConstraint(
                name="participant_is_in_a_kelurahan_or_outside",
                condition=Q(kelurahan__isnull=False, outside_place="")
                | (Q(kelurahan__isnull=True) & ~Q(outside_place="")),
                violation_error_message="Pilih kelurahan di Jakarta atau tulis kota di luar Jakarta.",
            ),
            models.CheckConstraint(
                name="participant_place_is_a_kelurahan",
                condition=Q(kelurahan__isnull=True) | names_a_kelurahan("kelurahan"),
                violation_error_message="Pilih sebuah kelurahan, bukan kecamatan atau kota.",
            ),
            models.CheckConstraint(
                name="participant_sector_is_known",
                condition=Q(sector__in=Sector.values),
                violation_error_message="Pilih bidang usaha.",
            ),
            models.CheckConstraint(
                name="participant_channel_is_known",
                condition=Q(channel__in=Channel.values),
                violation_error_message="Cara mendaftar tidak dikenal.",
            ),
            models.CheckConstraint(
                name="participant_nik_is_stored_with_its_index",
                condition=Q(nik_encrypted__isnull=True, nik_index__isnull=True)
                | Q(nik_encrypted__isnull=False, nik_index__isnull=False),
                violation_error_message="NIK dan indeksnya harus ada bersama.",
            ),
            models.CheckConstraint(
                name="participant_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message="Peserta tidak dapat digabung ke dirinya sendiri.",
            ),
            models.CheckConstraint(
                name="participant_erased_holds_nothing",
                condition=Q(erased_at__isnull=True)
                | Q(
                    name=ERASED_NAME,
                    nik_encrypted__isnull=True,
                    birth_date__isnull=True,
                    phone="",
                    email="",
                    address="",
                    business_name="",
                    outside_place__in=["", ERASED_PLACE],
                    word_1__isnull=True,
                    user__isnull=True,
                ),
                violation_error_message="Data peserta ini sudah dihapus dan tidak disimpan lagi.",
            ),
        ]
        indexes = [
            # The workbench and the lists: people of a kelurahan, newest first.
            models.Index(name="participant_of_kelurahan", fields=["kelurahan", "-id"]),
            models.Index(name="participant_by_registration", fields=["registered_on", "id"]),
            # People who are ready for a permit, best first, at the desk of their kelurahan.
            models.Index(
                name="participant_ready",
                fields=["kelurahan", "ready_rank", "ready_since", "id"],
                condition=Q(ready_rank__isnull=False),
            ),
            # The same list for the programme's officials, over many kelurahan.
            models.Index(
                name="participant_ready_anywhere",
                fields=["ready_rank", "ready_since", "id"],
                condition=Q(ready_rank__isnull=False),
            ),
            # Who was born on one day and how their names sound: records that may be one person's.
            models.Index(
                name="participant_by_birth_date",
                fields=["birth_date", "word_1", "word_2", "id"],
                condition=Q(birth_date__isnull=False),
            ),
            # The list of everybody who has the same step to do next.
            models.Index(name="participant_by_next_step", fields=["next_step", "-id"]),
            # Who registered with an e-mail address, however it was written.
            models.Index(Lower("email"), name="participant_by_email", condition=~Q(email="")),
            # A word of a name, in a kelurahan or anywhere.
            *(
                models.Index(
                    name=f"participant_by_word_{place}",
                    fields=[f"word_{place}", "kelurahan", "id"],
                    condition=Q(**{f"word_{place}__isnull": False}),
                )
                for place in range(1, MOST_WORDS + 1)
            ),
        ]

    def __str__(self) -> str:
        return self.displayed_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.index_name()
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.INDEXED}
        super().save(*args, **kwargs)

    def index_name(self) -> None:
        """Set what the name is sorted and found by; whoever writes many rows at once calls it for each."""
        self.name_key = name_key(self.name)
        heard = self.name_words
        for place in range(MOST_WORDS):
            setattr(self, f"word_{place + 1}", heard[place] if place < len(heard) else None)

    @property
    def name_words(self) -> list[str]:
        """The words the person is found by; none once they were erased."""
        return [] if self.is_erased else indexed(self.name)

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_gone(self) -> bool:
        """Whether nothing more is done to the record: it was merged into another, or its person was erased."""
        return self.merged_into_id is not None or self.is_erased

    @property
    def may_be_contacted(self) -> bool:
        """Whether the person still consents to be called, invited and listed for it."""
        return self.erased_at is None and self.consent_withdrawn_at is None

    @property
    def displayed_number(self) -> str:
        return numbers.displayed(self.number)

    @property
    def nik_masked(self) -> str:
        """The NIK as it may be shown: "3174••••••••0003"; empty once the person was erased."""
        return nik.masked(nik.decrypt(self.nik_encrypted)) if self.nik_encrypted else ""

    @property
    def place(self) -> str:
        """Where the business is, for people to read."""
        return tree.where(self.kelurahan_id) if self.kelurahan_id else f"{self.outside_place} (luar Jakarta)"

    def set_nik(self, digits: str) -> None:
        """Keep a NIK (16 digits, already parsed) encrypted and indexed; does not save."""
        self.nik_encrypted = nik.encrypt(digits)
        self.nik_index = nik.blind_index(digits)


class StepCompletion(models.Model):
    """That a person completed one of the steps PGO records, on a day; undone, never deleted."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="completions")
    step = models.CharField("langkah", max_length=2, choices=Step)
    completed_on = models.DateField("selesai pada")
    completed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    recorded_at = models.DateTimeField("dicatat pada", default=clock.now)
    undone_at = models.DateTimeField("dibatalkan pada", null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField("alasan", max_length=200, blank=True)

    class Meta:
        ordering = ["step"]
        verbose_name = "langkah selesai"
        verbose_name_plural = "langkah selesai"
        constraints = [
            models.CheckConstraint(
                name="step_completion_is_one_that_pgo_records",
                condition=Q(step__in=COMPLETED_BY_PGO),
                violation_error_message="Langkah ini tidak dicatat dengan tangan.",
            ),
            models.UniqueConstraint(
                name="step_completion_stands_once",
                fields=["participant", "step"],
                condition=Q(undone_at__isnull=True),
                violation_error_message="Langkah ini sudah tercatat selesai.",
                violation_error_code="unique",
            ),
            models.CheckConstraint(
                name="step_completion_undone_says_by_whom_and_why",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
                violation_error_message="Pembatalan memerlukan nama dan alasan.",
            ),
        ]


class Move(models.Model):
    """That a person's business moved on a day; steps completed until then count there before it and here after it."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="moves")
    moved_on = models.DateField("pindah pada")
    origin = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    destination = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["moved_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="move_leads_elsewhere",
                condition=Q(origin__isnull=True, destination__isnull=False)
                | Q(origin__isnull=False, destination__isnull=True)
                | (Q(origin__isnull=False, destination__isnull=False) & ~Q(origin=F("destination"))),
                violation_error_message="Tempat asal dan tujuan sama.",
            ),
            models.CheckConstraint(
                name="move_is_between_kelurahan_or_outside",
                condition=(Q(origin__isnull=True) | names_a_kelurahan("origin"))
                & (Q(destination__isnull=True) | names_a_kelurahan("destination")),
                violation_error_message="Pilih sebuah kelurahan, bukan kecamatan atau kota.",
            ),
            models.UniqueConstraint(
                name="move_once_a_day",
                fields=["participant", "moved_on"],
                violation_error_message="Sudah ada kepindahan pada hari itu.",
            ),
        ]


class Opening(models.Model):
    """One person outside an official's scope, opened by exact NIK or number with a reason, for that day."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="openings")
    day = models.DateField(default=clock.today)
    reason = models.CharField("alasan", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="opening_once_a_day",
                fields=["opened_by", "day", "participant"],
                violation_error_message="Sudah dibuka hari ini.",
            ),
            models.CheckConstraint(
                name="opening_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Tulis alasannya.",
            ),
        ]


class Elsewhere(models.Model):
    """That a person may also be looked for in another kelurahan: one that issued them a permit, or where they were.

    Only a hint for searches by name; whether somebody may be seen is asked of `visible_to`.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="elsewhere")
    kelurahan = models.ForeignKey(Region, models.PROTECT, related_name="+")
    word = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="elsewhere_stands_once",
                fields=["word", "kelurahan", "participant"],
                violation_error_message="Sudah tercatat.",
            )
        ]


class Reason(models.Model):
    """Why a deed was done to a person, in its doer's words; apart from the record, so that it can be erased."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="reasons")
    deed = models.OneToOneField(Event, models.PROTECT, related_name="reason")
    text = models.CharField("alasan", max_length=200)


class StepEntry(Entry):
    """A line of the journal of people: a step reached (+1) or left (−1) in a kelurahan on a day."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="entries")
    step = models.CharField(max_length=2, choices=Step)

    LINE_FIELDS = ("day", "kelurahan_id", "step", "sex", "business_is_new")

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_step_is_no_permit", condition=Q(step__in=[Step.P1, *COMPLETED_BY_PGO])
            ),
        ]
        indexes = [
            models.Index(name="step_entry_by_moment", fields=["recorded_at"]),
            models.Index(name="step_entry_by_day", fields=["day", "kelurahan"]),
        ]


class StepTally(Tally):
    """Running totals of people by step; registered is p1."""

    p1 = models.IntegerField(default=0)
    p2 = models.IntegerField(default=0)
    p3 = models.IntegerField(default=0)
    p5 = models.IntegerField(default=0)
    p6 = models.IntegerField(default=0)
    p7 = models.IntegerField(default=0)

    COLUMNS = ("p1", "p2", "p3", "p5", "p6", "p7")
    ENTRY = StepEntry
    TELLING = ("day", "kelurahan_id", "step")

    class Meta(Tally.Meta):
        pass

    @classmethod
    def effects(cls, line):
        return ((line["step"].lower(), 1),)
