"""Who may do what with permits. What somebody may not see is decided by `visible_to`."""

from okoce.accounts.models import User
from participants.models import Participant
from permits.models import Permit


def can_record(user: User, person: Participant) -> bool:
    """Officers record the permits their own kelurahan issues; the record must still be in force."""
    return user.is_officer and person.merged_into_id is None


def can_change(user: User, permit: Permit) -> bool:
    """Officers and PGO officials correct, revoke and void what their region issued, while it stands."""
    return (user.is_officer or user.is_pgo) and user.answers_for(permit.kelurahan_id) and not permit.is_voided
