"""Who may do what with figures and reports."""

from django.contrib.auth.models import AnonymousUser

from okoce.accounts.models import User
from okoce.regions import tree


def can_open_figures(user: User | AnonymousUser, region: str) -> bool:
    """Officers and PGO officials open a figure of the region they answer for down to its lines; the public may not."""
    return isinstance(user, User) and (user.is_officer or user.is_pgo) and user.answers_for(region)


def can_publish(user: User | AnonymousUser) -> bool:
    """Reports are the programme's: only officials of the province publish them."""
    return isinstance(user, User) and user.is_pgo and user.region_id == tree.PROVINCE
