"""Who may do what with permits, by the table in okoce.accounts.rights; whom they see is for `visible_to` to say."""

from datetime import timedelta

from okoce import clock
from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may, may_in
from participants.models import Participant
from permits.duplicates import mergeable
from permits.models import Permit


def can_record(user: User, person: Participant) -> bool:
    """Officers record the permits their own kelurahan issues; the record must still be in force."""
    return may(user, Deed.RECORD_PERMIT) and not person.is_gone


def can_change(user: User, permit: Permit) -> bool:
    """Officers and PGO officials correct, revoke and void what their region issued, while it stands."""
    return may_in(user, Deed.CHANGE_PERMIT, permit.kelurahan_id) and not permit.is_voided


def can_reveal_nik(user: User, person: Participant) -> bool:
    """Officers and PGO officials may see in full the NIK of people in their scope, while it is held."""
    return may(user, Deed.REVEAL_NIK) and person.nik_encrypted is not None


UNDO_WITHIN = timedelta(seconds=60)


def can_undo(user: User, permit: Permit) -> bool:
    """Whoever recorded a permit may take it back with one click while it is fresh, and only what they recorded."""
    fresh = clock.now() - permit.recorded_at <= UNDO_WITHIN
    return permit.recorded_by_id == user.pk and fresh and can_change(user, permit)


def can_note_obstacle(user: User, person: Participant) -> bool:
    """Officers and PGO officials note and resolve what keeps people in their scope from a permit."""
    return may(user, Deed.NOTE_OBSTACLE) and not person.is_gone


def can_merge(user: User, one: Participant, other: Participant) -> bool:
    """PGO officials merge records that are both in their region, officers those of their own kelurahan."""
    here = mergeable(user).filter(pk__in=[one.pk, other.pk], erased_at__isnull=True)
    return here.count() == len({one.pk, other.pk})


def can_unmerge(user: User, survivor: Participant, absorbed: Participant) -> bool:
    """Whoever may merge two records may take them apart again."""
    return can_merge(user, survivor, absorbed)
