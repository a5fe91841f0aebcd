"""Which of the database's constraints refuses a row, asked below the model: no form and no verb stands before it."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction


def refused_by(deed: Callable[[], object]) -> str:
    """The name of the constraint that refuses what `deed` writes."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        deed()
    if connection.vendor == "postgresql":
        return refusal.value.__cause__.diag.constraint_name
    return _name_in(str(refusal.value))


def refused_change(row: models.Model, **changed: object) -> str:
    """The name of the constraint that refuses this row with these columns changed."""
    return refused_by(lambda: type(row)._base_manager.filter(pk=row.pk).update(**changed))


def _name_in(message: str) -> str:
    """SQLite names a check, and what is unique by an expression; of another unique constraint only the columns."""
    named = re.search(r"CHECK constraint failed: (\w+)|UNIQUE constraint failed: index '(\w+)'", message)
    if named:
        return named[1] or named[2]
    columns = re.findall(r"(\w+)\.(\w+)", message)
    table, names = columns[0][0], [column for _, column in columns]
    [model] = [model for model in apps.get_models() if model._meta.db_table == table]
    for constraint in model._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if [model._meta.get_field(name).column for name in fields] == names:
            return constraint.name
    return message
