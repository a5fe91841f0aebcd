"""What the officials' board adds to the achievement page: whom to call first, what moved, where people stop. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from okoce.ui.formats import number
from participants.models import Step
from permits.stuck import Stuck
from targets import sentences
from targets.pace import Status
from targets.progress import Progress, Standing


class Lagging(NamedTuple):
    """A kelurahan with what it lacks today and what it did lately.

    `shortfall` is taken from the rounded expectation, as its workings show it: 0 where less than one is lacking.
    """

    standing: Standing
    shortfall: int
    last_week: int
    last_four_weeks: int
    registered: int
    ready: int
    obstacle: str

    @property
    def lacks(self) -> str:
        """The shortfall for reading: never 0 of somebody who lags."""
        return number(self.shortfall) if self.shortfall else "<1"

    @property
    def held_up_by(self) -> str:
        """What holds most of its people up, for within a sentence; "" where nothing is known."""
        return _within_a_sentence(self.obstacle)


def lagging(kelurahan: Sequence[Standing], stuck: Stuck) -> list[Lagging]:
    """Kelurahan behind what is expected by now: largest shortfall first, then least done lately, then most ready.

    While everything is red this still tells places apart: of two equally far behind, the idle one with more people
    ready for a permit is called first.
    """
    found = [
        Lagging(
            standing=standing,
            shortfall=standing.pace.expected_by_now - standing.result,
            last_week=standing.figures.blocks[0],
            last_four_weeks=sum(standing.figures.blocks),
            registered=standing.figures.registered,
            ready=stuck.ready.get(standing.node.code, 0),
            obstacle=stuck.most_at(standing.node.code),
        )
        for standing in kelurahan
        if standing.pace is not None and standing.is_lagging
    ]
    return sorted(
        found,
        key=lambda row: (-row.shortfall, row.last_four_weeks, -row.ready, -row.registered, row.standing.node.code),
    )


def silent(kelurahan: Sequence[Standing]) -> list[Standing]:
    """Kelurahan that have not reported for fourteen days, those with most people first."""
    quiet = [standing for standing in kelurahan if standing.silent]
    return sorted(quiet, key=lambda standing: (-standing.figures.registered, standing.node.code))


def busiest(kelurahan: Sequence[Standing], most: int = 5) -> list[Standing]:
    """Kelurahan with the largest change in the last seven days, either way."""
    moved = [standing for standing in kelurahan if standing.figures.blocks[0]]
    moved.sort(key=lambda standing: (-abs(standing.figures.blocks[0]), standing.node.code))
    return moved[:most]


@dataclass(frozen=True)
class FunnelRow:
    """One step: who reached it, who reached it in order, and which share of those at the step before went on."""

    code: str
    name: str
    reached: int
    in_order: int
    conversion: float | None
    url: str
    in_order_url: str


def funnel(reached: Mapping[str, int], in_order: Mapping[Step, int], opens: Mapping[str, str]) -> list[FunnelRow]:
    """The seven steps with conversion: in order at this step over in order at the one before."""
    rows: list[FunnelRow] = []
    before: int | None = None
    for step in Step:
        rows.append(
            FunnelRow(
                code=step.value,
                name=str(step.label),
                reached=reached[step.value],
                in_order=in_order[step],
                conversion=in_order[step] / before if before else None,
                url=opens.get(step.value, ""),
                in_order_url=opens.get(f"in order {step}", ""),
            )
        )
        before = in_order[step]
    return rows


def answer(progress: Progress) -> str:
    """Are we on pace? One sentence that says it, with how far behind or ahead."""
    standing, pace = progress.standing, progress.standing.pace
    if standing.target is None:
        return f"Tahun {progress.year} tidak punya target, jadi tidak ada laju yang dapat dinilai."
    if pace is None:
        return _without_pace(progress.year, progress.as_of.year, standing.target, standing.result)
    if standing.status == Status.REACHED:
        return f"Ya. Target {number(standing.target)} sudah tercapai."
    when = sentences.when(progress)
    return _gap(pace.expected_by_now, standing.result, when=when[:1].upper() + when[1:], lagging=standing.is_lagging)


def _gap(expected: int, result: int, *, when: str, lagging: bool) -> str:
    """How far from the rounded expectation; the status alone says on which side, where rounding leaves nothing."""
    if result == expected:
        exactly = f"Ya. {when} tepat seperti yang seharusnya, {number(expected)}."
        return f"Belum. {when} kurang dari satu wirausaha baru di bawah yang seharusnya." if lagging else exactly
    if lagging:
        return f"Belum. {when} kurang {number(expected - result)} dari yang seharusnya, {number(expected)}."
    return f"Ya. {when} {number(result - expected)} di atas yang seharusnya."


def _without_pace(year: int, today: int, target: int, result: int) -> str:
    """A year that has not begun has no pace yet, one that is over has none any longer."""
    if year > today:
        return f"Tahun {year} belum dimulai; targetnya {number(target)}."
    if result >= target:
        return f"Target {number(target)} tercapai: {number(result)}."
    return f"Target {number(target)} tidak tercapai: kurang {number(target - result)}."


def lagging_heading(rows: Sequence[Lagging], kelurahan: Sequence[Standing]) -> str:
    """What the list of lagging kelurahan shows; only those with a pace are judged and counted."""
    judged = sum(1 for standing in kelurahan if standing.pace)
    if not judged:
        return "Tidak ada laju kelurahan yang dapat dinilai"
    if len(kelurahan) == 1:
        return "Kelurahan ini di bawah laju" if rows else "Kelurahan ini sesuai laju"
    judged_ones = f"{number(judged)} kelurahan{'' if judged == len(kelurahan) else ' bertarget'}"
    if not rows:
        return f"Semua {judged_ones} sesuai laju"
    idle = sum(1 for row in rows if row.last_four_weeks <= 0)
    tail = f"; {number(idle)} tidak menambah apa pun dalam empat minggu" if idle else ""
    return f"{number(len(rows))} dari {judged_ones} di bawah laju{tail}"


def silent_heading(quiet: Sequence[Standing], total: int) -> str:
    """How many kelurahan report nothing, and how many people are registered there."""
    if total == 1:
        return "Kelurahan ini belum melapor 14 hari" if quiet else "Kelurahan ini melapor dalam 14 hari terakhir"
    if not quiet:
        return f"Semua {number(total)} kelurahan melapor dalam 14 hari terakhir"
    people = sum(standing.figures.registered for standing in quiet)
    return f"{number(len(quiet))} kelurahan belum melapor 14 hari; di sana ada {number(people)} peserta"


def stuck_heading(stuck: Stuck, *, of_now: bool = True) -> str:
    """What holds most people up, and how many are ready for a permit: today's, as the board of another day says."""
    ready = f"{number(sum(stuck.ready.values()))} orang siap izin"
    waiting = ready if of_now else f"Hari ini {ready}"
    if not stuck.by_kind:
        return f"{waiting}; belum ada kendala yang tercatat"
    kind, people = stuck.by_kind[0]
    return f"{waiting}; kendala terbanyak: {_within_a_sentence(str(kind.label))} ({number(people)})"


def week_heading(progress: Progress) -> str:
    """What the last seven days brought."""
    change = progress.figures.blocks[0]
    if change == 0:
        return "Tujuh hari terakhir tidak mengubah jumlahnya"
    word = "bertambah" if change > 0 else "berkurang"
    before = progress.figures.blocks[1]
    return f"Tujuh hari terakhir {word} {number(abs(change))}; tujuh hari sebelumnya {number(before)}"


def funnel_heading(rows: Sequence[FunnelRow]) -> str:
    """Where most people stop: the step that the smallest share goes on to, among those anybody could reach."""
    steps = [(before, row) for before, row in pairwise(rows) if row.conversion is not None]
    if not steps:
        return "Belum ada yang mendaftar"
    before, worst = min(steps, key=lambda step: step[1].conversion or 0)
    step = f"{worst.code} {worst.name.lower()}"
    only = f"hanya {number(worst.in_order)}" if worst.in_order else "belum ada yang"
    return f"Dari {number(before.in_order)} yang selesai {before.code} berurutan, {only} sampai {step}"


def _within_a_sentence(label: str) -> str:
    """Without the capital it begins with; NPWP keeps its own."""
    return label[:1].lower() + label[1:]
