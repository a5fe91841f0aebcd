"""What goes through somebody's own browser, and only the portal reads again."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def box(purpose: str) -> MultiFernet:
    """Seals and opens for one purpose; what was sealed before SECRET_KEY changed is opened by SECRET_KEY_FALLBACKS."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(purpose, "", secret=secret, algorithm="sha256").digest())
