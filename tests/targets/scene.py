"""A small programme that every board can be shown with: two kelurahan, both kinds, a second paper and a revocation."""

from dataclasses import dataclass
from datetime import date

from participants.models import Participant
from permits import deeds
from permits.models import Kind, Permit
from targets import goals
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.travel import portal_at


@dataclass
class Scene:
    """What the tests speak of by name. As of 9 September 2018: 3 count (1 IUMK, 2 SKU), 5 permits issued."""

    first: Permit
    second_paper: Permit
    moved_to: Permit
    revoked: Permit
    elsewhere: Permit
    people: list[Participant]


def a_scene() -> Scene:
    """Three people count on 9 September 2018; a fourth stopped on 1 September; one registered from outside."""
    goals.load_defaults()
    people = [a_participant(date(2018, 7, 1)) for _ in range(4)]
    an_outsider()
    officer, neighbour = an_officer(), an_officer(KAPUK)
    with portal_at(date(2018, 8, 20)):
        first = a_permit(people[0], officer, issued_on=date(2018, 8, 1))
        second = a_permit(people[0], officer, kind=Kind.SKU, issued_on=date(2018, 8, 10))
        moved_to = a_permit(people[1], officer, kind=Kind.SKU, issued_on=date(2018, 8, 2))
        revoked = a_permit(people[2], officer, issued_on=date(2018, 8, 3))
        elsewhere = a_permit(people[3], neighbour, kind=Kind.SKU, issued_on=date(2018, 8, 4), kelurahan=KAPUK)
    with portal_at(date(2018, 9, 2)):
        deeds.revoke(revoked, on=date(2018, 9, 1), by=officer, reason="usaha tutup")
    return Scene(first, second, moved_to, revoked, elsewhere, people)


__all__ = ["CENGKARENG_TIMUR", "KAPUK", "Scene", "a_scene"]
