"""How many a list holds that a board's figure opens, told at its top by the same totals; no list is counted for it."""

from participants.models import Step
from participants.totals.reading import ready_by_kelurahan
from permits import funnel, stuck
from permits.filters import OUTSIDE, ObstaclesFilter, PeopleFilter
from permits.models import ObstacleKind

_NARROWS_NOTHING = {"urut", "wilayah"}


def people(found: PeopleFilter) -> int | None:
    """How many people a list shows who are ready for a permit or reached a step in order; None of any other list."""
    narrowed = found.asked.keys() - _NARROWS_NOTHING
    if found.asked.get("wilayah") == OUTSIDE:
        return None
    if narrowed == {"siap"}:
        return sum(ready_by_kelurahan(found.node.code).values())
    if narrowed in ({"berurutan"}, {"berurutan", "pada"}):
        return funnel.in_order(found.node.code, found.day_of_order)[Step(found.asked["berurutan"])]
    return None


def obstacles(found: ObstaclesFilter) -> int | None:
    """How many open obstacles of the kind asked for a list shows; None where no kind is."""
    kind = found.asked.get("kendala")
    return dict(stuck.by_kind(found.node.code)).get(ObstacleKind(kind), 0) if kind else None
