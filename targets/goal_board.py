"""What the pages of targets show of a region: its own and its kelurahan's, flat and fair, by year, and the past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from okoce.audit.models import Event
from okoce.regions import tree
from okoce.regions.models import Level
from okoce.ui.formats import day as say_day
from okoce.ui.formats import number as say
from okoce.ui.formats import signed
from targets import goals, sentences, sharing
from targets.goals import Change, Goals, Period
from targets.setting import Way

_NONE: dict[str, int] = {}


@dataclass(frozen=True)
class Row:
    """A region's target beside what sharing out the kelurahan's sum would give it; a sum for all but kelurahan."""

    node: tree.Node
    registered: int
    target: int | None
    flat: int | None
    fair: int | None

    @property
    def difference(self) -> int | None:
        """What the fair share would add to the flat one."""
        return None if self.fair is None or self.flat is None else self.fair - self.flat

    @property
    def is_kelurahan(self) -> bool:
        return self.node.level == Level.KELURAHAN


@dataclass(frozen=True)
class Year:
    """A period with both figures of a region."""

    period: Period
    own: int | None
    children: int | None
    reserve: int | None

    @property
    def name(self) -> str:
        return goals.name_of(self.period)

    @property
    def key(self) -> str:
        """How the period stands in an address."""
        return key_of(self.period)

    @property
    def reserve_name(self) -> str:
        return "" if not self.reserve else sentences.reserve_name(self.reserve)

    @property
    def reserve_size(self) -> int | None:
        return None if self.reserve is None else abs(self.reserve)


def key_of(period: Period) -> str:
    """ "2018", or "2018-2022" for the programme."""
    return goals.name_of(period).replace("–", "-")


@dataclass(frozen=True)
class GoalBoard:
    """The targets of a region and of the regions below it, from one reading."""

    node: tree.Node
    period: Period
    every: Mapping[Period, Goals]
    registered: Mapping[str, int]
    known_at: datetime | None

    @cached_property
    def goals(self) -> Goals:
        return self.every[self.period]

    @property
    def here(self) -> Year:
        return self.year(self.period)

    @property
    def target(self) -> int | None:
        return self.goals.target(self.node.code)

    @cached_property
    def total(self) -> int | None:
        """What flat and fair share out: the kelurahan's sum in the whole province, else the province's own target."""
        total = self.goals.children(tree.PROVINCE)
        return self.goals.assigned.get(tree.PROVINCE) if total is None else total

    @cached_property
    def flat(self) -> dict[str, int]:
        return _NONE if self.total is None else sharing.share_evenly(self.total, self.registered)

    @cached_property
    def fair(self) -> dict[str, int]:
        return sharing.fair(self.total, self.registered)

    @cached_property
    def in_force(self) -> dict[str, int]:
        """The kelurahan's targets in the whole province."""
        return {code: number for code, number in self.goals.assigned.items() if code in self.registered}

    @cached_property
    def shared_out(self) -> Event | None:
        """The deed that shared the targets in force out among all kelurahan, if one did: by who was registered then."""
        deed = goals.decided_together(self.period, self.known_at)
        return deed if deed and _way_of(deed) in Way.values else None

    @property
    def rules(self) -> str:
        """Which of the two the targets in force are: "rata", "adil" or neither ("")."""
        if self.shared_out:
            return _way_of(self.shared_out)
        return Way.FLAT.value if self.in_force and self.in_force == self.flat else ""

    @property
    def is_fair_now(self) -> bool:
        """Whether sharing out by who is registered now would change nothing."""
        return self.in_force == self.fair

    @property
    def rows(self) -> list[Row]:
        """The regions right below, in order of code."""
        return [self.row(child) for child in self.node.children]

    @property
    def own_row(self) -> Row:
        """The region itself, as the sum of its kelurahan: the foot of the table."""
        return self.row(self.node)

    def row(self, node: tree.Node) -> Row:
        codes = node.kelurahan_codes
        is_kelurahan = node.level == Level.KELURAHAN
        return Row(
            node=node,
            registered=sum(self.registered[code] for code in codes),
            target=self.goals.target(node.code) if is_kelurahan else self.goals.children(node.code),
            flat=_sum(self.flat, codes),
            fair=_sum(self.fair, codes),
        )

    def kelurahan(self, node: tree.Node) -> list[Row]:
        return [self.row(tree.nodes()[code]) for code in node.kelurahan_codes]

    def year(self, period: Period) -> Year:
        found = self.every[period]
        code = self.node.code
        return Year(period, found.assigned.get(code), found.children(code), found.reserve(code))

    @property
    def years(self) -> list[Year]:
        return [self.year(goals.year_of(year)) for year in goals.YEARS]

    @property
    def programme(self) -> Year:
        return self.year(goals.PROGRAMME)

    @property
    def sum_of_years(self) -> int | None:
        """The region's own yearly targets together; None without any."""
        numbers = [year.own for year in self.years if year.own is not None]
        return sum(numbers) if numbers else None


def read(region: str, period: Period, known_at: datetime | None = None) -> GoalBoard:
    """The targets of a region and those below it, as known at a moment. Two statements, three for a `known_at`."""
    periods = [*(goals.year_of(year) for year in goals.YEARS), goals.PROGRAMME]
    every = goals.every(periods, known_at)
    return GoalBoard(tree.nodes()[region], period, every, goals.registered(known_at), known_at)


def _way_of(deed: Event) -> str:
    return str(deed.changes.get("way", [None, ""])[1])


def _sum(shares: Mapping[str, int], codes: Iterable[str]) -> int | None:
    return sum(shares[code] for code in codes) if shares else None


# --- In words ------------------------------------------------------------------------------------------------------


def lead(board: GoalBoard) -> str:
    """What the figure above is made of, and what stands between it and the kelurahan's sum."""
    name, here = goals.name_of(board.period), board.here
    if board.node.level == Level.KELURAHAN:
        return "" if here.own is not None else f"Kelurahan ini belum punya target {name}."
    if board.node.level != Level.PROVINCE:
        count = len(board.node.kelurahan_codes)
        return f"Jumlah target {say(count)} kelurahan; target {board.node.level.label} tidak ditetapkan tersendiri."
    if here.children is None:
        return f"Target kelurahan {name} belum ditetapkan."
    if here.own == here.children:
        return f"Jumlah target kelurahan juga {say(here.children)}."
    return sentences.difference(board.node.short_name, here.own, here.children)


def table_heading(board: GoalBoard) -> str:
    """What the table of the regions below shows."""
    name = goals.name_of(board.period)
    rows = sorted((row for row in board.rows if row.target is not None), key=lambda row: row.target or 0)
    if not rows:
        return f"Belum ada target kelurahan untuk {name}"
    least, most = rows[0], rows[-1]
    if least.target == most.target:
        which = "Semua kelurahan" if most.is_kelurahan else f"Semua {most.node.level.label}"
        return f"{which} bertarget {say(most.target)}"
    return (
        f"Target terbesar {most.node.short_name} ({say(most.target)}), "
        f"terkecil {least.node.short_name} ({say(least.target)})"
    )


def sharing_heading(rows: Iterable[Row]) -> str:
    """What the fair share would change against the flat one, kelurahan by kelurahan."""
    gaps = [(row.difference, row.node.name) for row in rows if row.difference is not None]
    if not gaps:
        return "Belum ada yang dapat dibagi"
    up, down = sum(1 for gap, _ in gaps if gap > 0), sum(1 for gap, _ in gaps if gap < 0)
    if not up and not down:
        return "Pembagian adil sama dengan pembagian rata"
    (most, top), (least, bottom) = max(gaps), min(gaps)
    ends = [f"{place} {signed(gap)}" for gap, place, there in ((most, top, up), (least, bottom, down)) if there]
    return f"Pembagian adil menaikkan {say(up)} kelurahan dan menurunkan {say(down)}: {', '.join(ends)}"


def ruling(board: GoalBoard) -> str:
    """Which of the two is in force now; the flat one rules unless PGO says otherwise."""
    if not board.in_force:
        return "Belum ada target kelurahan yang berlaku; yang dibagi di sini target provinsi."
    if board.rules == Way.FAIR and board.shared_out:
        by = "menurut peserta yang terdaftar ketika itu"
        return f"Yang berlaku sekarang pembagian adil yang ditetapkan {say_day(board.shared_out.at)}, {by}."
    if board.rules:
        return f"Yang berlaku sekarang pembagian {board.rules}."
    return "Yang berlaku sekarang bukan salah satu dari keduanya; riwayatnya ada di halaman target."


def years_heading(board: GoalBoard) -> str:
    """Whether the yearly targets make up the programme's."""
    total, programme = board.sum_of_years, board.programme.own
    if board.node.level != Level.PROVINCE:
        return "Target menurut tahun"
    if total is None or programme is None:
        return "Target tahunan dan target program"
    if total == programme:
        return f"Target tahunan berjumlah {say(total)}, sama dengan target program"
    gap = abs(total - programme)
    word = "lebih" if total > programme else "kurang"
    return f"Target tahunan berjumlah {say(total)}, {say(gap)} {word} dari target program"


def history_heading(changes: list[Change], what: str) -> str:
    """How often something was set, and when last."""
    if not changes:
        return f"{what} belum ditetapkan"
    if len(changes) == 1:
        return f"{what} belum pernah diubah"
    return f"{what} sudah {say(len(changes) - 1)} kali diubah, terakhir {say_day(changes[0].at)}"
