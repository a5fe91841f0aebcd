"""Processes of the portal, served by granian as `make run` does, and browsers that ask them."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from tests.faults.servers import a_free_port, wait_for

_PATIENCE_SECONDS = 30
_CSRF = "c" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    leads_to: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.text)


@dataclass
class Browser:
    """Somebody who asks a portal on a port, and keeps its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """The answer to a GET, or to these fields posted as a form."""
        sent = None if fields is None else urlencode(dict(fields) | {"csrfmiddlewaretoken": _CSRF})
        cookies = "; ".join(f"{name}={value}" for name, value in (self.cookies | {"csrftoken": _CSRF}).items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            line.request("GET" if sent is None else "POST", path, sent, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        finally:
            line.close()

    def is_answered(self, path: str) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.ask(path).status == 200
        return False


@dataclass
class Portal:
    """One server process of the portal with its workers."""

    port: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """At once, without a goodbye: the server and whoever answers for it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_PATIENCE_SECONDS)


@contextmanager
def a_portal(database_url: str, replica_url: str = "", port: int | None = None) -> Iterator[Portal]:
    """The portal on a free port, or on one that was chosen before, once it answers."""
    port = port or a_free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.replicas.served",
        "DATABASE_URL": database_url,
        "REPLICA_OF_THE_TEST": replica_url,
    }
    command = [sys.executable, "-m", "granian", "okoce.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "critical"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, **quiet)
    portal = Portal(port, process)
    try:
        wait_for(lambda: Browser(port).is_answered("/healthz"), "the portal")
        yield portal
    finally:
        portal.kill()
