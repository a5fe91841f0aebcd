"""What becomes of the requests of two records that turn out to be one person's, and when they turn out not to be.

Nothing that somebody asked for may lie with a record that nobody decides about any more, and the law's time goes on
from the moment it was asked for.
"""

from okoce.accounts.models import User
from participants.models import Participant
from participants.own.models import DataRequest, RequestKind, RequestOutcome
from participants.own.requests import close, follow_consent

Handed = dict[str, list[int]]
"""The ids of requests: under "requests" those that moved, under "requests_joined" those that gave way to the same."""


def hand_over(gone: Participant, kept: Participant, *, by: User) -> Handed:
    """Hand open requests to the survivor; of the same on both records the earlier goes on: its time runs out first.

    Both rows are held by the caller, in whose transaction this happens.
    """
    own = {(asked.kind, asked.field): asked for asked in kept.data_requests.open()}
    handed: Handed = {"requests": [], "requests_joined": []}
    for asked in gone.data_requests.open():
        rival = own.get((asked.kind, asked.field))
        if rival is not None:
            later = max(asked, rival, key=lambda one: (one.due_at, one.pk))
            close(later, outcome=RequestOutcome.JOINED, by=by)
            handed["requests_joined"].append(later.pk)
        if rival is None or asked.is_open:
            asked.participant = kept
            asked.save(update_fields=["participant"])
            handed["requests"].append(asked.pk)
    _follow(kept, gone)
    return {name: ids for name, ids in handed.items() if ids}


def take_back(handed: Handed, gone: Participant, kept: Participant) -> None:
    """Give back what was handed over, decided or not; what gave way is open again.

    But for corrections, which are asked for anew: what was wanted instead was kept no longer than its request was open.
    """
    theirs = DataRequest.objects.filter(participant=kept, pk__in=handed.get("requests", []))
    theirs.update(participant=gone)
    gave_way = DataRequest.objects.filter(
        pk__in=handed.get("requests_joined", []), outcome=RequestOutcome.JOINED, participant__in=[gone, kept]
    ).exclude(kind=RequestKind.CORRECTION)
    for asked in gave_way.select_related("participant"):
        if not asked.participant.data_requests.open().filter(kind=asked.kind).exists():
            asked.outcome, asked.decided_at, asked.decided_by = "", None, None
            asked.save(update_fields=["outcome", "decided_at", "decided_by"])
    _follow(kept, gone)


def _follow(*people: Participant) -> None:
    for person in people:
        follow_consent(person)
