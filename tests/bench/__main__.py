"""`make bench`: every row on SQLite and, where its server is installed, on PostgreSQL; or on DATABASE_URL's alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench import loading
from tests.bench.processes import ROOT


def main() -> None:
    if loading.WRK is None:
        sys.stdout.write("wrk is missing (apt-get install wrk): a slower generator of our own takes its place.\n")
    if os.environ.get("DATABASE_URL"):
        sys.exit(_one().returncode)
    codes = [_one(DATABASE_URL="sqlite:///").returncode]
    if shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        codes.append(_one(".ci/postgres").returncode)
    else:
        sys.stdout.write("PostgreSQL is not measured: its server is not installed (apt-get install postgresql).\n")
    sys.exit(max(codes))


def _one(*wrapped: str, **settings: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*wrapped, sys.executable, "-m", "tests.bench.one"], cwd=ROOT, env=os.environ | settings)


main()
