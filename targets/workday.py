"""What an officer's desk shows of the day: who is ready for a permit, what was recorded, and the pace it takes."""

from dataclasses import dataclass
from datetime import date

from okoce import clock
from okoce.accounts.models import User
from okoce.ui.formats import day as say_day
from okoce.ui.formats import number
from participants.models import Participant
from participants.standing import Rank
from permits import contacting
from permits.models import Permit
from permits.permissions import can_undo
from targets import sentences
from targets.pace import Pace

READY_SHOWN = 8
RECORDED_SHOWN = 50

_STEPS = {Rank.MENTORED: "Pendampingan", Rank.TRAINED: "Pelatihan"}


@dataclass(frozen=True)
class Ready:
    """Somebody who is ready for a permit, since when, and how to reach them."""

    person: Participant
    step: str
    call: str
    whatsapp: str

    @property
    def since(self) -> date | None:
        return self.person.ready_since


def ready(kelurahan: str, office: str) -> tuple[list[Ready], bool]:
    """The first who are ready in a kelurahan, and whether there are more.

    The mentored come before those who were only trained, and who has waited longest comes first.
    Read from the queue's own index: the work does not grow with the people who are registered.
    """
    waiting = Participant.objects.filter(kelurahan=kelurahan, ready_rank__isnull=False)
    people = list(waiting.order_by("ready_rank", "ready_since", "id")[: READY_SHOWN + 1])
    shown = [
        Ready(
            person,
            _STEPS[Rank(person.ready_rank or Rank.TRAINED)],
            contacting.call(person),
            contacting.whatsapp(person, contacting.message(person, office)),
        )
        for person in people[:READY_SHOWN]
    ]
    return shown, len(people) > READY_SHOWN


@dataclass(frozen=True)
class Recorded:
    """A permit recorded today, and whether it can still be undone with one click."""

    permit: Permit
    can_undo: bool


def recorded_today(officer: User) -> list[Recorded]:
    """What an officer recorded today, latest first."""
    permits = Permit.objects.filter(recorded_by=officer, recorded_at__gte=clock.start_of(clock.today()))
    latest = permits.select_related("participant").order_by("-recorded_at", "-id")[:RECORDED_SHOWN]
    return [Recorded(permit, can_undo(officer, permit)) for permit in latest]


def tally(recorded: list[Recorded]) -> str:
    """ "Hari ini Anda mencatat 3 izin": what was voided meanwhile is not counted."""
    standing = sum(1 for one in recorded if not one.permit.is_voided)
    if not standing:
        return "Hari ini Anda belum mencatat izin"
    more = " atau lebih" if len(recorded) == RECORDED_SHOWN else ""
    return f"Hari ini Anda mencatat {number(standing)} izin{more}"


def pace_sentence(pace: Pace, last_day: date) -> str:
    """What it takes per working day, and what the last four weeks brought."""
    if pace.remaining == 0:
        return "Target tahun ini sudah tercapai. Izin berikutnya tetap dihitung."
    recent = pace.recent_per_working_day
    lately = "" if recent is None else f"; empat minggu terakhir {sentences.recently(recent)}"
    if not pace.working_days_left:
        until = say_day(last_day).rsplit(" ", 1)[0]
        missing = f"{number(pace.remaining)} {sentences.UNIT}"
        return f"Masih kurang {missing} dan tidak ada hari kerja lagi sampai {until}{lately}."
    return f"{sentences.required(pace, last_day)}{lately}."
