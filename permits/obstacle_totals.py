"""How many open obstacles of each kind the people of each kelurahan have, kept by the database itself.

Boards of the whole province ask it, and obstacles are many. The database takes an obstacle off and adds it with every
row that is added or changed, and takes it along when its person moves. Obstacles are never deleted.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from okoce.kept_totals import KeptTotals
from participants.models import Participant
from permits.models import Obstacle, ObstacleKind, ObstacleTotal

_PEOPLE, _OBSTACLES, _TOTALS = (model._meta.db_table for model in (Participant, Obstacle, ObstacleTotal))
_INTO = f"INSERT INTO {_TOTALS} (area, kind, people)"
_ADDED = f"ON CONFLICT (area, kind) DO UPDATE SET people = {_TOTALS}.people + excluded.people"
_COUNTED = (
    f"SELECT COALESCE(kelurahan_id, ''), kind, COUNT(*) FROM {_OBSTACLES} "  # noqa: S608
    f"JOIN {_PEOPLE} ON {_PEOPLE}.id = participant_id WHERE resolved_at IS NULL GROUP BY 1, 2"
)
_WATCHED = "resolved_at, kind, participant_id"
_MOVED = f"AFTER UPDATE OF kelurahan_id ON {_PEOPLE}"


def _one(row: str, people: int) -> str:
    """A row of an obstacle, counted where its person lives."""
    return (
        f"{_INTO} SELECT COALESCE(kelurahan_id, ''), {row}.kind, {people} FROM {_PEOPLE} "  # noqa: S608
        f"WHERE id = {row}.participant_id AND {row}.resolved_at IS NULL {_ADDED};"
    )


def _along(row: str, sign: str) -> str:
    """All of somebody's, where they lived or live."""
    return (
        f"{_INTO} SELECT COALESCE({row}.kelurahan_id, ''), kind, {sign}COUNT(*) FROM {_OBSTACLES} "  # noqa: S608
        f"WHERE participant_id = {row}.id AND resolved_at IS NULL GROUP BY kind ORDER BY kind {_ADDED};"
    )


_POSTGRESQL = (
    f"""
CREATE OR REPLACE FUNCTION okoce_count_obstacle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN {_one("OLD", -1)} END IF;
    {_one("NEW", 1)}
    RETURN NULL;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION okoce_take_obstacles_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {_along("OLD", "-")} {_along("NEW", "")} RETURN NULL; END $$""",
    f"CREATE TRIGGER {_OBSTACLES}_counted AFTER INSERT OR UPDATE OF {_WATCHED} ON {_OBSTACLES} "
    "FOR EACH ROW EXECUTE FUNCTION okoce_count_obstacle()",
    f"CREATE TRIGGER {_OBSTACLES}_taken_along {_MOVED} FOR EACH ROW "
    "WHEN (OLD.kelurahan_id IS DISTINCT FROM NEW.kelurahan_id) EXECUTE FUNCTION okoce_take_obstacles_along()",
)
_SQLITE = (
    f"CREATE TRIGGER {_OBSTACLES}_counted AFTER INSERT ON {_OBSTACLES} BEGIN {_one('NEW', 1)} END",
    f"CREATE TRIGGER {_OBSTACLES}_counted_anew AFTER UPDATE OF {_WATCHED} ON {_OBSTACLES} "
    f"BEGIN {_one('OLD', -1)} {_one('NEW', 1)} END",
    f"CREATE TRIGGER {_OBSTACLES}_taken_along {_MOVED} WHEN OLD.kelurahan_id IS NOT NEW.kelurahan_id "
    f"BEGIN {_along('OLD', '-')} {_along('NEW', '')} END",
)

_KEPT = KeptTotals(
    ObstacleTotal,
    count=f"{_INTO} {_COUNTED} {_ADDED}",
    triggers=[(_OBSTACLES, f"{_OBSTACLES}_{name}") for name in ("counted", "counted_anew")]
    + [(_PEOPLE, f"{_OBSTACLES}_taken_along")],
    postgresql=_POSTGRESQL,
    sqlite=_SQLITE,
)
install, rebuild = _KEPT.install, _KEPT.rebuild


def by_place() -> list[tuple[str, str, int]]:
    """Kelurahan ("" for people from outside Jakarta), kind and how many, of the whole province. One statement."""
    return list(ObstacleTotal.objects.filter(people__gt=0).values_list("area", "kind", "people"))


@dataclass(frozen=True)
class ObstaclesDiffer:
    """One total that is not the number of open obstacles."""

    area: str
    kind: str
    found: int
    counted: int

    def __str__(self) -> str:
        place = self.area or "luar DKI"
        return f"ObstacleTotal [{place}, {self.kind}]: total {self.found}, obstacles {self.counted}"


def differing() -> list[ObstaclesDiffer]:
    """The totals that are not what is counted from the obstacles. Two statements."""
    counted: Counter[tuple[str, str]] = Counter()
    places = Obstacle.objects.open().order_by().values_list("participant__kelurahan_id", "kind")
    for area, kind, people in places.annotate(people=Count("pk")):
        counted[area or "", kind] = people
    found = Counter({(row.area, row.kind): row.people for row in ObstacleTotal.objects.all()})
    return [
        ObstaclesDiffer(area, ObstacleKind(kind).value, found[area, kind], counted[area, kind])
        for area, kind in sorted(found.keys() | counted.keys())
        if found[area, kind] != counted[area, kind]
    ]
