"""What goes through somebody's own browser, and only the portal reads again."""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def box(purpose: str) -> MultiFernet:
    """Seals and opens for one purpose; what was sealed before SECRET_KEY changed is opened by SECRET_KEY_FALLBACKS."""
    return _box(purpose, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _box(purpose: str, *secrets: str | bytes) -> MultiFernet:
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(purpose, "", secret=secret, algorithm="sha256").digest())
