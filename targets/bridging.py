"""Bridges (*jembatan angka*): from one figure to another in named steps that add up exactly (rule 9). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from permits.counting import Figures

_SLIVER = 0.3
"""So that one permit does not look like none."""


@dataclass(frozen=True)
class Term:
    """One step of a bridge: its name, what it adds, and where it opens (a key for the page's links)."""

    name: str
    amount: int
    opens: str = ""


@dataclass(frozen=True)
class Bridge:
    """From `start` by the `terms` to `end`; raises ValueError when they do not add up."""

    start: Term
    terms: Sequence[Term]
    end: Term

    def __post_init__(self) -> None:
        if self.start.amount + sum(term.amount for term in self.terms) != self.end.amount:
            raise ValueError(f"the bridge from {self.start.name} to {self.end.name} does not add up")

    @property
    def levels(self) -> list[int]:
        """Where each term leaves off, the start included: for the picture."""
        return list(accumulate([self.start.amount, *(term.amount for term in self.terms)]))


@dataclass(frozen=True)
class Part:
    """One part of a figure: what it is called, how many, and where it opens."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class Split:
    """A figure by one trait, in parts that add up to it (rule 8)."""

    title: str
    parts: Sequence[Part]
    total: int


@dataclass(frozen=True)
class Beam:
    """One bar of the picture: where it stands, how long it is, and what it says."""

    name: str
    amount: int
    starts: str
    length: str
    is_total: bool
    url: str


def draw(bridge: Bridge, opens: Mapping[str, str] | None = None) -> list[Beam]:
    """The bridge as bars one under another, each beginning where the one above left off, in percent of the width.

    `opens` says where a term leads, by its key.
    """
    levels = bridge.levels
    low, high = min(0, *levels, bridge.end.amount), max(1, *levels, bridge.end.amount)

    def at(value: int) -> float:
        return 100 * (value - low) / (high - low)

    def beam(term: Term, begins: int, ends: int, *, is_total: bool) -> Beam:
        left, right = sorted((at(begins), at(ends)))
        url = (opens or {}).get(term.opens, "")
        return Beam(term.name, term.amount, f"{left:.2f}%", f"{max(right - left, _SLIVER):.2f}%", is_total, url)

    beams = [beam(bridge.start, 0, bridge.start.amount, is_total=True)]
    for term, (begins, ends) in zip(bridge.terms, pairwise(levels), strict=True):
        beams.append(beam(term, begins, ends, is_total=False))
    return [*beams, beam(bridge.end, 0, bridge.end.amount, is_total=True)]


def from_permits(figures: Figures) -> Bridge:
    """Permits issued − revoked − further valid papers of people already counted = new entrepreneurs, for the year."""
    further = figures.issued - figures.revoked - figures.new_entrepreneurs
    return Bridge(
        Term("izin diterbitkan", figures.issued, "issued"),
        [
            Term("dicabut", -figures.revoked, "revoked"),
            Term("surat kedua dari orang yang sudah dihitung", -further, "further"),
        ],
        Term("wirausaha baru", figures.new_entrepreneurs, "counted"),
    )
