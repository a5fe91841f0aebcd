"""Guessing participant numbers is limited: an address that asks for many that nobody has must wait.

Only well-formed numbers count, which a slip of the hand hardly ever makes, so that people who share an address
(a training hall, a mobile operator) do not stand in each other's way.
"""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST_MISSES = 20
SECONDS = 10 * 60


def must_wait(request: HttpRequest) -> bool:
    """Whether this address has asked for too many numbers that nobody has."""
    return cache.get(_key(request), 0) >= MOST_MISSES


def note_miss(request: HttpRequest) -> None:
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # forgotten between the two
            cache.add(key, 1, SECONDS)


def _key(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return f"participants.misses.{sha256(address.encode()).hexdigest()}"
