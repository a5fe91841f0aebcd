"""The API with every token and everybody who has none."""

import json

import pytest

from okoce.accounts.rights import Deed
from participants import nik
from participants.models import Participant
from participants.numbers import displayed, new
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_nik
from tests.permits.api.agencies import PERMITS
from tests.walking.asking import address_of, addresses, ask
from tests.walking.conftest import Scene
from tests.walking.headers import lacking
from tests.walking.routes import FOR_A_TOKEN, ROUTES
from tests.walking.test_walk import ACTORS, IN_JSON, METHODS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ACTORS)
def test_permits_are_for_tokens_in_their_scope(scene: Scene, name: str):
    client = scene.actors[name].client
    here, elsewhere = scene.here["permit"], scene.elsewhere["permit"]
    knows_me, may_revoke = name in ("token", "reading token"), name == "token"
    bodies = {"permits_api:revoke": b'{"on": "2018-09-08", "reason": "Salah."}'}

    got, wanted = {}, {}
    for address_name, route in FOR_A_TOKEN.items():
        for place, ids in (("here", here), ("elsewhere", elsewhere)) if route.about else (("here", {}),):
            for method in METHODS:
                sent = bodies.get(address_name, b"{}") if method == "POST" else b""
                answer = ask(client, method, address_of(address_name, ids), "operations × tokens", body=sent)
                key = f"{method} {address_name} {place}"
                got[key] = answer.status
                known = {*route.methods.split(), "OPTIONS", *(["HEAD"] if "GET" in route.methods else [])}
                if not knows_me:
                    wanted[key] = 401
                elif method not in known:
                    wanted[key] = 405
                elif method == "OPTIONS":
                    wanted[key] = 200
                elif method == "POST":
                    inside = 422 if address_name == "permits_api:permits" else 200
                    wanted[key] = 403 if not may_revoke else inside if place == "here" else 404
                else:
                    wanted[key] = 200 if place == "here" else 404
                assert lacking(answer) == [], key

    assert got == wanted


@pytest.mark.parametrize("name", ACTORS)
def test_the_public_part_is_read_by_everybody_and_written_by_nobody(scene: Scene, name: str):
    client = scene.actors[name].client
    public = [address_of(one, {}) for one, route in ROUTES.items() if one.startswith(IN_JSON)]

    answers = [(method, ask(client, method, path, "operations × tokens")) for path in public for method in METHODS]

    read = {answer.status for method, answer in answers if method in ("GET", "HEAD")}
    written = {answer.status for method, answer in answers if method not in ("GET", "HEAD", "OPTIONS")}
    assert (read, written) == ({200}, {405})
    assert [lacking(answer) for _, answer in answers if lacking(answer)] == []


def test_who_is_registered_elsewhere_is_answered_like_nobody(scene: Scene):
    """An agency cannot find out who is registered outside its region, by number or by NIK."""
    token = scene.actors["token"].client
    paper = {"kind": "SKU", "number": "77/e/2018", "issued_on": "2018-09-01", "kelurahan": CENGKARENG_TIMUR}
    theirs = Participant.objects.get(number=str(scene.elsewhere["person"]["number"]).replace("-", ""))
    asked = [
        {"number": theirs.displayed_number},
        {"number": displayed(new())},
        {"nik": nik.decrypt(theirs.nik_encrypted)},
        {"nik": a_nik(serial=9876)},
    ]

    told = [
        ask(token, "POST", PERMITS, "operations × tokens", body=json.dumps(paper | {"participant": who}).encode())
        for who in asked
    ]

    assert [answer.status for answer in told] == [422, 422, 422, 422]
    assert (told[0].text, told[2].text) == (told[1].text, told[3].text)


def test_every_operation_of_the_api_is_walked():
    operations = {name for name, _ in addresses() if name.startswith(("permits_api:", *IN_JSON))}

    assert operations - {"api:nothing_here"} == {
        *FOR_A_TOKEN,
        *(name for name, route in ROUTES.items() if name.startswith(IN_JSON) and route.deed is Deed.READ_PUBLIC),
    }
