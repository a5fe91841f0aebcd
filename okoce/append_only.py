"""Tables that only grow: database triggers refuse every UPDATE and DELETE, on SQLite and PostgreSQL alike.

And what comes to the same: PostgreSQL's TRUNCATE, and SQLite's INSERT OR REPLACE, which deletes without telling.

Used in migrations: `append_only.protect("permits_permitentry")`. A migration that makes SQLite rebuild such a
table must protect it again, since the rebuilt table has no trigger; protecting twice is no mistake.
"""

from typing import Any

from django.db import migrations

PROTECTED = (
    "audit_event",
    "audit_seal",
    "participants_stepentry",
    "permits_permitentry",
    "targets_report",
    "targets_target",
)

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION okoce_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def protecting_sql(vendor: str, table: str) -> list[str]:
    """The statements that make `table` append-only on a database of that vendor."""
    if vendor == "postgresql":
        return [
            _POSTGRESQL_FUNCTION,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION okoce_refuse_change()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION okoce_refuse_change()",
        ]
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refusal}",
    ]


def releasing_sql(vendor: str, table: str) -> list[str]:
    """The statements that undo `protecting_sql`."""
    on_its_table = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on_its_table}" for name in sorted(_names(vendor, table))]


def unprotected(vendor: str, cursor: Any) -> list[str]:
    """The protected tables of which a trigger is missing or switched off: somebody has been at them."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE pg_table_is_visible(pg_class.oid) AND tgenabled IN ('O', 'A')"
        )
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    standing = {name for (name,) in cursor.fetchall()}
    return [table for table in PROTECTED if not _names(vendor, table) <= standing]


def _names(vendor: str, table: str) -> set[str]:
    whats = ("append_only", "not_emptied") if vendor == "postgresql" else ("no_UPDATE", "no_DELETE", "no_REPLACE")
    return {f"{table}_{what}" for what in whats}


def protect(table: str) -> migrations.RunPython:
    """A migration operation after which rows of `table` can only be added."""

    def forwards(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        for statement in [*releasing_sql(vendor, table), *protecting_sql(vendor, table)]:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):
        for statement in releasing_sql(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards)
