"""Values that no form asked for, and the ways in which a form can be sent."""

import json
import os
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AMOUNT = int(os.environ.get("FUZZ", "1"))

NASTY = (
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfffx",
        "\u202eabc",
        "\u200b",
        "\ufeff",
        "e\u0301" * 50,
        "\U0001f4a9" * 20,
    ),
    *(
        "٣",
        "²",
        "１２",
        "1_000",
        "1\u00a0000",
        "+5",
        "-1",
        "0",
        "1e999",
        "NaN",
        "-Infinity",
        "0x10",
        "1.5",
        "1,5",
        "00001",
    ),
    *(str(2**31), str(2**63), str(-(2**63) - 1), "9" * 400, "9" * 5000, "1" + "0" * 18),
    *("0000-00-00", "31.02.2018", "31/02/2018", "9999-12-31", "31/12/9999", "01/01/0001", "0001-01-01", "2018-13-01"),
    *(
        "2018-09-09T25:00",
        "2018-09-09T10:00+99:00",
        "9999-12-31T23:59:59+07:00",
        "0001-01-01T00:00:00Z",
        "10 Maret 99999",
    ),
    *(
        "True",
        "null",
        "[]",
        "{}",
        "a,b",
        "None",
        "undefined",
        "on",
        "\r\nX-A: b",
        "%00",
        "%",
        "%s%n{0}",
        "{{7*7}}",
        "\\",
    ),
    *("<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "=1+1", "//x.example", "javascript:x", "a" * 300),
    *(
        "3173990101800001",
        "31.73.01.1006",
        "31",
        "00000000-0000-0000-0000-000000000000",
        "P4",
        "IUMK",
        "x@y",
        "08123456789",
    ),
    *("a" * 5000, "a b " * 2000, "(" * 3000, "9~9", "a~0", "~", "2018-09-01~0", "0~" + "9" * 30),
)
HUGE = ("x" * 1_000_000, "1" * 1_000_000, " " * 1_000_000, "Siti " * 200_000, "\u0301" * 300_000)

values = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
rarely_huge = st.one_of(*[values] * 30, st.sampled_from(HUGE))

Tried = TypeVar("Tried")
Sent = tuple[bytes, str]
"""A body, and the content type it claims."""


def tried(strategy: st.SearchStrategy[Tried], deed: Callable[[Tried], object], examples: int) -> str:
    """What went wrong when so many examples (times what FUZZ says) were tried, smallest first; nothing, mostly."""

    @settings(max_examples=examples * AMOUNT, suppress_health_check=list(HealthCheck), deadline=None)
    @given(example=strategy)
    def trying(example: Tried) -> None:
        deed(example)

    try:
        trying()
    except Exception as wrong:
        said = [f"{type(wrong).__name__}: {wrong}"[:300], *getattr(wrong, "__notes__", [])]
        return "\n".join([*said, *traceback.format_tb(wrong.__traceback__)[-3:]])
    return ""


def encoded(text: str) -> bytes:
    """Lone surrogates are sent as the bytes they would be, which are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def query(pairs: Sequence[tuple[str, str]]) -> str:
    return "&".join(f"{quote_from_bytes(encoded(name))}={quote_from_bytes(encoded(value))}" for name, value in pairs)


def multipart(pairs: Sequence[tuple[str, str]], files: Sequence[str] = (), *, end: str = "--gunting--\r\n") -> Sent:
    """The pairs as a browser sends a form with files; those named in `files` as files."""
    parts = []
    for name, value in pairs:
        as_file = '; filename="a.csv"\r\nContent-Type: text/csv' if name in files else ""
        parts.append(f'--gunting\r\nContent-Disposition: form-data; name="{name}"{as_file}\r\n\r\n')
        parts.append(value + "\r\n")
    return encoded("".join(parts) + end), "multipart/form-data; boundary=gunting"


@st.composite
def forms(draw: st.DrawFn, filled: dict[str, str], files: frozenset[str]) -> Sent:
    """The form as it was filled in, with a few of its fields spoilt, sent in a way that may be as bad."""
    pairs = dict(filled)
    names = sorted(pairs)
    if names:
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
            pairs[name] = draw(rarely_huge)
        for name in draw(st.lists(st.sampled_from(names), max_size=1)):
            del pairs[name]
    listed = list(pairs.items())
    if names and draw(st.integers(0, 5)) == 0:  # the same field twice, one that nobody asked for, a list for one value
        listed += [(draw(st.sampled_from(names)), draw(values)), ("no_such_field", "1"), (f"{names[0]}[]", "1")]
    way = draw(
        st.sampled_from(["plain"] * 6 + ["multipart"] * 3 + ["cut", "no boundary", "json", "text", "none", "swapped"])
    )
    return _sent(way, listed, files)


def _sent(way: str, pairs: list[tuple[str, str]], files: frozenset[str]) -> Sent:
    plain = query(pairs).encode()
    ways: dict[str, Any] = {
        "multipart": lambda: multipart(pairs, sorted(files)),
        "cut": lambda: (multipart(pairs, sorted(files))[0][:-30], "multipart/form-data; boundary=gunting"),
        "no boundary": lambda: (plain, "multipart/form-data"),
        "json": lambda: (json.dumps(dict(pairs)).encode(), "application/json"),
        "text": lambda: (plain, "text/plain; charset=utf-16"),
        "none": lambda: (plain, ""),
        "swapped": lambda: multipart(pairs, sorted({name for name, _ in pairs} - files)),
    }
    if way == "plain" and files:
        way = "multipart"
    return ways[way]() if way in ways else (plain, "application/x-www-form-urlencoded")
