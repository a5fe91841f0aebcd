"""The cartogram: every kelurahan an equal tile, shaded by its share of the target. Pure geometry and bands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString

from okoce.regions import tree
from okoce.ui import formats
from targets.progress import Standing

CELL = 26
_GAP = 2
SIZE = CELL - _GAP
_MARGIN = 3
_FEW_COLUMNS = 8
_LARGE_CELL = 56
_MANY = 10
_STEPS = (1, 2, 3, 4, 5, 8, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000)
_FULL = 5
_SILENT = "silent"


@dataclass(frozen=True)
class Tile:
    """One kelurahan in the picture."""

    code: str
    name: str
    x: int
    y: int
    band: str
    text: str
    label: str
    here: bool
    silent: bool

    @property
    def words_at(self) -> tuple[int, int]:
        """Where its figure stands: the middle, and the line the letters stand on."""
        return self.x + SIZE // 2, self.y + SIZE // 2 + 3

    @lru_cache(maxsize=4096)  # noqa: B019  # most of 267 look as they did on the page before
    def drawn(self, query: str) -> str:
        """The tile as SVG, leading to its kelurahan; `query` is escaped already."""
        label = escape(self.label)
        here = ' aria-current="true"' if self.here else ""
        silent = " data-silent" if self.silent else ""
        x, y = self.words_at
        middle = f'<text aria-hidden="true" class="tile-n" x="{x}" y="{y}">{self.text}</text>' if self.text else ""
        return (
            f'<a href="/capaian/{self.code}/{query}" aria-label="{label}"{here}>'
            f'<rect aria-hidden="true" class="tile" data-band="{self.band}"{silent} x="{self.x}" y="{self.y}" '
            f'width="{SIZE}" height="{SIZE}" rx="3"><title>{label}</title></rect>{middle}</a>'
        )


@dataclass(frozen=True)
class LegendItem:
    band: str
    label: str


@dataclass(frozen=True)
class Cartogram:
    """Tiles, the edges of cities and kecamatan as SVG paths, and what the shades mean."""

    tiles: list[Tile]
    city_edges: str
    kecamatan_edges: str
    view_box: str
    legend: list[LegendItem]
    columns: int
    query: str = ""

    @property
    def picture(self) -> str:
        """All tiles as SVG: told one by one in a template they would be a third of the page's work."""
        query = escape(self.query)
        return SafeString("".join(tile.drawn(query) for tile in self.tiles))

    @property
    def is_long(self) -> bool:
        """Whether it takes so many keys to pass all tiles that a page offers to skip them."""
        return len(self.tiles) > _MANY

    @property
    def ratio(self) -> float:
        """How tall it is for its width."""
        _, _, width, height = map(int, self.view_box.split())
        return height / width

    @property
    def widest(self) -> int | None:
        """How wide it is drawn at most: a tile never larger than a thumb. None: as wide as can be."""
        return None if self.columns > _FEW_COLUMNS else self.columns * _LARGE_CELL

    @property
    def width(self) -> str:
        """How wide it is drawn, as an attribute."""
        return "100%" if self.widest is None else str(self.widest)


def draw(standings: Iterable[Standing], *, here: str | None = None, query: str = "") -> Cartogram:
    """The cartogram of these kelurahan; `here` marks one of them, `query` holds the dates to carry along."""
    shown = list(standings)
    bands = Bands.fitting(shown)
    tiles = [
        _tile(one.node, one.result, one.target, bands.band(one), one.node.code == here, one.silent) for one in shown
    ]
    places = {standing.node.tile: standing.node.code for standing in shown if standing.node.tile}
    columns, rows = [tile.x for tile in tiles], [tile.y for tile in tiles]
    left, top = min(columns) - _MARGIN, min(rows) - _MARGIN
    width, height = max(columns) - left + CELL + _MARGIN, max(rows) - top + CELL + _MARGIN
    return Cartogram(
        tiles=tiles,
        city_edges=_edges(tuple(places.items()), depth=2),
        kecamatan_edges=_edges(tuple(places.items()), depth=3),
        view_box=f"{left} {top} {width} {height}",
        legend=bands.legend(any(tile.silent for tile in tiles)),
        columns=1 + (max(columns) - min(columns)) // CELL,
        query=query,
    )


@dataclass(frozen=True)
class Bands:
    """Shades that tell places apart even when all are low: 0, four bands that fit the period, and reached.

    A kelurahan that reports nothing keeps the shade of what it has; without any it has none, which is not that of 0.

    `bounds` are the lowest results of bands 1 to 4.
    """

    bounds: tuple[int, ...]

    @classmethod
    def fitting(cls, standings: Iterable[Standing]) -> "Bands":
        """Bounds near the quartiles of what is above 0 and below the target, on round numbers."""
        return cls(bounds_for(standing.result for standing in standings if not standing.is_reached))

    def band(self, standing: Standing) -> str:
        if standing.is_reached:
            return str(_FULL)
        if standing.silent and standing.result <= 0:
            return _SILENT
        return str(sum(1 for bound in self.bounds if standing.result >= bound))

    def legend(self, silent: bool) -> list[LegendItem]:
        items = [LegendItem("0", "0")]
        for band, (low, high) in enumerate(pairwise(self.bounds), start=1):
            label = formats.number(low) if high - low == 1 else f"{formats.number(low)}–{formats.number(high - 1)}"
            items.append(LegendItem(str(band), label))
        items.append(LegendItem(str(len(self.bounds)), f"{formats.number(self.bounds[-1])} atau lebih"))
        items.append(LegendItem(str(_FULL), "target tercapai"))
        return [*items, LegendItem(_SILENT, "belum melapor")] if silent else items


def bounds_for(results: Iterable[int]) -> tuple[int, ...]:
    """The lowest results of bands 1 to 4: near the quartiles of what is above 0, on round numbers."""
    above = sorted(result for result in results if result > 0)
    if not above:
        return (1,)
    bounds = [1]
    for wanted in (above[len(above) // 4], above[len(above) // 2], above[len(above) * 9 // 10]):
        rounded = max((step for step in _STEPS if step <= wanted), default=1)
        higher = next((step for step in _STEPS if step > bounds[-1]), bounds[-1] * 2)
        bounds.append(max(rounded, higher))
    return tuple(bounds)


@lru_cache(maxsize=4096)
def _tile(node: tree.Node, result: int, target: int | None, band: str, here: bool, silent: bool) -> Tile:
    column, row = node.tile or (0, 0)
    goal = f" dari {formats.number(target)}" if target is not None else ""
    quiet = ", belum melapor" if silent else ""
    return Tile(
        code=node.code,
        name=node.name,
        x=column * CELL + _GAP // 2,
        y=row * CELL + _GAP // 2,
        band=band,
        text=formats.number(result) if result else "",
        label=f"{node.name}: {formats.number(result)}{goal}{quiet}",
        here=here,
        silent=silent,
    )


@lru_cache(maxsize=128)
def _edges(kelurahan: tuple[tuple[tuple[int, int], str], ...], *, depth: int) -> str:
    """The outlines between regions `depth` levels down (2: cities, 3: kecamatan) as one SVG path."""
    places = dict(kelurahan)
    across: set[tuple[int, int]] = set()
    down: set[tuple[int, int]] = set()
    for (column, row), code in places.items():
        own = tree.ancestor_codes(code)[:depth]
        for (next_column, next_row), edges, edge in (
            ((column, row - 1), across, (column, row)),
            ((column, row + 1), across, (column, row + 1)),
            ((column - 1, row), down, (column, row)),
            ((column + 1, row), down, (column + 1, row)),
        ):
            neighbour = places.get((next_column, next_row))
            if neighbour is None or tree.ancestor_codes(neighbour)[:depth] != own:
                edges.add(edge)
    lines = [f"M{column * CELL} {row * CELL}h{CELL}" for column, row in sorted(across)]
    lines += [f"M{column * CELL} {row * CELL}v{CELL}" for column, row in sorted(down)]
    return "".join(lines)


@dataclass(frozen=True)
class Miniature:
    """A cartogram without figures: a path for each shade that occurs, one around the silent, and the outline."""

    bands: list[tuple[str, str]]
    silent: str
    outline: str
    view_box: str


def miniature(
    results: Mapping[str, int],
    bounds: Sequence[int],
    targets: Mapping[str, int | None],
    silent: Collection[str] = frozenset(),
) -> Miniature:
    """A small map of results by kelurahan on a given scale of shades; a reached target has the fullest."""
    paths: dict[str, list[str]] = {}
    quiet: list[str] = []
    places: dict[tuple[int, int], str] = {}
    for code, result in results.items():
        tile = tree.nodes()[code].tile or (0, 0)
        places[tile] = code
        target = targets.get(code)
        full = target is not None and result >= target
        band = str(_FULL if full else sum(1 for bound in bounds if result >= bound))
        square = f"M{tile[0] * CELL + _GAP // 2} {tile[1] * CELL + _GAP // 2}h{SIZE}v{SIZE}h-{SIZE}z"
        if code in silent:
            quiet.append(square)
            band = _SILENT if band == "0" else band
        paths.setdefault(band, []).append(square)
    columns, rows = [column for column, _ in places], [row for _, row in places]
    left, top = min(columns) * CELL - _MARGIN, min(rows) * CELL - _MARGIN
    width = (max(columns) + 1) * CELL - left + _MARGIN
    height = (max(rows) + 1) * CELL - top + _MARGIN
    return Miniature(
        bands=[(band, "".join(paths[band])) for band in sorted(paths)],
        silent="".join(quiet),
        outline=_edges(tuple(places.items()), depth=2),
        view_box=f"{left} {top} {width} {height}",
    )
