"""Plays the story day by day: who registers, is trained, brings a permit; each deed at the moment of its recording."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from okoce import clock
from participants.models import Step
from permits.models import Permit, number_key
from targets.demo import hours, script
from targets.demo.choosing import Holders, Ladder
from targets.demo.ledger import Ledger
from targets.demo.obstacles import Obstacles
from targets.demo.papers import Plan
from targets.demo.people import Crowd
from targets.demo.places import CENGKARENG_TIMUR, Places
from targets.demo.staff import Staff

_AT_THE_DESK = 0.45
_STEPS_RECORDED_WITHIN = 5

Deed = Callable[[datetime], None]


class Play:
    """A story under way; `active` gathers the days on which kelurahan recorded something."""

    def __init__(
        self, *, crowd: Crowd, places: Places, plans: list[Plan], staff: Staff, ledger: Ledger, seed: int
    ) -> None:
        self._rng = script.chance(seed, "play")
        self._crowd, self._places, self._staff, self._ledger = crowd, places, staff, ledger
        self._ladder = Ladder(self._rng, len(crowd))
        self._holders = Holders(self._rng, crowd, places, self._ladder)
        self._registered = 0
        self._plans: dict[date, list[Plan]] = defaultdict(list)
        for paper in plans:
            self._plans[paper.recorded_on].append(paper)
        self._agenda: dict[date, list[tuple[float, Deed]]] = defaultdict(list)
        self._registrations = self._daily(script.REGISTERED, script.crowd_weight)
        self._completions = {
            step: self._daily(milestones, script.training_weight) for step, milestones in script.COMPLETED.items()
        }
        self._owed: dict[Step, int] = defaultdict(int)
        self.active: set[tuple[str, date]] = set()
        self._obstacles = Obstacles(
            self._rng, crowd=crowd, places=places, ladder=self._ladder, staff=staff, ledger=ledger
        )

    def _daily(self, milestones, weight) -> dict[date, int]:
        return script.Course(milestones, weight).daily(len(self._crowd), self._rng)

    def run(self, tell: Callable[[int], None]) -> None:
        """Play all days and write every deed; `tell` hears how many have registered after each day."""
        for day in script.all_days():
            self._play(day)
            tell(self._registered)
        self._ledger.write()
        self._obstacles.write()

    def _play(self, day: date) -> None:
        self._ladder.ripen(day)
        self._complete_steps(day)
        for paper in self._plans[day]:
            self._bring(paper, day)
        self._meet_obstacles(day)
        first = self._registered
        self._open_desk(day)
        midnight = clock.start_of(day)
        for second, deed in sorted(self._agenda.pop(day, []), key=lambda entry: entry[0]):
            deed(midnight + timedelta(seconds=second))
        for index in range(first, self._registered):
            self._ladder.welcome(index)
            self._holders.welcome(index)

    # Registering -----------------------------------------------------------------------------------

    def _open_desk(self, day: date) -> None:
        number = self._registrations.get(day, 0)
        for second in sorted(hours.at_home(self._rng, day) for _ in range(number)):
            self._agenda[day].append((second, self._registration(self._registered, day, second)))
            self._registered += 1

    def _registration(self, index: int, day: date, second: float) -> Deed:
        officer = self._officer_at_the_desk(index, day, second)

        def deed(moment: datetime) -> None:
            self._ledger.register(index, self._crowd.register(index, moment, officer))

        return deed

    def _officer_at_the_desk(self, index: int, day: date, second: float) -> int | None:
        """The officer who registers somebody, in office hours; None for people who register themselves."""
        place = self._crowd.place[index]
        code = self._places.code(place)
        if code is None or not hours.is_open(day, second):
            return None
        if self._rng.random() >= _AT_THE_DESK or (place in self._places.silent and day >= script.SILENT_SINCE):
            return None
        self.active.add((code, day))
        return self._staff.officers[code]

    # Steps -----------------------------------------------------------------------------------------

    def _complete_steps(self, day: date) -> None:
        for step, daily in self._completions.items():
            self._owed[step] += daily.get(day, 0)
            while self._owed[step] and (index := self._ladder.choose(step, day)) is not None:
                self._owed[step] -= 1
                self._schedule_completion(index, step, day)

    def _schedule_completion(self, index: int, step: Step, day: date) -> None:
        """PGO enters attendance lists some days later."""
        official = self._staff.official_for(self._crowd.kelurahan(index))
        later = day + timedelta(days=self._rng.randint(0, _STEPS_RECORDED_WITHIN))
        self._agenda[script.working_day_from(later)].append(
            (hours.in_office(self._rng), lambda moment: self._ledger.complete(index, step, day, official, moment))
        )

    # Permits ---------------------------------------------------------------------------------------

    def _bring(self, paper: Plan, day: date) -> None:
        """Somebody brings a permit to the counter; what is revoked or voided later is put on the agenda too."""
        paper.holder = index = self._holders.choose(paper)
        if paper.voided_on is None and paper.follows is None:
            self._ladder.mark(index, Step.P4, day)
        code = self._places.codes[paper.place]
        officer = self._staff.officers[code]
        permit = _permit(paper, code, officer, self._rng)
        self.active.add((code, day))

        def record(moment: datetime) -> None:
            permit.recorded_at = moment
            self._ledger.record(index, permit)
            if paper.voided_on is None:
                self._obstacles.end_with(permit, index, moment)

        self._agenda[day].append((hours.in_office(self._rng), record))
        if paper.undone_on is not None:
            self._take_back(paper, paper.undone_on, index, permit)

    def _take_back(self, paper: Plan, day: date, index: int, permit: Permit) -> None:
        """Put a revocation or a voiding on the agenda; the row bears it from the start, the journal from its day."""
        self.active.add((permit.kelurahan_id, day))
        second = hours.before_closing(self._rng)
        if paper.voided_on is not None:
            permit.voided_at = clock.start_of(day) + timedelta(seconds=second)
        undo = self._ledger.revoke if paper.voided_on is None else self._ledger.void
        self._agenda[day].append((second, lambda moment: undo(index, permit, moment)))

    # Obstacles -------------------------------------------------------------------------------------

    def _meet_obstacles(self, day: date) -> None:
        """Officials note why people have no permit yet, and later that it is resolved."""
        for met in self._obstacles.meet(day, self._registered):
            self._on_agenda(day, met.place, partial(self._obstacles.note, met))
            if met.ends_on is not None:
                self._on_agenda(met.ends_on, met.place, partial(self._obstacles.resolve, met))

    def _on_agenda(self, day: date, code: str | None, deed: Deed) -> None:
        if code is not None:
            self.active.add((code, day))
        self._agenda[day].append((hours.in_office(self._rng), deed))

    # The account `peserta` -------------------------------------------------------------------------

    def somebody_mentored(self) -> int:
        """Somebody in Jakarta who has done P1 to P3 and no more: in Cengkareng Timur, where `petugas` can help them."""
        wanted = [Step.P1, Step.P2, Step.P3]
        fitting = [
            index
            for index in range(len(self._crowd))
            if self._crowd.kelurahan(index) is not None
            and self._ladder.steps_of(index) == wanted
            and not self._holders.holds(index)
            and not self._obstacles.hold_up(index)
        ]
        near = [index for index in fitting if self._crowd.kelurahan(index) == CENGKARENG_TIMUR]
        return (near or fitting)[0]


def _permit(paper: Plan, code: str, officer: int, rng: Random) -> Permit:
    return Permit(
        submission=UUID(int=rng.getrandbits(128), version=4),
        kind=paper.kind,
        number=paper.number,
        number_key=number_key(paper.number),
        kelurahan_id=code,
        issued_on=paper.issued_on,
        investment=paper.investment,
        workers=paper.workers,
        recorded_by_id=officer,
        revoked_on=paper.revoked_on,
        revoked_by_id=officer if paper.revoked_on else None,
        revoked_reason=paper.reason if paper.revoked_on else "",
        voided_by_id=officer if paper.voided_on else None,
        voided_reason=paper.reason if paper.voided_on else "",
    )
