"""Who is ready for a permit and what holds people up, by kelurahan: for boards, never for the programme's figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from okoce.regions import tree
from participants.totals.reading import ready_by_kelurahan
from permits import obstacle_totals
from permits.models import Obstacle, ObstacleKind


@dataclass(frozen=True)
class Stuck:
    """The people of a region who wait: those who live there and are ready for a permit, by kelurahan; open obstacles by
    kind and place."""

    ready: dict[str, int]
    by_kind: list[tuple[ObstacleKind, int]]
    places: dict[str, Counter[str]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.by_kind)

    def most_at(self, kelurahan: str) -> str:
        """What holds most people up in a kelurahan; "" where nothing is known."""
        found = self.places.get(kelurahan)
        return str(ObstacleKind(found.most_common(1)[0][0]).label) if found else ""


def stuck(region: str) -> Stuck:
    """Counts for a region as of now. Two statements."""
    kinds: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    for kelurahan, kind, people in _obstacles(region):
        kinds[kind] += people
        if kelurahan:
            places.setdefault(kelurahan, Counter())[kind] += people
    return Stuck(ready_by_kelurahan(region), _most_first(kinds), places)


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
