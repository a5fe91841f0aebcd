"""Totals that the database itself keeps, by triggers on the rows they count.

Used in migrations: `KeptTotals(…).install()`. A migration that makes SQLite rebuild a table with such a trigger must
install them again, since the rebuilt table has none; installing twice is no mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections, migrations, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from okoce.faults import retried


@dataclass(frozen=True)
class KeptTotals:
    """A table of totals, the statement that counts all of them, and the triggers that keep them.

    `triggers` are their tables and names; what creates them is one list of statements for each database.
    """

    model: type[models.Model]
    count: str
    triggers: Sequence[tuple[str, str]]
    postgresql: Sequence[str]
    sqlite: Sequence[str]

    @retried
    def rebuild(self) -> None:
        """Write all totals anew.

        Others may go on meanwhile: what is not counted yet waits for the total it belongs to, and is added to it.
        """
        connection = connections[router.db_for_write(self.model)]
        with transaction.atomic(connection.alias):
            self._count(connection)

    def install(self) -> migrations.RunPython:
        """A migration operation after which the database keeps the totals, those of today to begin with."""

        def forwards(apps, schema_editor):
            self._remove(schema_editor)
            for statement in self.postgresql if _is_postgresql(schema_editor) else self.sqlite:
                schema_editor.execute(statement, params=None)
            self._count(schema_editor.connection)

        def backwards(apps, schema_editor):
            self._remove(schema_editor)

        return migrations.RunPython(forwards, backwards)

    def _count(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.model._meta.db_table}")  # noqa: S608
            cursor.execute(self.count)

    def _remove(self, schema_editor) -> None:
        for table, name in self.triggers:
            on_its_table = f" ON {table}" if _is_postgresql(schema_editor) else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_its_table}", params=None)


def _is_postgresql(schema_editor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
