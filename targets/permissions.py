"""Who may do what with figures and reports; by the table in okoce.accounts.rights."""

from django.contrib.auth.models import AnonymousUser

from okoce.accounts.models import User
from okoce.accounts.rights import Deed, may, may_in
from okoce.regions import tree
from okoce.regions.models import Level


def can_open_figures(user: User | AnonymousUser, region: str) -> bool:
    """Officers and PGO officials open a figure of the region they answer for down to its lines; the public may not."""
    return may_in(user, Deed.OPEN_FIGURES, region)


def can_see_targets(user: User | AnonymousUser, region: str) -> bool:
    """PGO officials see what targets their region and those below it have, and who set them."""
    return may_in(user, Deed.SEE_TARGETS, region)


def can_publish(user: User | AnonymousUser) -> bool:
    """Reports are the programme's: only officials of the province publish them."""
    return may(user, Deed.PUBLISH)


def can_set_target(user: User | AnonymousUser, region: str) -> bool:
    """PGO officials set the province's target and the kelurahan's within their region; every other one is a sum."""
    assignable = tree.nodes()[region].level in (Level.PROVINCE, Level.KELURAHAN)
    return may_in(user, Deed.SET_TARGET, region) and assignable


def can_share_out_targets(user: User | AnonymousUser) -> bool:
    """One deed on all kelurahan is for officials of the province."""
    return may(user, Deed.SHARE_OUT_TARGETS)


def can_reconcile(user: User | AnonymousUser) -> bool:
    """The licensing office's register is the whole province's: its officials reconcile."""
    return may(user, Deed.RECONCILE)
