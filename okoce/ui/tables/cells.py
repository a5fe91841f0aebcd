"""Reading one cell: text, day, amount, a long number. Each raises ValueError with a sentence of what to do."""

import re
import unicodedata
from datetime import date, timedelta

from okoce.ui import formats, reading
from okoce.ui.tables.rows import NOT_CALCULATED, Cell, is_empty

_ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,2}")
_SHORTENED_ANYHOW = re.compile(r"[0-9](?:[.,][0-9]*)?[eE]\+?[0-9]{1,2}")
# Fifteen digits and more, and a NIK with dots between its parts; other numbers with dots are letters' and stay, such as
# those that begin with the code of a kelurahan.
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ \-]?[0-9]){14,}")
_DOTTED_NIK = re.compile(
    r"(?<![0-9.])(?!(?:[0-9]{2}\.){3}[0-9]{4}(?![0-9]))"
    r"(?:[0-9][.]?){6}(?:[04][1-9]|[1256][0-9]|[37][01])[.]?(?:0[1-9]|1[0-2])[.]?(?:[0-9][.]?){5}[0-9](?![.0-9])"
)
EXACT_DIGITS = 15
_MOST_FLOAT_DIGITS = 22
_SHOWN = 120

# A day that lost its format is a count of days since 1900; between these it is taken for one.
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 2000 to 2099

AS_TEXT = "Atur kolom itu sebagai Teks lebih dahulu, lalu tulis ulang"


def text(cell: Cell) -> str:
    """What a cell says, in one line and without what cannot be seen; a number as its digits, a day as 31/12/2018.

    Raises ValueError for formulas without a result, errors of formulas, and characters that cannot be stored.
    """
    said = _plain(cell)
    if said in _ERRORS:
        raise ValueError("Sel ini berisi rumus yang salah. Ganti rumus itu dengan isinya.")
    if said == NOT_CALCULATED:
        raise ValueError("Sel ini berisi rumus yang belum dihitung. Ganti rumus itu dengan hasilnya.")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co") for character in said):
        raise ValueError("Sel ini memuat karakter rusak yang tidak terlihat. Hapus isinya, lalu ketik ulang.")
    return said


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, bool):
        return "benar" if cell else "salah"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_MOST_FLOAT_DIGITS:
        return str(int(cell))
    one_line = " ".join(_INVISIBLE.sub("", str(cell)).split())
    # Typed in front of a number to keep it a text, and put by us in front of what looks like a formula.
    return one_line.removeprefix("'").strip()


def label(cell: Cell) -> str:
    """A text that may look like a number, such as the number of a letter: what a spreadsheet made a day is refused."""
    if isinstance(cell, date):
        raise ValueError(f"Lembar kerja mengubah isi sel ini menjadi tanggal. {AS_TEXT} seperti pada suratnya.")
    if _is_inexact(cell) or (isinstance(cell, str) and _SHORTENED.fullmatch(cell.strip())):
        raise ValueError(f"Lembar kerja mengubah isi sel ini menjadi bilangan yang disingkat. {AS_TEXT} seluruhnya.")
    return text(cell)


def long_number(cell: Cell, what: str) -> str:
    """A number of more than 15 digits, as text; `what` names it ("NIK").

    A spreadsheet's own number keeps 15 digits: what was typed as one has lost its last digits for good, even where
    those shown look complete.
    """
    if _is_inexact(cell) or (isinstance(cell, str) and _SHORTENED_ANYHOW.fullmatch(cell.strip())):
        raise ValueError(
            f"Lembar kerja mengubah {what} ini menjadi bilangan (seperti 3,17408E+15). Angka terakhirnya hilang dan "
            f"tidak dapat dipulihkan. {AS_TEXT} {what} dari KTP."
        )
    return text(cell)


def _is_inexact(cell: Cell) -> bool:
    """A number whose digits a spreadsheet may have changed."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not abs(cell) < 10**EXACT_DIGITS


def day(cell: Cell) -> date:
    """A day, from a cell of that kind or in any spelling of okoce.ui.reading.parse_day."""
    if isinstance(cell, date):
        if not reading.FIRST_DAY <= cell <= reading.LAST_DAY:
            raise ValueError(f"Tahunnya tidak masuk akal. {reading.WRITE_DAY}")
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        meant = _DAY_ZERO + timedelta(days=int(cell))
        raise ValueError(f"Sel ini berisi bilangan; bila maksudnya {formats.day(meant)}, tulis {meant:%d/%m/%Y}.")
    return reading.parse_day(text(cell))


def whole_number(cell: Cell) -> int:
    """An amount without fractions, from a cell of that kind or as people write it: Rp1.500.000."""
    if isinstance(cell, bool | date):
        raise ValueError(f"Isi sel ini bukan angka. {reading.WRITE_NUMBER}")
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(f"Angka ini tidak bulat. {reading.WRITE_NUMBER}")
    if _is_inexact(cell):
        raise ValueError("Angka ini terlalu besar. Periksa banyaknya nol.")
    return reading.parse_whole_number(text(cell))


def shown(cell: Cell) -> str:
    """How a cell is shown back to its sender: in one line, shortened, and never with a whole NIK in it."""
    if is_empty(cell):
        return formats.NOTHING
    plain = "".join(character if character.isprintable() else "�" for character in _plain(cell))
    plain = without_long_numbers(plain)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def file_name(name: str) -> str:
    """How a file's name is shown back: in one line, without its folders, what it may hide, or a NIK; "" for none."""
    last = name.rpartition("/")[2].rpartition("\\")[2]
    return shown(last) if last.strip() else ""


def without_long_numbers(words: str) -> str:
    """The words with every number that may be a NIK as "3174••••••••0003"."""
    for pattern in (_LONG_NUMBER, _DOTTED_NIK):
        words = pattern.sub(lambda found: hidden_digits(found[0]), words)
    return words


def hidden_digits(number: str) -> str:
    """ "3174081708850003" → "3174••••••••0003"."""
    digits = re.sub(r"[^0-9]", "", number)
    return f"{digits[:4]}••••••••{digits[-4:]}"
