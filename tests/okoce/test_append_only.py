"""Tables that only grow: the database itself refuses to change or take away what was written."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from okoce import append_only
from okoce.audit import sealing
from okoce.audit.models import Event
from okoce.journal.models import Entry
from targets import goals, publishing
from tests.okoce.accounts.factories import an_official
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

PROTECTED = [model for model in apps.get_models() if model._meta.db_table in append_only.PROTECTED]


@pytest.fixture
def rows() -> None:
    """At least one row in each of the protected tables."""
    a_permit()
    goals.load_defaults()
    publishing.publish(as_of=date(2018, 9, 9), by=an_official())
    sealing.seal()


def test_every_protected_table_is_a_models():
    assert {model._meta.db_table for model in PROTECTED} == set(append_only.PROTECTED)


def test_every_journal_and_the_audit_record_are_protected():
    journals = {model._meta.db_table for model in apps.get_models() if issubclass(model, Entry | Event)}

    assert journals - set(append_only.PROTECTED) == set()


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
def test_no_row_is_changed(rows, model):
    row = model._base_manager.first()

    with pytest.raises(IntegrityError, match=f"{model._meta.db_table} is append-only"), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(id=row.pk)


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
def test_no_row_is_taken_away(rows, model):
    before = model._base_manager.count()

    with pytest.raises(IntegrityError, match=f"{model._meta.db_table} is append-only"), transaction.atomic():
        model._base_manager.all()._raw_delete(connection.alias)

    assert model._base_manager.count() == before > 0


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
def test_no_row_is_replaced_by_another_of_its_id(rows, model):
    """SQLite's INSERT OR REPLACE deletes without telling the trigger that refuses deletions."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    columns = ", ".join(f'"{column.column}"' for column in model._meta.local_concrete_fields)
    table = model._meta.db_table

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1")


@pytest.mark.postgres
@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
def test_no_table_is_emptied_at_once(rows, model):
    connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("table", append_only.PROTECTED)
def test_a_table_may_be_protected_twice_and_let_go_again(rows, table):
    vendor = connection.vendor
    releasing, protecting = append_only.releasing_sql(vendor, table), append_only.protecting_sql(vendor, table)

    with connection.cursor() as cursor:
        for statement in [*releasing, *protecting, *releasing, *releasing]:
            cursor.execute(statement)
        cursor.execute(f"UPDATE {table} SET id = id")
        changed = cursor.rowcount

    assert changed > 0
