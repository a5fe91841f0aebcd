"""The traits by which the counted figure is taken apart (rule 8): in words, in addresses, in the journal. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from okoce.regions.models import Level


class Value(NamedTuple):
    """One value of a trait: what the journal holds, how an address asks for it, and what people call it."""

    held: str | bool
    asked: str
    label: str


@dataclass(frozen=True)
class Trait:
    """One trait: its column of the journal, its word in an address, what a split by it is called, and its values."""

    column: str
    word: str
    title: str
    values: tuple[Value, ...]

    def asked(self, text: str) -> Value | None:
        """The value that an address means; None for one that there is not."""
        return next((value for value in self.values if value.asked == text), None)


WITHHELD = (
    "Rincian lain ditampilkan mulai tingkat kota dan hanya seperti keadaan hari ini, supaya selisih dua tanggal atau "
    "dua wilayah tidak menunjuk satu orang."
)
"""Why the public does not see every split of a kelurahan (decision 0028)."""

TRAITS = (
    Trait(
        "kind",
        "jenis",
        "menurut jenis izin",
        (Value("IUMK", "IUMK", "IUMK"), Value("SKU", "SKU", "SKU")),
    ),
    Trait(
        "sex",
        "kelamin",
        "perempuan dan laki-laki",
        (Value("F", "perempuan", "perempuan"), Value("M", "laki-laki", "laki-laki")),
    ),
    Trait(
        "business_is_new",
        "usaha",
        "usaha baru atau sudah berjalan saat mendaftar",
        (Value(True, "baru", "usaha baru"), Value(False, "berjalan", "sudah berjalan")),
    ),
    Trait(
        "before_registration",
        "terbit",
        "izin terbit sebelum atau sesudah mendaftar",
        (
            Value(True, "sebelum-mendaftar", "terbit sebelum mendaftar"),
            Value(False, "sejak-mendaftar", "terbit sejak mendaftar"),
        ),
    ),
)


_SAY_LITTLE_OF_A_PERSON = frozenset({"kind"})


def shown(level: Level, *, opens_figures: bool, of_now: bool) -> list[Trait]:
    """The traits by which a region's figure is split for somebody: all where they open its figures; else all only of a
    city or the province, and only as things stand now.

    In a kelurahan one person may be all that counts, and between two moments of a larger place, too: a split by sex
    would be one of hers (decision 0028).
    """
    if opens_figures or (of_now and level in {Level.PROVINCE, Level.CITY}):
        return list(TRAITS)
    return [trait for trait in TRAITS if trait.column in _SAY_LITTLE_OF_A_PERSON]
