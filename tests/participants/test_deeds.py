"""Deeds on people: steps completed and undone, moves, and opening somebody outside one's scope."""

from datetime import date

import pytest

from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants import deeds
from participants.models import COMPLETED_BY_PGO, Opening, Participant, Step, StepCompletion
from permits import merging
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.recounting import assert_the_books_balance, recount
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)
DAYS = [date(2018, 6, 30), JULY, date(2018, 7, 15), AUGUST, TODAY]


def field_of(deed, *args, **kwargs) -> str | None:
    """The field that a refused deed is about."""
    with pytest.raises(deeds.DeedRefused) as refusal:
        deed(*args, **kwargs)
    return refusal.value.field


def complete(person: Participant, step: Step = Step.P2, on: date = AUGUST) -> StepCompletion:
    return deeds.complete_step(person, step=step, on=on, by=an_official())


def merged_pair() -> tuple[Participant, Participant]:
    """A record in force and one that was merged into it."""
    kept, gone = a_participant(JULY), a_participant(JULY)
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")
    return kept, gone


# --- Steps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", COMPLETED_BY_PGO)
def test_a_completed_step_counts_from_its_day_at_the_persons_kelurahan(step):
    complete(a_participant(JULY), step)

    assert [recount(day)[CENGKARENG_TIMUR][step] for day in (date(2018, 7, 31), AUGUST)] == [0, 1]
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("step", [Step.P1, Step.P4])
def test_registration_and_permit_are_not_ticked(step):
    assert field_of(complete, a_participant(JULY), step) is None


def test_a_step_is_not_completed_tomorrow():
    assert field_of(complete, a_participant(JULY), on=date(2018, 9, 10)) == "on"


def test_a_step_is_completed_once():
    person = a_participant(JULY)
    complete(person)

    field_of(complete, person, on=TODAY)

    assert_the_books_balance(DAYS)


def test_steps_may_be_completed_out_of_order():
    person = a_participant(JULY)

    complete(person, Step.P7)
    complete(person, Step.P3)

    assert_the_books_balance(DAYS)


def test_an_undone_step_never_counted_and_may_be_completed_again():
    person = a_participant(JULY)
    deeds.undo_step(complete(person), by=an_official(), reason="Salah orang.")

    complete(person, on=TODAY)

    assert [recount(day)[CENGKARENG_TIMUR]["P2"] for day in (AUGUST, TODAY)] == [0, 1]
    assert_the_books_balance(DAYS)


def test_an_undone_step_says_by_whom_when_and_why():
    official = an_official()
    completion = complete(a_participant(JULY))

    deeds.undo_step(completion, by=official, reason=" Salah orang. ")

    stored = StepCompletion.objects.get()
    event = history(stored.participant).last()
    assert (stored.undone_by, stored.undone_at, stored.undone_reason) == (official, event.at, "Salah orang.")
    assert event.verb == Verb.STEP_UNDONE


def test_a_step_is_undone_once():
    completion = complete(a_participant(JULY))
    deeds.undo_step(completion, by=an_official(), reason="Salah orang.")

    assert field_of(deeds.undo_step, completion, by=an_official(), reason="Lagi.") is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_undoing_a_step_needs_a_reason(reason):
    completion = complete(a_participant(JULY))

    assert field_of(deeds.undo_step, completion, by=an_official(), reason=reason) == "reason"


def test_nothing_is_completed_for_a_merged_record():
    _, gone = merged_pair()

    field_of(complete, gone)

    assert_the_books_balance(DAYS)


def test_undoing_a_step_that_a_merge_took_along_reaches_the_survivor():
    kept, gone = a_participant(JULY), a_participant(JULY)
    seen_before = complete(gone)
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    deeds.undo_step(seen_before, by=an_official(), reason="Salah orang.")

    assert recount(TODAY)[CENGKARENG_TIMUR]["P2"] == 0
    assert_the_books_balance(DAYS)


def test_undoing_a_step_that_stayed_with_the_merged_record_is_refused():
    kept, gone = a_participant(JULY), a_participant(JULY)
    complete(kept, on=JULY)
    stayed = complete(gone, on=AUGUST)
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    field_of(deeds.undo_step, stayed, by=an_official(), reason="Salah orang.")

    assert_the_books_balance(DAYS)


# --- Moves (rule 7) --------------------------------------------------------------------------------


def test_rule_7_a_move_takes_everything_along_on_its_day():
    person = a_participant(JULY, kelurahan=KAPUK)
    complete(person, on=date(2018, 7, 15))

    deeds.move(person, to=GAMBIR, on=AUGUST, by=an_official())

    assert [[recount(day)[place][step] for place in (KAPUK, GAMBIR)] for day in (JULY, AUGUST) for step in ("P1",)] == [
        [1, 0],
        [0, 1],
    ]
    assert_the_books_balance(DAYS)


def test_rule_7_a_step_recorded_later_for_a_day_before_the_move_counts_where_the_person_then_was():
    person = a_participant(JULY, kelurahan=KAPUK)
    deeds.move(person, to=GAMBIR, on=AUGUST, by=an_official())

    complete(person, on=date(2018, 7, 15))

    assert [recount(day)[KAPUK]["P2"] for day in (date(2018, 7, 15), AUGUST)] == [1, 0]
    assert_the_books_balance(DAYS)


def test_somebody_may_move_out_of_jakarta_and_back_in():
    person = a_participant(JULY, kelurahan=KAPUK)

    deeds.move(person, to=None, outside_place="Kota Depok", on=date(2018, 7, 15), by=an_official())
    deeds.move(person, to=KAPUK, on=AUGUST, by=an_official())

    assert [recount(day)[""]["P1"] for day in DAYS] == [0, 0, 1, 0, 0]
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("on", [date(2018, 6, 30), JULY, date(2018, 9, 10)])
def test_a_move_comes_after_the_registration_and_not_in_the_future(on):
    field_of(deeds.move, a_participant(JULY), to=GAMBIR, on=on, by=an_official())

    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("on", [date(2018, 7, 15), AUGUST])
def test_a_move_comes_after_the_last_one(on):
    person = a_participant(JULY)
    deeds.move(person, to=GAMBIR, on=AUGUST, by=an_official())

    field_of(deeds.move, person, to=KAPUK, on=on, by=an_official())

    assert_the_books_balance(DAYS)


def test_nobody_moves_to_where_they_are():
    field_of(deeds.move, a_participant(JULY, kelurahan=KAPUK), to=KAPUK, on=AUGUST, by=an_official())


@pytest.mark.parametrize(
    ("to", "outside_place"), [("31.73", ""), ("31.73.01.1099", ""), (None, ""), (None, "  "), (GAMBIR, "Kota Depok")]
)
def test_a_move_leads_to_a_kelurahan_or_a_named_place_outside(to, outside_place):
    field = field_of(deeds.move, a_participant(JULY), to=to, outside_place=outside_place, on=AUGUST, by=an_official())

    assert field == "kelurahan"


def test_a_merged_record_does_not_move():
    _, gone = merged_pair()

    field_of(deeds.move, gone, to=GAMBIR, on=AUGUST, by=an_official())

    assert_the_books_balance(DAYS)


# --- Opening somebody outside one's scope ----------------------------------------------------------


def test_somebody_opened_is_visible_to_that_officer_alone_and_that_day_alone():
    officer, colleague = an_officer(KAPUK), an_officer(KAPUK)
    person = an_outsider()

    with portal_at(TODAY):
        deeds.open_outside_scope(person, by=officer, reason="Datang ke loket.")
        seen = [list(Participant.objects.visible_to(user)) for user in (officer, colleague)]
    with portal_at(date(2018, 9, 10)):
        seen.append(list(Participant.objects.visible_to(officer)))

    assert seen == [[person], [], []]


def test_opening_twice_in_a_day_is_one_opening_and_one_record():
    officer, person = an_officer(KAPUK), an_outsider()

    for reason in ("Datang ke loket.", "Datang lagi."):
        deeds.open_outside_scope(person, by=officer, reason=reason)

    assert [opening.reason for opening in Opening.objects.all()] == ["Datang ke loket."]
    assert [event.verb for event in history(person)] == [Verb.REGISTERED, Verb.OPENED_OUTSIDE]


def test_opening_needs_a_reason():
    assert field_of(deeds.open_outside_scope, an_outsider(), by=an_officer(), reason=" ") == "reason"
