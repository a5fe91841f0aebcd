"""What counts: rules 1, 2, 3, 7, 8 and 9 of PRODUCT in their pure form, with examples and with any history at all."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okoce.journal.posting import difference
from permits.timeline import (
    BEGAN,
    COUNTED,
    ISSUED,
    IUMK,
    MOVED,
    REVOKED,
    SKU,
    STOPPED,
    Traits,
    Turn,
    counted_on,
    expires_on,
    last_edge,
    permit_lines,
    turns,
)
from tests.permits.papers import (
    DAYS,
    FIRST_DAY,
    NOBODY,
    PLACES,
    counted_lines,
    histories,
    moment,
    paper,
    total,
    traits,
)

# --- Rule 1: one person, once ----------------------------------------------------------------------


def test_rule_1_a_person_without_a_permit_does_not_count():
    assert counted_on(FIRST_DAY, []) is None


def test_rule_1_a_person_counts_from_the_very_day_of_issue():
    only = paper(issued_on=DAYS[3])

    assert [counted_on(day, [only]) for day in (DAYS[2], DAYS[3], DAYS[4])] == [None, only, only]


def test_rule_1_a_person_stops_counting_on_the_very_day_of_revocation():
    only = paper(issued_on=DAYS[3], revoked_on=DAYS[5])

    assert [counted_on(day, [only]) for day in (DAYS[4], DAYS[5])] == [only, None]


def test_rule_1_three_papers_of_one_person_are_one_entrepreneur():
    lines = permit_lines([paper(1), paper(2, kind=SKU), paper(3, kelurahan=PLACES[1])], NOBODY)

    assert total(lines, measure=COUNTED) == 1


def test_rule_1_a_permit_dated_before_the_registration_counts_from_its_own_date():
    early = paper(issued_on=NOBODY.registered_on - timedelta(days=5))

    [line] = counted_lines(permit_lines([early], NOBODY))

    assert (line.day, line.before_registration) == (early.issued_on, True)


def test_rule_1_a_voided_permit_never_counted():
    assert permit_lines([paper(voided=True, revoked_on=DAYS[9])], NOBODY) == Counter()


def test_rule_1_running_out_after_five_years_does_not_uncount():
    old = paper(issued_on=date(2010, 1, 1))

    assert counted_on(DAYS[0], [old]) is old


def test_rule_2_somebody_counts_or_not_since_the_last_day_on_which_they_began_or_stopped():
    first = paper(1, issued_on=DAYS[1], revoked_on=DAYS[3])
    second = paper(2, issued_on=DAYS[2], revoked_on=DAYS[5])

    edges = [last_edge(day, [first, second]) for day in DAYS[:6]]

    began, stopped = Turn(DAYS[1], None, first), Turn(DAYS[5], second, None)
    assert edges == [None, began, began, began, began, stopped]


@given(histories(), traits)
def test_rule_1_on_every_day_a_person_counts_once_if_any_paper_is_valid(papers, who):
    lines = permit_lines(papers, who)

    assert [total(lines, day, measure=COUNTED) for day in DAYS] == [
        int(any(paper.valid_on(day) for paper in papers)) for day in DAYS
    ]


# --- Rule 2: the timeline --------------------------------------------------------------------------


def test_rule_2_of_two_valid_permits_the_one_issued_first_counts():
    first, second = paper(1, issued_on=DAYS[2]), paper(2, issued_on=DAYS[1])

    assert counted_on(DAYS[3], [first, second]) is second


def test_rule_2_of_two_issued_on_one_day_the_one_recorded_first_counts():
    later, earlier = paper(1, recorded_at=moment(9)), paper(2, recorded_at=moment(8))

    assert counted_on(FIRST_DAY, [later, earlier]) is earlier


def test_rule_2_of_two_recorded_at_one_moment_the_lower_id_counts():
    higher, lower = paper(8, recorded_at=moment(5)), paper(7, recorded_at=moment(5))

    assert counted_on(FIRST_DAY, [higher, lower]) is lower


def test_rule_2_a_second_permit_takes_over_on_the_day_the_first_is_revoked():
    first = paper(1, kind=SKU, kelurahan=PLACES[0], issued_on=DAYS[0], revoked_on=DAYS[9])
    second = paper(2, kind=IUMK, kelurahan=PLACES[1], issued_on=DAYS[4])

    assert turns([second, first]) == [Turn(DAYS[0], None, first), Turn(DAYS[9], first, second)]


def test_rule_2_a_permit_revoked_before_its_turn_never_counts():
    first = paper(1, issued_on=DAYS[0], revoked_on=DAYS[9])
    between = paper(2, issued_on=DAYS[2], revoked_on=DAYS[5])

    assert turns([first, between]) == [Turn(DAYS[0], None, first), Turn(DAYS[9], first, None)]


def test_rule_2_a_permit_issued_on_the_day_the_other_is_revoked_takes_over_without_a_gap():
    first = paper(1, issued_on=DAYS[0], revoked_on=DAYS[5])
    second = paper(2, issued_on=DAYS[5])

    lines = counted_lines(permit_lines([first, second], NOBODY))

    assert [(line.day, line.permit_id, line.change, sign) for line, sign in sorted(lines.items())] == [
        (DAYS[0], 1, BEGAN, 1),
        (DAYS[5], 1, MOVED, -1),
        (DAYS[5], 2, MOVED, 1),
    ]


def test_rule_2_somebody_who_stopped_may_begin_again():
    lines = permit_lines([paper(1, issued_on=DAYS[0], revoked_on=DAYS[2]), paper(2, issued_on=DAYS[4])], NOBODY)

    assert [total(lines, measure=COUNTED, change=change) for change in (BEGAN, STOPPED, MOVED)] == [2, -1, 0]


@given(histories(), traits)
def test_rule_2_the_lines_name_the_counted_permit_of_every_day(papers, who):
    lines = permit_lines(papers, who)

    for day in DAYS:
        standing = {one.id: total(lines, day, measure=COUNTED, permit_id=one.id) for one in papers}
        counted = counted_on(day, papers)
        assert standing == {one.id: int(one is counted) for one in papers}


@given(histories(), traits)
def test_rule_2_every_line_bears_the_kelurahan_and_kind_of_its_permit(papers, who):
    by_id = {one.id: one for one in papers}

    said = {(line.permit_id, line.kelurahan_id, line.kind) for line in permit_lines(papers, who)}

    assert said <= {(one.id, one.kelurahan, one.kind) for one in by_id.values()}


@given(histories())
def test_rule_2_a_turn_is_a_day_on_which_the_counted_permit_is_another(papers):
    changes = [
        Turn(day, counted_on(day - timedelta(days=1), papers), counted_on(day, papers))
        for day in DAYS
        if counted_on(day - timedelta(days=1), papers) is not counted_on(day, papers)
    ]

    assert turns(papers) == changes


@given(histories(), traits)
def test_rule_2_the_order_in_which_papers_are_read_is_irrelevant(papers, who):
    assert permit_lines(papers, who) == permit_lines(sorted(papers, key=lambda one: one.id), who)


@given(histories(), traits)
def test_rule_2_voided_papers_never_matter(papers, who):
    standing = [one for one in papers if not one.voided]

    assert permit_lines(papers, who) == permit_lines(standing, who)


# --- Rules 3 and 4: lines, differences and sums ----------------------------------------------------


@given(histories(), histories(), traits, traits)
def test_rule_3_the_difference_of_two_timelines_leads_from_the_old_to_the_new(before, after, was, now):
    old, new = permit_lines(before, was), permit_lines(after, now)

    applied = Counter(old)
    applied.update(difference(old, new))

    assert {line: sign for line, sign in applied.items() if sign} == dict(new)


@given(histories(), traits)
def test_rule_3_nothing_leads_from_a_timeline_to_itself(papers, who):
    lines = permit_lines(papers, who)

    assert difference(lines, lines) == Counter()


@given(histories(), traits)
def test_rule_3_every_line_is_one_plus_or_one_minus(papers, who):
    assert set(permit_lines(papers, who).values()) <= {1, -1}


@given(histories(), traits)
def test_rule_4_kelurahan_and_kinds_add_up_to_the_total_on_every_day(papers, who):
    lines = permit_lines(papers, who)

    for day in DAYS:
        whole = total(lines, day, measure=COUNTED)
        assert sum(total(lines, day, measure=COUNTED, kelurahan_id=place) for place in PLACES) == whole
        assert sum(total(lines, day, measure=COUNTED, kind=kind) for kind in (IUMK, SKU)) == whole


# --- Rule 5: began, stopped, moved -----------------------------------------------------------------


@given(histories(), traits)
def test_rule_5_the_net_figure_is_who_began_less_who_stopped_and_moving_nets_nothing(papers, who):
    lines = permit_lines(papers, who)

    for day in DAYS:
        assert total(lines, day, measure=COUNTED, change=MOVED) == 0
        assert total(lines, day, measure=COUNTED, change=BEGAN) == total(lines, day, measure=COUNTED) - total(
            lines, day, measure=COUNTED, change=STOPPED
        )


# --- Rule 7: permits issued ------------------------------------------------------------------------


@given(histories(), traits)
def test_rule_7_permits_issued_are_all_that_are_not_voided_by_their_own_kelurahan(papers, who):
    lines = permit_lines(papers, who)

    for day in DAYS:
        assert {place: total(lines, day, measure=ISSUED, kelurahan_id=place) for place in PLACES} == {
            place: sum(1 for one in papers if not one.voided and one.issued_on <= day and one.kelurahan == place)
            for place in PLACES
        }


def test_rule_7_investment_and_workers_stand_with_the_issue_alone():
    lines = permit_lines([paper(investment=5_000_000, workers=2, revoked_on=DAYS[4])], NOBODY)

    assert {line.measure: (line.investment, line.workers) for line in lines} == {
        ISSUED: (5_000_000, 2),
        REVOKED: (0, 0),
        COUNTED: (0, 0),
    }


# --- Rule 8: traits --------------------------------------------------------------------------------


@given(histories(), traits)
def test_rule_8_splitting_by_any_trait_changes_no_count(papers, who):
    lines = permit_lines(papers, who)

    for trait in ("sex", "business_is_new", "before_registration", "kind"):
        values = {getattr(line, trait) for line in lines}
        assert sum(total(lines, measure=COUNTED, **{trait: value}) for value in values) == total(lines, measure=COUNTED)


@pytest.mark.parametrize(("days_before", "is_before"), [(1, True), (0, False), (-1, False)])
def test_rule_8_before_registration_means_at_least_a_day_before(days_before, is_before):
    who = Traits(sex="M", business_is_new=False, registered_on=DAYS[10])

    lines = permit_lines([paper(issued_on=DAYS[10] - timedelta(days=days_before))], who)

    assert {line.before_registration for line in lines} == {is_before}


# --- Rule 9: the bridge from permits to people -----------------------------------------------------


@given(histories(), traits)
def test_rule_9_issued_less_revoked_less_further_papers_is_who_counts(papers, who):
    lines = permit_lines(papers, who)

    for day in DAYS:
        valid = [one for one in papers if one.valid_on(day)]
        further = len(valid) - bool(valid)
        issued, revoked = total(lines, day, measure=ISSUED), total(lines, day, measure=REVOKED)
        assert issued - revoked - further == total(lines, day, measure=COUNTED)


# --- Running out -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        (date(2018, 9, 9), date(2023, 9, 8)),
        (date(2018, 1, 1), date(2022, 12, 31)),
        (date(2018, 3, 1), date(2023, 2, 28)),
        (date(2019, 3, 1), date(2024, 2, 29)),
        (date(2020, 2, 29), date(2025, 2, 28)),
    ],
)
def test_an_iumk_runs_five_years(issued, last_day):
    assert expires_on(issued) == last_day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_day_after_an_iumk_ran_out_is_its_fifth_anniversary_or_the_first_of_march(issued):
    after = expires_on(issued) + timedelta(days=1)

    assert (after.year - issued.year, after.month, after.day) == (
        (5, 3, 1) if (issued.month, issued.day) == (2, 29) else (5, issued.month, issued.day)
    )
