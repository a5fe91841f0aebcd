"""A nursery of processes that die: python -m tests.faults.dying

Each line on standard input is a request and the step at which its process is to be killed, and the answer how that
process ended; or it is a port on which granian is to serve, or the wish to have it killed. Steps are what writes or
locks: every statement but plain reading, and the moments before and after every COMMIT. The nursery has the portal
loaded, so that a new process costs a fork.
"""

import base64
import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn

_PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>


@dataclass(frozen=True)
class Sent:
    """A request, as bytes."""

    path: str
    body: bytes
    content_type: str
    headers: dict[str, str]


class Nursery:
    """The other end: asks the nursery to let a process die over a request."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def dies(self, sent: Sent, step: int) -> bool:
        """Whether the process that answered the request got to the step, and was killed there."""
        said = {"path": sent.path, "content_type": sent.content_type, "headers": sent.headers, "step": step}
        answer = self._ask(said | {"body": base64.b64encode(sent.body).decode()})
        assert answer in (-signal.SIGKILL, 0), f"step {step} of {sent.path}: the process ended with {answer}"
        return answer == -signal.SIGKILL

    def serve(self, port: int) -> None:
        """Start granian with one worker; it may take a moment until it answers."""
        self._ask({"serve": port})

    def kill(self) -> None:
        """Kill granian and its worker with SIGKILL; returns when they are gone."""
        self._ask({"kill": True})

    def _ask(self, said: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def a_nursery(environment: dict[str, str]) -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.dying"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Nursery(process)
        finally:
            process.kill()


def main() -> None:
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    # Loaded once, for all that are born here; neither needs the database.
    for path in ("/healthz", "/masuk/"):
        Client().get(path, SERVER_NAME="localhost")
    connections.close_all()
    # A worker whose parent was killed becomes a child of the nursery, which can then wait until it is gone.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    server = 0
    for line in sys.stdin:
        said, code = json.loads(line), 0
        if "serve" in said:
            server = os.fork()
            if server == 0:
                _serve(said["serve"])
        elif "kill" in said:
            _kill(server)
        else:
            code = _code_of(said)
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _serve(port: int) -> NoReturn:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    Granian(
        "okoce.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.critical,
    ).serve()
    os._exit(0)


def _kill(server: int) -> None:
    os.killpg(server, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _code_of(said: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        _live(said)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _live(said: dict[str, Any]) -> NoReturn:
    """Answer the request, unless the step comes first; ends with 0 for an answer below 500."""
    from django.test import Client

    status = 500
    try:
        _die_at(said["step"])
        client = Client(raise_request_exception=False)
        body = base64.b64decode(said["body"])
        status = client.generic(
            "POST", said["path"], body, said["content_type"], headers=said["headers"], SERVER_NAME="localhost"
        ).status_code
    finally:
        os._exit(0 if status < 500 else 1)


def _die_at(step: int) -> None:
    from django.db import connection

    left = step

    def another_step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counting(execute, sql, params, many, context):
        if not _only_reads(str(sql)):
            another_step()
        return execute(sql, params, many, context)

    commit = connection._commit

    def committing() -> None:
        another_step()
        commit()
        another_step()

    connection.execute_wrappers.append(counting)
    connection._commit = committing  # type: ignore[method-assign]


def _only_reads(sql: str) -> bool:
    return sql.lstrip().upper().startswith("SELECT") and "FOR UPDATE" not in sql and "pg_advisory" not in sql


if __name__ == "__main__":
    main()
