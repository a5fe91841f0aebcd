"""Whose data were touched, from the record of deeds: what a notification of a failure to protect data needs.

Law 27/2022, article 46: within 3 × 24 hours the controller tells each person concerned and the institution, in
writing, which data were disclosed, when and how, and what is done about it. The record says what somebody did; pages
that they read within their own scope it does not say, so the scope itself is told beside it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from okoce import clock
from okoce.accounts.models import User
from okoce.audit import sealing, searching
from okoce.audit.models import Event, Seal, Verb
from okoce.audit.recording import record
from okoce.regions import tree
from participants.models import Participant
from permits.importing.models import ImportRow
from permits.models import Permit, PermitEntry
from permits.reconciling.models import RegisterRow

TO_NOTIFY = timedelta(hours=72)
_ROWS = 1000

_DISCLOSED = {
    Verb.NIK_REVEALED: "NIK lengkap",
    Verb.OPENED_OUTSIDE: "halaman peserta: nama, NIK tersamar, kontak, alamat usaha, langkah, izin",
    Verb.EXPORTED: "daftar: nomor peserta, nama, nomor HP, alamat usaha, izin",
    Verb.COPY_TAKEN: "salinan seluruh data peserta",
    Verb.IMPORTED: "berkas izin: NIK, nama, nomor izin",
    Verb.REGISTER_RECEIVED: "register DPMPTSP: NIK, nama, nomor izin",
}
_PERSON_SEEN = "halaman peserta: nama, NIK tersamar, kontak, alamat usaha, langkah, izin"


@dataclass(frozen=True)
class Suspicion:
    """What is looked into: deeds of an account, from an address, within a time; what is None is left open."""

    since: datetime
    until: datetime
    account: User | None = None
    address: str | None = None

    def events(self) -> QuerySet[Event]:
        """The deeds it is about."""
        found = Event.objects.filter(at__range=(self.since, self.until))
        if self.account is not None:
            found = found.filter(actor=self.account)
        return found.filter(address=self.address) if self.address else found


@dataclass
class Touched:
    """One person whose data were touched: by which kinds of deeds, and when first and last."""

    number: str
    verbs: set[Verb]
    first: datetime
    last: datetime

    @property
    def how(self) -> str:
        return ", ".join(sorted(str(verb.label) for verb in self.verbs))


@dataclass
class Breach:
    """What the record says of a suspicion."""

    suspicion: Suspicion
    known_at: datetime
    people: list[Touched] = field(default_factory=list)
    deeds: Counter[Verb] = field(default_factory=Counter)
    files: list[Event] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    in_scope: int = 0
    seal: Seal | None = None

    @property
    def due_at(self) -> datetime:
        """By when people and the institution must be told."""
        return self.known_at + TO_NOTIFY

    @property
    def disclosed(self) -> list[str]:
        """Which kinds of data, in words."""
        return sorted({_DISCLOSED.get(verb, _PERSON_SEEN) for one in self.people for verb in one.verbs})

    @property
    def told_deeds(self) -> list[tuple[str, int]]:
        return [(str(verb.label), count) for verb, count in self.deeds.most_common()]


def look_into(suspicion: Suspicion, *, known_at: datetime | None = None, whole_scope: bool = False) -> Breach:
    """What the record says; with `whole_scope`, everybody the account could have read of is listed, too.

    Lists that were taken away name no people: everybody who stood in their region then is taken to be in them.
    """
    breach = Breach(suspicion, known_at or clock.now(), seal=sealing.head())
    touched: dict[int, Touched] = {}
    for events in _slices(suspicion.events()):
        for event in events:
            _count(breach, event)
        for participant, event in _people_of(events):
            _touch(touched, participant, event)
    for event in breach.files:
        for participant in _in_list(event):
            _touch(touched, participant, event)
    if suspicion.account is not None:
        scope = Participant.objects.current().visible_to(suspicion.account)
        breach.in_scope = scope.count()
        if whole_scope:
            _all_in(touched, scope, suspicion)
    breach.people = _numbered(touched)
    return breach


def note(breach: Breach, *, by: User) -> None:
    """Write down that somebody drew up the list: it says itself whose data it is about."""
    account, address = breach.suspicion.account, breach.suspicion.address
    record(
        Verb.BREACH_LISTED,
        by,
        by=by,
        changes={
            "account": [None, account.pk if account else None],
            "address": [None, address],
            "since": [None, breach.suspicion.since.isoformat()],
            "until": [None, breach.suspicion.until.isoformat()],
            "people": [None, len(breach.people)],
        },
    )


def _slices(events: QuerySet[Event]) -> Iterator[list[Event]]:
    ordered, last = events.select_related("actor").order_by("id"), 0
    while some := list(ordered.filter(id__gt=last)[:_ROWS]):
        yield some
        last = some[-1].pk


def _count(breach: Breach, event: Event) -> None:
    breach.deeds[Verb(event.verb)] += 1
    breach.first, breach.last = min(breach.first or event.at, event.at), max(breach.last or event.at, event.at)
    breach.accounts.add(searching.doer_of(event))
    if event.address:
        breach.addresses.add(event.address)
    if event.verb == Verb.EXPORTED and "list" in event.changes:
        breach.files.append(event)


def _touch(touched: dict[int, Touched], participant: int, event: Event) -> None:
    known = touched.setdefault(participant, Touched("", set(), event.at, event.at))
    known.verbs.add(Verb(event.verb))
    known.first, known.last = min(known.first, event.at), max(known.last, event.at)


def _people_of(events: list[Event]) -> Iterator[tuple[int, Event]]:
    """Whose data each deed touched: its subject's, or those of the permits or rows it is about."""
    by_kind: dict[str, list[tuple[int, Event]]] = {}
    for event in events:
        kind, _, number = event.subject.partition(":")
        if number.isdecimal():
            by_kind.setdefault(kind, []).append((int(number), event))
        for permit in _told_permits(event):
            by_kind.setdefault("permit", []).append((permit, event))
    yield from by_kind.get("participant", [])
    yield from _through(by_kind.get("permit", []), Permit.objects.all(), "pk")
    held = PermitEntry.objects.order_by().values("permit", "participant").annotate(last=Max("deed"))
    yield from _through(by_kind.get("permit", []), held, "permit", "last")  # whoever held it, until it was taken away
    yield from _through(by_kind.get("registerrow", []), RegisterRow.objects.all(), "pk")
    yield from _through(by_kind.get("register", []), RegisterRow.objects.all(), "register")
    yield from _through(by_kind.get("import", []), ImportRow.objects.all(), "source")


def _told_permits(event: Event) -> list[int]:
    """The permits that the deed says were told to somebody else's system."""
    said = event.changes.get("permits") if event.verb == Verb.EXPORTED else None
    return said[1] if said else []


def _through(wanted: list[tuple[int, Event]], rows: QuerySet, key: str, *until: str) -> Iterator[tuple[int, Event]]:
    """Whom the rows with these keys lead to, with each deed; only for deeds up to the one in `until`, if named."""
    if not wanted:
        return
    numbers = sorted({number for number, _ in wanted})
    holders: dict[int, set[tuple[int, ...]]] = {}
    for start in range(0, len(numbers), _ROWS // 2):
        some = rows.filter(**{f"{key}__in": numbers[start : start + _ROWS // 2]}, participant__isnull=False)
        for number, *holder in some.values_list(key, "participant", *until):
            holders.setdefault(number, set()).add(tuple(holder))
    for number, event in wanted:
        for participant, *last in holders.get(number, ()):
            if not last or event.pk <= last[0]:
                yield participant, event


def _in_list(event: Event) -> Iterable[int]:
    """Everybody who stood in the region of a list when it was taken; more than were in it, where it was filtered."""
    node = tree.get(event.changes.get("region", [None, ""])[1] or "")
    people = Participant.objects.filter(registered_at__lte=event.at, merged_into__isnull=True)
    return people.of_region(node).values_list("pk", flat=True).iterator(_ROWS) if node else ()


def _all_in(touched: dict[int, Touched], scope: QuerySet[Participant], suspicion: Suspicion) -> None:
    for participant in scope.values_list("pk", flat=True).iterator(_ROWS):
        touched.setdefault(participant, Touched("", set(), suspicion.since, suspicion.until))


def _numbered(touched: dict[int, Touched]) -> list[Touched]:
    """With their numbers, in order of these."""
    ids = sorted(touched)
    for start in range(0, len(ids), _ROWS // 2):
        for person in Participant.objects.filter(pk__in=ids[start : start + _ROWS // 2]).only("number"):
            touched[person.pk].number = person.displayed_number
    return sorted((one for one in touched.values() if one.number), key=lambda one: one.number)
