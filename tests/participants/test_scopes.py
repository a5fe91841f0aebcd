"""Who sees whom (PRODUCT, "Who uses it"): people and permits, for each role and region."""

from datetime import date

import pytest

from okoce.accounts.models import User
from participants.deeds import open_outside_scope
from participants.models import Participant
from permits import deeds
from permits.models import Permit
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import (
    CENGKARENG,
    CENGKARENG_TIMUR,
    GAMBIR,
    JAKARTA_BARAT,
    JAKARTA_PUSAT,
    KAPUK,
    PROVINCE,
)
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Participant]:
    """Somebody in Kapuk; one in Gambir with a permit of Kapuk; one from outside without, one with a permit of Kapuk."""
    found = {
        "kapuk": a_participant(kelurahan=KAPUK),
        "gambir": a_participant(kelurahan=GAMBIR),
        "outside": an_outsider(),
        "outside with permit": an_outsider(),
    }
    a_permit(found["gambir"], kelurahan=KAPUK)
    a_permit(found["gambir"], kelurahan=GAMBIR)
    a_permit(found["outside with permit"], kelurahan=KAPUK)
    return found


def seen_by(user: User, people: dict[str, Participant]) -> set[str]:
    visible = list(Participant.objects.visible_to(user))
    assert len(visible) == len(set(visible))
    return {name for name, person in people.items() if person in visible}


def permits_seen_by(user: User) -> list[str]:
    return sorted(permit.kelurahan_id for permit in Permit.objects.visible_to(user))


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        (PROVINCE, {"kapuk", "gambir", "outside", "outside with permit"}),
        (JAKARTA_BARAT, {"kapuk", "gambir", "outside with permit"}),
        (CENGKARENG, {"kapuk", "gambir", "outside with permit"}),
        (KAPUK, {"kapuk", "gambir", "outside with permit"}),
        (JAKARTA_PUSAT, {"gambir"}),
        ("31.72", set()),
        (CENGKARENG_TIMUR, set()),
    ],
)
def test_an_official_sees_who_is_or_got_a_permit_in_their_region(people, region, seen):
    assert seen_by(an_official(region), people) == seen


def test_an_officer_sees_who_is_or_got_a_permit_in_their_kelurahan(people):
    assert [seen_by(an_officer(code), people) for code in (KAPUK, GAMBIR, CENGKARENG_TIMUR)] == [
        {"kapuk", "gambir", "outside with permit"},
        {"gambir"},
        set(),
    ]


def test_people_from_outside_without_a_permit_are_in_the_provinces_scope_alone(people):
    officials = [an_official(code) for code in (PROVINCE, JAKARTA_BARAT, JAKARTA_PUSAT)]

    assert ["outside" in seen_by(official, people) for official in officials] == [True, False, False]


def test_a_participant_sees_themselves_alone(people):
    account = a_participants_account()
    Participant.objects.filter(pk=people["gambir"].pk).update(user=account)

    assert (seen_by(account, people), permits_seen_by(account)) == ({"gambir"}, [GAMBIR, KAPUK])


def test_a_participants_account_that_is_nobodys_sees_nobody(people):
    account = a_participants_account()

    assert (seen_by(account, people), permits_seen_by(account)) == (set(), [])


def test_an_administrator_sees_nobody(people):
    administrator = an_administrator()

    assert (seen_by(administrator, people), permits_seen_by(administrator)) == (set(), [])


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        (PROVINCE, [GAMBIR, KAPUK, KAPUK]),
        (JAKARTA_BARAT, [GAMBIR, KAPUK, KAPUK]),
        (JAKARTA_PUSAT, [GAMBIR, KAPUK]),
        ("31.72", []),
    ],
)
def test_permits_are_seen_with_the_people_who_hold_them(people, region, seen):
    """All papers of somebody in scope, those from elsewhere too."""
    assert permits_seen_by(an_official(region)) == seen


def test_somebody_opened_is_seen_that_day_with_their_permits_by_who_opened_them_alone(people):
    officer, colleague = an_officer(CENGKARENG_TIMUR), an_officer(CENGKARENG_TIMUR)
    with portal_at(date(2018, 9, 9)):
        open_outside_scope(people["outside with permit"], by=officer, reason="Datang ke loket.")
        that_day = [(seen_by(user, people), permits_seen_by(user)) for user in (officer, colleague)]
    with portal_at(date(2018, 9, 10)):
        next_day = (seen_by(officer, people), permits_seen_by(officer))

    assert (that_day, next_day) == ([({"outside with permit"}, [KAPUK]), (set(), [])], (set(), []))


def test_a_permit_corrected_to_another_kelurahan_takes_its_holder_out_of_the_firsts_scope(people):
    permit = Permit.objects.get(participant=people["outside with permit"])
    paper = deeds.Paper(permit.kind, permit.number, permit.issued_on, GAMBIR, permit.investment, permit.workers)

    deeds.correct(permit, paper, by=an_official(), reason="Salah kelurahan.")

    assert ["outside with permit" in seen_by(an_officer(code), people) for code in (KAPUK, GAMBIR)] == [False, True]


def test_scopes_narrow_and_never_widen_what_was_asked(people):
    asked = Participant.objects.filter(pk=people["kapuk"].pk)

    assert [list(asked.visible_to(an_official(code))) for code in (PROVINCE, JAKARTA_BARAT, JAKARTA_PUSAT)] == [
        [people["kapuk"]],
        [people["kapuk"]],
        [],
    ]


def test_a_permit_recorded_by_mistake_still_tells_who_its_holder_is():
    """Its page and its history name them, and the kelurahan that made the mistake answers for it."""
    person, officer = a_participant(kelurahan=GAMBIR), an_officer(KAPUK)
    permit = a_permit(person, officer, kelurahan=KAPUK)

    deeds.void(permit, by=officer, reason="salah orang")

    assert seen_by(officer, {"gambir": person}) == {"gambir"}
    assert list(Permit.objects.visible_to(officer)) == [permit]
