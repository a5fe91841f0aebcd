"""The weekly sheet of a region: one page to print, and its text for WhatsApp. Pure."""

from dataclasses import dataclass

from okoce.ui.formats import day as say_day
from okoce.ui.formats import moment, number, percent, signed
from targets import goals, sentences
from targets.progress import Progress, Standing

_MOST_NAMED = 12


@dataclass(frozen=True)
class Sheet:
    """What one region needs to know this week."""

    progress: Progress
    week: int
    week_before: int
    silent: list[Standing]
    idle: list[Standing]
    link: str
    """The address of the same figures, with both dates."""

    @property
    def standing(self) -> Standing:
        return self.progress.standing

    @property
    def needed(self) -> str:
        """What it takes until the end of the year, in a sentence; empty when the period is over."""
        if self.standing.pace is None:
            return ""
        return sentences.needed(self.standing.pace, goals.year_of(self.progress.year)[1])

    @property
    def text(self) -> str:
        """The sheet in a few lines, ready to be sent."""
        standing = self.standing
        goal = f" dari {number(standing.target)} ({percent(standing.share)})" if standing.target is not None else ""
        lines = [
            f"*OK OCE {standing.node.title}*, per {say_day(self.progress.as_of)}",
            f"Wirausaha baru {self.progress.year}: {number(standing.result)}{goal}",
            f"Tujuh hari terakhir: {signed(self.week)} (sebelumnya {signed(self.week_before)})",
            self.needed,
            self._said_of_the_silent,
            f"Belum menambah empat minggu: {_names(self.idle)}" if self.idle else "",
            f"Tahun {self.progress.year}: IUMK {number(standing.figures.iumk)}, SKU {number(standing.figures.sku)}. "
            f"Terdaftar sampai hari itu: {number(standing.figures.registered)}.",
            f"Data sampai {moment(self.progress.known_at)}: {self.link}",
        ]
        return "\n".join(line for line in lines if line)

    @property
    def _said_of_the_silent(self) -> str:
        """Which kelurahan report nothing, or how many where they are many; of a kelurahan alone, whether it does."""
        if len(self.silent) > _MOST_NAMED:
            return f"Belum melapor 14 hari: {number(len(self.silent))} kelurahan"
        if self.silent:
            return f"Belum melapor 14 hari: {_names(self.silent)}"
        return "Kelurahan ini belum melapor 14 hari" if self.standing.silent else ""


def sheet(progress: Progress, *, link: str) -> Sheet:
    """The sheet for a region's progress, whose figures stay at `link`; a kelurahan names nobody below it."""
    week, week_before, *_ = progress.figures.blocks
    children = progress.children
    silent = [one for one in progress.kelurahan(progress.node.code) if one.silent] if children else []
    idle = [child for child in children if not child.silent and child.last_four_weeks <= 0]
    return Sheet(progress, week, week_before, silent, idle, link)


def _names(standings: list[Standing]) -> str:
    return ", ".join(standing.node.name for standing in standings)
