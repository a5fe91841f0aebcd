"""The cumulative chart: result, the straight line to the target, and where the pace leads. Pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from okoce.ui import formats
from targets.pace import Pace

WIDTH, HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 16, 28
_NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: int
    label: str


@dataclass(frozen=True)
class Chart:
    """Everything the picture draws, in whole units of its view box."""

    actual: str
    goal: str
    projection: str
    fan: str
    now_x: int
    now_y: int
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - _BOTTOM
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def draw(points: Sequence[tuple[date, int]], *, year: int, as_of: date, target: int | None, pace: Pace | None) -> Chart:
    """The chart of a year; `points` are (day, cumulative result), beginning on 31 December before."""
    first, last = date(year - 1, 12, 31), date(year, 12, 31)
    day_shown = max(first, min(as_of, last))
    values = [value for _, value in points]
    result = values[-1]
    top = max([1, *values, target or 0, pace.projected_high if pace else 0])
    low = min([0, *values])
    step = _nice_step(top - low)
    ceiling, ground = -(-top // step) * step, low // step * step

    def x(day: date) -> int:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first).days / (last - first).days)

    def y(value: float) -> int:
        # A projection may fall below the picture's floor: it ends there.
        shown = max(value, ground)
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (shown - ground) / (ceiling - ground))

    actual = f"M{x(first)} {y(0)}" + "".join(f"H{x(day)}V{y(value)}" for day, value in points) + f"H{x(day_shown)}"
    start = f"{x(day_shown)} {y(result)}"
    return Chart(
        actual=actual,
        goal=f"M{x(first)} {y(0)}L{x(last)} {y(target)}" if target else "",
        projection=f"M{start}L{x(last)} {y(pace.projected)}" if pace else "",
        fan=f"M{start}L{x(last)} {y(pace.projected_high)}V{y(pace.projected_low)}Z" if pace else "",
        now_x=x(day_shown),
        now_y=y(result),
        y_ticks=[Tick(y(value), formats.number(value)) for value in range(ground, ceiling + 1, step)],
        x_ticks=[Tick(x(date(year, month, 1)), formats.MONTHS[month - 1][:3]) for month in (1, 3, 5, 7, 9, 11)],
    )


def _nice_step(span: int) -> int:
    """A round distance that divides the span into about four."""
    rough = max(span / 4, 1)
    magnitude = 10 ** (len(str(int(rough))) - 1)
    return max(1, int(next(nice for nice in _NICE if nice * magnitude >= rough) * magnitude))


@dataclass(frozen=True)
class Month:
    """One line of the table behind the chart."""

    name: str
    change: int
    result: int
    change_url: str
    result_url: str


def months(points: Sequence[tuple[date, int]], year: int, as_of: date, opens: Mapping[str, str]) -> list[Month]:
    """The net change of each month that has begun by `as_of`, and the result at its end; `opens` as in views.links."""
    last = 12 if as_of.year > year else as_of.month if as_of.year == year else 0
    rows: list[Month] = []
    before = 0
    for month in range(1, last + 1):
        end = max(date.min, *(day for day, _ in points if (day.year, day.month) <= (year, month)))
        result = dict(points)[end]
        urls = [opens.get(f"{what}-{month}", "") for what in ("month", "result")]
        rows.append(Month(formats.MONTHS[month - 1], result - before, result, *urls))
        before = result
    return rows
