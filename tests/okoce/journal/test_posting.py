"""Appending to a journal: entries and their running totals always go together (rule 3)."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.journal import posting
from okoce.journal.models import Grain
from participants.models import StepEntry, StepTally
from participants.timeline import StepLine
from permits.models import PermitTally
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.recounting import added_totals, stored_totals

pytestmark = pytest.mark.django_db

lines = st.dictionaries(st.sampled_from("abcd"), st.integers(-3, 3)).map(Counter)


@given(lines, lines)
def test_a_difference_added_to_the_old_gives_the_new(old, new):
    together = Counter(old)
    together.update(posting.difference(old, new))

    assert {line: sign for line, sign in together.items() if sign} == {line: sign for line, sign in new.items() if sign}


@given(lines, lines)
def test_a_difference_the_other_way_round_is_its_opposite(old, new):
    there, back = posting.difference(old, new), posting.difference(new, old)

    assert {line: -sign for line, sign in there.items()} == dict(back)


def test_a_day_belongs_to_its_month_and_year():
    assert posting.periods(date(2018, 9, 9)) == (
        (Grain.DAY, date(2018, 9, 9)),
        (Grain.MONTH, date(2018, 9, 1)),
        (Grain.YEAR, date(2018, 1, 1)),
    )


def test_a_line_of_minus_two_is_two_entries_of_minus_one():
    person = a_participant()
    line = StepLine(date(2018, 9, 9), KAPUK, "P2", "F", True)

    entries = list(posting.entries_for(StepEntry, Counter({line: -2}), participant=person))

    assert [(entry.sign, entry.day, entry.kelurahan_id, entry.step) for entry in entries] == [
        (-1, date(2018, 9, 9), KAPUK, "P2")
    ] * 2


def test_appending_nothing_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        posting.append(StepTally, [])


def append_steps(person, days: list[date], places: list[str | None]) -> None:
    deed = record(Verb.STEP_COMPLETED, person, by=None)
    lines = Counter(StepLine(day, place, "P2", "F", True) for day in days for place in places)
    posting.append(StepTally, posting.entries_for(StepEntry, lines, participant=person, deed=deed, recorded_at=deed.at))


def test_totals_are_kept_for_the_day_the_month_and_the_year_of_each_place():
    append_steps(an_outsider(), [date(2018, 12, 31), date(2019, 1, 1)], [KAPUK, None])

    kept = {(grain, day, area): row["p2"] for (grain, day, area), row in stored_totals(StepTally).items() if row["p2"]}
    assert kept == {
        (grain, day, area): 1
        for area in (KAPUK, "")
        for grain, day in [
            ("day", date(2018, 12, 31)),
            ("day", date(2019, 1, 1)),
            ("month", date(2018, 12, 1)),
            ("month", date(2019, 1, 1)),
            ("year", date(2018, 1, 1)),
            ("year", date(2019, 1, 1)),
        ]
    }


def test_more_totals_than_one_statement_holds_are_all_kept():
    days = [date(2018, month, day) for month in range(1, 9) for day in range(1, 15)]

    append_steps(a_participant(), days, [KAPUK, GAMBIR])

    assert stored_totals(StepTally) == added_totals(StepTally)


def test_totals_go_when_the_deed_is_taken_back():
    person = a_participant()
    before = stored_totals(StepTally)

    with transaction.atomic():
        append_steps(person, [date(2018, 9, 9)], [KAPUK])
        transaction.set_rollback(True)

    assert stored_totals(StepTally) == before


@pytest.mark.parametrize("tally", [StepTally, PermitTally])
def test_totals_written_anew_from_the_journal_are_the_same(tally):
    a_permit()
    an_outsider()
    before = stored_totals(tally)
    tally.objects.update(entries=7, **dict.fromkeys(tally.COLUMNS, 99))

    with transaction.atomic():
        posting.rebuild_totals(tally)

    assert stored_totals(tally) == before
