"""Who may do what about accounts and data requests. Whom somebody may see is decided by `visible_to`."""

from okoce.accounts.models import User
from okoce.regions import tree
from participants.models import Participant
from participants.own.models import DataRequest, RequestKind


def can_hand_out_link(user: User, person: Participant) -> bool:
    """Officers and PGO officials hand out links to a password, to people whose record is in force."""
    return (user.is_officer or user.is_pgo) and person.merged_into_id is None and not person.is_erased


def can_ask_for(user: User, person: Participant) -> bool:
    """People ask for themselves; an official asks for somebody who came to the counter."""
    return (user.is_officer or user.is_pgo or person.user_id == user.pk) and not person.is_erased


def can_decide(user: User, request: DataRequest) -> bool:
    """Officials decide about corrections in their scope; only the province's PGO about the end of consent."""
    if not request.is_open:
        return False
    if request.kind == RequestKind.CORRECTION:
        return user.is_officer or user.is_pgo
    return user.is_pgo and user.region_id == tree.PROVINCE
