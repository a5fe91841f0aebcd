"""Tables that only grow: a database trigger refuses every UPDATE and DELETE, on SQLite and PostgreSQL alike.

Used in migrations: `append_only.protect("permits_permitentry")`. A migration that makes SQLite rebuild such a
table must protect it again, since the rebuilt table has no trigger; protecting twice is no mistake.
"""

from django.db import migrations

PROTECTED = ("audit_event", "participants_stepentry", "permits_permitentry", "targets_report", "targets_target")

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
        ]
    return [
        f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for deed in ("UPDATE", "DELETE")
    ]


def releasing_sql(vendor: str, table: str) -> list[str]:
    """The statements that undo `protecting_sql`."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{deed}" for deed in ("UPDATE", "DELETE")]


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
