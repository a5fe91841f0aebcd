"""Standings made by hand, for what only draws or says them."""

from collections import Counter

from okoce.regions import tree
from permits.counting import Figures
from targets.pace import Status
from targets.progress import Standing
from tests.okoce.regions.codes import KAPUK


def figures(*, result: int = 0, steps: dict[str, int] | None = None) -> Figures:
    """A region's figures: a result of IUMK alone, and these steps."""
    return Figures(
        iumk=result,
        sku=0,
        began=max(result, 0),
        stopped=max(-result, 0),
        issued=max(result, 0),
        revoked=0,
        programme=result,
        before_programme=0,
        blocks=(0, 0, 0, 0),
        steps=Counter(steps or {}),
    )


def standing(
    *,
    result: int = 0,
    target: int | None = 200,
    status: Status | None = None,
    silent: bool = False,
    node: tree.Node | None = None,
) -> Standing:
    """How a kelurahan stands (Kapuk, if no other) with this result against this target."""
    return Standing(
        node=node or tree.nodes()[KAPUK],
        figures=figures(result=result),
        target=target,
        pace=None,
        status=status,
        silent=silent,
    )


def some_kelurahan(many: int) -> list[tree.Node]:
    """The first kelurahan in order of code."""
    return tree.kelurahan()[:many]
