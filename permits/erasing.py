"""Forgetting a person at their request, while every figure stays (PRODUCT, "Personal data"; Law 27/2022, article 43).

What says who somebody is goes: from their row, from the rows merged into it, from whatever officials wrote about them
in their own words, from their account. What figures are made of stays: days, places, steps, permits, and the traits
every line carries. The journal and the record of deeds hold no personal value and are not touched.
"""

from collections.abc import Sequence
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max, Min, OuterRef, Q, Subquery

from okoce.accounts import closing
from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from okoce.faults import retried
from participants.attending.staging import forget_people
from participants.deeds import CHANGED_MEANWHILE, DeedRefused
from participants.journal import lock
from participants.merged import downwards, in_force
from participants.models import ERASED_NAME, ERASED_PLACE, Elsewhere, Opening, Participant, Reason, StepCompletion
from participants.notices.models import Notice, OptOut
from participants.own import requests
from participants.own.models import DataRequest, PasswordLink, RequestKind, RequestOutcome
from permits import obstacles
from permits.api.models import Answer
from permits.checks.alarms import forget_findings
from permits.checks.models import SampledPermit
from permits.forgetting import forget_in_files
from permits.models import Merge, Obstacle, Permit, PermitEntry, Remark

GONE = "(dihapus)"
"""What stands for words that somebody wrote about an erased person, where there must be words."""

_ERASED = (
    "name",
    "nik_encrypted",
    "nik_index",
    "birth_date",
    "phone",
    "email",
    "address",
    "business_name",
    "outside_place",
    "submission",
    "user",
    "erased_at",
)


@retried
def erase(person: Participant, *, by: User, request: DataRequest | None = None) -> None:
    """Forget a person, with all records that were merged into theirs; whatever they asked for is closed with it.

    Raises DeedRefused for somebody who was erased before, and for a `request` that is not theirs or not open any more.
    """
    root = in_force(person)
    with lock(*downwards(root)) as people:
        if {row.pk for row in people} != downwards(root):
            raise DeedRefused(CHANGED_MEANWHILE)
        [kept] = [row for row in people if row.pk == root.pk]
        if kept.is_erased:
            raise DeedRefused("Data peserta ini sudah dihapus.")
        _refuse_request_of_others(request, people)
        _close_requests(people, by)
        deed = record(Verb.ERASED, kept, by=by, changes={"records": [None, len(people)]})
        _forget_words(people)
        for row in people:
            _forget_person(row, deed)
        transaction.on_commit(_sweep)


def _refuse_request_of_others(request: DataRequest | None, people: Sequence[Participant]) -> None:
    """Refuse a request that was decided meanwhile, or is none of these people's: it may have been split off."""
    theirs = DataRequest.objects.open().filter(participant__in=people)
    if request is not None and not theirs.filter(pk=request.pk).exists():
        raise DeedRefused(requests.DECIDED)


def _forget_person(row: Participant, deed: Event) -> None:
    account = row.user
    row.name, row.erased_at, row.user = ERASED_NAME, deed.at, None
    row.nik_encrypted = row.nik_index = row.birth_date = None
    row.phone = row.email = row.address = row.business_name = ""
    row.outside_place = ERASED_PLACE if row.kelurahan_id is None else ""
    row.submission = uuid4()  # the one it had was made from the NIK
    row.save(update_fields=_ERASED)
    obstacles.end_with(row, deed)
    if account is not None:
        closing.forget(account)


def _forget_words(people: Sequence[Participant]) -> None:
    """Take away what was written about these people in free words, the ways to their account, and copies elsewhere."""
    theirs = {"participant__in": people}
    permits = Permit.objects.filter(**theirs)
    Elsewhere.objects.filter(**theirs).delete()
    PasswordLink.objects.filter(**theirs).delete()
    Reason.objects.filter(**theirs).update(text=GONE)
    Opening.objects.filter(**theirs).update(reason=GONE)
    StepCompletion.objects.filter(**theirs).exclude(undone_reason="").update(undone_reason=GONE)
    Obstacle.objects.filter(**theirs).exclude(note="").update(note=GONE)
    Merge.objects.filter(Q(survivor__in=people) | Q(absorbed__in=people)).update(reason=GONE)
    permits.exclude(revoked_reason="").update(revoked_reason=GONE)
    permits.exclude(voided_reason="").update(voided_reason=GONE)
    Remark.objects.filter(permit__in=permits).update(text=GONE)
    # What was said of a permit from when it became theirs until it was taken from them: a correction of the number
    # alone has no line in the journal.
    lines = PermitEntry.objects.filter(permit=OuterRef("permit"), **theirs).order_by().values("permit")
    held = lines.annotate(first=Min("deed"), last=Max("deed"))
    since, until = Subquery(held.values("first")), Subquery(held.values("last"))
    Remark.objects.filter(deed__gte=since, deed__lte=until).update(text=GONE)
    SampledPermit.objects.filter(permit__in=permits).exclude(note="").update(note=GONE)
    forget_findings(people, words=GONE)
    DataRequest.objects.filter(**theirs).update(note="")
    DataRequest.objects.filter(**theirs).exclude(reason="").update(reason=GONE)
    for row in people:
        Answer.objects.filter(body__contains=row.displayed_number).delete()
    Notice.objects.filter(**theirs).delete()
    OptOut.objects.filter(**theirs).delete()
    forget_people(people)
    forget_in_files(people)


def _close_requests(people: Sequence[Participant], by: User) -> None:
    """Who is forgotten has what they asked for, and nothing is left to correct."""
    for request in DataRequest.objects.open().filter(participant__in=people).select_related("participant"):
        if request.kind == RequestKind.CORRECTION:
            requests.close(request, outcome=RequestOutcome.RETRACTED, by=by)
        else:
            requests.granted(request, request.participant, by=by)


def _sweep() -> None:
    """On SQLite, take what was overwritten out of the log of writes beside the file as well."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
