"""The figures that a page shows, and where each leads."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.walking.hearing import Element, read

_A_FIGURE = re.compile(r"[+−]?\d[\d.]*")
_WITH_A_WORD = re.compile(r"([+−]?\d[\d.]*)( (?:orang siap izin|dari .*|wirausaha baru))?")


class Shown(NamedTuple):
    """One figure: the words beside it, what it says, and where it leads ("" for nowhere)."""

    label: str
    said: str
    url: str


def shown(html: str) -> Iterator[Shown]:
    """Every figure that stands by itself (in a cell, a headline, a funnel, beside a term), and every other link."""
    page = read(html)
    seen = set()
    for one in page.all():
        if _is_place_of_a_figure(one) and (said := _WITH_A_WORD.fullmatch(one.text)):
            link = next(one.all("a"), None)
            if link is not None:
                seen.add(id(link))
            yield Shown(_label(one), said[1], link.attributes["href"] if link else "")
    for link in page.all("a"):
        said = _WITH_A_WORD.fullmatch(link.text)
        if said and id(link) not in seen and not link.is_unheard and link.within("svg") is None:
            yield Shown("", said[1], link.attributes["href"])


def _is_place_of_a_figure(one: Element) -> bool:
    if one.is_unheard or any(one.all("table")):
        return False
    if one.tag == "strong":
        return one.parent is not None and "headline" in one.parent.attributes.get("class", "")
    return one.tag in ("td", "dd") or one.attributes.get("class") == "figure"


def _label(one: Element) -> str:
    if one.tag == "dd" and one.parent:
        return next(one.parent.all("dt")).text
    row = one.within("tr")
    return one.attributes.get("data-label") or (next(row.all("th")).text if row else "")
