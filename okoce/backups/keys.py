"""Which keys a backup needs: marks that tell two keys apart and nothing of either."""

import hmac
from hashlib import sha256

from django.conf import settings

from okoce.backups.archive import BackupRefused

_SETTINGS = {"NIK_KEY": "NIK_KEYS", "NIK_INDEX_KEY": "NIK_INDEX_KEYS"}


def marks() -> dict[str, list[str]]:
    """A mark of each key in force, by the name of its setting."""
    return {name: [_mark(key) for key in getattr(settings, held)] for name, held in _SETTINGS.items()}


def refuse_others(needed: dict[str, list[str]]) -> list[str]:
    """The names of settings that lack some of the keys a backup was made with.

    Raises BackupRefused where they lack them all: nothing in it could be read.
    """
    ours, lacking = marks(), []
    for name, wanted in needed.items():
        held = set(ours.get(name, ()))
        if held.isdisjoint(wanted):
            raise BackupRefused(f"The backup was made with another {name}. Put the one of that time behind yours.")
        if not held.issuperset(wanted):
            lacking.append(name)
    return lacking


def _mark(key: str) -> str:
    return hmac.digest(key.encode(), b"okoce backup", sha256).hex()[:16]
