"""Recording a step for many at once leaves behind exactly what recording it one by one does."""

from datetime import date

import pytest
from django.db import transaction

from okoce.audit.models import Event, Verb
from participants import completing, journal
from participants.deeds import DeedRefused, complete_step, move, undo_step
from participants.models import Elsewhere, Participant, Step, StepCompletion, StepEntry, StepTally
from participants.notices.models import Notice
from permits.erasing import erase
from permits.merging import merge
from permits.models import Kind, ObstacleKind
from permits.obstacles import set_obstacle
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def complete_steps(people, **told):
    with journal.lock(*{person.pk for person in people}) as locked:
        return completing.complete_steps(locked, **told)


ON, TODAY = date(2018, 8, 1), date(2018, 9, 9)
ROW = ("next_step", "holds_permit", "is_held_up", "ready_rank", "ready_since")


@pytest.fixture
def official():
    return an_official()


@pytest.fixture
def people(official):
    """One of each sort: new, mentored, held up, with a permit, moved before and after, from outside, undone, done."""
    new = a_participant(date(2018, 3, 1), email="baru@contoh.id")
    mentored = a_participant(date(2018, 3, 1), sex="F", email="dibina@contoh.id")
    complete_step(mentored, step=Step.P3, on=date(2018, 7, 1), by=official)
    held_up = a_participant(date(2018, 3, 1))
    set_obstacle(held_up, kind=ObstacleKind.NO_NPWP, by=an_officer())
    holder = a_permit(a_participant(date(2018, 3, 1)), kind=Kind.SKU, issued_on=date(2018, 6, 1)).participant
    moved = a_participant(date(2018, 3, 1), kelurahan=KAPUK, name="Siti Aminah")
    move(moved, to=GAMBIR, on=date(2018, 5, 1), by=official)
    moved.refresh_from_db()
    move(moved, to=CENGKARENG_TIMUR, on=date(2018, 8, 20), by=official)
    undone = a_participant(date(2018, 3, 1), business_is_new=False)
    undo_step(complete_step(undone, step=Step.P2, on=ON, by=official), by=official, reason="keliru")
    done = a_participant(date(2018, 3, 1), email="sudah@contoh.id")
    complete_step(done, step=Step.P2, on=date(2018, 6, 1), by=official)
    return [new, mentored, held_up, holder, moved, an_outsider(registered_on=date(2018, 3, 1)), undone, done]


def one_by_one(people, official):
    for person in sorted(people, key=lambda person: person.pk):
        try:
            complete_step(person, step=Step.P2, on=ON, by=official)
        except DeedRefused:
            continue


def at_once(people, official):
    complete_steps(people, step=Step.P2, on=ON, by=official)


def left_behind(record, people, official):
    """Everything the portal holds afterwards, by what it says rather than by its ids; then taken back."""
    with portal_at(TODAY), transaction.atomic():
        record(people, official)
        found = {
            "completions": sorted(
                StepCompletion.objects.values_list(
                    *("participant", "step", "completed_on", "completed_by", "recorded_at", "undone_reason")
                )
            ),
            "entries": [
                (
                    *(entry.participant_id, entry.sign, entry.recorded_at, entry.deed.verb, entry.deed.subject),
                    *(getattr(entry, name) for name in StepEntry.LINE_FIELDS),
                )
                for entry in StepEntry.objects.order_by("pk").select_related("deed")
            ],
            "events": list(Event.objects.order_by("pk").values_list("at", "verb", "actor", "subject", "changes")),
            "totals": sorted(
                StepTally.objects.values_list("grain", "starts_on", "area", "entries", *StepTally.COLUMNS)
            ),
            "people": list(Participant.objects.order_by("pk").values_list("pk", *ROW)),
            "elsewhere": sorted(Elsewhere.objects.values_list("participant", "kelurahan", "word")),
            "notices": list(Notice.objects.order_by("pk").values_list("kind", "participant", "queued_at", "outcome")),
        }
        transaction.set_rollback(True)
    return found


def test_many_at_once_leave_behind_what_one_by_one_do(people, official):
    expected = left_behind(one_by_one, people, official)

    found = left_behind(at_once, people, official)

    for name in expected:
        assert found[name] == expected[name], name


def test_the_books_balance_after_many(people, official):
    complete_steps(people, step=Step.P2, on=ON, by=official)

    assert_the_books_balance([date(2018, 7, 31), ON, date(2018, 8, 20), TODAY])


def test_each_person_has_a_deed_of_their_own_under_which_their_lines_stand(official):
    people = [a_participant(date(2018, 3, 1)) for _ in range(3)]

    complete_steps(people, step=Step.P5, on=ON, by=official)

    deeds = Event.objects.filter(verb=Verb.STEP_COMPLETED).order_by("pk")
    assert [(deed.actor, deed.subject) for deed in deeds] == [(official, f"participant:{one.pk}") for one in people]
    assert [entry.participant_id for deed in deeds for entry in StepEntry.objects.filter(deed=deed)] == [
        person.pk for person in people
    ]


def test_who_has_the_step_or_is_gone_is_left_out(official):
    done, absorbed, erased, able = (a_participant(date(2018, 3, 1)) for _ in range(4))
    complete_step(done, step=Step.P2, on=date(2018, 6, 1), by=official)
    merge(a_participant(), absorbed, by=official, reason="orang yang sama")
    erase(erased, by=official)

    completions = complete_steps([done, absorbed, erased, able], step=Step.P2, on=ON, by=official)

    assert [completion.participant for completion in completions] == [able]


def test_nobody_twice_and_nobody_at_all(official):
    person = a_participant(date(2018, 3, 1))

    assert len(complete_steps([person, person], step=Step.P2, on=ON, by=official)) == 1
    assert complete_steps([], step=Step.P2, on=ON, by=official) == []
    assert complete_steps([person], step=Step.P2, on=ON, by=official) == []
