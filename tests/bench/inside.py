"""Asks a WSGI application in this very process, and says what it cost.

Commands come as lines of JSON, answers go back the same way; `portal` and `bare` each have such a process, so that
one can be measured in turn with the other.
"""

import importlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.bench.asking import Ask

APPLICATIONS = {"portal": "okoce.wsgi", "bare": "tests.bench.bare.wsgi"}


class Applied:
    """A WSGI application, asked without a server."""

    def __init__(self, name: str) -> None:
        self.application = importlib.import_module(APPLICATIONS[name]).application
        self._asked = count()

    def ask(self, ask: Ask) -> tuple[int, int, dict[str, list[str]]]:
        """The status, the length of the body and the headers of one answer."""
        said: list[Any] = []
        length = sum(len(part) for part in self.parts(ask, said))
        headers: dict[str, list[str]] = {}
        for name, value in said[1]:
            headers.setdefault(name.lower(), []).append(value)
        return int(said[0].split()[0]), length, headers

    def parts(self, ask: Ask, said: list[Any] | None = None) -> Iterator[bytes]:
        """The body of an answer as it comes; its status and headers are put into `said`."""
        said = [] if said is None else said
        body = ask.body.encode()
        path, _, query = ask.path.partition("?")
        number = next(self._asked)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": ask.method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            # Everybody from elsewhere: limits for one address are not what is measured.
            "REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "SCRIPT_NAME": "",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": ask.cookie,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in ask.headers.items()}
        answer = self.application(environ, lambda status, headers, *_: said.extend([status, headers]))
        try:
            yield from answer
        finally:
            getattr(answer, "close", lambda: None)()


def _change(applied: Applied) -> None:
    from tests.bench import preparing

    preparing.record_one()


def cost(applied: Applied, asks: list[dict], repeats: int, *, changing: bool = False, warm: int = 2) -> dict[str, Any]:
    """Milliseconds of CPU and of the clock for each request, here and in PostgreSQL, each a median; p95; bytes.

    The requests are asked in turn until `repeats` were; with `changing` a permit is recorded before each of them.
    """
    turn = cycle([Ask.read(ask) for ask in asks])
    for _ in range(warm):
        applied.ask(next(turn))
    cpu, wall, server, statuses = [], [], [], set()
    length = 0
    backend = _Backend()
    for _ in range(repeats):
        if changing:
            _change(applied)
        ask, before = next(turn), backend.milliseconds()
        begun, ticking = time.perf_counter(), time.thread_time()
        status, length, _ = applied.ask(ask)
        cpu.append(1000 * (time.thread_time() - ticking))
        wall.append(1000 * (time.perf_counter() - begun))
        server.append(backend.milliseconds() - before)
        statuses.add(status)
    if statuses - {200, 302, 304}:
        raise RuntimeError(f"{asks[0]['path']} was answered with {statuses}")
    return {
        "cpu": median(cpu),
        "p50": median(wall),
        "p95": quantiles(wall, n=20, method="inclusive")[-1] if len(wall) > 1 else wall[0],
        "server": median(server),
        "bytes": length,
    }


class _Backend:
    """The PostgreSQL process behind our connection, where there is one on this machine."""

    def __init__(self) -> None:
        from django.db import connection

        self._path: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self._path = path if path.exists() else None

    def milliseconds(self) -> float:
        """CPU it has used so far; a process gone or unseen has used none."""
        try:
            return int(self._path.read_text().split()[0]) / 1e6 if self._path else 0.0
        except OSError:
            return 0.0


@contextmanager
def _statements() -> Iterator[list[str]]:
    from django.db import connection

    said: list[str] = []

    def hear(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield said


def statements(applied: Applied, ask: dict, *, changing: bool = False) -> dict[str, Any]:
    """The statements of one request, without those that begin and end a view, and its status."""
    if changing:
        applied.ask(Ask.read(ask))
        _change(applied)
    with _statements() as said:
        status, _, _ = applied.ask(Ask.read(ask))
    return {"statements": [sql for sql in said if not sql.startswith(("BEGIN", "ROLLBACK"))], "status": status}


def answer(applied: Applied, ask: dict) -> dict[str, Any]:
    """What one request was answered with: status, length, headers."""
    status, length, headers = applied.ask(Ask.read(ask))
    return {"status": status, "bytes": length, "headers": headers}


def grown(applied: Applied, asks: list[dict], requests: int) -> dict[str, int]:
    """Resident memory of this process in KiB after a tenth of the requests and after them all."""
    turn = cycle([Ask.read(ask) for ask in asks])
    for _ in range(requests // 10):
        applied.ask(next(turn))
    early = resident()
    for _ in range(requests - requests // 10):
        applied.ask(next(turn))
    return {"early": early, "late": resident()}


def resident(pid: int | str = "self") -> int:
    """Resident memory of a process in KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def main() -> None:
    applied = Applied(sys.argv[1])
    commands: dict[str, Callable[..., Any]] = {
        "cost": cost,
        "statements": statements,
        "answer": answer,
        "grown": grown,
    }
    if sys.argv[1] == "portal":
        from tests.bench import preparing

        commands |= preparing.COMMANDS
    replies, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        order = json.loads(line)
        found = commands[order["command"]](applied, **order["told"])
        replies.write(json.dumps(found) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
