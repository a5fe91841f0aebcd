"""Loads the regions from the project's own copy of the facts (`okoce/regions/data`)."""

import csv
from collections import Counter
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import F

from okoce.regions import tree
from okoce.regions.models import Level, Region

DATA = Path(__file__).parent / "data"
PROVINCE_NAME = "DKI Jakarta"
_OFF_THE_MAP = 10_000
# The data files speak the English of the code lists, the portal that of PRODUCT.
_LEVELS = {"city": Level.CITY, "district": Level.KECAMATAN, "village": Level.KELURAHAN}


class RegionsRefused(Exception):
    """The files contradict themselves; nothing was changed. Says which row and why."""


@dataclass(frozen=True)
class Loaded:
    """How many regions a load added, changed and found unchanged."""

    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, part.name)} {part.name}" for part in fields(self))


def load(folder: Path = DATA) -> Loaded:
    """Bring the table of regions in line with the files of `folder`; running it again changes nothing.

    Raises RegionsRefused, and changes nothing, for an orphan, a duplicate, an unknown or wrong level, a missing tile or
    one that two stand on.
    Regions that are no longer in the files are kept: permits may refer to them.
    """
    wanted = _read(folder)
    with transaction.atomic():
        present = {region.code: region for region in Region.objects.select_for_update()}
        new = [region for region in wanted if region.code not in present]
        changed = [region for region in wanted if region.code in present and _differs(region, present[region.code])]
        # Off the map first, so that two kelurahan may change places.
        Region.objects.filter(code__in=[region.code for region in changed]).update(
            tile_col=F("tile_col") + _OFF_THE_MAP
        )
        Region.objects.bulk_create(new)
        Region.objects.bulk_update(changed, _FIELDS)
    tree.forget()
    return Loaded(len(new), len(changed), len(wanted) - len(new) - len(changed))


_FIELDS = ["name", "level", "parent_id", "aliases", "latitude", "longitude", "tile_col", "tile_row"]


def _differs(one: Region, other: Region) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _FIELDS)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read(folder: Path) -> list[Region]:
    rows = _rows(folder / "regions.csv")
    _refuse_duplicates(rows, "regions.csv")
    tiles = _rows(folder / "villages.csv")
    _refuse_duplicates(tiles, "villages.csv")
    aliases: dict[str, list[str]] = {}
    for row in _rows(folder / "aliases.csv"):
        aliases.setdefault(row["code"], []).append(row["alias"])

    places = {row["code"]: row for row in tiles}
    regions = [Region(code=tree.PROVINCE, name=PROVINCE_NAME, level=Level.PROVINCE)]
    for row in sorted(rows, key=lambda row: row["code"]):
        regions.append(_region(row, places.pop(row["code"], None), aliases.get(row["code"], [])))
    _refuse_orphans(regions)
    _refuse_shared_tiles(tiles)
    if places:
        raise RegionsRefused(f"villages.csv: {min(places)} is not in regions.csv")
    return regions


def _region(row: dict[str, str], place: dict[str, str] | None, aliases: list[str]) -> Region:
    if row["level"] not in _LEVELS:
        raise RegionsRefused(f"regions.csv: {row['code']} has the unknown level {row['level']!r}")
    level = _LEVELS[row["level"]]
    region = Region(
        code=row["code"],
        name=row["name"],
        level=level,
        parent_id=row["parent_code"],
        aliases=",".join(aliases),
    )
    if (level == Level.KELURAHAN) != (place is not None):
        raise RegionsRefused(f"{row['code']} must be in villages.csv exactly when it is a village")
    if place is not None:
        region.latitude, region.longitude = Decimal(place["latitude"]), Decimal(place["longitude"])
        region.tile_col, region.tile_row = int(place["tile_col"]), int(place["tile_row"])
    return region


def _refuse_duplicates(rows: list[dict[str, str]], name: str) -> None:
    if not rows:
        raise RegionsRefused(f"{name}: has no rows")
    code, times = Counter(row["code"] for row in rows).most_common(1)[0]
    if times > 1:
        raise RegionsRefused(f"{name}: {code} stands there {times} times")


def _refuse_orphans(regions: list[Region]) -> None:
    levels = {region.code: Level(region.level) for region in regions}
    for region in regions[1:]:
        parent = region.parent_id or ""
        if parent not in levels:
            raise RegionsRefused(f"regions.csv: {region.code} names the parent {parent!r}, which is not there")
        if not region.code.startswith(parent + "."):
            raise RegionsRefused(f"regions.csv: {region.code} does not begin with its parent's code {parent}")
        if tree.CHILD_LEVEL[levels[parent]] != region.level:
            raise RegionsRefused(f"regions.csv: {region.code} is no {region.level}: its parent is a {levels[parent]}")


def _refuse_shared_tiles(rows: list[dict[str, str]]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        first = taken.setdefault((row["tile_col"], row["tile_row"]), row["code"])
        if first != row["code"]:
            raise RegionsRefused(f"villages.csv: {first} and {row['code']} stand on one tile")
