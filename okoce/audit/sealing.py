"""Sealing the record into a chain, after the deeds, so that whoever changes it later is found out.

A seal covers the events after the one before it, up to some last one, and holds a SHA-256 over them and over the
seal before it. No deed waits for it: events are sealed once they are written, by a timer (`seal_audit`), and a few at
a time after every so many deeds. What is written down, and what a chain cannot show, is told in
docs/decisions (a chain over the record).

How an event is written for its hash, in this order, each value in UTF-8 behind its length in bytes and a colon and
followed by a comma ("5:permit,"), an empty value as "0:,", one that is not there as "-,":

    id, moment in UTC with six decimals (2018-09-09T09:05:00.000000), verb, id of the account, subject,
    changes as JSON (keys in order, no spaces, letters as they are), address in its usual spelling

And a seal: the name of this scheme, its number, the digest of the seal before it (64 zeros for the first), the last
event before it, the last event in it, how many it covers, its moment; then the hashes of its events, 32 bytes each.
"""

import hashlib
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from okoce import clock
from okoce.audit.models import Event, Seal

SCHEME = "okoce-audit-1"
NOTHING_BEFORE = "0" * 64
SIZE = 500
"""Events that one seal covers at most."""
EVERY = 100
"""After how many events some are sealed along the way."""

_turn: int | None = None

MARK = 16
"""Bytes that a seal keeps of each event: its id, and the first half of which hash it had, to tell which one differs."""

COLUMNS = ("id", "at", "verb", "actor_id", "subject", "changes", "address")
_PAUSE_SECONDS = 0.05


class Link(NamedTuple):
    """What a seal says beside its events."""

    number: int
    previous: str
    after_event: int
    last_event: int
    events: int
    sealed_at: datetime


def seal(*, patience: float = 0, at_most: int | None = None) -> int:
    """Seal what has been recorded, at most so many events; how many were sealed.

    Nothing is, when deeds are under way that may still bring an event with a lower id, and do not end within
    `patience` seconds. Several may run at once: one of them gets each seal.
    """
    last = _settled(patience)
    sealed = 0
    while last and (at_most is None or sealed < at_most):
        made = _seal_next(last)
        if not made:
            break
        sealed += made
    return sealed


def seal_some() -> None:
    """Seal a little of what waits, without waiting for anything: what deeds do along the way."""
    seal(at_most=4 * SIZE)


def is_turn(event_id: int) -> bool:
    """Whether this process comes upon another hundred of events, and should have some sealed."""
    global _turn
    before, _turn = _turn, event_id // EVERY
    return before != _turn


def head() -> Seal | None:
    """The last seal."""
    return Seal.objects.order_by("-id").first()


def seal_over(event_id: int) -> Seal | None:
    """The seal that covers an event, or None while it is not sealed yet."""
    return Seal.objects.filter(last_event__gte=event_id).order_by("last_event").first()


def waiting() -> int:
    """How many events are not sealed yet."""
    last = head()
    return Event.objects.filter(id__gt=last.last_event if last else 0).count()


def hash_of(row: Iterable[Any]) -> bytes:
    """The SHA-256 of an event, given as its COLUMNS."""
    number, at, verb, actor, subject, changes, address = row
    said = json.dumps(changes, sort_keys=True, separators=(",", ":"), ensure_ascii=False) if changes != {} else "{}"
    text = (
        _written(str(number))
        + _written(_moment(at))
        + _written(verb)
        + _written(None if actor is None else str(actor))
        + _written(subject)
        + _written(said)
        + _written(_spelled(address))
    )
    return hashlib.sha256(_bytes(text)).digest()


def mark_of(number: int, digest: bytes) -> bytes:
    """What a seal keeps of one event."""
    return number.to_bytes(8, "big", signed=True) + digest[:8]


def opening_of(link: Link) -> "hashlib._Hash":
    """The hash of a seal before its events' hashes are added to it."""
    values = (SCHEME, link.number, link.previous, link.after_event, link.last_event, link.events)
    text = "".join(_written(str(value)) for value in values) + _written(_moment(link.sealed_at))
    return hashlib.sha256(_bytes(text))


def _seal_next(last: int) -> int:
    """Seal the next events up to one; how many, 0 when there are none or somebody else just sealed them."""
    before = head()
    after = before.last_event if before else 0
    rows = list(Event.objects.filter(id__gt=after, id__lte=last).order_by("id").values_list(*COLUMNS)[:SIZE])
    if not rows:
        return 0
    hashes = [hash_of(row) for row in rows]
    link = Link(
        number=before.pk + 1 if before else 1,
        previous=before.digest if before else NOTHING_BEFORE,
        after_event=after,
        last_event=rows[-1][0],
        events=len(rows),
        sealed_at=clock.now(),
    )
    total = opening_of(link)
    total.update(b"".join(hashes))
    marks = b"".join(mark_of(row[0], digest) for row, digest in zip(rows, hashes, strict=True))
    try:
        with transaction.atomic():
            _place(link, total.hexdigest(), marks)
    except IntegrityError:
        return 0
    return len(rows)


def _place(link: Link, digest: str, marks: bytes) -> None:
    said = link._asdict()
    Seal(id=said.pop("number"), **said, digest=digest, marks=marks).save(force_insert=True)


def _settled(patience: float) -> int | None:
    """The highest id below which no event can appear any more; None when that cannot be said in time.

    On SQLite one transaction writes at a time, so ids are in the order of commits. On PostgreSQL a transaction takes
    its ids before it commits, but holds a lock on the table before it takes any: once all that held one have ended,
    no event up to the highest one seen before is still to come. Nobody is made to wait but the sealer.
    """
    highest = Event.objects.aggregate(highest=Max("id"))["highest"]
    if highest is None or connection.vendor != "postgresql":
        return highest
    until = time.monotonic() + patience
    under_way = _writers()
    while under_way:
        if time.monotonic() >= until:
            return None
        time.sleep(_PAUSE_SECONDS)
        under_way &= _writers()
    return highest


def _writers() -> set[str]:
    """The transactions of others that have written events, or are about to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = %s::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()",
            [Event._meta.db_table],
        )
        return {transaction for (transaction,) in cursor.fetchall()}


def _written(text: str | None) -> str:
    if text is None:
        return "-,"
    return f"{len(text) if text.isascii() else len(_bytes(text))}:{text},"


def _bytes(text: str) -> bytes:
    """In UTF-8; half a letter, which JSON can hold, must not keep the record from being sealed."""
    return text.encode("utf-8", "surrogatepass")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def _spelled(address: str | None) -> str | None:
    """One spelling of an address, whatever the database makes of it."""
    return str(ip_address(address)) if address and ":" in address else address or None
