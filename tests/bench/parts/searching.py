"""Search while typing: within a kelurahan, a city and the province, misspelt names too."""

from tests.bench.bench import Bench

_TYPING = {"HX-Request": "true"}
_TERMS = [
    "su",
    "sus",
    "susa",
    "susan",
    "siti",
    "siti n",
    "ahmad",
    "budi san",
    "mohamad",
    "moh",
    "nurha",
    "wti",
    "sutris",
    "ahmda",
    "dewi lestari",
    "rini wah",
    "zulk",
    "x",
    "an",
    "sri",
]


def measure(bench: Bench) -> None:
    limit = 50 if bench.postgres else 100
    cost = bench.cost(*[bench.officer("/petugas/", form={"q": term}, headers=_TYPING) for term in _TERMS], repeats=60)
    bench.table.at_most("3", "search while typing at the desk, the whole request: p95", limit, cost["p95"], "ms")
    bench.table.tell("3", "search while typing at the desk", f"p50 {cost['p50']:.1f} ms, {cost['cpu']:.1f} ms CPU")
    for where, username in (("a city", "pgo-jakbar"), ("the province", "pgo")):
        found = bench.portal("searched", username=username, terms=_TERMS)
        bench.table.at_most("3", f"search while typing in {where}: p95", limit, found["p95"], "ms")
        bench.table.tell("3", f"search while typing in {where}", f"p50 {found['p50']:.1f} ms")
    plain = bench.portal("plain_search", term="susan")
    ours = bench.portal("searched", username="pgo", terms=["susan"], repeats=15)["p50"]
    ratio = plain / ours
    miss = "" if ratio >= 100 else f"by {100 / ratio:.1f} ×"
    title, figure = "name search in the province against the admin's", f"{plain:.1f} → {ours:.2f} ms"
    bench.table.ratio("3", title, "≥ 100 ×", figure, ratio, not miss, miss)
