"""Registration: three short pages, and one insert with all that hangs on it."""

import os

from tests.bench import loading
from tests.bench.asking import Ask
from tests.bench.bench import Bench, Stream
from tests.bench.parts import anchors

_MADE = 6000
_MINUTE = float(os.environ.get("MINUTE", "60"))
"""Seconds that a minute takes; less while the bench itself is worked on."""


def measure(bench: Bench) -> None:
    _pages(bench)
    _rates(bench)
    _minute(bench)


def _pages(bench: Bench) -> None:
    cost = bench.cost(Ask("/daftar/"), repeats=100)
    bench.table.at_most("4", "GET /daftar/", 3.5, cost["cpu"], "ms CPU")
    [journey] = [[Ask.read(ask) for ask in bench.portal("registrations", number=1, whole=True)]]
    said = bench.statements(journey[-1])
    bench.table.at_most("4", "final POST", 6, len(said), "statements")
    post = bench.portal("cost", asks=bench.portal("registrations", number=80), repeats=60)
    server = f" + {post['server']:.2f} ms PostgreSQL" if bench.postgres else ""
    bench.table.tell("4", "final POST", f"{post['cpu']:.2f} ms CPU{server} (I {bench.anchors['I']:.2f})")
    whole = 0.0
    number = 30
    made = bench.portal("registrations", number=number + 3, whole=True)
    for step in range(6):
        whole += bench.portal("cost", asks=made[step::6], repeats=number)["cpu"]
    bench.table.at_most("4", "the whole journey, six requests", 12, whole, "ms CPU")


def _rates(bench: Bench) -> None:
    file = bench.new_file()
    bench.portal("registrations", number=_MADE, file=str(file))
    before = bench.portal("size")["people"]
    posts = Stream(bench.portal_server, file)
    found = bench.in_turn(
        {
            "R": bench.stream(bench.bare_server, anchors.PAGE),
            "I": bench.stream(bench.bare_server, anchors.FORM),
            "I*": bench.stream(bench.bare_server, anchors.MODEL_FORM),
            "GET": bench.stream(bench.portal_server, Ask("/daftar/")),
            "POST": posts,
        }
    )
    registered = bench.portal("size")["people"] - before
    bench.table.at_least("4", "GET /daftar/", 0.35, "R", found["GET"].rate, found["R"].rate)
    bench.table.at_least("4", "final POST", 0.5, "I", found["POST"].rate, found["I"].rate)
    ratio = f"{found['POST'].rate / found['I*'].rate:.2f} × I* ({found['I*'].rate:,.0f}/s)"
    bench.table.tell("4", "final POST against a ModelForm", ratio)
    bench.table.holds("4", "each POST registered somebody", "all", registered >= posts.sent - 60, f"{registered:,}")


def _minute(bench: Bench) -> None:
    file = bench.new_file()
    if bench.postgres:
        bench.portal("registrations", number=int(50 * _MINUTE), whole=True, file=str(file))
        load = loading.at_a_pace(bench.portal_server.port, file, seconds=_MINUTE, rate=50, chain=6, connections=32)
        title = f"50 registrations a second (300 requests) for {_MINUTE:.0f} s"
        bench.table.at_most("4", f"{title}: failed", 0, load.failed, "requests")
        bench.table.at_most("4", f"{title}: p95", 500, load.p95, "ms")
        return
    bench.portal("registrations", number=int(500 * _MINUTE), file=str(file))
    load = loading.as_fast_as_answered(bench.portal_server.port, file, seconds=_MINUTE, connections=16)
    bench.table.at_most(
        "4", f"16 clients register for {_MINUTE:.0f} s on SQLite: failed", 0, load.failed, f"of {load.requests:,}"
    )
    bench.table.tell("4", "16 clients on SQLite", f"{load.rate:,.0f}/s, p95 {load.p95:.0f} ms")
