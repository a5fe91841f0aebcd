"""What the figures say, in words: the headings and sentences of the achievement page, computed from the data. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from okoce.regions import tree
from okoce.ui.formats import day as say_day
from okoce.ui.formats import decimal, number
from permits.counting import Figures
from targets.cartogram import Bands
from targets.pace import Pace, Status
from targets.progress import Progress, Standing

UNIT = "wirausaha baru"
_FOUR_WEEKS = timedelta(days=28)
_LEVEL_NAMES = {"city": "kota dan kabupaten", "kecamatan": "kecamatan", "kelurahan": "kelurahan"}


def needed(pace: Pace, last_day: date) -> str:
    """What it takes: "Perlu 507 wirausaha baru per hari kerja sampai 31 Desember (77 hari kerja lagi)."."""
    if not pace.remaining:
        return "Target sudah tercapai."
    if not pace.working_days_left:
        return f"Masih kurang {number(pace.remaining)} {UNIT} dan tidak ada hari kerja lagi."
    return f"{required(pace, last_day)}."


def required(pace: Pace, last_day: date) -> str:
    """The rate it takes, where something remains and working days are left, for a sentence to go on.

    From the exact quotient, one more rather than one short: whole from 10 up, else a tenth more, so that it can be held
    against the recent rate.
    """
    tenths = -(-10 * pace.remaining // pace.working_days_left)
    whole = -(-pace.remaining // pace.working_days_left)
    rate = decimal(Decimal(tenths) / 10, 1) if tenths < 100 else number(whole)
    days = f"{number(pace.working_days_left)} hari kerja lagi"
    return f"Perlu {rate} {UNIT} per hari kerja sampai {last_day.day} {_month(last_day)} ({days})"


def heading_for(pace: Pace, year: int) -> str:
    """Where the pace leads: the recent rate, the projection and its range."""
    rate = pace.recent_per_working_day
    recent = "belum dapat dihitung" if rate is None else f"{recently(rate)} per hari kerja"
    low, high = (number(_about(end)) for end in sorted((pace.projected_low, pace.projected_high)))
    reach = number(_about(pace.projected)) + (f" ({low} sampai {high})" if low != high else "")
    return f"Empat minggu terakhir {recent}. Dengan laju itu tahun {year} berakhir di sekitar {reach}."


def when(progress: Progress) -> str:
    """The day that figures speak about, within a sentence: "hari ini", or "pada 1 Agustus" of the year shown."""
    day = progress.as_of
    return "hari ini" if progress.is_of_today else f"pada {day.day} {_month(day)}"


def map_heading(kelurahan: Sequence[Standing]) -> str:
    """What the cartogram shows."""
    if len(kelurahan) == 1:
        return _one_tile(kelurahan[0])
    total = len(kelurahan)
    silent = sum(1 for standing in kelurahan if standing.silent)
    reached = sum(1 for standing in kelurahan if standing.is_reached)
    tail = f"; {number(silent)} belum melapor" if silent else ""
    if reached:
        return f"{number(reached)} dari {number(total)} kelurahan mencapai target{tail}"
    most = max(standing.result for standing in kelurahan)
    if most <= 0:
        return f"Belum ada {UNIT} di {number(total)} kelurahan{tail}"
    threshold = max(bound for bound in Bands.fitting(kelurahan).bounds if bound <= most)
    over = sum(1 for standing in kelurahan if standing.result >= threshold)
    return f"Baru {number(over)} dari {number(total)} kelurahan punya {number(threshold)} {UNIT} atau lebih{tail}"


def _one_tile(kelurahan: Standing) -> str:
    many = number(kelurahan.result) if kelurahan.result > 0 else "Belum ada"
    return f"{many} {UNIT} di kelurahan ini{'; belum melapor' if kelurahan.silent else ''}"


def table_heading(children: Sequence[Standing]) -> str:
    """What the table of children shows: how many are in the worst state, worst on top."""
    level = _LEVEL_NAMES[children[0].node.level]
    counts = Counter(child.status for child in children if child.status)
    for status in (Status.NOT_REACHED, Status.CRITICAL, Status.BEHIND, Status.ON_PACE, Status.REACHED):
        if counts[status] == len(children):
            return f"Semua {level} {status}; terjauh di urutan atas"
        if counts[status]:
            return f"{number(counts[status])} dari {number(len(children))} {level} {status}; terjauh di urutan atas"
    return f"Hasil menurut {level}"


def funnel_heading(figures: Figures) -> str:
    """How many of those who registered were trained, and how many hold a permit."""
    steps = figures.steps
    if not steps["P1"]:
        return "Belum ada yang mendaftar"
    trained, permitted = number(steps["P2"]), number(steps["P4"])
    return f"Dari {number(steps['P1'])} yang mendaftar, {trained} ikut pelatihan dan {permitted} berizin"


def chart_heading(progress: Progress) -> str:
    """How the result came about: what the last four weeks brought of it. A year that is over is told as a whole."""
    result = progress.standing.result
    if progress.year > progress.as_of.year:
        return f"Tahun {progress.year} belum dimulai"
    if progress.year < progress.as_of.year:
        return f"{number(result)} {UNIT} sepanjang {progress.year}"
    if result <= 0 or progress.standing.pace is None:
        return f"{number(result)} {UNIT} pada {say_day(progress.as_of)}"
    recent = sum(progress.figures.blocks)
    began_before = progress.as_of - _FOUR_WEEKS < date(progress.year - 1, 12, 31)
    if began_before or recent > result:
        return f"{number(result)} {UNIT} pada {say_day(progress.as_of)}"
    if recent <= 0:
        return f"Empat minggu terakhir tidak menambah {UNIT}"
    return f"{number(recent)} dari {number(result)} {UNIT} datang dalam empat minggu terakhir"


def reserve(progress: Progress) -> str:
    """The difference between the children's targets and the region's own, by name; "" where there is none."""
    return difference(progress.node.short_name, progress.standing.target, progress.children_target)


def frozen_reserve(figures: Mapping[str, Mapping[str, Any]], region: str) -> str:
    """The same of a region as a published report froze it; "" where there is none."""
    node = tree.nodes()[region]
    frozen = [figures[code]["target"] for code in node.kelurahan_codes if code in figures]
    targets = [target for target in frozen if target is not None]
    return difference(node.short_name, figures[region]["target"], sum(targets) if targets else None)


def difference(place: str, own: int | None, theirs: int | None) -> str:
    """A region's own target beside the sum of its kelurahan's, the difference by name; "" where there is none."""
    if own is None or theirs is None or own == theirs:
        return ""
    name, gap = reserve_name(theirs - own), number(abs(theirs - own))
    return f"Jumlah target kelurahan {number(theirs)}; target {place} {number(own)}. Selisih {gap} adalah {name}."


def reserve_name(gap: int) -> str:
    """What the kelurahan's targets are beyond the region's own (*cadangan*), or short of it (*kekurangan*)."""
    return "cadangan" if gap >= 0 else "kekurangan"


def _month(day: date) -> str:
    return say_day(day).split()[1]


def recently(rate: Decimal) -> str:
    """A rate of the past for reading: whole from 10 up, one decimal below."""
    return number(int(rate.quantize(Decimal(1), ROUND_HALF_UP))) if abs(rate) >= 10 else decimal(rate, 1)


def _about(value: int) -> int:
    """A projection is no promise: rounded to hundreds above a thousand, to tens above a hundred."""
    unit = 100 if abs(value) >= 1000 else 10 if abs(value) >= 100 else 1
    return int((Decimal(value) / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit
