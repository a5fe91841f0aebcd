"""What somebody asks of the figures: a region and two dates, read from an address.

The page asks with `tahun`, `per` and `data_sampai`, the API with `year`, `as_of` and `known_at`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils import timezone

from okoce import clock
from okoce.regions import tree

_YEARS = range(1950, 2200)
FIRST_DAY = date(_YEARS[0], 1, 1)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", re.ASCII)
_LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")

PAGE_WORDS = {"year": "tahun", "as_of": "per", "known_at": "data_sampai"}
API_WORDS = {"year": "year", "as_of": "as_of", "known_at": "known_at"}


class QuestionRefused(Exception):
    """The question cannot be answered; the message says why and what to write instead, in Indonesian."""


@dataclass(frozen=True)
class Question:
    """A region, a year, and the two dates that rule every figure (rule 6); `known_at` None means now."""

    region: str
    year: int
    as_of: date
    known_at: datetime | None
    asked: Mapping[str, str]

    @property
    def query(self) -> str:
        """The dates as they stood in the address, to be carried along when drilling down: "?per=2018-07-16" or ""."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def of(self, region: str) -> "Question":
        """The same of another region."""
        return replace(self, region=region)


def read(parameters: Mapping[str, str], *, region: str, words: Mapping[str, str]) -> Question:
    """The question in these parameters. Raises QuestionRefused for what cannot be read or lies in the future.

    Defaults: as of today, the year of that day, known now.
    """
    asked = {word: parameters[word].strip() for word in words.values() if parameters.get(word, "").strip()}
    if tree.get(region) is None:
        said = _shown(region)
        raise QuestionRefused(f"Wilayah {said} tidak dikenal. Pakai kode wilayah DKI Jakarta, misalnya 31.73.")
    as_of = _day(asked.get(words["as_of"]), words["as_of"])
    return Question(
        region=region,
        year=_year(asked.get(words["year"]), words["year"], as_of),
        as_of=as_of,
        known_at=_moment(asked.get(words["known_at"]), words["known_at"]),
        asked=asked,
    )


def permanent(year: int, as_of: date, known_at: datetime) -> str:
    """The query that gives these figures for good: both dates in full, and the year where it is not the day's.

    The moment is Jakarta's and to the microsecond: what was recorded a moment later is not in it.
    """
    asked = {} if year == as_of.year else {PAGE_WORDS["year"]: str(year)}
    asked[PAGE_WORDS["as_of"]] = as_of.isoformat()
    asked[PAGE_WORDS["known_at"]] = timezone.localtime(known_at).replace(tzinfo=None).isoformat()
    return f"?{urlencode(asked, safe=':')}"


def _shown(region: str) -> str:
    """A code as it may be said back: what cannot be one, a NIK above all, is not repeated."""
    return region if re.fullmatch(r"[0-9.]{1,13}", region) else "ini"


def _day(text: str | None, word: str) -> date:
    if text is None:
        return clock.today()
    found = day(text)
    if found is None:
        raise QuestionRefused(f"Tanggal pada “{word}” tidak terbaca. Tulis seperti 2018-09-09.")
    if found > clock.today():
        raise QuestionRefused(f"Tanggal pada “{word}” ada di masa depan. Pilih hari ini atau sebelumnya.")
    return found


def _year(text: str | None, word: str, as_of: date) -> int:
    if text is None:
        return as_of.year
    if not re.fullmatch(r"[0-9]{4}", text) or int(text) not in _YEARS:
        raise QuestionRefused(f"Tahun pada “{word}” tidak terbaca. Tulis empat angka seperti 2018.")
    return int(text)


def _moment(text: str | None, word: str) -> datetime | None:
    """A date means the end of that day in Jakarta; a moment without an offset is Jakarta's."""
    if text is None:
        return None
    if whole_day := day(text):
        return clock.end_of(whole_day)
    if not _MOMENT.match(text):
        raise QuestionRefused(_unreadable_moment(word))
    try:
        # A plus sign that was not escaped in the address arrives as a space.
        moment = datetime.fromisoformat(_LOST_PLUS.sub(r"+\1", text))
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise QuestionRefused(_unreadable_moment(word))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _unreadable_moment(word: str) -> str:
    example = "2018-09-09T16:05:00+07:00"
    return f"Saat pada “{word}” tidak terbaca. Tulis tanggal seperti 2018-09-09 atau saat seperti {example}."


def day(text: str) -> date | None:
    """The day that an address names, 2018-09-09, of a year that can be asked about; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None
