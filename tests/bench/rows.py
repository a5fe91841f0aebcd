"""What a run found, row by row: said as it is found, and written to docs/benchmarks.md."""

import sys
from dataclasses import dataclass, field

REACHED, MISSED, TOLD = "reached", "MISSED", "       "


@dataclass(frozen=True)
class Row:
    """One figure against its goal; `reached` is None for what is only told."""

    part: str
    title: str
    goal: str
    figure: str
    ratio: str = ""
    reached: bool | None = None
    miss: str = ""

    @property
    def word(self) -> str:
        return TOLD if self.reached is None else REACHED if self.reached else MISSED

    def said(self) -> str:
        goal = f"goal {self.goal}" if self.goal else ""
        parts = [f"{self.part} {self.title}", goal, self.figure, self.ratio, self.miss]
        return f"{self.word:8}" + "  ".join(part for part in parts if part)

    def markdown(self) -> str:
        word = {REACHED: "reached", MISSED: f"**missed** {self.miss}".rstrip(), TOLD: ""}[self.word]
        return f"| {self.part} | {self.title} | {self.goal} | {self.figure} | {self.ratio} | {word} |"


@dataclass
class Table:
    """The rows of one database."""

    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        sys.stdout.write(row.said() + "\n")
        sys.stdout.flush()

    def said(self) -> str:
        """How many rows are reached, and how many are not."""
        judged = [row.reached for row in self.rows if row.reached is not None]
        return f"{sum(judged)} of {len(judged)} reached"

    def tell(self, part: str, title: str, figure: str) -> None:
        """A figure without a goal."""
        self.add(Row(part, title, "", figure))

    def at_most(self, part: str, title: str, limit: float, found: float, unit: str, *, ratio: str = "") -> None:
        """A figure that must not be above a limit."""
        miss = "" if found <= limit else f"by {found / limit:.2f} ×" if limit else f"by {found:.0f}"
        self.add(Row(part, title, f"≤ {limit:g} {unit}", f"{found:.4g} {unit}", ratio, found <= limit, miss))

    def at_least(
        self, part: str, title: str, share: float, of: str, found: float, anchor: float, *, unit: str = "/s"
    ) -> None:
        """A rate that must not be below a share of an anchor's."""
        ratio = found / anchor
        miss = "" if ratio >= share else f"by {100 * (1 - ratio / share):.0f} %"
        self.add(
            Row(
                part,
                title,
                f"≥ {share:g} × {of}",
                f"{found:,.0f}{unit} ({of} {anchor:,.0f})",
                f"{ratio:.2f} ×",
                ratio >= share,
                miss,
            )
        )

    def ratio(self, part: str, title: str, goal: str, figure: str, ratio: float, reached: bool, miss: str = "") -> None:
        """A figure that stands in some ratio to another of the same run."""
        self.add(Row(part, title, goal, figure, f"{ratio:.2f} ×", reached, miss))

    def holds(self, part: str, title: str, goal: str, holds: bool, figure: str) -> None:
        """A claim that is true or not."""
        self.add(Row(part, title, goal, figure, "", holds))
