"""Where the people of the story are: uneven across kelurahan, as life is."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from okoce.regions import tree
from targets.demo import script

KOJA, KOJA_REGISTERED = "31.72.03", 1_610
CENGKARENG_TIMUR = "31.73.01.1006"
_KEPULAUAN_SERIBU = {"31.01.01": 64, "31.01.02": 41}
# Flat enough that no other kecamatan reaches Koja's figure.
_ZIPF_OF_KECAMATAN, _ZIPF_OF_KELURAHAN = 0.15, 0.5

_LEADERS = [38, 29, 24, 21, 19]
LEADING = min(_LEADERS)
# Fifteen is the most with which a kelurahan is still *kritis*, however recent its permits are.
_STRONG = [15] * 4 + [14] * 4 + [13] * 5 + [12] * 6 + [11] * 7
_SOME = [9] * 4 + [8] * 5 + [7] * 7 + [6] * 10 + [5] * 14 + [4] * 19 + [3] * 27 + [2] * 35 + [1] * 57
_NONE = [0] * 58
COUNTED_BY_RANK = _LEADERS + _STRONG + _SOME + _NONE
"""How many of the 1,000 each kelurahan has, best first: 31 above ten, 58 without any."""

_SILENT_WITHOUT_PERMITS = 30

OUTSIDE_PLACES = {
    "Kabupaten Bogor": 26,
    "Kota Bekasi": 20,
    "Kota Depok": 19,
    "Kota Tangerang": 12,
    "Kota Tangerang Selatan": 10,
    "Kabupaten Bekasi": 7,
    "Kabupaten Tangerang": 4,
    "Kota Bogor": 2,
}


@dataclass(frozen=True)
class Places:
    """Every kelurahan by its index, and what the story gives it; one index more stands for *luar DKI*."""

    codes: list[str]
    registered: list[int]
    counted: list[int]
    silent: frozenset[int]
    crowded: int
    by_kecamatan: dict[str, list[int]]

    @property
    def outside(self) -> int:
        return len(self.codes)

    def code(self, place: int) -> str | None:
        """The kelurahan's code; None for *luar DKI*."""
        return self.codes[place] if place < len(self.codes) else None

    def neighbours(self, place: int) -> list[int]:
        """The kelurahan of the same kecamatan."""
        return self.by_kecamatan[_kecamatan(self.codes[place])]


def lay_out(rng: Random) -> Places:
    """The story's map, for the full number of participants."""
    codes = [node.code for node in tree.kelurahan()]
    by_kecamatan: dict[str, list[int]] = defaultdict(list)
    for place, code in enumerate(codes):
        by_kecamatan[_kecamatan(code)].append(place)
    registered = _registered(rng, codes, by_kecamatan)
    ranked = _ranked(rng, codes, registered)
    counted = [0] * len(codes)
    for place, number in zip(ranked, COUNTED_BY_RANK, strict=True):
        counted[place] = number
    return Places(codes, registered, counted, _silent(rng, ranked), ranked[1], dict(by_kecamatan))


def _kecamatan(code: str) -> str:
    return code.rpartition(".")[0]


def _registered(rng: Random, codes: list[str], by_kecamatan: dict[str, list[int]]) -> list[int]:
    given = {KOJA: KOJA_REGISTERED, **_KEPULAUAN_SERIBU}
    others = [code for code in by_kecamatan if code not in given]
    rng.shuffle(others)
    others.sort(key=lambda code: code != _kecamatan(CENGKARENG_TIMUR))
    weights = [rank**-_ZIPF_OF_KECAMATAN for rank in range(1, len(others) + 1)]
    shares = script.apportion(script.IN_JAKARTA - sum(given.values()), weights)
    registered = [0] * len(codes)
    for kecamatan, total in {**given, **dict(zip(others, shares, strict=True))}.items():
        places = rng.sample(by_kecamatan[kecamatan], len(by_kecamatan[kecamatan]))
        places.sort(key=lambda place: codes[place] != CENGKARENG_TIMUR)
        weights = [rank**-_ZIPF_OF_KELURAHAN for rank in range(1, len(places) + 1)]
        for place, share in zip(places, script.apportion(total, weights), strict=True):
            registered[place] = share
    return registered


def _ranked(rng: Random, codes: list[str], registered: list[int]) -> list[int]:
    """Kelurahan with the most permits first: where many registered, but not only there; Cengkareng Timur leads."""
    scores = [number * rng.lognormvariate(0, 0.6) for number in registered]
    scores[codes.index(CENGKARENG_TIMUR)] = float("inf")
    return sorted(range(len(codes)), key=lambda place: -scores[place])


def _silent(rng: Random, ranked: list[int]) -> frozenset[int]:
    """Kelurahan that nobody has heard from for a fortnight: most without a permit, some with a few old ones."""
    without = [place for place, number in zip(ranked, COUNTED_BY_RANK, strict=True) if number == 0]
    few = [place for place, number in zip(ranked, COUNTED_BY_RANK, strict=True) if 1 <= number <= 4]
    chosen = rng.sample(without, _SILENT_WITHOUT_PERMITS)
    return frozenset(chosen + rng.sample(few, script.SILENT_KELURAHAN - _SILENT_WITHOUT_PERMITS))
