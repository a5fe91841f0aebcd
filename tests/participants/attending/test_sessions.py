"""Training sessions: what is corrected of one, and what becomes of its attendance lists."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from okoce import clock
from okoce.audit.models import Event, Verb
from okoce.audit.recording import history
from participants.attending import sessions, staging
from participants.attending.models import AttendanceList, Outcome, State, TrainingSession
from participants.attending.recording import record_all
from participants.attending.sessions import Plan
from participants.deeds import CHANGED_MEANWHILE, DeedRefused
from participants.models import Step, StepCompletion
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import JAKARTA_BARAT, KAPUK
from tests.participants.attending.lists import ON, a_list, numbers_of, outcomes
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db

PLAN = Plan(step=Step.P2, place="Balai Warga", region=KAPUK, held_on=ON, invited=10)
EARLIER = date(2018, 2, 1)


def a_session(official) -> TrainingSession:
    return sessions.plan(PLAN, by=official)


def change(session: TrainingSession, official, **said) -> TrainingSession:
    return sessions.change(session, replace(PLAN, **said), by=official)


def test_a_waiting_list_follows_its_session_and_is_checked_anew():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    session = a_session(official)
    source, other = a_list(numbers_of(person), official, session=session), a_list(numbers_of(person), official)

    change(session, an_official(JAKARTA_BARAT), step=Step.P3, held_on=EARLIER)

    source.refresh_from_db()
    other.refresh_from_db()
    assert (source.step, source.held_on, outcomes(source)) == ("P3", EARLIER, [Outcome.DOUBTFUL])
    assert (other.step, other.held_on) == ("P2", ON)


def test_the_step_is_recorded_on_the_corrected_day():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    session = a_session(official)
    source = a_list(numbers_of(person), official, session=session)

    change(session, official, held_on=date(2018, 8, 2))
    record_all(source, by=official)

    assert StepCompletion.objects.get().completed_on == date(2018, 8, 2)


def test_a_list_checked_for_whoever_sent_it_loses_nobody_when_somebody_else_corrects_the_session():
    official, person = an_official(), a_participant(date(2018, 3, 1), kelurahan="31.71.01.1001")
    session = a_session(official)
    source = a_list(numbers_of(person), official, session=session)

    change(session, an_official(JAKARTA_BARAT), held_on=date(2018, 8, 2))

    assert outcomes(source) == [Outcome.READY]


def test_a_list_sent_with_a_page_from_before_has_the_day_of_now():
    official = an_official()
    session = a_session(official)
    change(session, official, held_on=date(2018, 8, 2))

    source = a_list("Siti", official, session=session, held_on=ON)

    assert source.held_on == date(2018, 8, 2)


@pytest.mark.parametrize("said", [{"held_on": EARLIER}, {"step": Step.P3}])
def test_once_a_list_is_recorded_the_step_and_the_day_stay(said):
    official, person = an_official(), a_participant(date(2018, 3, 1))
    session = a_session(official)
    record_all(a_list(numbers_of(person), official, session=session), by=official)
    waiting = a_list("Siti", official, session=session)

    with pytest.raises(DeedRefused) as refusal:
        change(session, official, **said)

    session.refresh_from_db()
    waiting.refresh_from_db()
    assert (refusal.value.field, session.step, session.held_on, waiting.held_on) == ("held_on", "P2", ON, ON)
    assert change(session, official, came=1, place="Balai RW 05").came == 1


def test_a_list_that_was_dropped_keeps_nothing_from_being_corrected():
    official = an_official()
    session = a_session(official)
    source = staging.discard(a_list("Siti", official, session=session), by=official)

    change(session, official, held_on=EARLIER)

    source.refresh_from_db()
    assert (source.state, source.held_on) == (State.DISCARDED, ON)


def test_the_same_submission_is_one_session_and_something_else_under_it_is_refused():
    official, submission = an_official(), uuid4()

    first, second = (sessions.plan(PLAN, by=official, submission=submission) for _ in range(2))
    with pytest.raises(DeedRefused):
        sessions.plan(replace(PLAN, invited=11), by=official, submission=submission)

    assert (first, TrainingSession.objects.count()) == (second, 1)
    assert Event.objects.filter(verb=Verb.SESSION_PLANNED).count() == 1


def test_the_record_tells_what_was_said_of_a_session_before_and_after():
    official, other = an_official(), an_official(JAKARTA_BARAT)
    session = a_session(official)

    change(session, other, came=9, held_on=EARLIER, place="Rumah Ibu Siti", region=JAKARTA_BARAT)

    planned, changed = history(session)
    assert (planned.verb, planned.actor, planned.changes) == (
        Verb.SESSION_PLANNED,
        official,
        {
            "step": [None, "P2"],
            "on": [None, "2018-08-01"],
            "place": [None, "•••"],
            "region": [None, KAPUK],
            "invited": [None, 10],
            "came": [None, None],
        },
    )
    assert (changed.verb, changed.actor, changed.changes) == (
        Verb.SESSION_CHANGED,
        other,
        {
            "on": ["2018-08-01", "2018-02-01"],
            "place": ["•••", "•••"],
            "region": [KAPUK, JAKARTA_BARAT],
            "came": [None, 9],
        },
    )


def test_saying_the_same_again_is_no_deed():
    official = an_official()
    session = change(a_session(official), an_official(), came=9)

    same = change(session, official, came=9)

    assert (same.changed_by, same.changed_at) == (session.changed_by, session.changed_at)
    assert history(session).count() == 2


def test_what_somebody_else_said_meanwhile_is_not_overwritten_unseen():
    official = an_official()
    session = a_session(official)
    change(session, an_official(), came=9)

    with pytest.raises(DeedRefused) as refusal:
        sessions.change(session, PLAN, by=official, seen=session.mark)

    session.refresh_from_db()
    assert (refusal.value.message, session.came) == (CHANGED_MEANWHILE, 9)


# --- At once -----------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_recorded_while_its_session_is_corrected_has_the_sessions_day():
    official, people = an_official(), [a_participant(date(2018, 3, 1)) for _ in range(10)]
    planned = [a_session(official) for _ in people]
    lists = [
        a_list(numbers_of(person), official, session=session) for person, session in zip(people, planned, strict=True)
    ]

    at_once(
        10,
        lambda number: record_all(lists[number], by=official),
        lambda number: change(planned[number], official, held_on=date(2018, 8, 2)),
        refusals=DeedRefused,
    )

    held_on = [TrainingSession.objects.get(pk=session.pk).held_on for session in planned]
    assert [person.completions.get().completed_on for person in people] == held_on


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_sent_while_its_session_is_corrected_has_the_sessions_day():
    official = an_official()
    planned = [a_session(official) for _ in range(10)]

    at_once(
        10,
        lambda number: a_list("Siti", official, session=planned[number]),
        lambda number: change(planned[number], official, held_on=date(2018, 8, 2)),
    )

    assert {source.held_on for session in planned for source in session.lists.all()} == {date(2018, 8, 2)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_sent_while_a_session_with_a_forgotten_one_is_corrected_is_taken_in():
    official = an_official()
    planned = [a_session(official) for _ in range(15)]

    for session in planned:
        old = a_list("Siti\n" * 20, official, session=session)
        AttendanceList.objects.filter(pk=old.pk).update(sent_at=clock.now() - staging.KEPT_FOR * 2)
        at_once(
            1,
            lambda _, session=session: a_list("Siti", official, session=session),
            lambda _, session=session: change(session, official, held_on=date(2018, 8, 2)),
        )

    held_on = [source.held_on for session in planned for source in session.lists.all()]
    assert held_on == [date(2018, 8, 2)] * 15


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_plan_one_session():
    official, submissions = an_official(), [uuid4() for _ in range(10)]

    def click(number: int) -> TrainingSession:
        return sessions.plan(PLAN, by=official, submission=submissions[number])

    results = at_once(10, click, click)

    assert [one == other for one, other in results] == [True] * 10
    assert (TrainingSession.objects.count(), Event.objects.filter(verb=Verb.SESSION_PLANNED).count()) == (10, 10)
