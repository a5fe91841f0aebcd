"""How long people's data are kept, and how that ends: with a notice first, and then as when they ask to be forgotten.

Personal data are kept no longer than their purpose asks (Law 27/2022, articles 16 and 43). What the privacy notice says
of it (`participants.unconfirmed`) is carried out here. Whoever signs in, gets a permit or a step, asks something or is
corrected is somebody the programme still serves, and is kept on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from okoce import clock
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record, subject_of
from okoce.faults import retried
from participants.deeds import DeedRefused, refuse_gone
from participants.journal import lock
from participants.models import Participant
from participants.notices.models import Notice, Outcome
from participants.notices.queueing import queue_about_keeping
from permits.erasing import erase
from permits.models import Permit

PROGRAMME_ENDS = date(2022, 12, 31)
YEARS = 5
"""Kept so long after the programme's end, and after the last deed that concerned somebody: as long as an IUMK runs.

PGO has not settled this yet: until it has, nothing ends earlier than people were told.
"""

NOTICE = timedelta(days=90)
"""Between telling somebody and forgetting them."""

_NO_SIGN_OF_LIFE = (
    Verb.RETENTION_NOTICED,
    Verb.NIK_REVEALED,
    Verb.OPENED_OUTSIDE,
    Verb.TOLD_APART,
    Verb.REBUILT,
    Verb.SIGN_IN_FAILED,
    Verb.FACTOR_FAILED,
)
_SLICE = 300


@dataclass(frozen=True)
class Ending:
    """Somebody whose data need not be kept any longer; `noticed` is the deed by which they were told, if they were."""

    person: Participant
    noticed: Event | None

    @property
    def letter_arrived(self) -> bool:
        """Whether they were told by e-mail, as far as a portal can know."""
        return Notice.objects.filter(deed=self.noticed, outcome=Outcome.SENT).exists()

    @property
    def is_over(self) -> bool:
        """Whether the day until which they were told that they may still show up has passed, in Jakarta."""
        return self.noticed is not None and clock.today() > date.fromisoformat(self.noticed.changes["until"][1])


def ending() -> Iterator[Ending]:
    """Everybody whose data need not be kept any longer, in order of registration; read some at a time."""
    cutoff = _cutoff()
    if cutoff is None:
        return
    quiet = Q(user__isnull=True) | Q(user__last_login__isnull=True) | Q(user__last_login__lt=cutoff)
    people = (
        Participant.objects.current()
        .select_related("user")
        .filter(quiet, erased_at__isnull=True, registered_at__lt=cutoff)
    )
    last = 0
    while some := list(people.filter(pk__gt=last).order_by("pk")[:_SLICE]):
        yield from _ending(some, cutoff)
        last = some[-1].pk


@retried
def give_notice(person: Participant, *, by: User) -> None:
    """Tell somebody, by e-mail where there is an address, that their data will be erased unless they show up.

    Raises DeedRefused when there is no reason to: they were told already, or the programme still serves them.
    """
    with lock(person.pk) as [locked]:
        if _still(locked).noticed is not None:
            raise DeedRefused("Peserta ini sudah diberi tahu.")
        until = (clock.now() + NOTICE).date()
        deed = record(Verb.RETENTION_NOTICED, locked, by=by, changes={"until": [None, until.isoformat()]})
        queue_about_keeping([(locked, deed)])


@retried
def end(person: Participant, *, by: User, told_otherwise: bool = False) -> None:
    """Forget somebody whose time is over, as if they had asked for it; every figure stays.

    Raises DeedRefused before the time after the notice is over, for whom the programme serves again, and for whom no
    letter reached, unless they were `told_otherwise`: nobody is forgotten without having been told.
    """
    with transaction.atomic(), lock(person.pk) as [locked]:
        found = _still(locked)
        if not found.is_over:
            raise DeedRefused("Masa pemberitahuan peserta ini belum lewat.")
        if not (told_otherwise or found.letter_arrived):
            raise DeedRefused("Peserta ini belum diberi tahu: tidak ada email yang terkirim kepadanya.")
        erase(locked, by=by)
        record(Verb.RETENTION_ENDED, locked, by=by)


def has_come_back(notice: Notice) -> bool:
    """Whether somebody who was to be told is served again, or was forgotten, meanwhile."""
    cutoff = _cutoff()
    return cutoff is None or not list(_ending([notice.participant], cutoff))


def _still(locked: Participant) -> Ending:
    refuse_gone(locked)
    cutoff = _cutoff()
    found = list(_ending([locked], cutoff)) if cutoff else []
    if not found:
        raise DeedRefused("Data peserta ini masih diperlukan: masa simpannya belum berakhir.")
    return found[0]


def _cutoff() -> datetime | None:
    """Whoever showed no sign of life since then need not be kept; None while the programme's own time lasts."""
    today = clock.today()
    if today <= _years_after(PROGRAMME_ENDS, YEARS):
        return None
    return clock.start_of(_years_after(today, -YEARS))


def _ending(people: Sequence[Participant], cutoff: datetime) -> Iterator[Ending]:
    alive = _last_signs(people)
    noticed = _notices(people)
    for person in people:
        last = alive.get(person.pk, person.registered_at)
        told = noticed.get(person.pk)
        if last < cutoff:
            yield Ending(person, told if told is not None and told.at > last else None)


def _last_signs(people: Sequence[Participant]) -> dict[int, datetime]:
    """When each was last concerned by a deed: on them, on a permit of theirs, or one of their own."""
    whose = {subject_of(person): person.pk for person in people}
    permits = Permit.objects.filter(participant__in=people)
    whose |= {subject_of(permit): permit.participant_id for permit in permits.only("pk", "participant_id")}
    accounts = {person.user_id: person.pk for person in people if person.user_id}
    counted = Event.objects.exclude(verb__in=_NO_SIGN_OF_LIFE).order_by()
    found = [
        *((whose[name], at) for name, at in _latest(counted.filter(subject__in=whose), "subject")),
        *((accounts[actor], at) for actor, at in _latest(counted.filter(actor__in=accounts), "actor")),
        *((person.pk, person.user.last_login) for person in people if person.user and person.user.last_login),
    ]
    signs: dict[int, datetime] = {}
    for pk, at in found:
        signs[pk] = max(at, signs.get(pk, at))
    return signs


def _latest(events, by: str):
    return events.values_list(by).annotate(last=Max("at"))


def _notices(people: Sequence[Participant]) -> dict[int, Event]:
    whose = {subject_of(person): person.pk for person in people}
    told = Event.objects.filter(subject__in=whose, verb=Verb.RETENTION_NOTICED).order_by("id")
    return {whose[event.subject]: event for event in told}


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
