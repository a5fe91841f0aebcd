"""The tree of regions in memory: lookups, descendants and names, without a query per page.

Regions change once in years. Each process reads them once; `load_regions` and the admin call
`forget()`, and other processes see a change when they restart (docs/operations.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from okoce.regions.models import Level, Region

PROVINCE = "31"

_KELURAHAN_CODE = re.compile(r"(\d\d)\D?(\d\d)\D?(\d\d)\D?(\d{4})", re.ASCII)
_KECAMATAN_PREFIX = re.compile(r"^\s*(kecamatan|kec\.?)\s+", re.IGNORECASE)
_KELURAHAN_PREFIX = re.compile(r"^\s*(kelurahan|kel\.?)\s+", re.IGNORECASE)
_LARGER_PREFIX = re.compile(r"^\s*(kecamatan|kec\.?|kota|kabupaten|kab\.?)\s+(administrasi\s+)?", re.IGNORECASE)
_MOST_OF_A_KECAMATAN = 10
_CITY_PREFIX = re.compile(r"^(Kota|Kabupaten) Administrasi ")
CHILD_LEVEL = {
    Level.PROVINCE: Level.CITY,
    Level.CITY: Level.KECAMATAN,
    Level.KECAMATAN: Level.KELURAHAN,
    Level.KELURAHAN: None,
}


@dataclass(frozen=True)
class Node:
    """One region with its place in the tree."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    aliases: tuple[str, ...] = ()
    tile: tuple[int, int] | None = None
    children: list["Node"] = field(default_factory=list, compare=False, repr=False)
    kelurahan_codes: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def short_name(self) -> str:
        """The name without "Kota Administrasi" or "Kabupaten Administrasi"."""
        return _CITY_PREFIX.sub("", self.name)

    @property
    def title(self) -> str:
        """The name with its level where the name alone is ambiguous: 27 kelurahan share a kecamatan's name."""
        prefix = {Level.KECAMATAN: "Kecamatan ", Level.KELURAHAN: "Kelurahan "}.get(self.level, "")
        return prefix + self.short_name


@cache
def nodes() -> dict[str, Node]:
    """Every region by code, in order of code."""
    found: dict[str, Node] = {}
    for row in Region.objects.order_by("code"):
        tile = None if row.tile_col is None or row.tile_row is None else (row.tile_col, row.tile_row)
        aliases = tuple(alias.strip() for alias in row.aliases.split(",") if alias.strip())
        node = Node(row.code, row.name, Level(row.level), row.parent_id, aliases, tile)
        found[node.code] = node
        if node.parent_code in found:
            found[node.parent_code].children.append(node)
        if node.level == Level.KELURAHAN:
            for code in ancestor_codes(node.code):
                found[code].kelurahan_codes.append(node.code)
    return found


def forget() -> None:
    """Read the regions anew at the next look-up."""
    nodes.cache_clear()
    _names.cache_clear()


def get(code: str) -> Node | None:
    """The region of that code, or None."""
    return nodes().get(code)


def kelurahan_coded(text: str) -> Node | None:
    """The kelurahan of a code as written, also where its dots were lost on the way; None for anything else."""
    code = _KELURAHAN_CODE.fullmatch(text)
    return get(".".join(code.groups())) if code else None


def province() -> Node:
    """DKI Jakarta."""
    return nodes()[PROVINCE]


def kelurahan() -> list[Node]:
    """All 267 kelurahan in order of code."""
    return [node for node in nodes().values() if node.level == Level.KELURAHAN]


def ancestor_codes(code: str) -> list[str]:
    """The codes from the province down to `code` itself: a region's code begins with its ancestors'."""
    parts = code.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def path(code: str) -> list[Node]:
    """The regions from the province down to `code` itself."""
    return [nodes()[ancestor] for ancestor in ancestor_codes(code)]


def contains(region: str, code: str | None) -> bool:
    """Whether `code` is `region` itself or lies below it; a place outside Jakarta (None) is the province's only."""
    if code is None:
        return region == PROVINCE
    return code == region or code.startswith(region + ".")


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@cache
def _names() -> dict[str, list[Node]]:
    """Kelurahan by each of their spellings, without spaces and case."""
    found: dict[str, list[Node]] = {}
    for node in kelurahan():
        for name in (node.name, *node.aliases):
            found.setdefault(_plain(name), []).append(node)
    return found


def find_kelurahan(text: str, *, limit: int = 8) -> list[Node]:
    """The kelurahan that somebody who typed `text` may mean, best first.

    An exact name in any known spelling wins alone; then names that begin with the text, names that contain it,
    kelurahan of a kecamatan or city so called, and last close spellings. "Kec. Koja" asks for those of the kecamatan.
    """
    if kecamatan := _KECAMATAN_PREFIX.sub("", text) if _KECAMATAN_PREFIX.match(text) else "":
        return [node for node in kelurahan() if _plain(_kecamatan_of(node).name) == _plain(kecamatan)][
            :_MOST_OF_A_KECAMATAN
        ]
    wanted = _plain(_KELURAHAN_PREFIX.sub("", text))
    if len(wanted) < 2:
        return []
    names = _names()
    if wanted in names:
        return _distinct(names[wanted])[:limit]
    starts = [node for name, found in names.items() if name.startswith(wanted) for node in found]
    holds = [node for name, found in names.items() if wanted in name for node in found]
    below = [node for node in kelurahan() if wanted in _plain(_kecamatan_of(node).name)]
    below = below or [node for node in kelurahan() if wanted == _plain(path(node.code)[1].short_name)]
    close = [node for name in get_close_matches(wanted, names, n=limit, cutoff=0.75) for node in names[name]]
    return _distinct([*starts, *holds, *below] or close)[:limit]


def find(text: str, *, limit: int = 12) -> list[Node]:
    """The cities, kecamatan and kelurahan that somebody who typed `text` may mean, the larger ones first.

    One that is called exactly so leaves out those that only begin so; a level that is named leaves out the others.
    """
    wanted = _plain(_LARGER_PREFIX.sub("", text))
    if len(wanted) < 2:
        return []
    if _KELURAHAN_PREFIX.match(text):
        return find_kelurahan(text, limit=limit)
    larger = [node for node in nodes().values() if node.level in (Level.CITY, Level.KECAMATAN)]
    smaller = [] if _LARGER_PREFIX.match(text) else find_kelurahan(text, limit=limit)
    if exact := [node for node in larger if _plain(node.short_name) == wanted]:
        return exact + [node for node in smaller if _plain(node.name) == wanted]
    return _distinct([*(node for node in larger if _plain(node.short_name).startswith(wanted)), *smaller])[:limit]


def _kecamatan_of(node: Node) -> Node:
    return nodes()[node.parent_code or PROVINCE]


def _distinct(found: Iterable[Node]) -> list[Node]:
    return list({node.code: node for node in found}.values())


def where(code: str) -> str:
    """A kelurahan with the kecamatan and city it lies in: "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat"."""
    _, city, kecamatan, node = path(code)
    return f"{node.name}, Kec. {kecamatan.name}, {city.short_name.removeprefix('Kota ')}"
