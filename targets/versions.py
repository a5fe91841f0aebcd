"""The version of the figures: it changes with every deed, in the deed's own transaction, on any worker."""

from django.db import connection

from okoce.accounts.models import ActiveDay
from okoce.journal.models import Grain
from participants.models import StepTally
from permits.models import PermitTally
from targets.models import Target


def current() -> str:
    """A text that is another one whenever some board may say something else. One statement.

    The number of entries in each journal only grows, and becomes visible with the deed that adds to it: unlike the
    highest id it cannot be passed by a deed that began earlier and commits later.
    """
    parts = [_entries(PermitTally), _entries(StepTally), _last(Target), _last(ActiveDay)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), [Grain.YEAR.value, Grain.YEAR.value])
        return "-".join(str(part) for part in cursor.fetchone())


def _entries(tally: type[PermitTally] | type[StepTally]) -> str:
    table = connection.ops.quote_name(tally._meta.db_table)
    return f"(SELECT COALESCE(SUM(entries), 0) FROM {table} WHERE grain = %s)"  # noqa: S608


def _last(model: type[Target] | type[ActiveDay]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"(SELECT COALESCE(MAX(id), 0) FROM {table})"  # noqa: S608
