"""What a deed was done to, in words: "izin 12" for "permit:12", and back from what an administrator types."""

import re
from collections.abc import Callable
from functools import cache

from django.apps import apps

_NAMED: list[Callable[[str], str | None]] = []
_KEY = r"\d{1,19}|\d\d(?:\.\d{2,4}){1,3}"  # a number, or the code of a region
CODED = re.compile(rf"([a-z]+):({_KEY})")
_SAID = re.compile(rf"(.+?)\s+({_KEY})")


def understand(name: Callable[[str], str | None]) -> None:
    """Let the search take one more way of naming a thing; `name` gives its subject, or None for another's."""
    _NAMED.append(name)


def told(subject: str) -> str:
    """A subject in words: "izin 12"."""
    kind, _, number = subject.partition(":")
    return f"{_kinds().get(kind, kind)} {number}"


def find(text: str) -> str | None:
    """The subject somebody means: "permit:12", "izin 12", or a number that the apps know; None for nonsense."""
    bare = " ".join(text.split())
    if coded := CODED.fullmatch(bare):
        return bare if coded[1] in _kinds() else None
    for name in _NAMED:
        if subject := name(bare):
            return subject
    said = _SAID.fullmatch(bare)
    kinds = {label: kind for kind, label in _kinds().items()}
    return f"{kinds[said[1].lower()]}:{said[2]}" if said and said[1].lower() in kinds else None


@cache
def _kinds() -> dict[str, str]:
    return {str(model._meta.model_name): str(model._meta.verbose_name).lower() for model in apps.get_models()}
