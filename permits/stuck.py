"""Who is ready for a permit and what holds people up, by kelurahan: for boards, never for the programme's figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from okoce.regions import tree
from participants.totals.reading import ready_by_kelurahan
from permits import obstacle_totals
from permits.models import Obstacle, ObstacleKind

_NOTHING = (0, "")


@dataclass(frozen=True)
class Stuck:
    """The people of a region who wait: those who live there and are ready for a permit, by kelurahan; open obstacles by
    kind, and the most frequent kind in each kelurahan."""

    ready: dict[str, int]
    by_kind: list[tuple[ObstacleKind, int]]
    most: dict[str, ObstacleKind]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.by_kind)

    def most_at(self, kelurahan: str) -> str:
        """What holds most people up in a kelurahan; "" where nothing is known."""
        found = self.most.get(kelurahan)
        return str(found.label) if found else ""


def stuck(region: str) -> Stuck:
    """Counts for a region as of now. Two statements."""
    kinds: Counter[str] = Counter()
    most: dict[str, tuple[int, str]] = {}
    for kelurahan, kind, people in _obstacles(region):
        kinds[kind] += people
        if kelurahan:
            most[kelurahan] = min(most.get(kelurahan, _NOTHING), (-people, kind))
    first = {kelurahan: ObstacleKind(kind) for kelurahan, (_, kind) in most.items() if kind}
    return Stuck(ready_by_kelurahan(region), _most_first(kinds), first)


def by_kind(region: str) -> list[tuple[ObstacleKind, int]]:
    """How many open obstacles of each kind a region has, the most first. One statement."""
    kinds: Counter[str] = Counter()
    for _, kind, people in _obstacles(region):
        kinds[kind] += people
    return _most_first(kinds)


def _most_first(kinds: Counter[str]) -> list[tuple[ObstacleKind, int]]:
    return [
        (ObstacleKind(kind), people) for kind, people in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _obstacles(region: str) -> Iterable[tuple[str | None, str, int]]:
    """Kelurahan, kind and how many are open: what the list of a region shows.

    That of the province is everything, and kept as totals. A smaller region's has people from elsewhere, too, who hold
    a permit of it.
    """
    if region == tree.PROVINCE:
        return obstacle_totals.by_place()
    found = Obstacle.objects.open().of_region(tree.nodes()[region]).order_by()
    return found.values_list("participant__kelurahan_id", "kind").annotate(people=Count("pk"))
