"""What a reconciliation says: theirs, ours, and what lies between them, adding up exactly."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from permits.models import Permit
from permits.reconciling.models import Outcome, Register, RegisterRow

MATCHED_OUTSIDE = "cocok dengan izin yang dibatalkan, atau di luar jenis atau tanggal register"
"""What rows are called whose permit is ours, but none of those that the register speaks of."""


@dataclass(frozen=True)
class Result:
    """Counts of a register's rows and of our permits of the same kinds and days."""

    theirs: int
    ours: int
    matched: int
    conflicts: int
    only_theirs: int
    not_participants: int
    unreadable: int
    repeated: int
    reused: int
    outside: int
    only_ours: int

    @property
    def terms(self) -> list[tuple[str, int, str]]:
        """From theirs to ours in named steps, each with the count it is: their sum and `theirs` make `ours`."""
        return [
            ("bukan peserta OK OCE", -self.not_participants, "not_participants"),
            ("hanya di register, peserta OK OCE", -self.only_theirs, "only_theirs"),
            ("baris berulang", -self.repeated, "repeated"),
            ("nomornya sudah dipakai baris lain", -self.reused, "reused"),
            ("baris tidak terbaca", -self.unreadable, "unreadable"),
            (MATCHED_OUTSIDE, -self.outside, "outside"),
            ("hanya di portal", self.only_ours, "only_ours"),
        ]


def result(register: Register) -> Result:
    """The counts as they stand now; what was taken over or voided since matching is taken into account."""
    rows: dict[int, int] = dict(
        register.rows.order_by().values("outcome").annotate(rows=Count("pk")).values_list("outcome", "rows")
    )
    counts = Counter(rows)
    ours = our_permits(register)
    paired = register.rows.filter(permit__isnull=False)
    inside = paired.filter(permit__in=ours.values("pk")).count()
    total = ours.count()
    return Result(
        theirs=register.rows_read,
        ours=total,
        matched=counts[Outcome.MATCHED],
        conflicts=counts[Outcome.CONFLICT],
        only_theirs=counts[Outcome.ONLY_THEIRS],
        not_participants=counts[Outcome.NOT_PARTICIPANT],
        unreadable=counts[Outcome.UNREADABLE],
        repeated=counts[Outcome.REPEATED],
        reused=counts[Outcome.REUSED],
        outside=counts[Outcome.MATCHED] + counts[Outcome.CONFLICT] - inside,
        only_ours=total - inside,
    )


def our_permits(register: Register) -> QuerySet[Permit]:
    """Our standing permits of the kinds and days that the register speaks of."""
    if register.first_day is None or register.last_day is None:
        return Permit.objects.none()
    kinds = register.rows.exclude(kind="").order_by().values("kind").distinct()
    days = (register.first_day, register.last_day)
    return Permit.objects.standing().filter(kind__in=kinds, issued_on__range=days)


def all_ours(register: Register) -> QuerySet[Permit]:
    """The same permits as a list, by day."""
    return our_permits(register).select_related("participant").order_by("issued_on", "id")


def outside(register: Register) -> QuerySet[RegisterRow]:
    """Rows whose permit is none of those: since voided, or of another kind or day than the register speaks of."""
    return register.rows.filter(permit__isnull=False).exclude(permit__in=our_permits(register).values("pk"))


def only_ours(register: Register) -> QuerySet[Permit]:
    """Our permits that no row of the register is."""
    paired = RegisterRow.objects.filter(register=register, permit__isnull=False).values("permit")
    return all_ours(register).exclude(pk__in=paired)
