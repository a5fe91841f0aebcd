"""The processes of a run: the database it may write to, the servers, and those that ask without a server."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
_MODULES = {"portal": "okoce.wsgi:application", "bare": "tests.bench.bare.wsgi:application"}


def environment(database_url: str) -> dict[str, str]:
    """What the portal is configured with: the demo's day, secrets of its own, nothing of a developer's."""
    made = subprocess.run([ROOT / ".ci/secrets"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    fresh = dict(line.split("=", 1) for line in made.splitlines())
    return (
        os.environ
        | fresh
        | {
            "DATABASE_URL": database_url,
            "DATABASE_REPLICA_URL": "",
            "PROGRAMME_DATE": "2018-09-09",
            "TLS": "off",
            "DEBUG": "off",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": "",
            "EMAIL_URL": "dummymail://",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "okoce.settings",
        }
    )


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """The address of a new, empty database: beside the one that is named, which is never touched; gone at the end."""
    parts = urlsplit(server_url)
    if parts.scheme.startswith("sqlite"):
        folder = Path(tempfile.mkdtemp(prefix="okoce-bench."))
        try:
            yield f"sqlite:///{folder / 'bench.sqlite3'}"
        finally:
            shutil.rmtree(folder)
        return
    name = f"okoce_bench_{secrets.token_hex(4)}"
    _ask_postgres(server_url, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        _ask_postgres(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _ask_postgres(url: str, sql: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        connection.cursor().execute(sql)
    finally:
        connection.close()


def manage(env: dict[str, str], *words: str) -> None:
    """One command of manage.py; what it says is shown when it fails."""
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"manage.py {' '.join(words)} failed:\n{done.stdout}{done.stderr}")


class Inside:
    """A process that asks one application without a server (tests.bench.inside)."""

    def __init__(self, name: str, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.inside", name],
            cwd=ROOT,
            env=env if name == "portal" else env | {"DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, command: str, **told: Any) -> Any:
        """What a command of that process gives."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, "told": told}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command}: the process that asks has ended")
        return json.loads(line)

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


class Server:
    """granian on a free loopback port, with two processes of four threads as `make run` has."""

    def __init__(self, name: str, env: dict[str, str], *, workers: int = 2, threads: int = 4) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        settings = {} if name == "portal" else {"DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings"}
        begun = time.perf_counter()
        where = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        size = ["--workers", str(workers), "--blocking-threads", str(threads), "--workers-kill-timeout", "5"]
        self._process = subprocess.Popen(
            [str(Path(sys.executable).with_name("granian")), _MODULES[name], *where, *size],
            cwd=ROOT,
            env=env | settings,
            stderr=subprocess.DEVNULL if os.environ.get("QUIET", "on") == "on" else None,
            start_new_session=True,
        )
        self._wait("/healthz" if name == "portal" else "/")
        self.ready_after = time.perf_counter() - begun

    def _wait(self, path: str) -> None:
        for _ in range(600):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5):
                    return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the server does not answer")

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def drain(self) -> None:
        """Wait until what was asked of it is done: a generator that leaves does not take back what it has sent."""
        used = self._ticks()
        for _ in range(600):
            time.sleep(0.1)
            before, used = used, self._ticks()
            if used == before:
                return
        raise RuntimeError("the server is busy for a minute with nobody asking")

    def _ticks(self) -> int:
        """How long its workers have used a processor so far, in hundredths of a second."""
        stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers)
        return sum(int(stat[11]) + int(stat[12]) for stat in stats)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(30)
