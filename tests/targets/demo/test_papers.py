"""The story's permits, for 51,000 people: 1,040 issued, 1,000 counted."""

from collections import Counter
from datetime import date

import pytest

from permits.models import number_key
from targets.demo import papers, places, script
from targets.demo.papers import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def layout() -> places.Places:
    return places.lay_out(script.chance(2018, "places"))


@pytest.fixture
def plans(layout) -> list[Plan]:
    return papers.plan(script.FULL, layout, script.chance(2018, "papers"))


def counted(plans: list[Plan]) -> list[Plan]:
    return [paper for paper in plans if not (paper.revoked_on or paper.voided_on or paper.follows)]


def test_issued_is_counted_and_second_papers_and_revoked(plans):
    assert Counter(paper.kind for paper in counted(plans)) == {"IUMK": 450, "SKU": 550}
    assert sum(paper.follows is not None for paper in plans) == 25
    assert sum(paper.revoked_on is not None for paper in plans) == 15
    assert sum(paper.voided_on is not None for paper in plans) == 5
    assert len(plans) == 1_045


def test_most_are_issued_from_august_on_and_none_before_the_programme(plans):
    days = [paper.issued_on for paper in plans]

    assert min(days) >= date(2018, 1, 1)
    assert max(days) <= script.LAST_WORKING_DAY
    assert sum(day >= date(2018, 8, 1) for day in days) > 700


def test_permits_are_issued_and_recorded_on_working_days_within_twelve_days(plans):
    assert all(script.is_working_day(day) for paper in plans for day in (paper.issued_on, paper.recorded_on))
    assert {(paper.recorded_on - paper.issued_on).days for paper in plans} == set(range(13))


def test_what_is_revoked_was_valid_for_at_least_a_day(plans):
    revoked = [paper for paper in plans if paper.revoked_on]

    assert all(paper.recorded_on < paper.revoked_on <= paper.undone_on for paper in revoked)
    assert max(paper.undone_on for paper in revoked) <= script.LAST_WORKING_DAY


def test_a_second_paper_is_of_the_other_kind_and_comes_after_the_first(plans):
    second = [paper for paper in plans if paper.follows]

    assert Counter((paper.follows.kind, paper.kind) for paper in second) == {("SKU", "IUMK"): 20, ("IUMK", "SKU"): 5}
    assert all(paper.follows.issued_on < paper.issued_on for paper in second)
    assert all(paper.follows.recorded_on < paper.recorded_on for paper in second)


def test_silent_kelurahan_record_nothing_in_the_last_fortnight(plans, layout):
    theirs = [paper for paper in plans if paper.place in layout.silent]

    assert theirs
    assert max(paper.recorded_on for paper in theirs) < script.SILENT_SINCE


def test_numbers_are_unique_within_their_kind_and_name_kelurahan_and_year(plans, layout):
    keys = [(paper.kind, number_key(paper.number)) for paper in plans]

    assert len(set(keys)) == len(keys)
    assert all(number_key(layout.codes[paper.place]) in number_key(paper.number) for paper in plans)
    assert all(paper.number.endswith("/2018") for paper in plans)


def test_only_an_iumk_states_investment_and_workers_within_what_the_law_allows(plans):
    stated = [paper for paper in plans if paper.kind == "IUMK"]

    assert all(500_000 <= paper.investment <= 500_000_000 and 0 <= paper.workers <= 19 for paper in stated)
    assert {(paper.investment, paper.workers) for paper in plans if paper.kind == "SKU"} == {(None, None)}


def test_one_kelurahan_issued_a_whole_days_worth_at_once(plans, layout):
    days = Counter((paper.place, paper.issued_on) for paper in plans)

    [(where, most), (_, next_most)] = days.most_common(2)
    assert (where, most >= 22, next_most < 20) == ((layout.crowded, date(2018, 8, 30)), True, True)
