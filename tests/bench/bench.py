"""One run over one database: what the parts measure with."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import loading
from tests.bench.asking import Ask
from tests.bench.loading import Load
from tests.bench.processes import Inside, Server
from tests.bench.rows import Table

ROUNDS = 3
SECONDS = 2.0
_OFFICER, _OFFICIAL, _PARTICIPANT = "petugas", "pgo", "peserta"


@dataclass
class Stream:
    """Requests to a server, of which no two rounds send the same when they are written only once."""

    server: Server
    file: Path
    connections: int = 8
    sent: int = 0


@dataclass
class Bench:
    """The database, both applications served and asked without a server, and the table the rows go to."""

    env: dict[str, str]
    table: Table
    postgres: bool
    portal: Inside
    bare: Inside
    portal_server: Server
    bare_server: Server
    folder: Path
    anchors: dict[str, float] = field(default_factory=dict)
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    _files: Iterator[int] = field(default_factory=count)

    def new_file(self) -> Path:
        return self.folder / f"requests-{next(self._files)}"

    def stream(self, server: Server, *asks: Ask, connections: int = 8) -> Stream:
        return Stream(server, loading.written(list(asks), self.new_file()), connections)

    def signed_in(self, username: str) -> dict[str, str]:
        if username not in self._cookies:
            self._cookies[username] = self.portal("bring_in", username=username)
        return self._cookies[username]

    def officer(self, path: str, **told: Any) -> Ask:
        return Ask(path, self.signed_in(_OFFICER), **told)

    def official(self, path: str, **told: Any) -> Ask:
        return Ask(path, self.signed_in(_OFFICIAL), **told)

    def participant(self, path: str) -> Ask:
        return Ask(path, self.signed_in(_PARTICIPANT))

    def cost(self, *asks: Ask, repeats: int = 40, **told: Any) -> dict[str, Any]:
        """What requests cost the portal, asked without a server."""
        return self.portal("cost", asks=[ask.told() for ask in asks], repeats=repeats, **told)

    def statements(self, ask: Ask, *, changing: bool = False) -> list[str]:
        found = self.portal("statements", ask=ask.told(), changing=changing)
        if found["status"] not in {200, 302}:
            raise RuntimeError(f"{ask.path} was answered with {found['status']}")
        return found["statements"]

    def in_turn(self, streams: Mapping[str, Stream], *, seconds: float = SECONDS) -> dict[str, Load]:
        """The median round of each stream, all measured in turn."""
        rounds: dict[str, list[Load]] = {name: [] for name in streams}
        for _ in range(ROUNDS):
            for name, stream in streams.items():
                for server in (self.portal_server, self.bare_server):
                    server.drain()
                load = loading.as_fast_as_answered(
                    stream.server.port,
                    stream.file,
                    seconds=seconds,
                    connections=stream.connections,
                    skip=stream.sent,
                )
                stream.sent += load.requests + stream.connections
                rounds[name].append(load)
        for name, loads in rounds.items():
            failed = sum(load.failed for load in loads)
            if failed:
                self.table.tell("!", f"{name}: {failed} of {sum(load.requests for load in loads)} failed", "")
        return {
            name: next(load for load in loads if load.rate == median(one.rate for one in loads))
            for name, loads in rounds.items()
        }


@contextmanager
def opened(env: dict[str, str], table: Table, *, postgres: bool) -> Iterator[Bench]:
    """Both applications, served and asked; all ends with the block."""
    with tempfile.TemporaryDirectory(prefix="okoce-bench-files.") as folder:
        running: list[Inside | Server] = []

        def run(kind: type[Inside] | type[Server], name: str) -> Any:
            running.append(kind(name, env))
            return running[-1]

        try:
            yield Bench(
                env,
                table,
                postgres,
                portal=run(Inside, "portal"),
                bare=run(Inside, "bare"),
                portal_server=run(Server, "portal"),
                bare_server=run(Server, "bare"),
                folder=Path(folder),
            )
        finally:
            for process in running:
                process.end()
