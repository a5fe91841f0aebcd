"""Recording permits: at the desk, with the journal and all that hangs on it; by 267 officers at once."""

from tests.bench.asking import Ask
from tests.bench.bench import Bench, Stream
from tests.bench.parts import anchors

_MANY, _FEW = 267, 8


def measure(bench: Bench) -> None:
    one = [Ask.read(ask) for ask in bench.portal("recordings", officers=1, each=50)]
    said = bench.statements(one[0])
    bench.table.tell("5", "recording a permit", f"{len(said)} statements, with session and user")
    cost = bench.cost(*one[1:], repeats=40)
    server = f" + {cost['server']:.2f} ms PostgreSQL" if bench.postgres else ""
    bench.table.tell("5", "recording a permit", f"{cost['cpu']:.2f} ms CPU{server} (I {bench.anchors['I']:.2f})")
    _rates(bench)


def _rates(bench: Bench) -> None:
    before = bench.portal("size")["permits"]
    streams = {"I": bench.stream(bench.bare_server, anchors.FORM)}
    streams["few"] = _recordings(bench, _FEW, 120)
    streams["many"] = _recordings(bench, _MANY, 12)
    found = bench.in_turn(streams)
    recorded = bench.portal("size")["permits"] - before
    sent = streams["few"].sent + streams["many"].sent
    bench.table.at_least("5", "recording, 8 officers", 0.4, "I", found["few"].rate, found["I"].rate)
    bench.table.at_least(
        "5", "recording, 267 officers at once", 0.9, "8 officers", found["many"].rate, found["few"].rate
    )
    bench.table.holds("5", "each POST recorded a permit", "all", recorded >= sent - 3 * (_MANY + _FEW), f"{recorded:,}")


def _recordings(bench: Bench, officers: int, each: int) -> Stream:
    file = bench.new_file()
    bench.portal("recordings", officers=officers, each=each, file=str(file))
    return Stream(bench.portal_server, file, connections=officers)
