"""Who may record steps, by the table in okoce.accounts.rights; whom somebody sees is for `visible_to` to say."""

from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may
from participants.models import Participant


def can_record_steps(user: User) -> bool:
    """PGO officials record the steps of people in their region."""
    return may(user, Deed.RECORD_STEP)


def can_record_steps_of(user: User, person: Participant) -> bool:
    """The record must still be in force, and its person's."""
    return can_record_steps(user) and not person.is_gone
