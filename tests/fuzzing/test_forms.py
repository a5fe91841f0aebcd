"""Every form that any page shows to anybody, spoilt in every way."""

from functools import partial

import pytest

from tests.fuzzing import junk
from tests.fuzzing.pages import Form, Reader
from tests.fuzzing.sending import Sender
from tests.participants.pages import fill
from tests.walking.asking import address_of, addresses, ask
from tests.walking.conftest import Scene
from tests.walking.routes import ROUTES
from tests.walking.scene import Actor
from tests.walking.test_walk import ELSEWHERE_ASKED, IDS_OF_ADMINISTRATION, IN_JSON, SECRET

pytestmark = pytest.mark.django_db

WITH_FORMS = ["stranger", "participant", "officer", "PGO of the province", "administrator"]
EXAMPLES = 6


def pages(scene: Scene) -> list[str]:
    """Every address with something in it that there is."""
    own = [address_of(name, scene.here[route.about]) for name, route in ROUTES.items() if _is_a_page(name, route.about)]
    of_administrators = [
        address_of(name, {part: IDS_OF_ADMINISTRATION[part] for part in pattern.pattern.regex.groupindex})
        for name, pattern in addresses()
        if name.startswith("admin:") and name not in ELSEWHERE_ASKED
    ]
    return own + of_administrators


def _is_a_page(name: str, about: str) -> bool:
    return not name.startswith(IN_JSON) and about not in SECRET


def forms_for(actor: Actor, scene: Scene) -> list[Form]:
    """The forms on all pages that the actor may open, each once."""
    found: dict[object, Form] = {}
    if actor.account is None:
        fill(actor.client)
    for address in pages(scene):
        answer = ask(actor.client, "GET", address, "pages read for their forms")
        if answer.status == 200 and "html" in answer.headers.get("Content-Type", ""):
            for form in Reader(address, answer.text).forms:
                found.setdefault(form.key, form)
    return list(found.values())


@pytest.mark.parametrize("name", WITH_FORMS)
def test_no_form_can_be_filled_in_so_badly_that_the_portal_fails(scene: Scene, sender: Sender, name: str):
    actor = scene.actors[name]
    posted = [form for form in forms_for(actor, scene) if form.method == "post"]

    wrong = {}

    for form in posted:
        strategy = junk.forms(form.fields, frozenset(form.files))
        if said := junk.tried(strategy, partial(sender.post, actor.client, form.action), EXAMPLES):
            wrong[f"{form.action} {sorted(form.fields)}"] = said

    assert wrong == {}, "\n\n".join(f"{where}\n{what}" for where, what in wrong.items())
    assert len(posted) > 3
    assert sender.statuses[200] + sender.statuses[302] > 0
