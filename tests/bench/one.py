"""The rows of one database, named by DATABASE_URL: a new database is made beside it and dropped at the end."""

import importlib
import os
import sys
import time

from tests.bench import processes, report
from tests.bench.bench import Bench, opened
from tests.bench.parts import flat
from tests.bench.rows import Table

_SEEDED = 51_000
"""People the demo seeds; more are copies of these (tests.bench.enlarging)."""

PARTS = ("anchors", "boards", "flat", "searching", "registering", "recording", "importing", "lists", "sizes")


def main() -> None:
    people = int(os.environ.get("PARTICIPANTS", "51000").replace("_", "").replace(".", ""))
    server = os.environ["DATABASE_URL"]
    postgres = server.startswith("postgres")
    name, begun = "PostgreSQL" if postgres else "SQLite", time.perf_counter()
    with processes.database(server) as url:
        env = processes.environment(url)
        seeded = _seed(env, min(people, _SEEDED))
        table = Table()
        sys.stdout.write(f"\n{name}, {people:,} people (the first {_SEEDED:,} seeded in {seeded:.0f} s)\n\n")
        with opened(env, table, postgres=postgres) as bench:
            _measure(bench, people)
    took = (time.perf_counter() - begun) / 60
    sys.stdout.write(f"\n{name}, {people:,} people: {table.said()}; {took:.1f} minutes\n")
    report.write(name, people, table, took)


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
    bench.portal("tidy")
    if people > _SEEDED:
        _grow(bench, people)
        wanted = [part for part in wanted if part != "flat"]
    for part in wanted:
        importlib.import_module(f"tests.bench.parts.{part}").measure(bench)


def _grow(bench: Bench, people: int) -> None:
    small = flat.costs(bench)
    made = bench.portal("enlarge", people=people, permits=people // 5)
    figure = f"{made['people']:,} people and {made['permits']:,} permits in {made['seconds']:.0f} s"
    bench.table.tell("2", "enlarged to", figure)
    flat.compare(bench, small, flat.costs(bench), f"{_SEEDED:,} → {people:,}")


if __name__ == "__main__":
    main()
