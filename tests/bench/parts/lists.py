"""Lists and files: nobody is counted, and files are streamed."""

from tests.bench.bench import Bench

_LISTS = ["/peserta/", "/peserta/?urut=nama", "/peserta/?siap=ya", "/izin/", "/kendala/"]


def measure(bench: Bench) -> None:
    limit = 50 if bench.postgres else 100
    for path in _LISTS:
        ask = bench.official(path)
        counts = [sql for sql in bench.statements(ask) if "COUNT(" in sql.upper()]
        bench.table.holds("7", f"{path} counts nobody", "no count(*)", not counts, f"{len(counts)} statements count")
        cost = bench.cost(ask, repeats=15)
        bench.table.at_most("7", f"{path}: p95", limit, cost["p95"], "ms")
    grown = bench.portal("streamed", ask=bench.official("/peserta/ekspor.csv", form={}).told())
    bench.table.at_most("7", "file of all people: memory it takes", 30, grown["mib"], "MiB")
    bench.table.tell("7", "file of all people", f"{grown['lines']:,} lines in {grown['seconds']:.1f} s")
