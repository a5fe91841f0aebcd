"""Where figures and regions lead, with the dates that were asked carried along."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from okoce import clock
from okoce.regions import tree
from okoce.regions.tree import Node
from participants.models import Step
from targets.asking import Question


def crumbs(question: Question, last: str = "") -> list[dict[str, str]]:
    """The way down to the region asked about, or to a page `last` below it."""
    return way("targets:region_progress", tree.path(question.region), question.query, last)


def way(page: str, regions: Sequence[Node], query: str, last: str) -> list[dict[str, str]]:
    """Links to a page of these regions; where one is, the last of them or a page `last` below it, is none."""
    linked = [{"label": node.title, "url": reverse(page, args=[node.code]) + query} for node in regions]
    return [*linked, {"label": last}] if last else [*linked[:-1], {"label": linked[-1]["label"]}]


def opens(question: Question) -> dict[str, str]:
    """Where each figure of a region opens, by its key; the filters stand in the address."""
    base = reverse("targets:lines", args=[question.region])

    def to(**filters: str) -> str:
        return f"{base}?{urlencode(dict(question.asked) | filters)}"

    steps = {f"P{step}": to(ukuran=f"P{step}") for step in (1, 2, 3, 5, 6, 7)}
    months = {f"month-{month}": to(rentang="bulan", bulan=str(month)) for month in range(1, 13)}
    return {
        **steps,
        **months,
        **_in_order(question),
        "P4": to(rentang="semua"),
        "outside": to(ukuran="P1", tempat="luar"),
        "programme": to(rentang="program"),
        "before_programme": to(rentang="sebelum"),
        "counted": to(ukuran="counted"),
        "IUMK": to(ukuran="counted", jenis="IUMK"),
        "SKU": to(ukuran="counted", jenis="SKU"),
        "began": to(ukuran="counted", perubahan="began"),
        "stopped": to(ukuran="counted", perubahan="stopped"),
        "moved": to(ukuran="counted", perubahan="moved"),
        "issued": to(ukuran="issued"),
        "revoked": to(ukuran="revoked"),
        "recent": to(rentang="28-hari"),
        "target": _target(question),
        "further": reverse("targets:further_papers", args=[question.region]) + question.query,
    }


def _target(question: Question) -> str:
    """Who set the target of the year, when and why, as known at the same moment."""
    asked = {"tahun": str(question.year or question.as_of.year)}
    if "data_sampai" in question.asked:
        asked["data_sampai"] = question.asked["data_sampai"]
    return f"{reverse('targets:region_goals', args=[question.region])}?{urlencode(asked)}"


def _in_order(question: Question) -> dict[str, str]:
    """The people whom the officials' board counts as having reached each step in order."""
    on = {} if question.as_of == clock.today() else {"pada": question.as_of.isoformat()}
    people = reverse("permits:people")
    return {
        f"in order {step}": f"{people}?{urlencode({'berurutan': step.value, **on, 'wilayah': question.region})}"
        for step in Step
    }
