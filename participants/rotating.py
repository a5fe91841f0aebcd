"""Changing NIK_KEY and NIK_INDEX_KEY while the portal runs: every encrypted column, in batches by primary key.

A row is changed only if it still holds what was read: whoever wrote it meanwhile wins, and the row is looked at again.
Each batch is a short transaction of its own, so a command that was interrupted goes on when it is run again, and one
that is done finds nothing to do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import IntegrityError, models, transaction

from okoce.accounts import second_factor
from okoce.encrypted import EncryptedColumn, decrypt, encrypt, encrypted_columns, is_under_first_key
from participants import nik

AT_ONCE = 500
"""Rows a transaction: some fifty milliseconds, for which nobody at a desk waits."""

Row = tuple[Any, ...]


@dataclass
class Outcome:
    """What became of one encrypted column; rows are named by their id alone."""

    column: str
    read: int = 0
    encrypted_anew: int = 0
    indexed_anew: int = 0
    unreadable: list[Any] = field(default_factory=list)
    """No key opens these."""
    doubled: list[Any] = field(default_factory=list)
    """Another record has the NIK of these."""

    @property
    def changed(self) -> int:
        return self.encrypted_anew + self.indexed_anew


def rotate(at_once: int = AT_ONCE) -> Iterator[Outcome]:
    """Bring every encrypted column under the first of the keys; the outcome of each as it is done."""
    for column in encrypted_columns():
        yield _Rotation(column, at_once).outcome_of_all()
    # The library's own table: a secret stands inside a column of JSON there.
    anew = second_factor.encrypt_anew()
    if anew.read:
        yield Outcome("mfa.Authenticator.data", anew.read, anew.changed, unreadable=anew.unreadable)


class _Rotation:
    def __init__(self, column: EncryptedColumn, at_once: int) -> None:
        self.at_once = at_once
        self.rows: models.QuerySet[Any] = column.model._base_manager.order_by("pk")
        self.name, self.index = column.field.name, column.field.indexed_by
        self.outcome = Outcome(str(column))

    def outcome_of_all(self) -> Outcome:
        for batch in self._batches():
            self.outcome.read += len(batch)
            overtaken = self._change(batch)
            while overtaken:
                overtaken = self._change(self._read(self.rows.filter(pk__in=overtaken)))
        return self.outcome

    def _batches(self) -> Iterator[list[Row]]:
        beyond = self.rows
        while batch := self._read(beyond[: self.at_once]):
            yield batch
            beyond = self.rows.filter(pk__gt=batch[-1][0])

    def _read(self, rows: models.QuerySet[Any]) -> list[Row]:
        return list(rows.values_list("pk", self.name, *([self.index] if self.index else [])))

    def _change(self, batch: Iterable[Row]) -> list[Any]:
        """Change what must be; the ids of rows that somebody else changed meanwhile."""
        wanted = [(row, values) for row in batch if (values := self._wanted(row))]
        try:
            with transaction.atomic():
                written: list[bool | None] = [self._write(row, values) for row, values in wanted]
        except IntegrityError:
            written = [self._write_alone(row, values) for row, values in wanted]
        for (_, values), was_written in zip(wanted, written, strict=True):
            self.outcome.encrypted_anew += was_written is True and self.name in values
            self.outcome.indexed_anew += was_written is True and self.index in values
        return [row[0] for (row, _), was_written in zip(wanted, written, strict=True) if was_written is False]

    def _wanted(self, row: Row) -> dict[str, bytes]:
        """What a row should hold instead, by column; nothing for one that is right, or forgotten."""
        pk, token, *index = row
        if not token:
            return {}
        try:
            plain = decrypt(token)
        except InvalidToken:
            self.outcome.unreadable.append(pk)
            return {}
        wanted = {} if is_under_first_key(bytes(token)) else {self.name: encrypt(plain)}
        if index and bytes(index[0] or b"") != (expected := nik.blind_index(plain)):
            wanted[self.index] = expected
        return wanted

    def _write(self, row: Row, values: dict[str, bytes]) -> bool:
        pk, token, *_ = row
        return self.rows.order_by().filter(pk=pk, **{self.name: token}).update(**values) == 1

    def _write_alone(self, row: Row, values: dict[str, bytes]) -> bool | None:
        """Whether the row was changed; None where the database refuses its index as another's."""
        try:
            with transaction.atomic():
                return self._write(row, values)
        except IntegrityError:
            self.outcome.doubled.append(row[0])
            return None
