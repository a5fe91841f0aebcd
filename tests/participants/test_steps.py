"""The seven steps of one person: which are done, and which comes next (PRODUCT, "The seven steps"). Pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.models import COMPLETED_BY_PGO, Step
from participants.steps import seven_steps

DAY = date(2018, 9, 1)
done = st.sets(st.sampled_from(list(Step)))


def states(*codes: str) -> dict[str, str]:
    return {state.code: state.state for state in seven_steps(dict.fromkeys(codes, DAY))}


def test_somebody_new_goes_to_training_next():
    assert states("P1") == {
        "P1": "done",
        "P2": "next",
        "P3": "later",
        "P4": "later",
        "P5": "later",
        "P6": "later",
        "P7": "later",
    }


def test_somebody_who_came_with_a_permit_still_goes_to_training_next():
    assert [states("P1", "P4")[code] for code in ("P2", "P3", "P4")] == ["next", "later", "done"]


def test_somebody_who_did_all_has_no_next_step():
    assert set(states(*Step.values).values()) == {"done"}


@given(done)
def test_the_next_step_is_the_first_that_is_missing(codes):
    found = seven_steps(dict.fromkeys(codes, DAY))

    assert [state.step for state in found if state.is_next] == [step for step in Step if step not in codes][:1]
    assert {state.code for state in found if state.completed_on} == set(codes)


def test_the_seven_steps_have_the_names_of_the_programme():
    assert [state.name for state in seven_steps({})] == [
        "Pendaftaran",
        "Pelatihan",
        "Pendampingan",
        "Perizinan",
        "Pemasaran",
        "Pelaporan keuangan",
        "Permodalan",
    ]


@pytest.mark.parametrize("step", [Step.P1, Step.P4])
def test_registration_and_permit_are_not_among_those_pgo_completes(step):
    assert step not in COMPLETED_BY_PGO
