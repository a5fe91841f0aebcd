"""Why people of the story have no permit yet: noted since June, some resolved, some ended by the permit itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from okoce.audit.models import Verb
from participants.models import Step
from permits.models import Obstacle, ObstacleKind, Outcome, Permit
from targets.demo import script
from targets.demo.choosing import Ladder
from targets.demo.ledger import Ledger
from targets.demo.people import Crowd
from targets.demo.places import Places
from targets.demo.staff import Staff

_KINDS = {
    ObstacleKind.PAPERS: 28,
    ObstacleKind.NO_NPWP: 22,
    ObstacleKind.NOT_REACHED: 17,
    ObstacleKind.GREEN_ZONE: 10,
    ObstacleKind.RUSUN: 8,
    ObstacleKind.NO_NEED: 7,
    ObstacleKind.MOVED: 3,
    ObstacleKind.CLOSED: 3,
    ObstacleKind.OTHER: 2,
}
_NOTES = (
    "Menunggu surat pernyataan dari pemilik kios.",
    "Sedang merawat keluarga, minta dihubungi bulan depan.",
    "Usaha berpindah-pindah, belum ada tempat tetap.",
    "Suami atau istri sudah memegang izin untuk usaha yang sama.",
)
_BY_OFFICERS = 0.7
_RESOLVED, _MISTAKEN = 0.14, 0.02
_TRIES = 8


@dataclass(eq=False)
class Met:
    """An obstacle of the person of an index; `place` is where an officer set it, None where PGO did."""

    index: int
    row: Obstacle
    place: str | None
    by: int
    ends_on: date | None
    outcome: Outcome


class Obstacles:
    """The story's obstacles: they are few, and wait until the end to be written as they stand then."""

    def __init__(
        self, rng: Random, *, crowd: Crowd, places: Places, ladder: Ladder, staff: Staff, ledger: Ledger
    ) -> None:
        self._rng = rng
        self._crowd, self._places, self._ladder, self._staff, self._ledger = crowd, places, ladder, staff, ledger
        self._daily = script.Course(script.OBSTACLES, script.office_weight).daily(len(crowd), rng)
        self._all: list[Met] = []
        self._open: dict[int, Met] = {}

    def hold_up(self, index: int) -> bool:
        """Whether somebody is held up by an obstacle."""
        return index in self._open

    def meet(self, day: date, registered: int) -> Iterator[Met]:
        """The obstacles that officials set on a day, for people who have registered before it."""
        for _ in range(self._daily.get(day, 0) if registered else 0):
            index = self._somebody(registered)
            if index is not None:
                yield self._met(index, day)

    def _somebody(self, registered: int) -> int | None:
        """Somebody without a permit or an obstacle, rather one who was trained."""
        drawn = (self._rng.randrange(registered) for _ in range(_TRIES))
        free = [index for index in drawn if index not in self._open and not self._ladder.has(index, Step.P4)]
        return max(free, key=lambda index: self._ladder.has(index, Step.P2), default=None)

    def _met(self, index: int, day: date) -> Met:
        kind = self._rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        note = self._rng.choice(_NOTES) if kind == ObstacleKind.OTHER else ""
        code, chance = self._place_of_officer(index, day), self._rng.random()
        by = self._staff.officers[code] if code else self._staff.official_for(self._crowd.kelurahan(index))
        ends_on = None
        if chance < _RESOLVED + _MISTAKEN:
            ends_on = script.working_day_from(day + timedelta(days=self._rng.randint(3, 25)))
        met = Met(
            index,
            Obstacle(kind=kind, note=note, set_by_id=by),
            code,
            by,
            # What would end on a day the kelurahan is silent stays open.
            ends_on
            if ends_on is not None and day < ends_on and (code is None or self._speaks(code, ends_on))
            else None,
            Outcome.MISTAKEN if chance < _MISTAKEN else Outcome.RESOLVED,
        )
        self._open[index] = met
        return met

    def _place_of_officer(self, index: int, day: date) -> str | None:
        """The kelurahan whose officer sets the obstacle; None where a PGO official does."""
        code = self._crowd.kelurahan(index)
        return code if code and self._speaks(code, day) and self._rng.random() < _BY_OFFICERS else None

    def _speaks(self, code: str, day: date) -> bool:
        return day < script.SILENT_SINCE or self._places.codes.index(code) not in self._places.silent

    def note(self, met: Met, moment: datetime) -> None:
        """The deed of setting it."""
        met.row.set_at = moment
        self._all.append(met)
        self._ledger.tell(met.index, Verb.OBSTACLE_SET, met.by, moment, {"kind": [None, str(met.row.kind)]})

    def resolve(self, met: Met, moment: datetime) -> None:
        """The deed of resolving it, unless a permit came first."""
        if self._open.get(met.index) is met:
            changes = {"kind": [str(met.row.kind), None], "outcome": [None, str(met.outcome)]}
            self._ledger.tell(met.index, Verb.OBSTACLE_RESOLVED, met.by, moment, changes)
            self._end(met, moment, met.by, met.outcome)

    def end_with(self, permit: Permit, index: int, moment: datetime) -> None:
        """A recorded permit ends what held its holder up; that is part of its own deed."""
        if index in self._open:
            met = self._open[index]
            self._end(met, moment, permit.recorded_by_id, Outcome.PERMIT)
            met.row.permit = permit

    def _end(self, met: Met, moment: datetime, by: int, outcome: Outcome) -> None:
        met.row.resolved_at, met.row.resolved_by_id, met.row.outcome = moment, by, outcome
        del self._open[met.index]

    def write(self) -> None:
        """Store all obstacles; call it when everybody and every permit is written."""
        for met in self._all:
            met.row.participant_id = self._ledger.ids[met.index]
            met.row.permit_id = met.row.permit.pk if met.row.permit else None
        Obstacle.objects.bulk_create([met.row for met in self._all])
