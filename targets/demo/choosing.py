"""Who of the crowd completes a step or holds a permit: mostly in the order of the steps, not always."""

from array import array
from collections import defaultdict
from datetime import date, timedelta
from random import Random

from participants.models import Step
from targets.demo.papers import Plan
from targets.demo.people import Crowd
from targets.demo.places import Places

_BITS = {step: 1 << number for number, step in enumerate(Step)}
# After which step people are ready for the next, and how many days later at the soonest.
_LEADS_TO = {
    Step.P2: ((Step.P3, 7),),
    Step.P3: (),
    Step.P4: ((Step.P5, 5), (Step.P6, 8), (Step.P7, 3)),
}
_OTHERWISE = {Step.P5: Step.P3, Step.P6: Step.P3, Step.P7: Step.P3}
_IN_ORDER = {Step.P2: 1.0, Step.P3: 0.96, Step.P5: 0.6, Step.P6: 0.65, Step.P7: 0.7}
_TRIES = 12
_FROM_OUTSIDE, _FROM_NEARBY = 0.03, 0.03


class Pool:
    """People one may be drawn from by chance, each once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._members = array("L")

    def add(self, index: int) -> None:
        self._members.append(index)

    def draw(self) -> int | None:
        if not self._members:
            return None
        place = self._rng.randrange(len(self._members))
        last = self._members.pop()
        if place == len(self._members):
            return last
        drawn, self._members[place] = self._members[place], last
        return drawn


class Ladder:
    """Which steps everybody has completed, and who may be next."""

    def __init__(self, rng: Random, people: int) -> None:
        self._rng = rng
        self._done = bytearray(people)
        self._ready = {step: Pool(rng) for step in _IN_ORDER}
        self._otherwise = {step: Pool(rng) for step in _IN_ORDER}
        self._ripening: dict[date, list[tuple[Pool, int]]] = defaultdict(list)

    def has(self, index: int, step: Step) -> bool:
        return bool(self._done[index] & _BITS[step])

    def steps_of(self, index: int) -> list[Step]:
        return [step for step in Step if self.has(index, step)]

    def welcome(self, index: int) -> None:
        """Somebody registered."""
        self._done[index] |= _BITS[Step.P1]
        self._ready[Step.P2].add(index)
        self._otherwise[Step.P3].add(index)

    def ripen(self, day: date) -> None:
        """Begin a day: some are ready for more."""
        for pool, index in self._ripening.pop(day, ()):
            pool.add(index)

    def choose(self, step: Step, day: date) -> int | None:
        """Somebody who completes a step on a day, marked as having done so; None when nobody is left."""
        pools = [self._ready[step], self._otherwise[step]]
        if self._rng.random() >= _IN_ORDER[step]:
            pools.reverse()
        for pool in pools:
            while (index := pool.draw()) is not None:
                if not self.has(index, step):
                    self.mark(index, step, day)
                    return index
        return None

    def mark(self, index: int, step: Step, day: date) -> None:
        self._done[index] |= _BITS[step]
        for following, days in _LEADS_TO.get(step, ()):
            self._ripening[day + timedelta(days=days)].append((self._ready[following], index))
        for following, after in _OTHERWISE.items():
            if after == step:
                self._ripening[day + timedelta(days=10)].append((self._otherwise[following], index))


class Holders:
    """Finds who holds a permit: of that kelurahan if possible, rather somebody trained, and nobody twice."""

    def __init__(self, rng: Random, crowd: Crowd, places: Places, ladder: Ladder) -> None:
        self._rng = rng
        self._crowd = crowd
        self._places = places
        self._ladder = ladder
        self._residents = [array("L") for _ in range(len(places.codes) + 1)]
        self._holders: set[int] = set()

    def welcome(self, index: int) -> None:
        self._residents[self._crowd.place[index]].append(index)

    def holds(self, index: int) -> bool:
        return index in self._holders

    def choose(self, paper: Plan) -> int:
        """Who holds this permit; whoever holds the one it follows."""
        if paper.follows is not None and paper.follows.holder is not None:
            return paper.follows.holder
        found = self._newcomer(paper) if paper.newcomer else None
        if found is None:
            found = next(index for index in self._candidates(paper) if index is not None)
        self._holders.add(found)
        return found

    def _candidates(self, paper: Plan):
        chance = self._rng.random()
        if chance < _FROM_OUTSIDE:
            yield self._drawn([self._places.outside])
        elif chance < _FROM_OUTSIDE + _FROM_NEARBY:
            yield self._drawn(self._places.neighbours(paper.place))
        yield self._drawn([paper.place])
        yield self._drawn(self._places.neighbours(paper.place))
        yield self._drawn(range(len(self._residents)))
        yield from (index for residents in self._residents for index in residents if index not in self._holders)

    def _drawn(self, places) -> int | None:
        """The best of a few people drawn by chance from those places; None when all of those hold permits."""
        crowded = [self._residents[place] for place in places if self._residents[place]]
        if not crowded:
            return None
        drawn = (self._rng.choice(self._rng.choice(crowded)) for _ in range(_TRIES))
        free = [index for index in drawn if index not in self._holders]
        return max(free, key=self._readiness, default=None)

    def _readiness(self, index: int) -> int:
        return sum(self._ladder.has(index, step) for step in (Step.P2, Step.P3))

    def _newcomer(self, paper: Plan) -> int | None:
        """Somebody of the kelurahan who registered after the permit's issue, arriving with it in hand."""
        for index in reversed(self._residents[paper.place]):
            if self._crowd.registered_on(index) <= paper.issued_on:
                return None
            if index not in self._holders:
                return index
        return None
