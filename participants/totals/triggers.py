"""What the database does with every row of a person: it takes them off where they stood and adds them where they stand.

In PostgreSQL once for each statement, the totals in one order, so that deeds on many people cost little and wait for
each other in one order; in SQLite, where nobody writes beside anybody, for each row. People are never deleted, and
nobody tells of it if they were.
"""

from dataclasses import dataclass

from django.db import connections, router

from okoce.kept_totals import KeptTotals
from participants.models import Participant
from participants.totals.models import StandingTotal

_PEOPLE, _TOTALS = Participant._meta.db_table, StandingTotal._meta.db_table
_WATCHED = ("kelurahan_id", "next_step", "ready_rank", "merged_into_id")
_INTO = f"INSERT INTO {_TOTALS} (area, next_step, is_ready, people)"
_ADDED = f"ON CONFLICT (area, next_step, is_ready) DO UPDATE SET people = {_TOTALS}.people + excluded.people"


def _where(row: str = "") -> str:
    """The place and standing of a row of a person, as columns."""
    return f"COALESCE({row}kelurahan_id, ''), {row}next_step, {row}ready_rank IS NOT NULL"


_RECOUNT = f"SELECT {_where()}, COUNT(*) FROM {_PEOPLE} WHERE merged_into_id IS NULL GROUP BY 1, 2, 3"  # noqa: S608

_POSTGRESQL = (
    f"""
CREATE OR REPLACE FUNCTION okoce_count_new_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_INTO}
    SELECT {_where()}, COUNT(*) FROM now_there WHERE merged_into_id IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    {_ADDED};
    RETURN NULL;
END $$""",  # noqa: S608
    f"""
CREATE OR REPLACE FUNCTION okoce_count_changed_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_INTO}
    SELECT area, step, ready, SUM(people) FROM (
        SELECT {_where()}, 1 FROM now_there WHERE merged_into_id IS NULL
        UNION ALL
        SELECT {_where()}, -1 FROM there_before WHERE merged_into_id IS NULL
    ) AS changed (area, step, ready, people)
    GROUP BY area, step, ready HAVING SUM(people) <> 0 ORDER BY area, step, ready
    {_ADDED};
    RETURN NULL;
END $$""",  # noqa: S608
    f"""
CREATE TRIGGER {_PEOPLE}_counted_new AFTER INSERT ON {_PEOPLE} REFERENCING NEW TABLE AS now_there
FOR EACH STATEMENT EXECUTE FUNCTION okoce_count_new_people()""",
    f"""
CREATE TRIGGER {_PEOPLE}_counted_changed AFTER UPDATE ON {_PEOPLE}
REFERENCING NEW TABLE AS now_there OLD TABLE AS there_before
FOR EACH STATEMENT EXECUTE FUNCTION okoce_count_changed_people()""",
)


def _one(row: str, people: int) -> str:
    counted = f"SELECT {_where(row)}, {people} WHERE {row}merged_into_id IS NULL"
    return f"{_INTO} {counted} {_ADDED};"


_SQLITE = (
    f"CREATE TRIGGER {_PEOPLE}_counted_new AFTER INSERT ON {_PEOPLE} BEGIN {_one('NEW.', 1)} END",
    f"CREATE TRIGGER {_PEOPLE}_counted_changed AFTER UPDATE OF {', '.join(_WATCHED)} ON {_PEOPLE} "
    f"WHEN {' OR '.join(f'OLD.{name} IS NOT NEW.{name}' for name in _WATCHED)} "
    f"BEGIN {_one('OLD.', -1)} {_one('NEW.', 1)} END",
)

_KEPT = KeptTotals(
    StandingTotal,
    count=f"{_INTO} {_RECOUNT} {_ADDED}",
    triggers=[(_PEOPLE, f"{_PEOPLE}_{name}") for name in ("counted_new", "counted_changed")],
    postgresql=_POSTGRESQL,
    sqlite=_SQLITE,
)
install, rebuild = _KEPT.install, _KEPT.rebuild


@dataclass(frozen=True)
class StandingDiffers:
    """One total that is not the number of people who stand so."""

    area: str
    next_step: str
    is_ready: bool
    found: int
    counted: int

    def __str__(self) -> str:
        standing = f"{self.next_step or 'done'}{', ready' if self.is_ready else ''}"
        return f"StandingTotal [{self.area or 'luar DKI'}, {standing}]: total {self.found}, people {self.counted}"


def differing() -> list[StandingDiffers]:
    """The totals that are not what is counted from the people. Two statements."""
    with connections[router.db_for_read(Participant)].cursor() as cursor:
        cursor.execute(_RECOUNT)
        counted = {(area, step, bool(ready)): people for area, step, ready, people in cursor.fetchall()}
    stored = StandingTotal.objects.values_list("area", "next_step", "is_ready", "people")
    found = {(area, step, ready): people for area, step, ready, people in stored}
    return [
        StandingDiffers(area, step, ready, found.get((area, step, ready), 0), counted.get((area, step, ready), 0))
        for area, step, ready in sorted(counted.keys() | found.keys())
        if found.get((area, step, ready), 0) != counted.get((area, step, ready), 0)
    ]
