"""Proving that the record still says what was sealed: everything is hashed again, a bounded piece at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from okoce import append_only
from okoce.audit.models import Event, Seal
from okoce.audit.sealing import COLUMNS, MARK, NOTHING_BEFORE, Link, hash_of, mark_of, opening_of

_ROWS = 2000
_SEALS = 100

LEAST_OF_A_DIGEST = 16
"""With fewer digits of a digest, two seals could share them."""


@dataclass(frozen=True)
class Anchor:
    """A seal as somebody noted it elsewhere: in a published report, in a log."""

    number: int
    digest: str


@dataclass
class Tally:
    """What was gone through; filled while differences are read."""

    events: int = 0
    sealed: int = 0
    seals: int = 0
    head: str = ""

    def __str__(self) -> str:
        head = f"; the last seal is {self.head}" if self.head else ""
        return f"{self.events} events, {self.seals} seals, {self.events - self.sealed} events not sealed yet{head}"


def anchor(text: str) -> Anchor:
    """An anchor as it is printed, "12:5f0c…"; its digest may be cut, to 16 digits at least. Raises ValueError."""
    number, _, digest = text.strip().partition(":")
    digest = digest.rstrip("…").lower()
    if not number.isdecimal() or not LEAST_OF_A_DIGEST <= len(digest) <= 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{text} is no seal: expected a number, a colon and at least {LEAST_OF_A_DIGEST} digits.")
    return Anchor(int(number), digest)


def differences(tally: Tally, anchors: Sequence[Anchor] = ()) -> Iterator[str]:
    """Each place where the record is no longer what was sealed, in words, as it is found.

    And each table that should only grow and is not kept from being changed any more, the record's own or another.
    """
    with connection.cursor() as cursor:
        exposed = append_only.unprotected(connection.vendor, cursor)
    yield from (f"table {table} can be changed: its triggers are missing" for table in exposed)
    wanted = {one.number: one for one in anchors}
    events = _Events(tally)
    before: Seal | None = None
    for seal in _seals():
        yield from _out_of_line(seal, before)
        yield from _unsealed(events, seal.after_event)
        yield from _differing(seal, events)
        if (noted := wanted.pop(seal.pk, None)) and not seal.digest.startswith(noted.digest):
            yield f"seal {seal.pk} is not the one that was noted: {noted.digest}"
        tally.seals, tally.head = tally.seals + 1, str(seal)
        before = seal
    for noted in wanted.values():
        yield f"seal {noted.number} is missing, though it was noted: {noted.digest}"
    tally.events += Event.objects.filter(id__gt=before.last_event if before else 0).count()


def _out_of_line(seal: Seal, before: Seal | None) -> Iterator[str]:
    """What does not follow on the seal before."""
    number, digest, last = (before.pk, before.digest, before.last_event) if before else (0, NOTHING_BEFORE, 0)
    if seal.pk != number + 1:
        yield f"seals {number + 1} to {seal.pk - 1} are missing"
    elif (seal.previous, seal.after_event) != (digest, last):
        yield f"seal {seal.pk} does not follow on the seal before it"


def _unsealed(events: "_Events", last: int) -> Iterator[str]:
    """Events that stand between two seals, or before the first."""
    found = [row[0] for row in events.until(last)]
    if found:
        yield f"events {found[0]} to {found[-1]} ({len(found)}) are covered by no seal"


def _differing(seal: Seal, events: "_Events") -> Iterator[str]:
    link = Link(seal.pk, seal.previous, seal.after_event, seal.last_event, seal.events, seal.sealed_at)
    total, marks = opening_of(link), bytearray()
    for row in events.until(seal.last_event):
        digest = _hash_of(row)
        total.update(digest)
        marks += mark_of(row[0], digest)
        events.tally.sealed += 1
    kept = bytes(seal.marks)
    if total.hexdigest() != seal.digest or marks != kept:
        said = list(_named(_by_event(kept), _by_event(marks)))
        yield from said or [f"seal {seal.pk} was changed"]


def _hash_of(row: tuple[Any, ...]) -> bytes:
    """The hash of an event; zeros for what no deed can have written, such as a moment that is none."""
    try:
        return hash_of(row)
    except (AttributeError, TypeError, ValueError):
        return bytes(32)


def _named(kept: dict[int, bytes], found: dict[int, bytes]) -> Iterator[str]:
    for number in sorted(kept.keys() | found.keys()):
        if number not in found:
            yield f"event {number} is missing"
        elif number not in kept:
            yield f"event {number} was added"
        elif kept[number] != found[number]:
            yield f"event {number} was changed"


def _by_event(marks: bytes | bytearray) -> dict[int, bytes]:
    whole = (bytes(marks[at : at + MARK]) for at in range(0, len(marks), MARK))
    return {int.from_bytes(mark[:8], "big", signed=True): mark[8:] for mark in whole}


def _seals() -> Iterator[Seal]:
    last: int | None = None
    while True:
        found = Seal.objects.order_by("id")
        some = list(found[:_SEALS] if last is None else found.filter(id__gt=last)[:_SEALS])
        yield from some
        if len(some) < _SEALS:
            return
        last = some[-1].pk


class _Events:
    """The events in order of id, read some at a time."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self._rows: list[tuple[Any, ...]] = []
        self._at = 0
        self._last: int | None = None

    def until(self, last: int) -> Iterator[tuple[Any, ...]]:
        """The events up to one, from where the reading stands."""
        while self._filled() and self._rows[self._at][0] <= last:
            row = self._rows[self._at]
            self._at += 1
            self.tally.events += 1
            yield row

    def _filled(self) -> bool:
        if self._at == len(self._rows):
            self._rows, self._at = self._next(), 0
            if self._rows:
                self._last = self._rows[-1][0]
        return bool(self._rows)

    def _next(self) -> list[tuple[Any, ...]]:
        events = Event.objects.order_by("id")
        further = events if self._last is None else events.filter(id__gt=self._last)
        try:
            return list(further.values_list(*COLUMNS)[:_ROWS])
        except (TypeError, ValueError):  # a value that cannot even be read: one by one, to tell whose
            return [_row(number) for number in further.values_list("id", flat=True)[:_ROWS]]


def _row(number: int) -> tuple[Any, ...]:
    try:
        return Event.objects.values_list(*COLUMNS).get(id=number)
    except (TypeError, ValueError):
        return (number,)
