"""Rule 7 of PRODUCT for people: registrations and steps count by the participant's kelurahan and day, moves too."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from okoce.journal.posting import difference
from participants.timeline import Journey, StepLine, place_on, step_lines

FIRST_DAY = date(2018, 12, 20)
DAYS = [FIRST_DAY + timedelta(days=step) for step in range(24)]
KAPUK, CENGKARENG_TIMUR, GAMBIR = "31.73.01.1005", "31.73.01.1006", "31.71.01.1001"
PLACES = (KAPUK, CENGKARENG_TIMUR, GAMBIR, None)
STEPS = ("P2", "P3", "P5", "P6", "P7")


def lines_of(registered_on=FIRST_DAY, kelurahan=KAPUK, steps=(), moves=(), sex="F", business_is_new=True):
    return step_lines(
        registered_on=registered_on,
        kelurahan=kelurahan,
        steps=steps,
        moves=moves,
        sex=sex,
        business_is_new=business_is_new,
    )


def standing(lines: Counter[StepLine], step: str, day: date) -> dict[str | None, int]:
    """Where a step counts on a day: places and signs, without what cancels."""
    places: Counter[str | None] = Counter()
    for line, sign in lines.items():
        if line.step == step and line.day <= day:
            places[line.kelurahan_id] += sign
    return {place: sign for place, sign in places.items() if sign}


@st.composite
def lives(draw):
    """The facts of one person: registration, steps, and moves that follow one another."""
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4))
    places = [place for index, place in enumerate(places) if index == 0 or place != places[index - 1]]
    days = sorted(
        draw(st.lists(st.sampled_from(DAYS), min_size=len(places) - 1, max_size=len(places) - 1, unique=True))
    )
    moves = [Journey(day, *pair) for day, pair in zip(days, pairwise(places), strict=True)]
    return {
        "registered_on": draw(st.sampled_from(DAYS)),
        "kelurahan": places[-1],
        "steps": draw(st.dictionaries(st.sampled_from(STEPS), st.sampled_from(DAYS))),
        "moves": moves,
        "sex": draw(st.sampled_from("FM")),
        "business_is_new": draw(st.booleans()),
    }


def written(life) -> Counter[StepLine]:
    return step_lines(**(life | {"steps": life["steps"].items()}))


def test_registering_is_one_line_at_the_place_of_the_business():
    assert lines_of() == Counter({StepLine(FIRST_DAY, KAPUK, "P1", "F", True): 1})


def test_people_from_outside_jakarta_have_a_line_without_kelurahan():
    assert standing(lines_of(kelurahan=None), "P1", FIRST_DAY) == {None: 1}


def test_a_move_takes_the_registration_along_on_its_day():
    lines = lines_of(kelurahan=GAMBIR, moves=[Journey(DAYS[5], KAPUK, GAMBIR)])

    assert [standing(lines, "P1", day) for day in (DAYS[4], DAYS[5])] == [{KAPUK: 1}, {GAMBIR: 1}]


def test_a_step_completed_on_the_day_of_a_move_counts_at_the_new_place():
    lines = lines_of(kelurahan=GAMBIR, steps=[("P2", DAYS[5])], moves=[Journey(DAYS[5], KAPUK, GAMBIR)])

    assert [line for line in lines if line.step == "P2"] == [StepLine(DAYS[5], GAMBIR, "P2", "F", True)]


def test_a_step_completed_before_a_move_goes_along():
    lines = lines_of(kelurahan=GAMBIR, steps=[("P2", DAYS[4])], moves=[Journey(DAYS[5], KAPUK, GAMBIR)])

    assert [standing(lines, "P2", day) for day in (DAYS[4], DAYS[5])] == [{KAPUK: 1}, {GAMBIR: 1}]


def test_moving_there_and_back_leaves_everything_where_it_began():
    moves = [Journey(DAYS[5], KAPUK, GAMBIR), Journey(DAYS[8], GAMBIR, KAPUK)]

    lines = lines_of(moves=moves)

    assert [standing(lines, "P1", DAYS[day]) for day in (0, 5, 8)] == [{KAPUK: 1}, {GAMBIR: 1}, {KAPUK: 1}]


def test_moving_out_of_jakarta_leaves_the_kelurahan_for_the_bucket_of_its_own():
    lines = lines_of(kelurahan=None, moves=[Journey(DAYS[5], KAPUK, None)])

    assert standing(lines, "P1", DAYS[5]) == {None: 1}


@given(lives())
def test_on_every_day_each_step_counts_once_and_where_the_person_is(life):
    lines = written(life)

    for step, reached in {"P1": life["registered_on"], **life["steps"]}.items():
        for day in DAYS:
            place = place_on(day, life["kelurahan"], life["moves"])
            assert standing(lines, step, day) == ({place: 1} if day >= reached else {})


@given(lives())
def test_moving_changes_no_total(life):
    settled = written(life | {"moves": []})
    moved = written(life)

    def totals(lines):
        return {
            (step, day): sum(standing(lines, step, day).values()) for step in ("P1", *STEPS) for day in (DAYS[0], *DAYS)
        }

    assert totals(moved) == totals(settled)


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_moves_and_steps_are_read_is_irrelevant(life, random):
    shuffled = life | {"moves": random.sample(life["moves"], len(life["moves"]))}
    shuffled["steps"] = dict(random.sample(sorted(life["steps"].items()), len(life["steps"])))

    assert written(shuffled) == written(life)


@given(lives(), lives())
def test_the_difference_of_two_lives_leads_from_one_to_the_other(before, after):
    old, new = written(before), written(after)

    applied = Counter(old)
    applied.update(difference(old, new))

    assert {line: sign for line, sign in applied.items() if sign} == {line: sign for line, sign in new.items() if sign}
