"""Guessing numbers and codes is limited: an address that asks for many that nobody has must wait.

Only well-formed numbers count, which a slip of the hand hardly ever makes, so that people who share an address
(a training hall, a mobile operator) do not stand in each other's way.
"""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

NUMBERS, CODES, NIKS = "numbers", "codes", "niks"
"""What may be guessed: participant numbers, the codes that lead to a password, and whose NIK is registered already.

Of NIKs it is the hits that are counted: that somebody is registered is what must not be found out of many.
"""

MOST_MISSES = 20
SECONDS = 10 * 60


def must_wait(request: HttpRequest, what: str = NUMBERS) -> bool:
    """Whether this address has asked for too many that nobody has."""
    return cache.get(_key(request, what), 0) >= MOST_MISSES


def note_guess(request: HttpRequest, what: str = NUMBERS) -> None:
    """Remember for ten minutes that this address asked for one that nobody has, or whether somebody is registered."""
    key = _key(request, what)
    if not cache.add(key, 1, SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # forgotten between the two
            cache.add(key, 1, SECONDS)


def _key(request: HttpRequest, what: str) -> str:
    address = get_adapter().get_client_ip(request)
    return f"participants.{what}.{sha256(address.encode()).hexdigest()}"
