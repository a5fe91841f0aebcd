"""Columns that only the portal can read: encrypted under NIK_KEY, and found again by the command that changes the key.

NIK_KEY may hold several keys: the first encrypts, all decrypt. Every encrypted column is an EncryptedField, so that
`encrypted_columns` knows them all and a change of keys forgets none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models


class EncryptedField(models.BinaryField):
    """A token made by `encrypt`; empty or NULL once its content is forgotten.

    `indexed_by` names the column that holds the blind index of the content, if it has one.
    """

    def __init__(self, *args: Any, indexed_by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indexed_by = indexed_by

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To the database it is a column of bytes like any other: changing to this class is no migration."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


@dataclass(frozen=True)
class EncryptedColumn:
    """One encrypted column of one table."""

    model: type[models.Model]
    field: EncryptedField

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"


def encrypted_columns() -> Iterator[EncryptedColumn]:
    """Every encrypted column there is, whichever app it belongs to."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedField):
                yield EncryptedColumn(model, field)


def encrypt(text: str) -> bytes:
    """The text under the first of NIK_KEYS; another token each time."""
    return _box(*settings.NIK_KEYS).encrypt(text.encode())


def decrypt(token: bytes | memoryview) -> str:
    """The text inside `token`; raises cryptography.fernet.InvalidToken when no key opens it, and never returns it."""
    return _box(*settings.NIK_KEYS).decrypt(bytes(token)).decode()


def is_under_first_key(token: bytes) -> bool:
    """Whether the first key alone opens a token."""
    try:
        _box(settings.NIK_KEYS[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


@cache
def _box(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
