"""The version of the figures: it changes with every deed, in the deed's own transaction, on any worker."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model

from okoce import clock, replica
from okoce.accounts import activity
from okoce.accounts.models import ActiveDay
from okoce.journal import reading
from okoce.journal.models import Grain
from participants.models import StepTally
from permits.counting import Versions
from permits.models import PermitTally
from targets.models import Report, Target


class Parts(NamedTuple):
    """What boards are made of: both journals by kelurahan, the rest as numbers that only grow."""

    figures: Versions
    targets: int
    activity: int
    reports: int


def current() -> str:
    """A text that is another one whenever some board may say something else. One statement."""
    counted = [_entries(PermitTally), _entries(StepTally), *_beside()]
    with replica.connection().cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(count for count, _ in counted), [value for _, values in counted for value in values]
        )
        return "-".join(str(int(part)) for part in cursor.fetchone())


def parts() -> Parts:
    """How many lines and rows there are, in the view one is in. One statement.

    How many there are only grows, and shows with the deed that adds one: unlike the highest id it cannot be passed by
    a deed that began earlier and commits later.
    """
    permits, steps, targets, active, reports = reading.lines_by_area(PermitTally, StepTally, beside=_beside())
    return Parts(Versions(permits, steps), targets[""], active[""], reports[""])


def _entries(tally: type[PermitTally] | type[StepTally]) -> reading.Counted:
    return f"(SELECT COALESCE(SUM(entries), 0) FROM {_table(tally)} WHERE grain = %s)", [Grain.YEAR.value]  # noqa: S608


def _beside() -> list[reading.Counted]:
    """What boards show beside both journals: targets, activity and published reports.

    A day of activity is noted on that day, so those of the last fortnight are enough to count.
    """
    fortnight = clock.today() - timedelta(days=activity.SILENT_AFTER_DAYS)
    return [
        (f"(SELECT COUNT(*) FROM {_table(Target)})", []),  # noqa: S608
        (f"(SELECT COUNT(*) FROM {_table(ActiveDay)} WHERE day >= %s)", [fortnight]),  # noqa: S608
        (f"(SELECT COUNT(*) FROM {_table(Report)})", []),  # noqa: S608
    ]


def _table(model: type[Model]) -> str:
    return replica.connection().ops.quote_name(model._meta.db_table)
