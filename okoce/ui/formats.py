"""How numbers, days and moments are said in Indonesian. Pure functions: a value in, a text out.

Nothing (``None``) is said as a dash, so that "no figure" is never taken for zero. A text passes unchanged, so
that a component may be handed either a figure or words.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
NOTHING = "–"
MINUS = "−"

Figure = int | float | Decimal
Maybe = Figure | str | None

_INDONESIAN = str.maketrans(",.", ".,")


def number(value: Maybe) -> str:
    """40000 → "40.000"; a broken number is rounded to the nearest whole one."""
    return decimal(value, 0)


def decimal(value: Maybe, places: int = 2) -> str:
    """345.13 → "345,13", always with that many places, halves rounded away from zero."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not places:  # a page says hundreds of whole numbers
        return _punctuated(value, f"{abs(value):,}")
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return _punctuated(exact, f"{abs(exact):,}")


def _punctuated(value: Figure, digits: str) -> str:
    """1,234.5 → 1.234,5, with a minus that is one."""
    written = digits.translate(_INDONESIAN)
    return f"{MINUS}{written}" if value < 0 else written


def signed(value: Maybe) -> str:
    """3 → "+3", −2 → "−2", 0 → "0": for figures that say a change."""
    text = number(value)
    return f"+{text}" if isinstance(value, Figure) and value > 0 and text != "0" else text


def percent(share: Maybe, places: int = 1) -> str:
    """0.019 → "1,9 %". Rounding never turns a part into nothing or into the whole: "<0,1 %", ">99,9 %"."""
    if share is None or isinstance(share, str):
        return decimal(share)
    exact = Decimal(str(share)) * 100
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if exact > 0 and rounded == 0:
        return f"<{decimal(step, places)} %"
    if exact < 100 and rounded == 100:
        return f">{decimal(100 - step, places)} %"
    return f"{decimal(exact, places)} %"


def rupiah(value: Maybe) -> str:
    """1500000 → "Rp1.500.000"."""
    if value is None or isinstance(value, str):
        return number(value)
    text = number(value)
    return f"{MINUS}Rp{text[1:]}" if text.startswith(MINUS) else f"Rp{text}"


def day(value: datetime.date | str | None) -> str:
    """ "9 September 2018". A moment is said by its day in Jakarta."""
    return _day(value, MONTHS)


def short_day(value: datetime.date | str | None) -> str:
    """ "9 Sep 2018", for tables."""
    return _day(value, SHORT_MONTHS)


def moment(value: datetime.datetime | str | None) -> str:
    """ "9 September 2018 16.05 WIB". Refuses a moment without time zone: it could be anybody's."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    here = _in_jakarta(value)
    return f"{day(here)} {here:%H.%M} WIB"


def stamp(value: datetime.datetime) -> str:
    """ "2018-09-09T16:05:00+07:00", for files that other programs read too."""
    return _in_jakarta(value).isoformat(timespec="seconds")


def ago(passed: datetime.timedelta) -> str:
    """ "baru saja", "12 menit yang lalu", "3 jam yang lalu", "2 hari yang lalu": roughly, and never too long ago."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return "baru saja"
    if minutes < 60:
        return f"{minutes} menit yang lalu"
    return f"{minutes // 60} jam yang lalu" if minutes < 24 * 60 else f"{minutes // (24 * 60)} hari yang lalu"


def phone(e164: str | None) -> str:
    """ "+6281234567890" → "0812 3456 7890", as people in Indonesia say it; other texts pass unchanged."""
    if not e164 or not re.fullmatch(r"\+62[0-9]{8,12}", e164):
        return e164 or NOTHING
    local = f"0{e164[3:]}"
    return " ".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def _day(value: datetime.date | str | None, months: tuple[str, ...]) -> str:
    if value is None or isinstance(value, str):
        return value or NOTHING
    if isinstance(value, datetime.datetime):
        value = _in_jakarta(value)
    return f"{value.day} {months[value.month - 1]} {value.year}"


def _in_jakarta(value: datetime.datetime) -> datetime.datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be said in Jakarta's time")
    return value.astimezone(JAKARTA)
