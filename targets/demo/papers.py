"""The permits of the story: what kind, where, when, with which number; who holds them is chosen as the story goes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from permits.timeline import IUMK
from targets.demo import script
from targets.demo.places import LEADING, Places

_FIRST_ISSUE = date(2018, 1, 8)
# From each day on, how many permits a working day sees against the first ones: a trickle, then August.
_ISSUE_WEIGHTS = ((_FIRST_ISSUE, 0.6), (date(2018, 4, 2), 2), (date(2018, 8, 1), 14), (date(2018, 8, 15), 42))
_LAST_FROM_SILENT = script.working_day_from(script.SILENT_SINCE - timedelta(days=3))
_LEADERS_SINCE, _LATE_LEADERS = date(2018, 8, 13), 0.8

_MASS_ISSUE = 22
_MASS_DAY = date(2018, 8, 30)
_NEWCOMERS = 0.14

_REVOKED_BECAUSE = (
    "Usaha pindah ke luar kelurahan.",
    "Usaha tutup.",
    "Lokasi ternyata di jalur hijau.",
    "Pemegang izin mengundurkan diri.",
    "Surat pernyataan tidak benar.",
)
_VOIDED_BECAUSE = (
    "Salah catat: nomor milik orang lain.",
    "Salah memilih peserta.",
    "Surat belum ditandatangani.",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(eq=False)
class Plan:
    """One permit that the story will have, and what becomes of it."""

    place: int
    kind: str
    issued_on: date
    recorded_on: date
    newcomer: bool = False
    follows: "Plan | None" = None
    revoked_on: date | None = None
    voided_on: date | None = None
    undone_on: date | None = None
    reason: str = ""
    number: str = ""
    investment: int | None = None
    workers: int | None = None
    holder: int | None = None


def plan(participants: int, places: Places, rng: Random) -> list[Plan]:
    """All permits of the story for that number of participants, in order of recording."""
    counted = list(_counted(participants, places, rng))
    busy = [place for place, number in enumerate(places.counted) if number >= 4 and place not in places.silent]
    plans = [
        *counted,
        *_second(script.scaled_kinds(script.SECOND, participants), counted, places, rng),
        *(_revoked(kind, rng.choice(busy), rng) for kind in _kinds(script.scaled_kinds(script.REVOKED, participants))),
        *(_voided(kind, rng.choice(busy), rng) for kind in _kinds(script.scaled_kinds(script.VOIDED, participants))),
    ]
    _number(plans, places, rng)
    for paper in plans:
        if paper.kind == IUMK:
            paper.investment, paper.workers = _amounts(rng)
    return sorted(plans, key=lambda paper: paper.recorded_on)


def _kinds(figures: dict[str, int]) -> list[str]:
    return [kind for kind, number in figures.items() for _ in range(number)]


def _counted(participants: int, places: Places, rng: Random) -> Iterator[Plan]:
    kinds = script.scaled_kinds(script.COUNTED, participants)
    shares = script.apportion(sum(kinds.values()), places.counted)
    # One kelurahan has issued a whole day's worth at once: something to look at.
    mass = min(_MASS_ISSUE, shares[places.crowded], kinds[IUMK])
    if mass < _MASS_ISSUE:
        mass = 0
    shares[places.crowded] -= mass
    kinds[IUMK] -= mass
    for _ in range(mass):
        yield Plan(places.crowded, IUMK, _MASS_DAY, _MASS_DAY)
    deck = _kinds(kinds)
    rng.shuffle(deck)
    for place, share in enumerate(shares):
        for _ in range(share):
            yield _paper(place, deck.pop(), rng, *_window(place, places, rng))


def _window(place: int, places: Places, rng: Random) -> tuple[date, date]:
    """Between which days a kelurahan issues: the leading ones lately, those now silent before they fell silent."""
    if place in places.silent:
        return _FIRST_ISSUE, _LAST_FROM_SILENT
    if places.counted[place] >= LEADING and rng.random() < _LATE_LEADERS:
        return _LEADERS_SINCE, script.LAST_WORKING_DAY
    return _FIRST_ISSUE, script.LAST_WORKING_DAY


def _paper(place: int, kind: str, rng: Random, first: date, last: date) -> Plan:
    """A permit issued between two days and recorded up to twelve days later, by `last` at the latest."""
    issued = _issue_day(rng, first, last)
    newcomer = rng.random() < _NEWCOMERS
    lag = rng.randint(3, 12) if newcomer else min(int(rng.expovariate(0.45)), 12)
    return Plan(place, kind, issued, _recorded(issued, lag, last), newcomer)


def _recorded(issued: date, lag: int, last: date) -> date:
    """The working day of the recording, at most twelve days after the issue."""
    day = min(issued + timedelta(days=lag), last)
    while not script.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _issue_day(rng: Random, first: date, last: date) -> date:
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return rng.choices(days, [_weight(day) for day in days])[0]


@cache
def _weight(day: date) -> float:
    """How many permits are issued on a day, against other days."""
    if not script.is_working_day(day):
        return 0.0
    return [weight for since, weight in _ISSUE_WEIGHTS if since <= day][-1]


def _second(kinds: dict[str, int], counted: list[Plan], places: Places, rng: Random) -> Iterator[Plan]:
    """Further papers of people who count already: SKU holders who moved up to an IUMK, and some the other way."""
    early = [paper for paper in counted if paper.issued_on <= date(2018, 8, 14) and paper.place not in places.silent]
    early = early or [min(counted, key=lambda paper: paper.recorded_on)]
    rng.shuffle(early)
    firsts = {kind: [paper for paper in early if paper.kind != kind] for kind in kinds}
    for kind in _kinds(kinds):
        first = firsts[kind].pop() if firsts[kind] else early[0]
        issued = script.working_day_from(max(first.recorded_on, first.issued_on) + timedelta(days=rng.randint(1, 12)))
        recorded = script.working_day_from(issued + timedelta(days=rng.randint(0, 4)))
        yield Plan(first.place, kind, issued, recorded, follows=first)


def _revoked(kind: str, place: int, rng: Random) -> Plan:
    paper = _paper(place, kind, rng, _FIRST_ISSUE, date(2018, 8, 10))
    revoked = script.working_day_from(paper.recorded_on + timedelta(days=rng.randint(6, 26)))
    paper.revoked_on = revoked
    paper.undone_on = script.working_day_from(revoked + timedelta(days=rng.randint(0, 3)))
    paper.reason = rng.choice(_REVOKED_BECAUSE)
    return paper


def _voided(kind: str, place: int, rng: Random) -> Plan:
    paper = _paper(place, kind, rng, _FIRST_ISSUE, date(2018, 8, 31))
    paper.voided_on = paper.undone_on = script.working_day_from(paper.recorded_on + timedelta(days=rng.randint(1, 4)))
    paper.reason = rng.choice(_VOIDED_BECAUSE)
    return paper


def _number(plans: list[Plan], places: Places, rng: Random) -> None:
    """Give every permit a number as the offices do: counted up per kelurahan and kind, with gaps for non-members."""
    last: dict[tuple[int, str], int] = defaultdict(int)
    for paper in sorted(plans, key=lambda paper: paper.issued_on):
        consecutive = paper.place == places.crowded and paper.issued_on == _MASS_DAY and paper.kind == IUMK
        last[paper.place, paper.kind] += 1 if consecutive else 1 + int(rng.expovariate(0.4))
        sequence, code = last[paper.place, paper.kind], places.codes[paper.place]
        if rng.random() < 0.03:
            code = code.replace(".", " ")
        if paper.kind == IUMK:
            paper.number = f"{sequence}/{code}/-1.824.27/e/{paper.issued_on:%Y}"
        else:
            paper.number = f"{sequence:03}/SKU/{code}/{_ROMAN[paper.issued_on.month - 1]}/{paper.issued_on:%Y}"


def _amounts(rng: Random) -> tuple[int, int]:
    """Investment in rupiah, mostly 2 to 25 million and never above 500, and workers from 0 to 19."""
    investment = min(max(rng.lognormvariate(15.8, 0.95), 500_000), 500_000_000)
    return round(investment / 500_000) * 500_000, min(int(rng.expovariate(0.6)), 19)
