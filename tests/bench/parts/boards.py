"""Boards: never stale, never computed in vain."""

from tests.bench.asking import Ask
from tests.bench.bench import Bench
from tests.bench.parts import anchors

# The API answers so many times a minute to one address: its rate cannot be measured from one machine.
_SERVED = {"home /": "/", "/capaian/": "/capaian/"}
_OTHER_DAY, _PAST = "per=2018-03-31", "data_sampai=2018-06-30"
_GZIP = {"Accept-Encoding": "gzip"}


def measure(bench: Bench) -> None:
    _unchanged(bench)
    _after_a_change(bench)


def _unchanged(bench: Bench) -> None:
    streams = {"R": bench.stream(bench.bare_server, anchors.PAGE)}
    for name, path in _SERVED.items():
        streams[name] = bench.stream(bench.portal_server, Ask(path, headers=_GZIP))
    found = bench.in_turn(streams)
    for name in _SERVED:
        bench.table.at_least("1", f"{name} unchanged", 0.8, "R", found[name].rate, found["R"].rate)
    for name, path in (_SERVED | {"API progress": "/api/v1/progress/"}).items():
        cost = bench.cost(Ask(path, headers=_GZIP), repeats=100)
        said = len(bench.statements(Ask(path, headers=_GZIP)))
        server = f" + {cost['server']:.2f} ms PostgreSQL" if bench.postgres else ""
        bench.table.tell("1", f"{name} unchanged", f"{cost['cpu']:.2f} ms CPU{server}, {said} statements")


def _after_a_change(bench: Bench) -> None:
    today = {"home /": Ask("/"), "/capaian/": Ask("/capaian/"), "API progress": Ask("/api/v1/progress/")}
    asks = today | {
        "/capaian/, another day": Ask(f"/capaian/?{_OTHER_DAY}"),
        "/capaian/, known at a past moment": Ask(f"/capaian/?{_PAST}"),
        "board of officials": bench.official("/pgo/"),
    }
    for name, ask in asks.items():
        cost = bench.cost(ask, changing=True)
        said = len(bench.statements(ask, changing=True)) - (2 if ask.cookies else 0)
        if "moment" in name:
            bench.table.tell("1", f"{name}, nothing kept", f"{cost['cpu']:.1f} ms CPU, {said} statements")
        else:
            bench.table.at_most("1", f"{name} after a change", 12, cost["cpu"], "ms CPU")
            bench.table.at_most("1", f"{name} after a change", 2, said, "statements")
        if bench.postgres:
            limit = 1 if name in today else 30 if "moment" in name else 8
            bench.table.at_most("1", f"{name} after a change", limit, cost["server"], "ms PostgreSQL")
