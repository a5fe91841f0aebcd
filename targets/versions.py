"""The version of the figures: it changes with every deed, in the deed's own transaction, on any worker."""

from datetime import timedelta
from typing import NamedTuple

from okoce import clock, replica
from okoce.accounts import activity
from okoce.accounts.models import ActiveDay
from okoce.journal.models import Grain
from participants.models import StepTally
from permits.models import PermitTally
from targets.models import Target


class Parts(NamedTuple):
    """What boards are made of, each as a number that grows with every deed on it."""

    permits: int
    steps: int
    targets: int
    activity: int


def current() -> str:
    """A text that is another one whenever some board may say something else. One statement."""
    return "-".join(str(part) for part in parts())


def parts() -> Parts:
    """How many lines and rows there are. One statement.

    How many there are only grows, and shows with the deed that adds one: unlike the highest id it cannot be passed by
    a deed that began earlier and commits later. A day of activity is noted on that day, so those of the last fortnight
    are enough to count.
    """
    selects = [_entries(PermitTally), _entries(StepTally), _rows(Target), _rows(ActiveDay, "WHERE day >= %s")]
    fortnight = clock.today() - timedelta(days=activity.SILENT_AFTER_DAYS)
    with replica.connection().cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(selects), [Grain.YEAR.value, Grain.YEAR.value, fortnight])
        return Parts(*map(int, cursor.fetchone()))


def _entries(tally: type[PermitTally] | type[StepTally]) -> str:
    table = replica.connection().ops.quote_name(tally._meta.db_table)
    return f"(SELECT COALESCE(SUM(entries), 0) FROM {table} WHERE grain = %s)"  # noqa: S608


def _rows(model: type[Target] | type[ActiveDay], narrowed: str = "") -> str:
    table = replica.connection().ops.quote_name(model._meta.db_table)
    return f"(SELECT COUNT(*) FROM {table} {narrowed})"  # noqa: S608
