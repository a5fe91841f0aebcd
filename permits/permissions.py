"""Who may do what with permits. What somebody may not see is decided by `visible_to`."""

from okoce.accounts.models import User
from participants.models import Participant


def can_record(user: User, person: Participant) -> bool:
    """Officers record the permits their own kelurahan issues; the record must still be in force."""
    return user.is_officer and person.merged_into_id is None
