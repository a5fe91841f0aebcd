"""docs/benchmarks.md: what stands between its marks is written by the bench, the rest by people."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

from tests.bench.loading import WRK
from tests.bench.processes import ROOT
from tests.bench.rows import Table

FILE = ROOT / "docs/benchmarks.md"
_HEAD = "| row | what | goal | figure | ratio | |\n| --- | --- | --- | --- | --- | --- |\n"


def write(name: str, people: int, table: Table, minutes: float) -> None:
    """Put the rows of one run in place of those of the run before it with the same database and size.

    Runs of a few parts, or with a short minute, are for whoever works on the bench, and are not written.
    """
    if os.environ.get("PARTS") or os.environ.get("MINUTE", "60") != "60":
        return
    mark = f"{name} {people}"
    rows = "\n".join(row.markdown() for row in table.rows)
    day = datetime.datetime.now().astimezone().date()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    generator = "wrk" if WRK else "a generator of its own (wrk is missing)"
    head = f"### {name}, {people:,} people\n\n{day}, commit {commit or 'unknown'}, {_machine()}, rates by {generator}, "
    text = f"{head}{minutes:.0f} minutes: {table.said()}.\n\n{_HEAD}{rows}\n"
    section = f"<!-- figures: {mark} -->\n{text}<!-- end -->\n"
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else "# Benchmarks\n"
    pattern = re.compile(rf"<!-- figures: {re.escape(mark)} -->\n.*?<!-- end -->\n", re.DOTALL)
    after = pattern.sub(lambda _: section, before) if pattern.search(before) else f"{before.rstrip()}\n\n{section}"
    FILE.write_text(after, encoding="utf-8")


def _machine() -> str:
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
