"""Setting targets (PRODUCT, "Targets"): one, many from a file, or all kelurahan at once, flat or fair.

Each deed passes the gate, waits for the one before it, checks what stands then, and appends further rows under one
entry of the audit record; nothing is ever overwritten.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import models, transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal import gate
from okoce.regions import tree
from okoce.regions.models import Level, Region
from okoce.ui.formats import number as say
from targets import goals, permissions, sharing
from targets.goals import Period
from targets.models import Target

LONGEST_REASON = 200

MOST = {Level.PROVINCE: 10_000_000, Level.KELURAHAN: 20_000}
"""Above this a number is a slip of the keyboard: about everybody in Jakarta, and a hundred times the first target."""

_TENFOLD = 10

PERIODS: tuple[Period, ...] = (*(goals.year_of(year) for year in goals.YEARS), goals.PROGRAMME)


class Way(models.TextChoices):
    """How a number is shared out among all kelurahan."""

    FLAT = "rata", "rata: setiap kelurahan sama"
    FAIR = "adil", "adil: menurut peserta terdaftar"


def mark(last: Target | None) -> int:
    """What somebody who sets a target has seen: the id of the last row, 0 when there was none."""
    return last.pk if last else 0


class SettingRefused(Exception):
    """A target that the rules refuse; `message` says why and what to do, `field` which input it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class TargetsMoved(SettingRefused):
    """Somebody else has set a target since the one who asks last looked."""


@retried
def assign(*, region: str, period: Period, number: int, by: User, reason: str, seen: int | None = None) -> Target:
    """The further row that gives a region a new target for a period.

    `seen` is the id of the row in force that `by` looked at (0: there was none; None: not asked). Raises SettingRefused
    for a region or period that is not assigned targets, outside the scope of `by`, for a number below 0, absurd or the
    same as before, without a reason; TargetsMoved when another row rules than the one seen.
    """
    reason = _reason(reason)
    refuse_impossible(region, period, number, by)
    with _one_at_a_time():
        _refuse_moved(goals.last(period, region), seen)
        before = goals.goals(period).assigned.get(region)
        if before == number:
            raise SettingRefused(f"Target ini sudah {say(number)}. Tulis angka lain.", "number")
        deed = record(
            Verb.TARGET_SET,
            Region(pk=region),
            by=by,
            changes={"period": [None, goals.name_of(period)], "target": [before, number]},
        )
        return _append(period, {region: number}, by, reason, deed)[0]


@retried
def assign_many(
    *, period: Period, numbers: Mapping[str, int], by: User, reason: str, seen: int | None = None
) -> list[Target]:
    """The further rows for the kelurahan whose number in `numbers` differs from the one in force: all or none.

    `seen` is the id of the period's last row that `by` looked at. Raises SettingRefused as `assign` does, and when
    nothing differs; TargetsMoved when any target of the period was set since.
    """
    reason = _reason(reason)
    for region, number in numbers.items():
        _refuse_all_but_kelurahan(region)
        refuse_impossible(region, period, number, by)
    with _one_at_a_time():
        _refuse_moved(goals.last(period), seen)
        present = goals.goals(period).assigned
        changed = {region: number for region, number in numbers.items() if present.get(region) != number}
        if not changed:
            raise SettingRefused("Tidak ada target yang berubah.")
        return _append_together(period, changed, by, reason, way="berkas")


@retried
def share_out(*, period: Period, way: Way, total: int, by: User, reason: str, seen: int | None = None) -> list[Target]:
    """The further rows that share `total` out among all kelurahan, flat, or fair by who is registered at this moment.

    Every kelurahan gets a row: the decision is about all of them. Raises SettingRefused as `assign_many` does, for
    anybody but officials of the province, and when nobody is registered to share by.
    """
    reason = _reason(reason)
    if not permissions.can_share_out_targets(by):
        raise SettingRefused("Hanya pejabat PGO provinsi yang membagi target semua kelurahan.")
    if not 0 <= total <= MOST[Level.PROVINCE]:
        raise SettingRefused("Jumlah ini tidak masuk akal. Periksa banyaknya nol.", "total")
    with _one_at_a_time():
        _refuse_moved(goals.last(period), seen)
        numbers = shares(way, total)
        for region, number in numbers.items():
            refuse_impossible(region, period, number, by)
        if numbers == _of_kelurahan(goals.goals(period)):
            raise SettingRefused("Pembagian ini sudah berlaku di semua kelurahan.")
        return _append_together(period, numbers, by, reason, way=way.value)


def shares(way: Way, total: int) -> dict[str, int]:
    """What `total` gives each kelurahan now, flat or fair; raises SettingRefused when nobody is registered."""
    if way == Way.FLAT:
        return sharing.share_evenly(total, [node.code for node in tree.kelurahan()])
    try:
        return sharing.share(total, goals.registered())
    except sharing.NothingToShareBy:
        raise SettingRefused("Belum ada peserta terdaftar di Jakarta untuk dasar pembagian adil.", "way") from None


def refuse_impossible(region: str, period: Period, number: int, by: User) -> None:
    """Raise SettingRefused for a target that can never be set, whatever stands now."""
    node = tree.get(region)
    if node is None:
        raise SettingRefused("Wilayah tidak dikenal.")
    if node.level not in MOST:
        raise SettingRefused(f"Target {node.title} selalu jumlah target kelurahannya. Ubah target kelurahannya.")
    if not permissions.can_set_target(by, region):
        raise SettingRefused(f"{node.title} di luar wilayah tugas Anda.")
    if period not in PERIODS or (period == goals.PROGRAMME and node.level != Level.PROVINCE):
        raise SettingRefused(f"Target {node.title} tidak ditetapkan untuk {goals.name_of(period)}.")
    if number < 0:
        raise SettingRefused("Target tidak boleh di bawah 0.", "number")
    if number > MOST[node.level]:
        raise SettingRefused(
            f"Target {say(number)} untuk {node.title} tidak masuk akal; paling banyak {say(MOST[node.level])}. "
            "Periksa banyaknya nol.",
            "number",
        )


def doubts(period: Period, number: int, before: int | None) -> Iterator[tuple[str, str]]:
    """What is odd about a target that is allowed all the same: code and sentence."""
    if period[1] < clock.today():
        yield "over", f"Tahun {goals.name_of(period)} sudah lewat. Mengubah targetnya mengubah status yang sudah final."
    if number == 0:
        yield "zero", "Target 0 selalu dianggap tercapai."
    elif before and not before / _TENFOLD < number < before * _TENFOLD:
        yield "tenfold", f"Target sebelumnya {say(before)}. Periksa banyaknya nol."


def _reason(text: str) -> str:
    reason = text.replace("\x00", "").strip()
    if not reason:
        raise SettingRefused("Tulis alasannya.", "reason")
    if len(reason) > LONGEST_REASON:
        raise SettingRefused(f"Alasan paling panjang {LONGEST_REASON} huruf.", "reason")
    return reason


def _refuse_all_but_kelurahan(region: str) -> None:
    node = tree.get(region)
    if node is not None and node.level != Level.KELURAHAN:
        raise SettingRefused(f"{node.title} bukan kelurahan.")


def _refuse_moved(last: Target | None, seen: int | None) -> None:
    if seen is not None and seen != mark(last):
        raise TargetsMoved("Sementara itu ada target yang ditetapkan orang lain. Periksa lagi, lalu kirim sekali lagi.")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A transaction in which nobody else sets a target."""
    with transaction.atomic():
        gate.pass_through()
        # Not the row's key: people and accounts that point at the province need not wait.
        Region.objects.select_for_update(no_key=True).get(pk=tree.PROVINCE)
        yield


def _of_kelurahan(found: goals.Goals) -> dict[str, int]:
    return {node.code: found.assigned[node.code] for node in tree.kelurahan() if node.code in found.assigned}


def _append_together(period: Period, numbers: Mapping[str, int], by: User, reason: str, *, way: str) -> list[Target]:
    """The rows of one deed on several kelurahan, recorded as done to the region that `by` answers for."""
    scope = by.region_id or tree.PROVINCE
    before = goals.goals(period)
    after = goals.Goals({**before.assigned, **numbers})
    deed = record(
        Verb.TARGET_SET,
        Region(pk=scope),
        by=by,
        changes={
            "period": [None, goals.name_of(period)],
            "way": [None, way],
            "kelurahan": [None, len(numbers)],
            "sum": [before.children(scope), after.children(scope)],
        },
    )
    return _append(period, numbers, by, reason, deed)


def _append(period: Period, numbers: Mapping[str, int], by: User, reason: str, deed: Event) -> list[Target]:
    first, last = period
    return Target.objects.bulk_create(
        [
            Target(
                region_id=region,
                first_day=first,
                last_day=last,
                number=number,
                set_at=deed.at,
                set_by=by,
                reason=reason,
                deed=deed,
            )
            for region, number in sorted(numbers.items())
        ]
    )
