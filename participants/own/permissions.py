"""Who may do what about accounts and data requests, by the table in okoce.accounts.rights.

Whom somebody may see is decided by `visible_to`.
"""

from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from participants.models import Participant
from participants.own.models import DataRequest, RequestKind


def can_hand_out_link(user: User, person: Participant) -> bool:
    """Officers and PGO officials hand out links to a password, to people whose record is in force."""
    return may(user, Deed.HAND_OUT_CODE) and not person.is_gone


def can_ask_for(user: User, person: Participant) -> bool:
    """People ask for themselves; an official asks for somebody who came to the counter."""
    is_own = may(user, Deed.SEE_OWN) and person.user_id == user.pk
    return (is_own or may(user, Deed.ASK_FOR_PERSON)) and not person.is_gone


def can_decide(user: User, request: DataRequest) -> bool:
    """Officials decide about corrections in their scope; only the province's PGO about the end of consent."""
    if not request.is_open:
        return False
    corrects = request.kind == RequestKind.CORRECTION
    return may(user, Deed.DECIDE_CORRECTION if corrects else Deed.DECIDE_ERASURE)
