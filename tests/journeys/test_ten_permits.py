"""An officer with a pile of papers: ten permits in one sitting, without the mouse."""

from participants.models import Participant
from permits.models import Permit
from tests.journeys.conftest import Visit
from tests.okoce.regions.codes import CENGKARENG_TIMUR

PILE = 10
KEYS_BESIDES_TYPING = 2
"""For each permit after the first: Enter when the person is found, Enter when the number is typed."""


def test_ten_permits_are_recorded_by_keyboard_alone(visit: Visit):
    people = Participant.objects.filter(kelurahan=CENGKARENG_TIMUR, permits=None).order_by("id")[:PILE]
    desk = visit(user="petugas")
    box = desk.page.get_by_role("searchbox")
    before = desk.headline

    for place, person in enumerate(people):
        keys = desk.keys
        desk.tab_to(box)
        desk.page.keyboard.type(person.displayed_number)
        desk.enter()
        if place == 0:
            desk.pick("SKU")
        desk.type("Nomor izin", f"{8000 + place}/SKU/2018")
        if place == 0:
            desk.type("Tanggal terbit", "09092018")
        desk.enter()
        if place > 0:
            assert desk.keys - keys == KEYS_BESIDES_TYPING

    assert desk.headline == before + PILE
    recorded = Permit.objects.filter(number__endswith="/SKU/2018", number__startswith="80").order_by("id")
    assert [permit.participant_id for permit in recorded] == [person.pk for person in people]
