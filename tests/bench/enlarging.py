"""A database as large as it is wanted: the seeded people again and again, and permits for a fifth of them.

Everything that hangs on a person comes along: what was recorded, both journals, their totals, where people stand. So
`verify_counts` holds at every size. All of it is SQL, which both databases understand.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models, transaction

STRIDE = 100_000_000
"""The first copy is numbered from here on, the second from twice that: far above what was seeded."""
_PERMITS_FROM = 10**12
_MOST_COPIES = 1000


def enlarge(people: int, permits: int) -> dict[str, Any]:
    """Copies until there are about so many people, then permits; how many there are now, and how long it took."""
    from participants.models import Participant
    from permits.models import Permit

    begun = time.perf_counter()
    there = Participant.objects.count()
    with _quickly():
        for number in range(1, max(round(people / there), 1)):
            with transaction.atomic():
                _copy(number)
            sys.stderr.write(f"{(number + 1) * there:,} people after {time.perf_counter() - begun:.0f} s\n")
        _multiply_totals(max(round(people / there), 1))
        wanted = permits - Permit.objects.count()
        if wanted > 0:
            with transaction.atomic():
                _issue(wanted)
    _settle()
    return {
        "people": Participant.objects.count(),
        "permits": Permit.objects.count(),
        "seconds": time.perf_counter() - begun,
    }


class _quickly:  # noqa: N801
    """Without the checks that copies cannot fail, where the database lets us."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if _postgres():
                cursor.execute("SET session_replication_role = replica")
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("SET work_mem = '128MB'")
                cursor.execute("SET synchronous_commit = off")
            else:
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("PRAGMA synchronous = OFF")

    def __exit__(self, *_: object) -> None:
        connection.close()


def _copied() -> list[type[models.Model]]:
    """What belongs to people: their rows, and the deeds they were recorded by."""
    from okoce.audit.models import Event
    from participants.models import Elsewhere, Participant, StepCompletion, StepEntry
    from permits.models import Obstacle, Permit, PermitEntry, Remark

    return [Event, Participant, StepCompletion, StepEntry, Permit, PermitEntry, Obstacle, Remark, Elsewhere]


def _copy(number: int) -> None:
    """One more copy of everything that was seeded."""
    shift = number * STRIDE
    copied = _copied()
    with connection.cursor() as cursor:
        for model in copied:
            names, values = [], []
            for field in model._meta.concrete_fields:
                column = _quoted(field.column)
                names.append(column)
                values.append(_value(model, field, column, shift, copied))
            table = _quoted(model._meta.db_table)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE id < {STRIDE}"
            )


def _value(model: type[models.Model], field: Any, column: str, shift: int, copied: list[type[models.Model]]) -> str:
    """What a copy has in a column: the same, but for ids and what must differ from everybody else's."""
    special = _DIFFERENT.get((model.__name__, field.name))
    if special is not None:
        return special(column, shift)
    related = getattr(field, "related_model", None)
    if field.primary_key or related in copied:
        return f"{column} + {shift}"
    return column


def _number(column: str, shift: int) -> str:
    """A number that the portal would never give: none of its own begins with this letter."""
    serial = f"(id * {_MOST_COPIES} + {shift // STRIDE})"
    return f"'C' || lpad({serial}::text, 9, '0')" if _postgres() else f"'C' || printf('%09d', {serial})"


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _blob(column: str, shift: int) -> str:
    if _postgres():
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE sha256((id + {shift})::text::bytea) END"
    return f"CASE WHEN {column} IS NULL THEN NULL ELSE randomblob(32) END"


def _uuid(column: str, shift: int) -> str:
    return "gen_random_uuid()" if _postgres() else "lower(hex(randomblob(16)))"


def _subject(column: str, shift: int) -> str:
    begin = "strpos(subject, ':')" if _postgres() else "instr(subject, ':')"
    number = f"CAST(substr(subject, {begin} + 1) AS bigint) + {shift}"
    return f"substr(subject, 1, {begin}) || CAST({number} AS text)"


def _birthday(column: str, shift: int) -> str:
    """Another one in each copy: two people of one name born on one day would be taken for the same."""
    days = shift // STRIDE
    return f"{column} + {days}" if _postgres() else f"date({column}, '{days} days')"


def _phone(column: str, shift: int) -> str:
    return f"'+62841' || CAST(id * {_MOST_COPIES} + {shift // STRIDE} AS text)"


_DIFFERENT: dict[tuple[str, str], Callable[[str, int], str]] = {
    ("Participant", "number"): _number,
    ("Participant", "submission"): _uuid,
    ("Participant", "nik_index"): _blob,
    ("Participant", "birth_date"): _birthday,
    ("Participant", "phone"): _phone,
    ("Participant", "user"): lambda column, shift: "NULL",
    ("Permit", "submission"): _uuid,
    ("Permit", "number"): lambda column, shift: f"number || ' {shift // STRIDE}'",
    ("Permit", "number_key"): lambda column, shift: f"number_key || '{shift // STRIDE}'",
    ("Event", "subject"): _subject,
}


def _multiply_totals(times: int) -> None:
    from participants.models import StepTally
    from permits.models import PermitTally

    with transaction.atomic(), connection.cursor() as cursor:
        for tally in (StepTally, PermitTally):
            columns = ", ".join(f"{_quoted(name)} = {_quoted(name)} * {times}" for name in ("entries", *tally.COLUMNS))
            cursor.execute(f"UPDATE {_quoted(tally._meta.db_table)} SET {columns}")


def _issue(wanted: int) -> None:
    """Permits for people of Jakarta who hold none and whom nothing holds up, with all that follows from them.

    Each is an SKU of their own kelurahan, issued on some day of 2018.
    """
    with connection.cursor() as cursor:
        for sql in _issuing(wanted):
            cursor.execute(sql)


def _issuing(wanted: int) -> Iterator[str]:
    day, moment, uuid, false = (
        (
            "DATE '2018-01-02' + CAST(p.id % 240 AS integer)",
            "TIMESTAMPTZ '2018-01-02 09:00+07' + interval '1 day' * (p.id % 240) + interval '1 minute' * (p.id % 400)",
            "gen_random_uuid()",
            "false",
        )
        if _postgres()
        else (
            "date('2018-01-02', (p.id % 240) || ' days')",
            "datetime('2018-01-02 02:00:00', (p.id % 240) || ' days', (p.id % 400) || ' minutes')",
            "lower(hex(randomblob(16)))",
            "0",
        )
    )
    officer = "SELECT min(u.id) FROM accounts_user u WHERE u.region_id = p.kelurahan_id AND u.role = 'officer'"
    yield (
        f"CREATE TEMPORARY TABLE issued AS SELECT p.id AS person, {_PERMITS_FROM} + p.id AS permit, p.kelurahan_id AS "
        f"place, p.sex AS sex, p.business_is_new AS is_new, p.registered_on AS registered, {day} AS day, {moment} AS "
        f"moment, {uuid} AS submission, ({officer}) AS officer FROM participants_participant p "
        f"WHERE p.kelurahan_id IS NOT NULL AND NOT p.holds_permit AND NOT p.is_held_up AND p.merged_into_id IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM permits_permit one WHERE one.participant_id = p.id) "
        f"AND p.id > {STRIDE} ORDER BY p.id % 7919, p.id LIMIT {wanted}"
    )
    yield (
        "INSERT INTO audit_event (id, at, verb, actor_id, subject, changes) SELECT permit, moment, 'recorded', "
        "officer, 'permit:' || CAST(permit AS text), '{}' FROM issued"
    )
    yield (
        "INSERT INTO permits_permit (id, submission, kind, number, number_key, issued_on, recorded_at, source, "
        "revoked_reason, voided_reason, kelurahan_id, participant_id, recorded_by_id) SELECT permit, submission, "
        "'SKU', CAST(permit AS text), CAST(permit AS text), day, moment, 'desk', '', '', place, person, officer "
        "FROM issued"
    )
    for shift, measure, change in ((0, "issued", ""), (_PERMITS_FROM, "counted", "began")):
        yield (
            "INSERT INTO permits_permitentry (id, day, sign, sex, business_is_new, recorded_at, measure, kind, change, "
            "before_registration, investment, workers, deed_id, kelurahan_id, participant_id, permit_id) "
            f"SELECT permit + {shift}, day, 1, sex, is_new, moment, '{measure}', 'SKU', '{change}', day < registered, "
            "0, 0, permit, place, person, permit FROM issued"
        )
    for grain in ("day", "month", "year"):
        yield _totals_of(grain)
    following = "CASE " + " ".join(
        f"WHEN NOT EXISTS (SELECT 1 FROM participants_stepcompletion c WHERE c.participant_id = p.id "
        f"AND c.step = '{step}' AND c.undone_at IS NULL) THEN '{step}'"
        for step in ("P5", "P6", "P7")
    )
    yield (
        f"UPDATE participants_participant AS p SET holds_permit = NOT {false}, ready_rank = NULL, ready_since = NULL, "
        f"next_step = CASE WHEN p.next_step = 'P4' THEN {following} ELSE '' END ELSE p.next_step END "
        "WHERE p.id IN (SELECT person FROM issued)"
    )
    yield "DROP TABLE issued"


def _totals_of(grain: str) -> str:
    begin = "day"
    if grain != "day":
        begin = f"CAST(date_trunc('{grain}', day) AS date)" if _postgres() else f"date(day, 'start of {grain}')"
    return (
        "INSERT INTO permits_permittally AS t (area, grain, starts_on, entries, iumk, sku, began, stopped, "
        "issued_iumk, issued_sku, revoked_iumk, revoked_sku, investment, workers) "
        f"SELECT place, '{grain}', {begin}, 2 * count(*), 0, count(*), count(*), 0, 0, count(*), 0, 0, 0, 0 "
        f"FROM issued WHERE true GROUP BY place, {begin} ON CONFLICT (grain, starts_on, area) DO UPDATE SET "
        "entries = t.entries + excluded.entries, sku = t.sku + excluded.sku, began = t.began + excluded.began, "
        "issued_sku = t.issued_sku + excluded.issued_sku"
    )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _settle() -> None:
    """Number on from what there is, take the record for sealed so far, and let the database know what it holds."""
    from participants.totals import triggers
    from permits import obstacle_totals

    triggers.rebuild()
    obstacle_totals.rebuild()
    with connection.cursor() as cursor:
        if _postgres():
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "INSERT INTO audit_seal (id, sealed_at, previous, after_event, last_event, events, digest, marks) SELECT "
            "(SELECT max(id) + 1 FROM audit_seal), sealed_at, '', 0, (SELECT max(id) FROM audit_event), 1, '', "
            "marks FROM audit_seal ORDER BY id LIMIT 1"
        )
        if _postgres():
            for model in _copied():
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
