"""Training sessions: planning one, and saying later how many came or what was wrong."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may_in
from okoce.faults import retried
from okoce.regions import tree
from participants.attending import staging
from participants.attending.models import OF_SESSIONS, TrainingSession
from participants.deeds import DeedRefused
from participants.models import Step

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Plan:
    """What is said of a session: `came` as counted at the door, None while nobody has."""

    step: Step
    place: str
    region: str
    held_on: date
    invited: int
    came: int | None = None


def plan(what: Plan, *, by: User) -> TrainingSession:
    """The session. Raises DeedRefused for a region `by` does not answer for, or people who came before its day."""
    _refuse_impossible(what, by)
    return TrainingSession.objects.create(planned_by=by, **_columns(what))


@retried
def change(session: TrainingSession, what: Plan, *, by: User) -> TrainingSession:
    """The session as it is said now; its waiting lists follow its step and day.

    Raises DeedRefused as `plan` does, and for another step or day once a list of it is recorded.
    """
    _refuse_impossible(what, by)
    with transaction.atomic():
        locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
        before = (locked.step, locked.held_on)
        for name, value in _columns(what).items():
            setattr(locked, name, value)
        locked.changed_by, locked.changed_at = by, clock.now()
        locked.save()
        if (locked.step, locked.held_on) != before:
            staging.follow_session(locked)
    return locked


def _refuse_impossible(what: Plan, by: User) -> None:
    if what.step not in OF_SESSIONS:
        raise DeedRefused("Pilih pelatihan atau pendampingan.", "step")
    if tree.get(what.region) is None or not may_in(by, Deed.RUN_TRAINING, what.region):
        raise DeedRefused("Wilayah ini bukan wilayah Anda. Pilih salah satu wilayah Anda.", "region")
    if what.came is not None and what.held_on > clock.today():
        raise DeedRefused("Kegiatan ini belum berlangsung. Kosongkan jumlah yang hadir.", "came")


def _columns(what: Plan) -> dict[str, object]:
    return {
        "step": what.step,
        "place": what.place,
        "region_id": what.region,
        "held_on": what.held_on,
        "invited": what.invited,
        "came": what.came,
    }
