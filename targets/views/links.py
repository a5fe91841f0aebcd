"""Where figures and regions lead, with the dates that were asked carried along; `targets.opened` reads it again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from okoce import clock
from okoce.accounts.models import User
from okoce.regions import tree
from okoce.regions.tree import Node
from okoce.ui.addresses import address
from participants.models import Step
from permits.models import Change, Measure
from targets.asking import Question
from targets.permissions import can_open_figures, can_see_targets
from targets.traits import TRAITS


def crumbs(question: Question, last: str = "") -> list[dict[str, str]]:
    """The way down to the region asked about, or to a page `last` below it."""
    return way("targets:region_progress", tree.path(question.region), question.query, last)


def way(page: str, regions: Sequence[Node], query: str, last: str) -> list[dict[str, str]]:
    """Links to a page of these regions; where one is, the last of them or a page `last` below it, is none."""
    linked = [{"label": node.title, "url": reverse(page, args=[node.code]) + query} for node in regions]
    return [*linked, {"label": last}] if last else [*linked[:-1], {"label": linked[-1]["label"]}]


def own_way(user: User, page: str, region: str, query: str = "", last: str = "") -> list[dict[str, str]]:
    """The same from the region that somebody answers for, for pages that others do not open."""
    return way(page, [above for above in tree.path(region) if user.answers_for(above.code)], query, last)


_FILTERS: dict[str, dict[str, str]] = {
    **{step.value: {"ukuran": step.value} for step in Step if step != Step.P4},
    "P4": {"rentang": "semua"},
    "outside": {"ukuran": "P1", "tempat": "luar"},
    "in_jakarta": {"ukuran": "P1", "tempat": "dki"},
    "programme": {"rentang": "program"},
    "before_programme": {"rentang": "sebelum"},
    **{measure.value: {"ukuran": measure.value} for measure in Measure},
    **{change.value: {"ukuran": Measure.COUNTED.value, "perubahan": change.value} for change in Change},
    **{
        value.asked: {"ukuran": Measure.COUNTED.value, trait.word: value.asked}
        for trait in TRAITS
        for value in trait.values
    },
    "week": {"rentang": "7-hari"},
    "week_before": {"rentang": "7-hari-sebelumnya"},
    "recent": {"rentang": "28-hari"},
    **{f"month-{month}": {"rentang": "bulan", "bulan": str(month)} for month in range(1, 13)},
}
"""How the lines beneath each figure are asked for."""


def _lines(question: Question, **filters: str) -> str:
    return f"{address('targets:lines', question.region)}?{urlencode(dict(question.asked) | filters)}"


class Opens(Mapping[str, str]):
    """Where each figure of a region opens, by its key; made when they are asked for."""

    def __init__(self, question: Question, *, shows_targets: bool = True) -> None:
        self._question = question
        self._others = {
            **{f"in order {step.value}": self._in_order for step in Step},
            **{f"result-{month}": self._result for month in range(1, 13)},
            "further": self._further,
            **({"target": self._target} if shows_targets else {}),
        }

    def __getitem__(self, key: str) -> str:
        if key in _FILTERS:
            return _lines(self._question, **_FILTERS[key])
        return self._others[key](key)

    def __iter__(self) -> Iterator[str]:
        yield from (*_FILTERS, *self._others)

    def __len__(self) -> int:
        return len(_FILTERS) + len(self._others)

    def _result(self, key: str) -> str:
        """The year's result at the end of one of its months, or as far as it has come."""
        month, year = int(key.removeprefix("result-")), self._question.year
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return _lines(self._question, tahun=str(year), per=min(end, self._question.as_of).isoformat())

    def _further(self, _: str) -> str:
        return address("targets:further_papers", self._question.region) + self._question.query

    def _target(self, _: str) -> str:
        """Who set the target of the year, when and why, as known at the same moment."""
        asked = {"tahun": str(self._question.year or self._question.as_of.year)}
        if "data_sampai" in self._question.asked:
            asked["data_sampai"] = self._question.asked["data_sampai"]
        return f"{address('targets:region_goals', self._question.region)}?{urlencode(asked)}"

    def _in_order(self, key: str) -> str:
        """The people whom the officials' board counts as having reached a step in order."""
        as_of = self._question.as_of
        on = {} if as_of == clock.today() else {"pada": as_of.isoformat()}
        asked = {"berurutan": key.removeprefix("in order "), **on, "wilayah": self._question.region}
        return f"{reverse('permits:people')}?{urlencode(asked)}"


_NOTHING: Mapping[str, str] = {}


def opens(user: User | AnonymousUser, question: Question, region: str = "") -> Mapping[str, str]:
    """Where the figures of the question's region, or of another at the same dates, open for somebody.

    Empty for the public and for whoever answers for other regions.
    """
    here = question if region in ("", question.region) else question.of(region)
    if not can_open_figures(user, here.region):
        return _NOTHING
    return Opens(here, shows_targets=can_see_targets(user, here.region))


def changed_since(question: Question, day: date) -> str:
    """Where the lines stand by which the year's result changed after that day."""
    return _lines(question, rentang="sejak", dari=day.isoformat())
