"""Who may record steps. Whom somebody may see is decided by `visible_to`."""

from okoce.accounts.models import User
from participants.models import Participant


def can_record_steps(user: User) -> bool:
    """PGO officials record the steps of people in their region."""
    return user.is_pgo


def can_record_steps_of(user: User, person: Participant) -> bool:
    """The record must still be in force, and its person's."""
    return can_record_steps(user) and person.merged_into_id is None and not person.is_erased
