"""How a region's pace comes about: each figure with the sum that makes it, for whoever doubts it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from okoce.ui.formats import decimal, number, signed
from targets import goals
from targets.pace import Pace
from targets.progress import Standing


@dataclass(frozen=True)
class Working:
    """One figure: what it is called, the sum behind it ("" for what is counted or set), and where it opens."""

    name: str
    sum: str
    figure: str
    url: str = ""


def workings(standing: Standing, year: int, day: date, opens: Mapping[str, str]) -> list[Working]:
    """The steps from target and result to the projection, by the rules of `targets.pace`; none without a pace."""
    pace, target, result = standing.pace, standing.target, standing.result
    if pace is None or target is None:
        return []
    first, last = goals.year_of(year)
    gone, days = (day - first).days + 1, (last - first).days + 1
    return [
        Working("Target", "", number(target), opens.get("target", "")),
        Working("Hasil", "", number(result), opens.get("counted", "")),
        Working("Seharusnya", f"{number(target)} × {gone} ÷ {days} hari", number(pace.expected_by_now)),
        *_gap(
            pace.expected_by_now, result, exactly=f"{number(target)} × {gone} ÷ {days}" if standing.is_lagging else ""
        ),
        Working("Sisa sampai target", _difference(target, result) if pace.remaining else "", number(pace.remaining)),
        *_required(pace),
        *_heading_for(standing, pace, opens),
    ]


def _gap(expected: int, result: int, *, exactly: str) -> list[Working]:
    """What lies between them; who lacks less than one whole person is `exactly` expected a little more."""
    if exactly and result == expected:
        return [Working("Kurang dari seharusnya", f"{exactly} − {_within(result)}", "<1")]
    if result < expected:
        return [Working("Kurang dari seharusnya", _difference(expected, result), number(expected - result))]
    if result > expected:
        return [Working("Di atas seharusnya", _difference(result, expected), number(result - expected))]
    return []


def _difference(more: int, less: int) -> str:
    return f"{number(more)} − {_within(less)}"


def _within(figure: int) -> str:
    """A figure as a sum has it: a negative one in brackets."""
    return f"({number(figure)})" if figure < 0 else number(figure)


def _required(pace: Pace) -> list[Working]:
    found = []
    for name, unit, left, rate in (
        ("Perlu per hari", "hari lagi", pace.days_left, pace.required_per_day),
        ("Perlu per hari kerja", "hari kerja lagi", pace.working_days_left, pace.required_per_working_day),
    ):
        if rate is not None:
            found.append(Working(name, f"{number(pace.remaining)} ÷ {left} {unit}", decimal(rate)))
    return found


def _heading_for(standing: Standing, pace: Pace, opens: Mapping[str, str]) -> list[Working]:
    blocks = standing.figures.blocks
    recent, result = sum(blocks), _within(standing.result)
    weeks = [("terendah", min(blocks), pace.projected_low), ("tertinggi", max(blocks), pace.projected_high)]
    return [
        Working("28 hari terakhir", "", signed(recent), opens.get("recent", "")),
        Working("Laju per hari", f"{_within(recent)} ÷ 28 hari", decimal(pace.recent_per_day)),
        Working(
            "Perkiraan akhir tahun",
            f"{result} + {_within(recent)} ÷ 28 × {pace.days_left} hari",
            number(pace.projected),
        ),
        *(
            Working(f"Dengan minggu {name}", f"{result} + {_within(week)} ÷ 7 × {pace.days_left} hari", number(end))
            for name, week, end in weeks
        ),
    ]
