"""Every page as somebody hears it: as it opens, and as it answers an empty form."""

import pytest

from okoce.audit import fields
from okoce.audit.models import Event
from tests.walking.asking import address_of, ask
from tests.walking.conftest import Scene
from tests.walking.hearing import unheard
from tests.walking.routes import ROUTES
from tests.walking.test_walk import IN_JSON, SECRET

pytestmark = pytest.mark.django_db

LISTENERS = ["stranger", "participant", "officer", "PGO of a city", "PGO of the province", "administrator"]
FRAGMENTS = {"participants:kelurahan_choices"}
"""Parts of pages, brought into them as somebody types."""


def test_whatever_a_deed_changed_has_a_name_in_the_record(scene: Scene):
    changed = {name for changes in Event.objects.values_list("changes", flat=True) for name in changes}

    assert changed - set(fields.NAMES) == set()


@pytest.mark.parametrize("name", LISTENERS)
def test_every_page_can_be_heard(scene: Scene, name: str):
    client = scene.actors[name].client
    wrong = {}

    for address_name, route in ROUTES.items():
        if address_name.startswith(IN_JSON) or address_name in FRAGMENTS or route.about in SECRET:
            continue
        for method in route.methods.split():
            answer = ask(client, method, address_of(address_name, scene.here[route.about]), "pages × listeners")
            if answer.headers.get("Content-Type", "").startswith("text/html") and answer.body:
                lacks = unheard(answer.text)
                wrong |= {f"{method} {address_name} ({answer.status})": lacks} if lacks else {}

    assert wrong == {}
