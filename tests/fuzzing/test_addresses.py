"""Every address with nonsense in it: in the path, and in what is asked behind the question mark."""

from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

import pytest

from tests.fuzzing import junk
from tests.fuzzing.pages import Reader
from tests.fuzzing.sending import Sender, spoilt_questions
from tests.fuzzing.test_forms import _is_a_page
from tests.walking.asking import address_of, ask
from tests.walking.conftest import Scene
from tests.walking.routes import ROUTES

pytestmark = pytest.mark.django_db

KNOWN = ("per", "data_sampai", "tahun", "after", "before", "sebelum", "wilayah", "urut", "q", "page", "next", "jenis")
OF_THE_API = ("as_of", "known_at", "year", "region", "cursor", "page_size", "changed_since", "format")
READERS = ["stranger", "participant", "officer", "PGO of the province", "administrator", "token"]
EXAMPLES = 5


def asked_by(address: str, page: str) -> set[str]:
    """The names with which a page, or a link on it to itself, is asked for something."""
    read = Reader(address, page)
    links = (urlsplit(link) for link in read.links)
    names = {name for link in links if link.path == address for name, _ in parse_qsl(link.query)}
    return names | {name for form in read.forms if form.method == "get" for name in form.fields}


@pytest.mark.parametrize("name", READERS)
def test_no_question_in_an_address_makes_the_portal_fail(scene: Scene, sender: Sender, name: str):
    client, wrong = scene.actors[name].client, {}

    for page, route in ROUTES.items():
        if "GET" not in route.methods or route.about not in scene.here:
            continue
        address = address_of(page, scene.here[route.about])
        shown = ask(client, "GET", address, "pages read for their questions")
        if shown.status != 200:
            continue
        names = sorted(asked_by(address, shown.text) | set(KNOWN if _is_a_page(page, route.about) else OF_THE_API))
        if said := spoilt_questions(sender, client, address, names, EXAMPLES):
            wrong[address] = said

    assert wrong == {}, "\n\n".join(f"{where}\n{what}" for where, what in wrong.items())
    assert sender.statuses[200] > 0


@pytest.mark.parametrize("name", ["stranger", "officer", "PGO of the province", "administrator", "token"])
def test_no_name_in_an_address_makes_the_portal_fail(scene: Scene, sender: Sender, name: str):
    client, wrong = scene.actors[name].client, {}

    for page, route in ROUTES.items():
        ids = scene.here.get(route.about) or {}
        address = address_of(page, ids) if ids else ""
        for value in ids.values():

            def go_to(spoilt: str, value: object = value, address: str = address) -> None:
                name = quote_from_bytes(junk.encoded(spoilt), safe="")
                sender.get(client, address.replace(f"/{value}/", f"/{name}/"))

            if said := junk.tried(junk.values, go_to, 3):
                wrong[f"{address} {value}"] = said

    assert wrong == {}, "\n\n".join(f"{where}\n{what}" for where, what in wrong.items())
