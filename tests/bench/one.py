"""The rows of one database, named by DATABASE_URL: a new database is made beside it and dropped at the end."""

import importlib
import os
import sys
import time

from tests.bench import processes
from tests.bench.bench import Bench, opened
from tests.bench.rows import Table

_SEEDED = 51_000
"""People the demo seeds; more are copies of these (tests.bench.enlarging)."""

PARTS = ("anchors", "boards", "registering", "recording")


def main() -> None:
    people = int(os.environ.get("PARTICIPANTS", "51000").replace("_", ""))
    server = os.environ["DATABASE_URL"]
    postgres = server.startswith("postgres")
    with processes.database(server) as url:
        env = processes.environment(url)
        seeded = _seed(env, min(people, _SEEDED))
        table = Table()
        sys.stdout.write(
            f"\n{'PostgreSQL' if postgres else 'SQLite'}, {people:,} people (seeded in {seeded:.0f} s)\n\n"
        )
        with opened(env, table, postgres=postgres) as bench:
            _measure(bench, people)


def _seed(env: dict[str, str], people: int) -> float:
    begun = time.perf_counter()
    processes.manage(env, "migrate", "--verbosity=0")
    processes.manage(env, "load_regions")
    processes.manage(env, "load_targets")
    processes.manage(env, "seed_demo", f"--participants={people}")
    processes.manage(env, "collectstatic", "--noinput", "--verbosity=0")
    processes.manage(
        env | {"DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings"},
        "migrate",
        "--run-syncdb",
        "--verbosity=0",
        "bare",
    )
    return time.perf_counter() - begun


def _measure(bench: Bench, people: int) -> None:
    wanted = os.environ.get("PARTS", "").split() or PARTS
    for part in wanted:
        importlib.import_module(f"tests.bench.parts.{part}").measure(bench)


if __name__ == "__main__":
    main()
