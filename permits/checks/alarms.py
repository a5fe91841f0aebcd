"""Surge alarms of a region: read from what was recorded, marked for a look, never refused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from django.db import transaction
from django.db.models import F

from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal import shelf
from okoce.journal.models import Grain
from okoce.regions import tree
from okoce.ui import formats
from participants.models import Participant
from permits.checks import surges
from permits.checks.models import Look
from permits.deeds import DeedRefused
from permits.models import Kind, Permit, PermitTally

WINDOW_DAYS = 28
MOST_AT_A_GLANCE = 2_000
"""Permits that are gone through while a board is drawn: some ten milliseconds."""
_CROWD = "alamat:"


class _Issued(NamedTuple):
    """What the alarms read of one permit; the last three say where its holder's business is."""

    pk: int
    kelurahan: str
    issued_on: date
    kind: str
    officer: int
    number: str
    person: int
    place: str | None
    outside_place: str
    address: str

    @property
    def paper(self) -> "Paper":
        return Paper(self.pk, f"{Kind(self.kind).label} {self.number}")


class Paper(NamedTuple):
    """A permit that an alarm is about: its id, and what it is called."""

    pk: int
    name: str


@dataclass(frozen=True)
class Alarm:
    """One thing to look at: its key, what it is in words, how many permits or people, the permits themselves in order
    of their numbers, and the look if there was one.
    """

    key: str
    kind: str
    sentence: str
    kelurahan: str
    count: int
    papers: list[Paper]
    look: Look | None = None

    @property
    def place(self) -> str:
        return tree.where(self.kelurahan)


def alarms(region: str, day: date) -> list[Alarm]:
    """The alarms of a region for permits issued in the 28 days to `day`; those nobody has looked at come first."""
    found = _raised(region, day)
    looks = {look.alarm: look for look in Look.objects.filter(alarm__in=[alarm.key for alarm in found])}
    seen = [Alarm(**{**vars(alarm), "look": looks.get(alarm.key)}) for alarm in found]
    return sorted(seen, key=lambda alarm: (alarm.look is not None, -alarm.count, alarm.key))


def waiting(region: str, day: date, *, version: int | None) -> list[Alarm] | None:
    """The alarms that nobody has looked at yet, the largest first; None where the permits are too many for a glance.

    With the `version` of the region's permits (`okoce.journal.shelf`) they are gone through only once one has changed.
    """

    def read() -> list[Alarm] | Literal[False]:
        try:
            return _raised(region, day, MOST_AT_A_GLANCE)
        except _TooMany:
            return False  # kept as well: the shelf takes None for nothing

    found = read() if version is None else shelf.whole(("alarms", region, day), version, read)
    if found is False:
        return None
    looked_at = set(Look.objects.filter(alarm__in=[alarm.key for alarm in found]).values_list("alarm", flat=True))
    left = [alarm for alarm in found if alarm.key not in looked_at]
    return sorted(left, key=lambda alarm: (-alarm.count, alarm.key))


class _TooMany(Exception):
    """More permits than were asked for."""


def _raised(region: str, day: date, most: int | None = None) -> list[Alarm]:
    """The alarms without their looks. Raises _TooMany for more than `most` permits."""
    codes = tree.nodes()[region].kelurahan_codes
    first = day - timedelta(days=WINDOW_DAYS - 1)
    rows = (
        Permit.objects.standing()
        .filter(kelurahan__in=codes, issued_on__range=(first, day))
        .values_list(
            *("pk", "kelurahan_id", "issued_on", "kind", "recorded_by_id", "number", "participant_id"),
            *("participant__kelurahan_id", "participant__outside_place", "participant__address"),
        )
    )
    permits = [_Issued(*row) for row in (rows if most is None else rows[: most + 1])]
    if most is not None and len(permits) > most:
        raise _TooMany
    return [*_busy(codes, first, day, permits), *_consecutive(permits), *_crowded(permits)]


def still(found: list[Alarm], key: str) -> Alarm | None:
    """The alarm that an older page knew by `key`, or the crowd it has grown or shrunk into; None when it is gone."""
    same = next((alarm for alarm in found if alarm.key == key), None)
    if same is not None or not key.startswith(_CROWD):
        return same
    crowd = f"{key.rpartition(':')[0]}:"
    return next((alarm for alarm in found if alarm.key.startswith(crowd)), None)


def look_at(found: list[Alarm], key: str, *, by: User, finding: str) -> Look:
    """Look at the alarm that an older page knew by `key`. Raises DeedRefused when it changed or was looked at since."""
    alarm = still(found, key)
    if alarm is None:
        raise DeedRefused("Tanda ini tidak ada lagi: izinnya berubah sejak halaman dibuka.")
    if alarm.key != key and alarm.look is None:
        raise DeedRefused(
            f"Tanda ini berubah sejak halaman dibuka. {alarm.sentence} Periksa sekali lagi, lalu simpan temuan Anda."
        )
    return look(alarm, by=by, finding=finding)


@retried
def look(alarm: Alarm, *, by: User, finding: str) -> Look:
    """Remember what an official found when looking at an alarm.

    Raises DeedRefused when somebody looked before, saying who: a further look replaces nothing.
    """
    with transaction.atomic():
        looked, first = Look.objects.get_or_create(alarm=alarm.key, defaults={"looked_by": by, "finding": finding})
        if not first:
            raise DeedRefused(
                f"Tanda ini sudah dilihat {looked.looked_by} pada {formats.moment(looked.looked_at)}: "
                f"“{looked.finding}”. Temuan Anda tidak tersimpan."
            )
        record(Verb.LOOKED, looked, by=by, changes={"alarm": [None, alarm.kind]})
    return looked


def forget_findings(people: Sequence[Participant], *, words: str) -> None:
    """Put `words` in place of what was found of crowds at these people's address: it may say who they are.

    To be done while they still have their address: the record of a look names only the first of a crowd.
    """
    looks = {look.pk: int(look.alarm.split(":")[1]) for look in Look.objects.filter(alarm__startswith=_CROWD)}
    firsts = Participant.objects.in_bulk(set(looks.values()))
    theirs, crowds = {person.pk for person in people}, {_crowd_of(person) for person in people} - {None}
    told = [
        pk for pk, first in looks.items() if first in theirs or (first in firsts and _crowd_of(firsts[first]) in crowds)
    ]
    Look.objects.filter(pk__in=told).update(finding=words)


def _crowd_of(person: Participant) -> tuple[str, str] | None:
    """Where somebody's business is, as crowds are told apart; None without an address."""
    address = surges.address_key(person.address)
    return (person.kelurahan_id or person.outside_place, address) if address else None


def _busy(codes: list[str], first: date, last: date, permits: list[_Issued]) -> list[Alarm]:
    rows = PermitTally.objects.filter(
        grain=Grain.DAY,
        starts_on__range=(first - timedelta(days=surges.MEAN_DAYS), last),
        area__in=codes,
    ).values_list("area", "starts_on", F("issued_iumk") + F("issued_sku"))
    issued = {(area, day): count for area, day, count in rows}
    of_day: dict[tuple[str, date], list[_Issued]] = defaultdict(list)
    for permit in permits:
        of_day[permit.kelurahan, permit.issued_on].append(permit)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [
        Alarm(
            key=f"hari:{kelurahan}:{day}",
            kind="hari ramai",
            sentence=f"{formats.number(count)} izin terbit pada {formats.day(day)}, jauh di atas biasanya.",
            kelurahan=kelurahan,
            count=count,
            papers=_papers(of_day[kelurahan, day]),
        )
        for kelurahan, day, count in surges.busy_days(issued, days)
    ]


def _consecutive(permits: list[_Issued]) -> list[Alarm]:
    stacks: dict[tuple[str, date, str, int], list[_Issued]] = defaultdict(list)
    for permit in permits:
        stacks[permit.kelurahan, permit.issued_on, permit.kind, permit.officer].append(permit)
    return [
        Alarm(
            key=f"urut:{kelurahan}:{issued_on}:{kind}:{officer}:{first}{_sign_of(series)}",
            kind="nomor berurutan",
            sentence=(
                f"Nomor {Kind(kind).label} {first} sampai {last} dari satu petugas, "
                f"semua terbit {formats.day(issued_on)}."
            ),
            kelurahan=kelurahan,
            count=last - first + 1,
            papers=_papers(one for number in range(first, last + 1) for one in numbers[number]),
        )
        for (kelurahan, issued_on, kind, officer), stack in sorted(stacks.items())
        if len(stack) >= surges.CONSECUTIVE
        for series, numbers in sorted(_by_serial(stack).items())
        for first, last in surges.runs(numbers)
    ]


def _by_serial(permits: list[_Issued]) -> dict[str, dict[int, list[_Issued]]]:
    """The permits by the series their numbers may run in, and their place in it."""
    found: dict[str, dict[int, list[_Issued]]] = defaultdict(lambda: defaultdict(list))
    for permit in permits:
        for series, number in surges.serials(permit.number):
            found[series][number].append(permit)
    return found


def _sign_of(series: str) -> str:
    """What tells a series of numbers apart in a key: "" for numbers that run at their head."""
    return f":{sha256(series.encode()).hexdigest()[:12]}" if series else ""


def _crowded(permits: list[_Issued]) -> list[Alarm]:
    held: dict[int, list[_Issued]] = defaultdict(list)
    for permit in permits:
        held[permit.person].append(permit)
    crowds = surges.crowded((permit.person, permit.place or permit.outside_place, permit.address) for permit in permits)
    return [
        # The key names the first person and not the address: an address is personal and stays in one place.
        Alarm(
            key=f"{_CROWD}{people[0]}:{len(people)}",
            kind="satu alamat",
            sentence=f"{formats.number(len(people))} pemegang izin baru memakai satu alamat usaha.",
            kelurahan=held[people[0]][-1].kelurahan,
            count=len(people),
            papers=_papers(one for person in people for one in held[person]),
        )
        for people in crowds.values()
    ]


def _papers(permits: Iterable[_Issued]) -> list[Paper]:
    """In order of their numbers, by which a run is seen."""
    found = sorted(permits, key=lambda one: (surges.numerals(one.number), one.number, one.pk))
    return [one.paper for one in found]
