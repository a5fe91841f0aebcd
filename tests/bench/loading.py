"""Requests from a file, sent to a server over some connections: as fast as they are answered (wrk), or at a pace.

wrk (Debian's) is quicker than any Python; without it, this module's own generator does, and the report says so.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bench.asking import Ask

WRK = shutil.which("wrk")
_SCRIPT = Path(__file__).with_name("replay.lua")


@dataclass(frozen=True)
class Load:
    """What came of it: answered requests, seconds, failures, milliseconds."""

    requests: int
    seconds: float
    failed: int
    p50: float
    p95: float
    longest: float

    @property
    def rate(self) -> float:
        return (self.requests - self.failed) / self.seconds


def written(asks: list[Ask], file: Path) -> Path:
    """The file, with these requests in it."""
    file.write_text("".join(f"{ask.line()}\n" for ask in asks), encoding="utf-8")
    return file


def as_fast_as_answered(port: int, file: Path, *, seconds: float, connections: int = 8, skip: int = 0) -> Load:
    """Over so many connections, each asking again once it was answered; `skip` of the file's requests are left out."""
    if WRK is None:
        return _own(port, file, seconds=seconds, connections=connections, skip=skip)
    words = [
        "-t1",
        "--timeout",
        "30s",
        f"-c{connections}",
        f"-d{seconds:.0f}s",
        "-s",
        str(_SCRIPT),
        f"http://127.0.0.1:{port}",
    ]
    said = subprocess.run(
        [WRK, *words, "--", str(file), str(skip)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    [figures] = [line.split()[1:] for line in said.splitlines() if line.startswith("FIGURES")]
    requests, duration, failed, *latencies = figures
    return Load(int(requests), float(duration), int(failed), *map(float, latencies))


def at_a_pace(port: int, file: Path, *, seconds: float, rate: float, chain: int, connections: int = 16) -> Load:
    """So many chains of requests begun each second, whether those before are answered or not; times are of requests."""
    return _own(port, file, seconds=seconds, connections=connections, rate=rate, chain=chain)


def _own(port: int, file: Path, **told: float) -> Load:
    words = [f"--{name}={value}" for name, value in told.items()]
    command = [sys.executable, "-m", "tests.bench.loading", str(port), str(file), *words]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Load(**json.loads(said))


class _Sender:
    """Sends what a file holds, and keeps how long each answer took."""

    def __init__(self, port: int, lines: list[bytes], chain: int) -> None:
        self.port, self.lines, self.chain = port, lines, chain
        self.turn = 0
        self.took: list[float] = []
        self.failed = 0

    def next_chain(self) -> list[bytes]:
        begin = self.turn % len(self.lines)
        self.turn += self.chain
        return self.lines[begin : begin + self.chain]

    async def connection(self, until: float, starts: "asyncio.Queue[float] | None") -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            if starts is not None:
                begun = await starts.get()
                if begun < 0:
                    break
            for request in self.next_chain():
                writer.write(request)
                self.failed += not await _answered(reader)
                now = time.perf_counter()
                # From when it should have begun: waiting for a free connection is waiting, too.
                self.took.append(1000 * (now - begun))
                begun = now
        writer.close()


async def _answered(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length, chunked = 0, False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        chunked |= name == b"transfer-encoding"
    if chunked:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(length)
    return head[9:12] in {b"200", b"302", b"304"}


def _request(line: str, port: int) -> bytes:
    method, path, cookie, more, body = line.split("\t")
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    if cookie:
        head.append(f"Cookie: {cookie}")
    if method == "POST":
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
    head += [header for header in more.split("\x1e") if header]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


async def _send(port: int, file: str, seconds: float, connections: int, rate: float, chain: int, skip: int) -> Load:
    lines = [_request(line, port) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    sender = _Sender(port, lines[skip:] + lines[:skip], chain)
    begun = time.perf_counter()
    starts: asyncio.Queue[float] | None = asyncio.Queue() if rate else None
    until = begun + (2 * seconds if rate else seconds)
    tasks = [asyncio.create_task(sender.connection(until, starts)) for _ in range(connections)]
    if starts is not None:
        for number in range(int(seconds * rate)):
            due = begun + number / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            starts.put_nowait(due)
        for _ in tasks:
            starts.put_nowait(-1)
    await asyncio.gather(*tasks)
    took = time.perf_counter() - begun
    parts = quantiles(sender.took, n=20, method="inclusive")
    return Load(len(sender.took), took, sender.failed, parts[9], parts[-1], max(sender.took))


def main() -> None:
    port, file, *words = sys.argv[1:]
    told = {"seconds": 2.0, "connections": 8.0, "rate": 0.0, "chain": 1.0, "skip": 0.0}
    told |= {name: float(value) for name, value in (word.removeprefix("--").split("=") for word in words)}
    whole = {name: int(told[name]) for name in ("connections", "chain", "skip")}
    load = asyncio.run(_send(int(port), file, told["seconds"], rate=told["rate"], **whole))
    sys.stdout.write(json.dumps(vars(load)))


if __name__ == "__main__":
    main()
