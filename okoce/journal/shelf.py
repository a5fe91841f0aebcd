"""What a worker has read already, kept while nothing changed what it was read from.

Everything is kept under its version, a number that only grows with the deeds it depends on, read in the same view as
what is missing; so nothing on a shelf is ever older than the view that takes it. Kept for a minute at most: figures
that were repaired by hand (`rebuild_counts`) have the same version as the wrong ones before.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

_MOST = 24
_SECONDS = 60

_Parts = dict[str, tuple[int, Any]]
_shelf: "OrderedDict[Hashable, tuple[float, _Parts]]" = OrderedDict()
_lock = Lock()


def by_part(
    key: Hashable, versions: Mapping[str, int], read: Callable[[list[str] | None], Mapping[str, Any]]
) -> dict[str, Any]:
    """What is kept under `key` for each part of `versions`; parts that have another version by now are read anew.

    `read` is given the parts that are wanted, or None for all of them; a part it leaves out has nothing.
    """
    kept = _taken(key)
    stale = [part for part, version in versions.items() if kept.get(part, (None,))[0] != version]
    if stale:
        found = read(None if len(stale) == len(versions) else stale)
        kept = kept | {part: (versions[part], found.get(part)) for part in stale}
        _put(key, kept)
    return {part: kept[part][1] for part in versions if kept[part][1] is not None}


def whole(key: Hashable, version: int, read: Callable[[], Any]) -> Any:
    """What is kept under `key`, read anew when it has another version by now."""
    return by_part(key, {"": version}, lambda _: {"": read()})[""]


def clear() -> None:
    """Forget everything."""
    with _lock:
        _shelf.clear()


def _taken(key: Hashable) -> _Parts:
    with _lock:
        since, parts = _shelf.get(key, (-math.inf, {}))
        if time.time() - since > _SECONDS:
            _shelf.pop(key, None)
            return {}
        _shelf.move_to_end(key)
        return parts


def _put(key: Hashable, parts: _Parts) -> None:
    with _lock:
        since, _ = _shelf.get(key, (time.time(), None))
        _shelf[key] = since, parts
        _shelf.move_to_end(key)
        while len(_shelf) > _MOST:
            _shelf.popitem(last=False)
