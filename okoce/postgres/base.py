"""Where Django looks for a database's wrapper."""

import time
from typing import Any, ClassVar

import psycopg2
from django.db.backends.postgresql import base

_SLOW_SECONDS = 1
_REST_SECONDS = 3


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that is off refuses at once. One that swallows every packet costs each request the whole timeout for
    connecting, and all threads wait for nothing, also those that would answer without a database. So whoever waited in
    vain speaks for everybody who comes within the next seconds; the first one after that asks again.
    """

    _away_until: ClassVar[dict[str, float]] = {}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        began = time.monotonic()
        if began < self._away_until.get(self.alias, 0):
            raise psycopg2.OperationalError("the database did not answer a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            now = time.monotonic()
            if now - began > _SLOW_SECONDS:
                self._away_until[self.alias] = now + _REST_SECONDS
            raise
