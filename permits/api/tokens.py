"""What a token looks like, and what is kept of it.

256 random bits: a plain digest hides them, nothing slower is needed. The prefix lets scanners find a token that
somebody published by mistake.
"""

import re
import secrets
from hashlib import sha256

_PREFIX = "okoce_"
_SHAPE = re.compile(_PREFIX + r"[A-Za-z0-9_-]{43}")


def new() -> str:
    return _PREFIX + secrets.token_urlsafe(32)


def looks_like_one(text: str) -> bool:
    """Whether it is worth asking the database."""
    return _SHAPE.fullmatch(text) is not None


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
