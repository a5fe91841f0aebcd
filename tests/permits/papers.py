"""Papers for the pure timeline: few days, few kelurahan, so that they meet and overlap."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from permits.timeline import COUNTED, IUMK, SKU, PermitLife, PermitLine, Traits

FIRST_DAY = date(2018, 12, 20)
DAYS = [FIRST_DAY + timedelta(days=step) for step in range(24)]
PLACES = ("31.73.01.1005", "31.73.01.1006", "31.71.01.1001")
NOBODY = Traits(sex="F", business_is_new=True, registered_on=date(2018, 12, 28))


def moment(minute: int = 0) -> datetime:
    """A moment of recording on one day."""
    return datetime(2019, 1, 20, 3, minute, tzinfo=UTC)


def paper(id: int = 1, **fields) -> PermitLife:
    """An IUMK of Kapuk from the first day on, unless told otherwise."""
    given = {"kind": IUMK, "kelurahan": PLACES[0], "issued_on": FIRST_DAY, "recorded_at": moment(id % 60)}
    return PermitLife(id=id, **(given | fields))


@st.composite
def _papers_of(draw, id: int) -> PermitLife:
    issued = draw(st.integers(0, 19))
    revoked = draw(st.none() | st.integers(issued + 1, 23))
    kind = draw(st.sampled_from([IUMK, SKU]))
    return PermitLife(
        id=id,
        kind=kind,
        kelurahan=draw(st.sampled_from(PLACES)),
        issued_on=DAYS[issued],
        recorded_at=moment(draw(st.integers(0, 2))),
        revoked_on=None if revoked is None else DAYS[revoked],
        voided=draw(st.booleans()),
        investment=draw(st.integers(0, 3)) if kind == IUMK else 0,
        workers=draw(st.integers(0, 3)) if kind == IUMK else 0,
    )


@st.composite
def histories(draw, most: int = 5) -> list[PermitLife]:
    """All papers of one person, in any order."""
    papers = [draw(_papers_of(id)) for id in range(1, draw(st.integers(0, most)) + 1)]
    return draw(st.permutations(papers))


traits = st.builds(
    Traits, sex=st.sampled_from("FM"), business_is_new=st.booleans(), registered_on=st.sampled_from(DAYS)
)


def counted_lines(lines: Counter[PermitLine]) -> Counter[PermitLine]:
    """Only the lines of who counts."""
    return Counter({line: sign for line, sign in lines.items() if line.measure == COUNTED})


def total(lines: Counter[PermitLine], up_to: date = DAYS[-1], **wanted) -> int:
    """The signs of the lines up to a day that have these values."""
    return sum(
        sign
        for line, sign in lines.items()
        if line.day <= up_to and all(getattr(line, name) == value for name, value in wanted.items())
    )
