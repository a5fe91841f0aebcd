"""Training sessions: planning one, and saying later how many came or what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may_in
from okoce.audit.models import Verb
from okoce.audit.recording import masked, record
from okoce.faults import retried
from okoce.regions import tree
from participants.attending import staging
from participants.attending.models import OF_SESSIONS, TrainingSession
from participants.deeds import CHANGED_MEANWHILE, DeedRefused
from participants.models import Step

MOST_PEOPLE = 100_000

_Change = dict[str, tuple[object, object]]
_CALLED = {"held_on": "on", "region_id": "region"}


@dataclass(frozen=True)
class Plan:
    """What is said of a session: `came` as counted at the door, None while nobody has."""

    step: Step
    place: str
    region: str
    held_on: date
    invited: int
    came: int | None = None


@retried
def plan(what: Plan, *, by: User, submission: UUID | None = None) -> TrainingSession:
    """The session; the same submission sent again gives the same session.

    Raises DeedRefused for a region `by` does not answer for, people who came before its day, or a submission that said
    something else before.
    """
    _refuse_impossible(what, by)
    columns = _columns(what)
    try:
        with transaction.atomic():
            session = TrainingSession.objects.create(planned_by=by, submission=submission or uuid4(), **columns)
            changes = _told({name: (None, value) for name, value in columns.items()})
            record(Verb.SESSION_PLANNED, session, by=by, at=session.planned_at, changes=changes)
    except IntegrityError:
        earlier = TrainingSession.objects.filter(submission=submission).first() if submission else None
        if earlier is None:
            raise
        if _differing(earlier, columns):
            raise DeedRefused("Kegiatan ini sudah tercatat. Buka di daftar kegiatan, lalu ubah di sana.") from None
        return earlier
    return session


@retried
def change(session: TrainingSession, what: Plan, *, by: User, seen: str | None = None) -> TrainingSession:
    """The session as it is said now; its waiting lists follow its step and day.

    Raises DeedRefused as `plan` does, for another step or day once a list of it is recorded, and when somebody has
    changed it since `by` saw the mark `seen`.
    """
    _refuse_impossible(what, by)
    with transaction.atomic():
        locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
        differing = _differing(locked, _columns(what))
        if not differing:
            return locked
        if seen is not None and seen != locked.mark:
            raise DeedRefused(CHANGED_MEANWHILE)
        for name, (_, value) in differing.items():
            setattr(locked, name, value)
        locked.changed_by, locked.changed_at = by, clock.now()
        locked.save()
        record(Verb.SESSION_CHANGED, locked, by=by, at=locked.changed_at, changes=_told(differing))
        if differing.keys() & {"step", "held_on"}:
            staging.follow_session(locked)
    return locked


def differs(session: TrainingSession, what: Plan) -> bool:
    """Whether something else is said of a session than what stands there."""
    return bool(_differing(session, _columns(what)))


def _differing(session: TrainingSession, columns: Mapping[str, object]) -> _Change:
    """What a session says otherwise, by column: as it was, and as it is said now."""
    return {name: (getattr(session, name), value) for name, value in columns.items() if getattr(session, name) != value}


def _told(differing: _Change) -> dict[str, Sequence[object]]:
    """What the record says of it; where people meet may be somebody's home, and is hidden."""
    return {
        _CALLED.get(name, name): masked(was, now) if name == "place" else [_plain(was), _plain(now)]
        for name, (was, now) in differing.items()
    }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date) else value


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
