"""Recording all good rows of an import in one transaction, or none of them."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from okoce.accounts.models import User
from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.faults import retried
from okoce.journal import gate
from participants.journal import lock
from participants.opening import open_all_outside_scope
from permits.deeds import DeedRefused
from permits.importing import staging
from permits.importing.checking import Checked, Seen, check
from permits.importing.models import TAKEN, Import, ImportRow, Outcome, State
from permits.models import Source
from permits.recording_many import Wanted, record_many

REASON = "Impor lembar kerja: izin dari kelurahan sendiri."


class Changed(Exception):
    """Since the preview something has changed: rows that were to be recorded no longer can be, or only with a doubt
    that nobody was shown. Nothing was recorded.
    """


@retried
def record_good(source: Import, *, by: User) -> Import:
    """The import with all its good rows recorded; recorded before, or dropped, it stays as it was.

    The rows are checked once more with their people held. What was shown is what happens: a row that was to be refused
    stays refused, a row that meanwhile was recorded by somebody else is left alone, and if a row that was to be
    recorded cannot be any more, or is doubtful for another reason than was shown, nothing is recorded: Changed.
    """
    try:
        with transaction.atomic():
            gate.pass_through()
            locked = staging.hold(source)
            if locked.state == State.CHECKED:
                _record(locked, by)
            return locked
    except (IntegrityError, DeedRefused) as refused:
        # A number was taken, or a record merged, between the check and the writing: the database has the last word.
        raise Changed from refused


def _record(locked: Import, by: User) -> None:
    rows = list(locked.rows.filter(outcome__in=TAKEN).order_by("number"))
    people = {row.participant_id for row in rows if row.participant_id is not None}
    with lock(*people) as held:
        lines = (staging.line_of(locked, row) for row in rows)
        found = list(zip(rows, check(lines, by=by, seen=Seen()), strict=True))
        taken = [(row, checked) for row, checked in found if _still_stands(row, checked)]
        # The door is opened, and logged, before anything is done to somebody registered elsewhere.
        elsewhere = [checked.person for _, checked in taken if checked.is_elsewhere and checked.person is not None]
        open_all_outside_scope(elsewhere, by=by, reason=REASON)
        record_many(held, [_wanted(row, checked) for row, checked in taken], by=by, source=Source.IMPORT)
        meanwhile = [staging.mark(row, checked) for row, checked in found if checked.outcome == Outcome.KNOWN]
        _close(locked, meanwhile, by)
        counts = {"recorded": locked.recorded, "known": locked.known, "refused": locked.refused}
        changes = {"kelurahan": [None, locked.kelurahan_id], **{name: [None, count] for name, count in counts.items()}}
        record(Verb.IMPORTED, locked, by=by, changes=changes)


def _still_stands(row: ImportRow, checked: Checked) -> bool:
    """Whether the row is to be recorded; raises Changed when it was to be and cannot, or not as it was shown."""
    if checked.outcome == Outcome.KNOWN:
        return False
    if checked.outcome not in TAKEN or checked.person is None or checked.person.pk != row.participant_id:
        raise Changed
    if [list(remark) for remark in checked.remarks] != row.remarks:
        raise Changed
    return True


def _wanted(row: ImportRow, checked: Checked) -> Wanted:
    if checked.person is None or checked.line.paper is None:
        raise Changed
    return Wanted(checked.person.pk, checked.line.paper, row.submission)


def _close(locked: Import, rows: Sequence[ImportRow], by: User) -> None:
    staging.save_marks(rows)
    staging.count(locked)
    staging.decide(locked, State.RECORDED, by=by)
    # Only what still has to be corrected is kept.
    locked.rows.exclude(outcome=Outcome.PROBLEM).update(cells=b"")
