"""Boards and lists read from a streaming replica of PostgreSQL, where there is one (DATABASE_REPLICA_URL).

Whoever has just written reads what they wrote, a board says up to which moment the replica knew, and a replica that is
gone or too far behind is left alone: see docs/decisions (a replica for boards and lists).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, InterfaceError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

PRIMARY, REPLICA = "default", "replica"

FURTHEST_BEHIND = timedelta(seconds=60)
"""A replica that knows less is not asked."""

_COOKIE, _SALT = "written", "okoce.replica"
_SAFE = {"GET", "HEAD"}
_GIVEN_UP = "57014"
_LOOK_AGAIN, _LEAVE_ALONE, _NUDGE_AGAIN = 1.0, 5.0, 5.0

_chosen: ContextVar[str] = ContextVar("database", default=PRIMARY)
_behind: ContextVar[timedelta] = ContextVar("behind", default=timedelta(0))

_Answer = TypeVar("_Answer", bound=HttpResponse)


class Router:
    """Sends what a page of `reads_replica` reads to the replica, and everything else to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _chosen.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True  # rows of both are of one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


def connection() -> BaseDatabaseWrapper:
    """The connection that statements written by hand read through: the one the router would choose."""
    return connections[_chosen.get()]


def behind() -> timedelta:
    """How far what is being read may lie behind the present; nothing where the primary is read."""
    return _behind.get()


def reads_replica(view: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """Lets a page that only reads do so from the replica; it is asked of the primary when the replica fails.

    Not when it takes too long: it would again.
    """

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> _Answer:
        state = _usable(request)
        if state is not None:
            try:
                with _from_replica(state):
                    return view(request, *args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                if _took_too_long(error):
                    raise  # as it would on the primary, which has others to answer
                _watch.leave_alone()
        return view(request, *args, **kwargs)

    return reading


def _took_too_long(error: Exception) -> bool:
    """Whether the server gave a statement up by statement_timeout: nothing is wrong with it then."""
    return getattr(error.__cause__, "pgcode", None) == _GIVEN_UP


class Written:
    """Gives whoever has just written a mark of how far the record then reached, which the replica must have reached
    before they are shown anything from it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _SAFE and response.status_code < 400:
            with suppress(Error):
                response.set_cookie(
                    _COOKIE,
                    signing.dumps(_position(), salt=_SALT),
                    # By then every replica that is asked at all has got there.
                    max_age=2 * FURTHEST_BEHIND,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response


def _position() -> int:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        return int(cursor.fetchone()[0])


@contextmanager
def _from_replica(state: "_State") -> Iterator[None]:
    chosen, behind = _chosen.set(REPLICA), _behind.set(state.behind_now)
    try:
        yield
    finally:
        _chosen.reset(chosen)
        _behind.reset(behind)


def _usable(request: HttpRequest) -> "_State | None":
    if REPLICA not in settings.DATABASES or request.method not in _SAFE or connections[PRIMARY].in_atomic_block:
        return None
    needed = _needed(request)
    state = _watch.state()
    if state is not None and state.position < needed:
        state = _watch.state(anew=True)
    if state is None or state.position < needed or state.behind_now > FURTHEST_BEHIND:
        return None
    return state


def _needed(request: HttpRequest) -> int:
    try:
        return int(signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT))
    except signing.BadSignature:
        return 0


@dataclass(frozen=True)
class _State:
    """How far the replica had come, by position in the log and in time, when it was asked."""

    position: int
    behind: timedelta
    asked: float

    @property
    def behind_now(self) -> timedelta:
        """Nothing is known of the time since it was asked."""
        return self.behind + timedelta(seconds=time.monotonic() - self.asked)


# What has been replayed is all there was when the primary sent its last message, unless more was sent than replayed.
# Promoted, the replica is the primary and knows everything.
_ASK = """
SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0',
       CASE WHEN NOT pg_is_in_recovery() THEN interval '0'
            ELSE clock_timestamp() - GREATEST(
                pg_last_xact_replay_timestamp(),
                (SELECT last_msg_send_time FROM pg_stat_wal_receiver WHERE pg_last_wal_replay_lsn() >= latest_end_lsn))
       END
"""


class _Watch:
    """What this process knows of the replica; it is asked once a second at most."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: _State | None = None
        self._next_look = 0.0
        self._next_nudge = 0.0

    def state(self, *, anew: bool = False) -> _State | None:
        """How far the replica is; None while it cannot be reached."""
        now = time.monotonic()
        with self._lock:
            if now < self._next_look and not (anew and self._state):
                return self._state
            self._next_look = now + _LOOK_AGAIN
        try:
            self._state = self._asked()
        except Error:
            self.leave_alone()
            return None
        if self._state is None or self._state.behind.total_seconds() > _NUDGE_AGAIN:
            self._nudge()
        return self._state

    def leave_alone(self) -> None:
        """Do without the replica for a while: it has failed."""
        with suppress(Error):
            connections[REPLICA].close()
        with self._lock:
            self._state, self._next_look = None, time.monotonic() + _LEAVE_ALONE

    def _asked(self) -> _State | None:
        asked = time.monotonic()
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_ASK)
            position, behind = cursor.fetchone()
        if position is None or behind is None:
            return None
        return _State(int(position), max(behind, timedelta(0)), asked)

    def _nudge(self) -> None:
        """Where nobody writes, nothing tells the replica that it is up to date: write a word into the log alone."""
        now = time.monotonic()
        if now < self._next_nudge:
            return
        self._next_nudge = now + _NUDGE_AGAIN
        with suppress(Error), transaction.atomic(using=PRIMARY), connections[PRIMARY].cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            cursor.execute("SELECT pg_logical_emit_message(true, 'okoce', '')")


_watch = _Watch()
