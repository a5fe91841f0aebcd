"""Flat: what pages and deeds cost with many people, against what they cost with the 51,000 that were seeded."""

from tests.bench.asking import Ask
from tests.bench.bench import Bench

Costs = dict[str, dict[str, float]]


def costs(bench: Bench) -> Costs:
    """CPU and p50 of what must not grow, in milliseconds."""
    [person] = bench.portal("people", number=1, kelurahan="31.73.01.1006")
    searches = {"NIK": person["nik"], "number": person["number"], "phone": person["phone"], "name prefix": "sus"}
    pages = {
        "/capaian/ after a change": (Ask("/capaian/"), True),
        "officials' board": (bench.official("/pgo/"), False),
        "workbench": (bench.officer("/petugas/"), False),
        "a participant's page": (bench.official(f"/peserta/{person['number']}/"), False),
        "my steps": (bench.participant("/saya/"), False),
        "list of people": (bench.official("/peserta/"), False),
        "list of permits": (bench.official("/izin/"), False),
    } | {
        f"search by {by}": (bench.officer("/petugas/", form={"q": text}, headers=_TYPING), False)
        for by, text in searches.items()
    }
    found = {name: bench.cost(ask, repeats=30, changing=changing) for name, (ask, changing) in pages.items()}
    found["registering"] = bench.portal("cost", asks=bench.portal("registrations", number=45), repeats=40)
    found["recording"] = bench.portal("cost", asks=bench.portal("recordings", officers=1, each=35), repeats=30)
    return found


_TYPING = {"HX-Request": "true"}


def compare(bench: Bench, small: Costs, large: Costs, sizes: str) -> None:
    for name, before in small.items():
        after = large[name]
        for what in ("cpu", "p50"):
            ratio = after[what] / before[what]
            figure = f"{before[what]:.2f} → {after[what]:.2f} ms {'CPU' if what == 'cpu' else 'p50'}"
            miss = "" if ratio <= 1.2 else f"by {ratio / 1.2:.1f} ×"
            bench.table.ratio("2", f"{name}, {sizes}", "≤ 1.2 ×", figure, ratio, not miss, miss)


def measure(bench: Bench) -> None:
    """With the seeded people alone there is nothing to compare; what things cost is told all the same."""
    for name, cost in costs(bench).items():
        bench.table.tell("2", name, f"{cost['cpu']:.2f} ms CPU, p50 {cost['p50']:.2f} ms")
