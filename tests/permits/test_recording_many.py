"""Recording many permits at once leaves behind exactly what recording them one by one does."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from okoce.accounts.models import ActiveDay
from okoce.audit.models import Event
from participants import deeds as people_deeds
from participants.deeds import DeedRefused
from participants.journal import lock
from participants.models import Elsewhere, Participant, Step
from permits import deeds, obstacles
from permits.merging import merge
from permits.models import Kind, Obstacle, ObstacleKind, Permit, PermitEntry, PermitTally, Source
from permits.recording_many import Wanted, record_many
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
ROW = ("next_step", "holds_permit", "is_held_up", "ready_rank", "ready_since")


@pytest.fixture
def officer():
    return an_officer(KAPUK)


@pytest.fixture
def people(officer):
    """One of each sort: new, trained, held up, with an SKU, revoked, from elsewhere, from outside Jakarta."""
    official = an_official()
    new = a_participant(kelurahan=KAPUK)
    trained = a_participant(kelurahan=KAPUK, sex="F", registered_on=date(2018, 3, 1))
    people_deeds.complete_step(trained, step=Step.P2, on=date(2018, 4, 1), by=official)
    held_up = a_participant(kelurahan=KAPUK, registered_on=date(2018, 3, 1))
    obstacles.set_obstacle(held_up, kind=ObstacleKind.NO_NPWP, by=officer)
    obstacles.set_obstacle(held_up, kind=ObstacleKind.PAPERS, by=officer)
    with_sku = a_permit(kind=Kind.SKU, by=an_officer(GAMBIR), kelurahan=GAMBIR, issued_on=date(2018, 6, 1)).participant
    revoked = a_permit(by=officer, kelurahan=KAPUK, issued_on=date(2018, 5, 1), number="old")
    deeds.revoke(revoked, on=date(2018, 7, 1), by=officer, reason="tutup")
    return [new, trained, held_up, with_sku, revoked.participant, a_participant(kelurahan=GAMBIR), an_outsider()]


@pytest.fixture
def wanted(people):
    """A paper for everybody, and a second one, issued earlier, for the first three."""
    papers = [
        Wanted(person.pk, a_paper(kelurahan=KAPUK, number=f"{index}/e/2018", issued_on=date(2018, 8, 9 + index)))
        for index, person in enumerate(people)
    ]
    return papers + [
        Wanted(person.pk, a_paper(Kind.SKU, kelurahan=KAPUK, number=f"s{index}", issued_on=date(2018, 8, 1)))
        for index, person in enumerate(people[:3])
    ]


def one_by_one(wanted, officer):
    for one in wanted:
        person = Participant.objects.get(pk=one.person)
        deeds.record(person, one.paper, by=officer, submission=one.submission, source=Source.IMPORT)


def at_once(wanted, officer):
    with lock(*{one.person for one in wanted}) as held:
        return record_many(held, wanted, by=officer, source=Source.IMPORT)


def left_behind(record, wanted, officer):
    """Everything the portal holds afterwards, by what it says rather than by its ids; then taken back."""
    with portal_at(TODAY), transaction.atomic():
        record(wanted, officer)
        numbers = {permit.pk: permit.number for permit in Permit.objects.all()}
        entries = [
            (
                *(entry.participant_id, numbers[entry.permit_id], entry.sign, entry.deed.verb, entry.recorded_at),
                *(getattr(entry, name) for name in PermitEntry.LINE_FIELDS if name != "permit_id"),
            )
            for entry in PermitEntry.objects.order_by("pk").select_related("deed")
        ]
        events = [
            (event.at, event.verb, event.actor_id, event.changes, numbers.get(int(event.subject.split(":")[1])))
            for event in Event.objects.filter(subject__startswith="permit:").order_by("pk")
        ]
        found = {
            "permits": list(Permit.objects.order_by("number").values()),
            "entries": sorted(entries),
            "events": events,
            "totals": sorted(
                PermitTally.objects.values_list("grain", "starts_on", "area", "entries", *PermitTally.COLUMNS)
            ),
            "people": list(Participant.objects.order_by("pk").values(*ROW)),
            "obstacles": list(Obstacle.objects.order_by("pk").values("participant", "kind", "resolved_at", "outcome")),
            "ended by": [numbers.get(obstacle.permit_id) for obstacle in Obstacle.objects.order_by("pk")],
            "elsewhere": sorted(Elsewhere.objects.values_list("participant", "kelurahan", "word")),
            "active": sorted(ActiveDay.objects.values_list("kelurahan", "day")),
        }
        for permit in found["permits"]:
            del permit["id"]
        transaction.set_rollback(True)
    return found


def test_many_at_once_leave_behind_what_one_by_one_do(wanted, officer):
    expected = left_behind(one_by_one, wanted, officer)

    found = left_behind(at_once, wanted, officer)

    for name in expected:
        assert found[name] == expected[name], name


def test_the_books_balance_after_many(wanted, officer):
    permits = at_once(wanted, officer)

    assert [permit.submission for permit in permits] == [one.submission for one in wanted]
    assert_the_books_balance([date(2018, 8, 5), TODAY])


def test_a_number_that_is_taken_lets_nothing_in(wanted, officer):
    a_permit(number="3/e/2018", kelurahan=KAPUK)

    with pytest.raises(IntegrityError), transaction.atomic():
        at_once(wanted, officer)

    assert Permit.objects.filter(source=Source.IMPORT).count() == 0
    assert_the_books_balance([TODAY])


@pytest.mark.parametrize(
    "paper",
    [{"issued_on": date(2018, 9, 10)}, {"kelurahan": GAMBIR}, {"number": "///"}, {"number": "9" * 81}, {"workers": -1}],
)
def test_what_one_recording_refuses_many_refuse(people, officer, paper):
    good = Wanted(people[1].pk, a_paper(kelurahan=KAPUK))

    with pytest.raises(DeedRefused), transaction.atomic():
        at_once([good, Wanted(people[0].pk, a_paper(**({"kelurahan": KAPUK} | paper)))], officer)

    assert Permit.objects.filter(source=Source.IMPORT).count() == 0


def test_a_merged_record_is_refused(people, officer):
    merge(people[0], people[1], by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused):
        at_once([Wanted(people[1].pk, a_paper(kelurahan=KAPUK), uuid4())], officer)


def test_as_many_statements_for_three_as_for_thirty(officer, django_assert_max_num_queries):
    wanted = [
        Wanted(a_participant(kelurahan=KAPUK).pk, a_paper(kelurahan=KAPUK, number=f"{index}/x/2018"))
        for index in range(30)
    ]

    with django_assert_max_num_queries(16):
        at_once(wanted[:3], officer)
    with django_assert_max_num_queries(16):
        at_once(wanted[3:], officer)
