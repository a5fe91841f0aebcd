"""PostgreSQL servers of one's own: a primary with a copy of the test database, and replicas that follow it."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import psycopg2

from tests.faults.servers import a_free_port, url_of_the_test_database

# Nothing here outlives the test; a checkpoint at every shutdown would only cost time.
_OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c wal_keep_size=64MB"


def programs() -> Path | None:
    """Debian keeps the server's programs out of PATH, one folder a version; None without any."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return max(found, key=lambda path: int(path.parts[4])).parent if found else None


@dataclass
class Cluster:
    """One server, in a folder of its own."""

    folder: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return f"postgres://okoce:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", "-o", f"-p {self.port} {_OPTIONS}")

    def stop(self) -> None:
        """As if the machine had failed."""
        self.run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def promote(self) -> None:
        self.run("pg_ctl", "promote", "--wait")

    def ask(self, sql: str) -> Any:
        """The first value that a statement gives, if it gives any."""
        asked = psycopg2.connect(self.url)
        asked.autocommit = True
        try:
            with asked.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            asked.close()

    def run(self, program: str, *words: str) -> None:
        self.run_as_server(program, f"--pgdata={self.folder}/data", *words)

    def run_as_server(self, program: str, *words: str) -> None:
        as_server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        command = [*as_server, str(_programs() / program), *words]
        environment = os.environ | {"PGPASSWORD": self.password}
        said = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=self.folder, env=environment, **said)


def _programs() -> Path:
    found = programs()
    assert found is not None
    return found


@contextmanager
def _a_folder() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="okoce-replicas-"))
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        subprocess.run(["chown", "postgres", str(folder)], check=True)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


@contextmanager
def _ending(cluster: Cluster) -> Iterator[Cluster]:
    try:
        yield cluster
    finally:
        with suppress(subprocess.CalledProcessError):
            cluster.stop()


@contextmanager
def a_primary() -> Iterator[Cluster]:
    """A server with what the test database holds now."""
    with _a_folder() as folder:
        cluster = Cluster(folder, a_free_port(), secrets.token_hex(16))
        word = folder / "password"
        word.write_text(cluster.password)
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", str(word)], check=True)
        cluster.run("initdb", "--username=okoce", f"--pwfile={word}", "--auth=scram-sha-256", "--no-sync", "-EUTF8")
        with _ending(cluster):
            cluster.start()
            _copy_of_the_test_database(cluster)
            yield cluster


@contextmanager
def a_replica(primary: Cluster) -> Iterator[Cluster]:
    """A server that follows another, and has caught up with it."""
    with _a_folder() as folder:
        cluster = Cluster(folder, a_free_port(), primary.password)
        source = f"--dbname={_libpq(primary.url)}"
        cluster.run("pg_basebackup", "--write-recovery-conf", "--checkpoint=fast", "--no-sync", source)
        with _ending(cluster):
            cluster.start()
            yield cluster


def _copy_of_the_test_database(cluster: Cluster) -> None:
    dump = [str(_programs() / "pg_dump"), "--no-owner", f"--dbname={_libpq(url_of_the_test_database())}"]
    load = [str(_programs() / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={_libpq(cluster.url)}"]
    dumped = subprocess.run(dump, check=True, capture_output=True)
    subprocess.run(load, check=True, input=dumped.stdout, stdout=subprocess.DEVNULL)


def _libpq(url: str) -> str:
    return url.replace("postgres://", "postgresql://")
