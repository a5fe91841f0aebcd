"""Files of many rows, taken in while others go on: how long, how much memory, and what the others notice."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench import loading
from tests.bench.asking import Ask
from tests.bench.bench import Bench
from tests.bench.processes import ROOT

_PERMITS, _ROWS = 5_000, 50_000
_A_SECOND = 40
"""Requests a second of those who go on: a busy morning."""


def measure(bench: Bench) -> None:
    pages = [Ask("/"), Ask("/capaian/"), Ask("/daftar/"), bench.officer("/petugas/"), bench.official("/peserta/")]
    others = loading.written(pages, bench.new_file())
    permits, register = bench.new_file(), bench.new_file()
    bench.portal("permit_sheet", file=str(permits), rows=_PERMITS)
    bench.portal("register_sheet", file=str(register), rows=_ROWS)
    _take(bench, "permits", permits, others, rows=_PERMITS, seconds=10, name=f"{_PERMITS:,} permits recorded")
    _take(bench, "register", register, others, rows=_ROWS, seconds=60, name=f"{_ROWS:,} register rows matched")


def _take(bench: Bench, what: str, file: Path, others: Path, *, rows: int, seconds: float, name: str) -> None:
    command = [sys.executable, "-m", "tests.bench.sheets", what, str(file)]
    with ThreadPoolExecutor(1) as pool:
        _meanwhile(bench, others, 1)
        alone = _meanwhile(bench, others, 5)
        taking = pool.submit(subprocess.run, command, cwd=ROOT, env=bench.env, capture_output=True, text=True)
        beside = _meanwhile(bench, others, 5)
        done = taking.result()
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    bench.table.at_most("6", f"{name}, beside {_A_SECOND} requests a second", seconds, found["seconds"], "s")
    bench.table.holds("6", f"{name}: taken", "all", found["rows"] == rows, f"{found['rows']:,}")
    bench.table.at_most("6", f"{name}: memory of the process", 300, found["mib"], "MB")
    ratio = beside.p95 / alone.p95
    figure = f"{alone.p95:.1f} → {beside.p95:.1f} ms"
    miss = "" if ratio <= 2 else f"by {ratio / 2:.2f} ×"
    bench.table.ratio("6", f"{name}: p95 of the others", "≤ 2 ×", figure, ratio, not miss, miss)


def _meanwhile(bench: Bench, others: Path, seconds: float) -> loading.Load:
    return loading.at_a_pace(bench.portal_server.port, others, seconds=seconds, rate=_A_SECOND, chain=1)
