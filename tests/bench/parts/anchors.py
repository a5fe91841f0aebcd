"""What the machine can do at best: R, a bare page, and I, a bare form with one insert."""

from tests.bench.asking import Ask
from tests.bench.bench import Bench

PAGE = Ask("/")
FORM = Ask("/form/", form={"name": "Budi Contoh", "place": "Kapuk", "day": "2018-09-09", "note": "satu"})
MODEL_FORM = Ask("/model-form/", form={"name": "Budi Contoh", "place": "Kapuk", "day": "2018-09-09", "note": "satu"})


def measure(bench: Bench) -> None:
    """CPU of the anchors; their rates are measured anew beside whatever is compared with them."""
    for name, ask, title in (
        ("R", PAGE, "bare page, template of 20 rows"),
        ("I", FORM, "bare form, one insert"),
        ("I*", MODEL_FORM, "bare ModelForm with its checks, one insert"),
    ):
        cost = bench.bare("cost", asks=[ask.told()], repeats=200)
        bench.anchors[name] = cost["cpu"]
        server = f" + {cost['server']:.2f} ms PostgreSQL" if bench.postgres and name != "R" else ""
        bench.table.tell("anchor", f"{name}: {title}", f"{cost['cpu']:.2f} ms CPU{server}")
