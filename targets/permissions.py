"""Who may do what with figures and reports."""

from django.contrib.auth.models import AnonymousUser

from okoce.accounts.models import User
from okoce.regions import tree
from okoce.regions.models import Level


def can_open_figures(user: User | AnonymousUser, region: str) -> bool:
    """Officers and PGO officials open a figure of the region they answer for down to its lines; the public may not."""
    return isinstance(user, User) and (user.is_officer or user.is_pgo) and user.answers_for(region)


def can_publish(user: User | AnonymousUser) -> bool:
    """Reports are the programme's: only officials of the province publish them."""
    return isinstance(user, User) and user.is_pgo and user.region_id == tree.PROVINCE


def can_set_target(user: User | AnonymousUser, region: str) -> bool:
    """PGO officials set the province's target and the kelurahan's within their region; every other one is a sum."""
    assignable = tree.nodes()[region].level in (Level.PROVINCE, Level.KELURAHAN)
    return isinstance(user, User) and user.is_pgo and user.answers_for(region) and assignable


def can_share_out_targets(user: User | AnonymousUser) -> bool:
    """One deed on all kelurahan is for officials of the province."""
    return isinstance(user, User) and user.is_pgo and user.region_id == tree.PROVINCE


def can_reconcile(user: User | AnonymousUser) -> bool:
    """The licensing office's register is the whole province's: its officials reconcile."""
    return isinstance(user, User) and user.is_pgo and user.region_id == tree.PROVINCE
