"""The portal under granian on a loopback port, asked as a browser asks it."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from okoce.accounts.models import User

_PATIENCE_SECONDS = 30


def wait_for(condition: Callable[[], object], what: str, *, every: float = 0.02) -> None:
    """Return once the condition holds, looked at every so many seconds; fail when it does not within half a minute."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(every)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def url_of_the_test_database() -> str:
    """What DATABASE_URL says to a server that is to use the database of this test."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    user = f"{quote(said['USER'])}:{quote(said['PASSWORD'])}"
    return f"postgres://{user}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a process of the portal, with the settings of the tests."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url} | more


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


@dataclass
class Portal:
    """The portal, served by granian as `make run` does."""

    port: int

    def __post_init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(
        self, path: str, fields: Mapping[str, Any] | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """What the portal answers: to a GET, or to these fields posted as the form of somebody signed in."""
        sent = None if fields is None else urlencode(dict(fields) | {"csrfmiddlewaretoken": _CSRF})
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            line.request("GET" if sent is None else "POST", path, sent, self.headers | dict(headers or {}))
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        return Answer(answer.status, answer.headers, text, time.monotonic() - began)

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in (self.cookies | {"csrftoken": _CSRF}).items())
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def is_up(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.ask("/healthz").status == 200
        return False

    def is_ready(self) -> bool:
        return self.ask("/readyz").status == 200


_CSRF = "c" * 32


@dataclass
class Served(Portal):
    """A portal with its process, which is granian's."""

    process: "subprocess.Popen[bytes]"
    _said: IO[bytes]

    @property
    def worker(self) -> int:
        """The id of the process that answers."""
        [worker] = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(worker)

    def said(self) -> str:
        """What it has written to its log so far."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")

    @contextmanager
    def no_file_above(self, most_bytes: int) -> Iterator[None]:
        """Every file it writes is refused beyond so many bytes, as by a disk that is full."""
        before = resource.prlimit(self.worker, resource.RLIMIT_FSIZE)
        resource.prlimit(self.worker, resource.RLIMIT_FSIZE, (most_bytes, before[1]))
        try:
            yield
        finally:
            resource.prlimit(self.worker, resource.RLIMIT_FSIZE, before)


@contextmanager
def a_portal(database_url: str, *options: str, **more: str) -> Iterator[Served]:
    """The portal on a free port, which has answered once; whatever happens, nothing of it is left running."""
    port = a_free_port()
    command = [sys.executable, "-m", "granian", "okoce.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    command += ["--workers-kill-timeout", "10", "--log-level", "critical", *options]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment(database_url, **more),
            start_new_session=True,
            stdout=said,
            stderr=said,
        )
        portal = Served(port, process, said)
        try:
            wait_for(lambda: process.poll() is not None or portal.is_up(), "the portal")
            assert process.poll() is None, f"the portal ended at once: {portal.said()}"
            yield portal
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(_PATIENCE_SECONDS)


def signed_in(user: User) -> dict[str, str]:
    """The cookies of a browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(user)
    return {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}
