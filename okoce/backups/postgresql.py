"""PostgreSQL: pg_dump of an exported snapshot; put back by psql in a single transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from okoce.backups.archive import BackupRefused, Manifest

IS_PACKED = True

_LONG_NUMBER = re.compile(r"\d{12,}")
_PATIENCE_SECONDS = 10
_SCHEMA = "public"

_BEGINNING = f"""
SET client_min_messages = error;
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s';
"""
# Whatever the schema holds, not only what the backup knows: a table of a later portal must not stay behind.
_EMPTY_THE_SCHEMA = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' LOOP
        EXECUTE 'DROP TABLE IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
    FOR found IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE 'DROP FUNCTION IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
END $$;
"""


def version() -> str:
    """The server's version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        [number] = cursor.fetchone()
    return f"{number // 10000}.{number % 10000}"


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[dict[str, int], list[str], IO[bytes]]]:
    """Rows by table, applied migrations, and what pg_dump writes, all of one moment."""
    program = _program("pg_dump", at_least=_major(version()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        [name] = cursor.fetchone()
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY app, name")
        migrations = [row for (row,) in cursor.fetchall()]
        counts = _counts(cursor)
        options = ["--format=custom", "--compress=6", "--no-owner", "--no-privileges", f"--snapshot={name}"]
        with (folder / "errors").open("w+") as errors:
            with _start([program, *options], stdout=subprocess.PIPE, stderr=errors) as dump:
                assert dump.stdout is not None  # noqa: S101
                try:
                    yield counts, migrations, dump.stdout
                except BaseException:
                    dump.kill()
                    raise
            if dump.returncode != 0:
                errors.seek(0)
                raise BackupRefused(f"pg_dump failed: {_told(errors.read())}")


def is_empty(ignored: frozenset[str]) -> bool:
    """Whether no table but these holds a row."""
    with connection.cursor() as cursor:
        return not any(rows for table, rows in _counts(cursor).items() if table not in ignored)


def check(file: Path, manifest: Manifest) -> None:
    """See that this machine's tools can read the dump. Raises BackupRefused."""
    listing = _start([_program("pg_restore"), "--list", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, errors = listing.communicate()
    if listing.returncode:
        raise BackupRefused(f"pg_restore cannot read the dump: {_told(errors.decode(errors='replace'))}")


def put_back(file: Path, manifest: Manifest) -> None:
    """Replace everything in the portal's schema by the dump, and count it, in one transaction.

    Raises BackupRefused while others are connected, or where anything at all fails; then nothing was changed.
    """
    _refuse_while_others_are_connected()
    connection.close()
    psql = _start(
        [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert psql.stdin is not None  # noqa: S101
    done = False
    try:
        # COMMIT is ours to say, once all of the dump has gone in: at the end of its input psql would otherwise
        # keep the half of it.
        _say(psql, _BEGINNING)
        _say(psql, _EMPTY_THE_SCHEMA)
        dump = _start(
            [_program("pg_restore"), "--file=-", "--no-owner", "--no-privileges", str(file)],
            stdout=psql.stdin,
            stderr=subprocess.DEVNULL,
        )
        if dump.wait() == 0:
            _say(psql, f"{_counting_again(manifest)}\nCOMMIT;")
            done = True
    except BrokenPipeError:
        pass
    _, errors = psql.communicate()
    if not done or psql.returncode:
        raise BackupRefused(f"The restore failed and nothing was changed: {_told(errors.decode(errors='replace'))}")


def _refuse_while_others_are_connected() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        [others] = cursor.fetchone()
    if others:
        raise BackupRefused(f"{others} other connections are open. Stop the portal and its commands first.")


def _counting_again(manifest: Manifest) -> str:
    """What raises where a table does not hold as many rows as the manifest says."""
    sums = "\n".join(
        f"IF (SELECT count(*) FROM {connection.ops.quote_name(table)}) <> {rows:d} THEN "  # noqa: S608
        f"RAISE EXCEPTION 'a table does not hold what the manifest says'; END IF;"
        for table, rows in sorted(manifest.counts.items())
    )
    # A dump empties the search path for what follows it.
    return f"SET LOCAL search_path = {_SCHEMA};\nDO $$ BEGIN\n{sums}\nEND $$;"


def _counts(cursor) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [_SCHEMA])
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        [found[table]] = cursor.fetchone()
    return found


def _say(psql: "subprocess.Popen[bytes]", sql: str) -> None:
    assert psql.stdin is not None  # noqa: S101
    psql.stdin.write(sql.encode() + b"\n")
    psql.stdin.flush()


def _start(command: list[str], **pipes) -> "subprocess.Popen[bytes]":
    """A client program on the portal's database; the password goes in its environment, where nobody lists it."""
    settings = connection.settings_dict | {"NAME": connection.settings_dict["NAME"] or "postgres"}
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    program, *options = command
    of_a_file = program.endswith("pg_restore")  # asks no server
    where = [] if of_a_file else [*arguments[1:-1], f"--dbname={arguments[-1]}"]
    return subprocess.Popen([program, *where, *options], env={**os.environ, **(environment or {})}, **pipes)  # noqa: S603


def _program(name: str, *, at_least: int = 0) -> str:
    """Where a client program is. Raises BackupRefused where there is none, or it is older than the server."""
    found = _newest(name)
    if found is None:
        raise BackupRefused(f"{name} is needed: install PostgreSQL's client (apt-get install postgresql-client).")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    own = re.search(r"\) (\d+)", said)
    if own is None or int(own[1]) < at_least:
        raise BackupRefused(
            f"{said.strip() or name} is older than the server, PostgreSQL {at_least}: install its client of that "
            f"version (postgresql-client-{at_least})."
        )
    return found


def _newest(name: str) -> str | None:
    """Debian keeps the programs out of PATH, a folder for each version, and puts a chooser into it."""
    own = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(own[-1]) if own else shutil.which(name)


def _major(said: str) -> int:
    return int(said.split(".")[0])


def _told(errors: str) -> str:
    """The first error, without what a row may have said in its context."""
    lines = [line for line in errors.splitlines() if "ERROR" in line or "error" in line or "FATAL" in line]
    return _LONG_NUMBER.sub("…", (lines or errors.splitlines() or ["no reason was given"])[0].strip())
