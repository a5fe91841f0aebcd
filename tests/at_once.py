"""Several people who press at the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

Deed = Callable[[int], Any]

_PATIENCE_SECONDS = 60


def at_once(rounds: int, *deeds: Deed, refusals: type[Exception] | tuple[type[Exception], ...] = ()) -> list[tuple]:
    """What each of the deeds came to in each round, all begun together: its result, or the refusal it met.

    A deed takes the number of the round. Any other exception ends the test.
    """
    start = Barrier(len(deeds), timeout=_PATIENCE_SECONDS)

    def press(deed: Deed) -> list[Any]:
        try:
            return [_result(start, deed, number, refusals) for number in range(rounds)]
        except BaseException:
            start.abort()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        results = list(pool.map(press, deeds))
    return list(zip(*results, strict=True))


def _result(start: Barrier, deed: Deed, number: int, refusals) -> Any:
    start.wait()
    try:
        return deed(number)
    except refusals as refusal:
        return refusal
