"""Whoever is erased is gone from the files that kelurahan sent, also from rows that led to nobody."""

from datetime import date

import pytest

from permits import merging
from permits.erasing import erase
from permits.importing import staging
from permits.importing.models import Import, ImportRow, Outcome, State
from tests.okoce.accounts.factories import an_officer, an_official
from tests.participants.factories import a_nik, a_participant
from tests.permits.importing.files import HEADINGS, a_row, xlsx

pytestmark = pytest.mark.django_db

NIK = a_nik(serial=7901)
OTHERS = a_nik(serial=7902)


def sent(*rows, headings=HEADINGS, checked: bool = True) -> Import:
    officer = an_officer()
    source = staging.receive(xlsx(rows, headings), "izin.xlsx", kelurahan=officer.kelurahan, by=officer)
    return staging.check_some(source, by=officer, seconds=60) if checked else source


def said_in(source: Import) -> list[list]:
    """What the rows of an import still say, by their numbers."""
    return [staging.cells_of(row)[:2] for row in source.rows.order_by("number")]


def test_a_row_that_was_refused_before_its_person_registered():
    source = sent(a_row(NIK, "1", name="Zulaikha"), a_row(OTHERS, "2", name="Orang Lain"))
    person = a_participant(date(2018, 9, 1), nik=NIK, name="Zulaikha")

    erase(person, by=an_official())

    assert said_in(source) == [[], [OTHERS, "Orang Lain"]]
    refused = source.rows.get(number=2)
    assert (refused.outcome, refused.remarks) == (Outcome.PROBLEM, [])


@pytest.mark.parametrize(
    ("headings", "state"),
    [(HEADINGS, State.CHECKING), (list("ABCDEFG"), State.MAPPING)],
    ids=["unchecked", "unmatched"],
)
def test_a_row_that_nobody_has_checked_and_the_samples(headings, state):
    person = a_participant(date(2018, 7, 1), nik=NIK, name="Zulaikha")
    spelled = f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}"
    source = sent(a_row(spelled, "1", name="Zulaikha"), a_row(OTHERS, "2"), headings=headings, checked=False)

    erase(person, by=an_official())

    source.refresh_from_db()
    assert (source.state, said_in(source)) == (state, [[], [OTHERS, None]])
    assert set(source.samples) == {"–"}


def test_a_row_that_names_the_number_of_a_record_that_was_merged():
    official = an_official()
    person, twin = (a_participant(date(2018, 7, 1), name="Zulaikha") for _ in range(2))
    merging.merge(person, twin, by=official, reason="orang yang sama")
    source = sent(a_row(twin.displayed_number.lower(), "1", name="Zulaikha"))
    [row] = ImportRow.objects.filter(source=source)
    assert row.participant is None

    erase(person, by=official)

    assert said_in(source) == [[]]
