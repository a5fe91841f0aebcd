"""Imports at the same moment as each other and as the desk: the database decides, and nobody records by halves.

On PostgreSQL, where two transactions truly run side by side.
"""

from collections import Counter
from datetime import date

import pytest

from okoce.accounts.models import User
from participants.deeds import DeedRefused
from permits import deeds
from permits.importing import recording, staging
from permits.importing.models import Import, State
from permits.models import Permit
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper
from tests.permits.importing.files import a_row, xlsx
from tests.permits.recounting import assert_the_books_balance

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 12
ROWS = 4
TODAY = date(2018, 9, 9)


def looked_through(numbers: list[str], officer: User, people: list | None = None) -> Import:
    people = people or [a_participant(kelurahan=officer.kelurahan) for _ in numbers]
    rows = [a_row(person, number) for person, number in zip(people, numbers, strict=True)]
    source = staging.receive(xlsx(rows), "izin.xlsx", kelurahan=officer.kelurahan, by=officer)
    return staging.check_some(source, by=officer, seconds=60)


def numbers_of(round_number: int) -> list[str]:
    return [f"{round_number}-{row}/e/2018" for row in range(ROWS)]


def test_of_two_imports_with_the_same_numbers_one_records_all_and_the_other_nothing(monkeypatch):
    monkeypatch.setattr(staging, "MOST_WAITING", ROUNDS + 1)
    officers = [an_officer(KAPUK), an_officer(CENGKARENG_TIMUR)]
    # The other way round in the second file: numbers are taken in another order.
    sources = [
        [looked_through(numbers_of(number)[::way], officer) for number in range(ROUNDS)]
        for officer, way in zip(officers, (1, -1), strict=True)
    ]

    def press(side: int):
        return lambda number: recording.record_good(sources[side][number], by=officers[side])

    results = at_once(ROUNDS, press(0), press(1), refusals=recording.Changed)

    outcomes = Counter(tuple(sorted(type(outcome).__name__ for outcome in pair)) for pair in results)
    assert outcomes == {("Changed", "Import"): ROUNDS}
    assert Permit.objects.count() == ROUNDS * ROWS
    assert Import.objects.filter(state=State.RECORDED).count() == ROUNDS
    assert_the_books_balance([TODAY])


def test_two_who_press_for_the_same_import_record_it_once(monkeypatch):
    monkeypatch.setattr(staging, "MOST_WAITING", ROUNDS + 1)
    officers = [an_officer(KAPUK), an_officer(KAPUK)]
    sources = [looked_through(numbers_of(number), officers[0]) for number in range(ROUNDS)]

    at_once(ROUNDS, *[lambda n, by=by: recording.record_good(sources[n], by=by) for by in officers])

    assert Permit.objects.count() == ROUNDS * ROWS
    assert_the_books_balance([TODAY])


def test_an_import_and_the_desk_with_one_number_or_one_person_leave_one_of_each(monkeypatch):
    monkeypatch.setattr(staging, "MOST_WAITING", ROUNDS + 1)
    officer = an_officer(KAPUK)
    people = [[a_participant(kelurahan=KAPUK) for _ in range(ROWS)] for _ in range(ROUNDS)]
    sources = [looked_through(numbers_of(number), officer, people[number]) for number in range(ROUNDS)]

    def desk(number: int):
        person = people[number][1] if number % 2 else a_participant(kelurahan=KAPUK)
        paper = a_paper(number=numbers_of(number)[1], kelurahan=KAPUK, issued_on=date(2018, 9, 1))
        return deeds.record(person, paper, by=officer)

    at_once(
        ROUNDS,
        lambda number: recording.record_good(sources[number], by=officer),
        desk,
        refusals=(recording.Changed, DeedRefused),
    )

    keys = Counter(Permit.objects.values_list("number_key", flat=True))
    assert set(keys.values()) == {1}
    for source in Import.objects.all():
        taken = Permit.objects.filter(submission__in=source.rows.values("submission")).count()
        assert taken == (source.recorded if source.state == State.RECORDED else 0)
    assert_the_books_balance([TODAY])
