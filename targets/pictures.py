"""The map and the chart as pictures of their own, for a slide or a newspaper: with what they say, and as of when.

A picture that travels carries its heading and both its dates along. Colours and letters are attributes: a file has no
stylesheet, and the portal's pages allow no style within. Pure.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from targets.cartogram import Cartogram, Tile

WIDTH = 760
MARGIN = 24
INSIDE = WIDTH - 2 * MARGIN
_LETTERS, _SMALL_LETTERS = 52, 98
_HEADING, _LINE = 28, 20
_SWATCH, _LETTER, _BETWEEN = 14, 7.2, 20

# Those of the stylesheet, by day.
PAPER, INK, MUTED, LINE, EDGE, ACCENT = "#faf8f3", "#17212b", "#59626d", "#e2ddd0", "#7b7567", "#0b6661"
BANDS = {
    "0": "#ece7da",
    "1": "#c4dfd9",
    "2": "#95c9c0",
    "3": "#57a89d",
    "4": "#1f7d75",
    "5": "#07504b",
    "silent": PAPER,
}
COLOURS = {
    "paper": PAPER,
    "ink": INK,
    "muted": MUTED,
    "line": LINE,
    "edge": EDGE,
    "accent": ACCENT,
    "fan": BANDS["1"],
}
ON_LOW, ON_HIGH = INK, "#ffffff"
LINES = (
    ("actual", "hasil", ACCENT),
    ("goal", "garis lurus ke target", MUTED),
    ("projection", "perkiraan dengan laju empat minggu terakhir, terendah sampai tertinggi", ACCENT),
)
_DARK = {"4", "5"}
_EDGED_WITH_INK = {"3", *_DARK}


@dataclass(frozen=True)
class Text:
    """A line of words: where it stands, and what it says."""

    x: int
    y: int
    said: str


@dataclass(frozen=True)
class Key:
    """One shade or line that is explained below the picture."""

    x: int
    y: int
    name: str
    said: str
    colour: str = ""

    @property
    def words_at(self) -> int:
        return self.x + _SWATCH + 8


@dataclass(frozen=True)
class Sheet:
    """A picture from its heading down to its last line, in units of its view box."""

    heading: list[Text]
    top: int
    wide: int
    tall: int
    key: list[Key]
    foot: list[Text]
    height: int


def lay_out(
    heading: str, *, ratio: float, key: Iterable[tuple[str, str, str]], foot: Sequence[str], wide: int = INSIDE
) -> Sheet:
    """The sheet for a picture that is `wide` and `ratio` times as tall.

    `key` are name, words and colour of what is explained, `foot` the lines below: place and dates, then the source.
    """
    y = MARGIN + _HEADING // 2
    said = []
    for line in textwrap.wrap(heading, _LETTERS):
        said.append(Text(MARGIN, y, line))
        y += _HEADING
    top, tall = y, round(wide * ratio)
    keys, y = _keys(key, top + tall + 16)
    y += _LINE // 2
    below = []
    for line in chain.from_iterable(textwrap.wrap(line, _SMALL_LETTERS, break_on_hyphens=False) for line in foot):
        y += _LINE
        below.append(Text(MARGIN, y, line))
    return Sheet(said, top, wide, tall, keys, below, height=y + MARGIN)


def shades(map_: Cartogram) -> list[tuple[str, str, str]]:
    """The legend of a map as `lay_out` takes it."""
    return [(item.band, item.label, BANDS[item.band]) for item in map_.legend]


@dataclass(frozen=True)
class Drawn:
    """A tile with its colours."""

    tile: Tile
    colour: str
    words: str
    edge: str


def drawn(map_: Cartogram) -> list[Drawn]:
    """The tiles of a map with the colours of paper."""
    return [
        Drawn(
            tile,
            BANDS[tile.band],
            ON_HIGH if tile.band in _DARK else ON_LOW,
            INK if tile.band in _EDGED_WITH_INK else EDGE,
        )
        for tile in map_.tiles
    ]


def _keys(wanted: Iterable[tuple[str, str, str]], y: int) -> tuple[list[Key], int]:
    """Side by side while there is room, then on a line below; and where the last line stands."""
    found: list[Key] = []
    x = MARGIN
    for name, said, colour in wanted:
        wide = round(_SWATCH + 8 + len(said) * _LETTER)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = MARGIN, y + _LINE + 4
        found.append(Key(x, y, name, said, colour))
        x += wide + _BETWEEN
    return found, y + _SWATCH
