"""Where a person stands is kept with every deed, and never differs from what is stored of them."""

from datetime import date

import pytest

from participants import deeds
from participants.models import Participant, Step
from permits import deeds as permit_deeds
from permits import merging, obstacles, standings
from permits.models import ObstacleKind
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)
NOT_READY = (None, None)


def complete(person: Participant, step: Step, on: date = AUGUST):
    return deeds.complete_step(person, step=step, on=on, by=an_official())


def readiness(person: Participant) -> tuple[int | None, date | None]:
    person.refresh_from_db()
    return person.ready_rank, person.ready_since


def next_step(person: Participant) -> str:
    person.refresh_from_db()
    return person.next_step


@pytest.fixture(autouse=True)
def _rows_say_what_is_stored():
    yield
    assert list(standings.differing()) == []


def test_somebody_new_goes_to_training_and_is_not_ready():
    person = a_participant()

    assert (next_step(person), readiness(person)) == ("P2", NOT_READY)


def test_the_trained_are_ready_and_the_mentored_come_first():
    person = a_participant(JULY)
    complete(person, Step.P2, JULY)
    trained = readiness(person)
    complete(person, Step.P3)

    assert (trained, readiness(person)) == ((2, JULY), (1, AUGUST))


def test_the_next_step_is_the_first_that_is_missing():
    person = a_participant(JULY)
    seen = []
    for step in (Step.P3, Step.P2, Step.P5):
        complete(person, step)
        seen.append(next_step(person))
    a_permit(person)

    assert [*seen, next_step(person)] == ["P2", "P4", "P4", "P6"]


def test_an_undone_step_is_taken_back():
    person = a_participant(JULY)
    completion = complete(person, Step.P2)
    deeds.undo_step(completion, by=an_official(), reason="Salah orang.")

    assert (next_step(person), readiness(person)) == ("P2", NOT_READY)


def test_a_permit_ends_the_waiting_and_losing_it_begins_it_again():
    person = a_participant(JULY)
    complete(person, Step.P2)
    permit = a_permit(person)
    with_permit = readiness(person)
    permit_deeds.revoke(permit, on=date(2018, 9, 5), by=permit.recorded_by, reason="Usaha tutup.")
    revoked = readiness(person)
    permit_deeds.withdraw_revocation(permit, by=permit.recorded_by, reason="Keliru.")
    withdrawn = readiness(person)
    permit_deeds.void(permit, by=permit.recorded_by, reason="Salah catat.")

    assert [with_permit, revoked, withdrawn, readiness(person)] == [NOT_READY, (2, AUGUST), NOT_READY, (2, AUGUST)]


def test_a_second_permit_keeps_its_holder_from_waiting():
    person = a_participant(JULY)
    complete(person, Step.P2)
    first, _ = a_permit(person), a_permit(person, kind="SKU")
    permit_deeds.void(first, by=first.recorded_by, reason="Salah catat.")

    assert readiness(person) == NOT_READY


def test_a_permit_corrected_to_another_person_changes_both():
    holder, other = a_participant(JULY), a_participant(JULY)
    for person in (holder, other):
        complete(person, Step.P2)
    permit = a_permit(holder)
    paper = permit_deeds.Paper(permit.kind, permit.number, permit.issued_on, permit.kelurahan_id, 1, 1)
    permit_deeds.correct(permit, paper, by=permit.recorded_by, person=other, reason="Salah orang.")

    assert (readiness(holder), readiness(other)) == ((2, AUGUST), NOT_READY)


def test_an_obstacle_takes_somebody_out_of_the_queue_until_it_is_resolved():
    person, officer = a_participant(JULY), an_officer()
    complete(person, Step.P2)
    first = obstacles.set_obstacle(person, kind=ObstacleKind.NO_NPWP, by=officer)
    second = obstacles.set_obstacle(person, kind=ObstacleKind.PAPERS, by=officer)
    seen = [readiness(person)]
    for obstacle in (first, second):
        obstacles.resolve(obstacle, by=officer)
        seen.append(readiness(person))

    assert seen == [NOT_READY, NOT_READY, (2, AUGUST)]


def test_a_merged_record_waits_for_nothing_and_the_survivor_has_its_steps():
    kept, gone = a_participant(JULY), a_participant(JULY)
    complete(gone, Step.P2)
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    assert [(next_step(person), readiness(person)) for person in (kept, gone)] == [("P3", (2, AUGUST)), ("", NOT_READY)]


def test_whoever_moves_waits_in_the_new_kelurahan():
    person = a_participant(JULY)
    complete(person, Step.P2)
    deeds.move(person, to=GAMBIR, on=date(2018, 9, 3), by=an_official())

    assert (readiness(person), person.kelurahan_id) == ((2, AUGUST), GAMBIR)


def test_rows_that_differ_are_found_and_rebuilt():
    person = a_participant(JULY)
    complete(person, Step.P2)
    Participant.objects.filter(pk=person.pk).update(
        ready_rank=None, ready_since=None, next_step="P7", holds_permit=True
    )

    corrected = standings.rebuild()

    assert (corrected, next_step(person), readiness(person), person.is_held_up) == (1, "P3", (2, AUGUST), False)
