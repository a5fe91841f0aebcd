"""How names are compared: without case, accents, titles' dots and double spaces."""

import re
import unicodedata


def name_key(name: str) -> str:
    """The form of a name that searches compare: lower case ASCII letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
