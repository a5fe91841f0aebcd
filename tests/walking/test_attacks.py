"""What an attacker would try at every address, and what must come of it: nothing."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from okoce.accounts.models import Role, User
from okoce.accounts.rights import Deed
from participants.models import Channel, Participant
from permits.models import Permit
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, PROVINCE
from tests.participants import pages as registering
from tests.participants.factories import a_participant
from tests.walking.asking import Answer, address_of, addresses, ask, ids_of
from tests.walking.conftest import Scene
from tests.walking.headers import lacking
from tests.walking.routes import FOR_A_TOKEN, OF_ADMINISTRATORS, ROUTES
from tests.walking.scene import HERE, PASSWORD, Actor
from tests.walking.test_walk import ELSEWHERE_ASKED, IDS_OF_ADMINISTRATION, IN_JSON, SECRET

pytestmark = pytest.mark.django_db

WITH_FORMS = ["stranger", "participant", "officer", "PGO of the province", "administrator"]
EVIL = (
    "https://jahat.example/",
    "//jahat.example/",
    "/\\jahat.example",
    "https:jahat.example",
    "javascript:jahat()",
    "\tjahat:x",
)
"""Addresses that are none of ours, as links may spell them."""

SIGNING_IN = {"login": f"petugas-{HERE}", "password": PASSWORD, "outcome": "resolved"}
SENT_ALONG = {
    "role": Role.ADMINISTRATOR,
    "is_active": "on",
    "is_staff": "on",
    "username": "jahat",
    "user": "1",
    "region": PROVINCE,
    "kelurahan": GAMBIR,
    "kelurahan_id": GAMBIR,
    "participant": "1",
    "registered_on": "2017-01-01",
    "registered_by": "1",
    "recorded_by": "1",
    "recorded_at": "2017-01-01",
    "channel": Channel.DESK,
    "source": "api",
    "voided_at": "2018-01-01",
    "revoked_on": "2018-01-01",
    "merged_into": "1",
    "number_key": "JAHAT",
}
"""What no form asks for."""


def posting(scene: Scene) -> Iterator[tuple[str, str]]:
    """Every address that takes a form."""
    for name, route in ROUTES.items():
        if "POST" in route.methods and not name.startswith(IN_JSON) and route.about not in SECRET:
            yield name, address_of(name, scene.here[route.about])
    for name, pattern in addresses():
        if name.startswith(OF_ADMINISTRATORS) and name not in ELSEWHERE_ASKED:
            yield (
                name,
                address_of(name, {part: IDS_OF_ADMINISTRATION[part] for part in ids_of(pattern)}),
            )


def strict(actor: Actor) -> Client:
    """The same person with a browser that another site makes post."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = actor.client.cookies
    return client


@pytest.mark.parametrize("name", WITH_FORMS)
def test_no_form_is_taken_without_its_token(scene: Scene, name: str):
    client = strict(scene.actors[name])

    answers = {where: ask(client, "POST", address, "forms without a token", {}) for where, address in posting(scene)}

    assert {where: answer.status for where, answer in answers.items() if answer.status != 403} == {}
    assert [where for where, answer in answers.items() if lacking(answer)] == []


@pytest.mark.parametrize("name", WITH_FORMS)
def test_no_address_leads_out_of_the_portal(scene: Scene, name: str):
    client, out = scene.actors[name].client, {}
    for where, route in ROUTES.items():
        if where.startswith(IN_JSON) or route.about in SECRET:
            continue
        address = address_of(where, scene.here[route.about])
        tries = EVIL if where.startswith(("account", "admin", "permits:resolve", "landing")) else EVIL[:1]
        for evil in tries:
            for sent in (None, SIGNING_IN | {"next": evil}):
                query = f"?next={evil}".replace("\t", "%09")
                method = "POST" if sent else "GET"
                location = ask(client, method, address + query, "ways out", sent).headers.get("Location", "/")
                if not re.match(r"/(?![/\\])", location):
                    out[f"{method} {where} {evil}"] = location

    assert out == {}


def test_nobody_becomes_more_by_what_they_send_along(scene: Scene):
    """Every form of everybody, with fields that no form asks for: accounts, people and permits stay whose they were."""
    before = standing()

    def unchanged() -> None:
        now = standing()
        assert {row: now[row] for row in before} == before

    for name in WITH_FORMS[1:4]:
        for where, address in posting(scene):
            if not where.startswith(OF_ADMINISTRATORS):
                ask(scene.actors[name].client, "POST", address, "fields nobody asked for", SENT_ALONG, after=unchanged)

    unchanged()


def standing() -> dict[tuple[str, int], tuple]:
    """What no form may change, row by row."""
    fields = {
        User: ("username", "role", "region", "is_active"),
        Participant: ("number", "kelurahan", "registered_on", "channel", "user", "registered_by"),
        Permit: ("participant", "kelurahan", "recorded_by", "source", "revoked_on", "number_key"),
    }
    return {
        (model.__name__, row[0]): row
        for model, names in fields.items()
        for row in model._default_manager.values_list("pk", *names)
    }


def test_who_registers_is_who_the_form_asks_for(client: Client):
    business = registering.a_business(**SENT_ALONG | {"kelurahan": ""})
    registering.fill(client, person=registering.a_person(**SENT_ALONG), business=business)

    registering.send(client, **SENT_ALONG)

    person = Participant.objects.get(name="Siti Contoh")
    assert (person.kelurahan_id, person.channel, f"{person.registered_on}") == (
        CENGKARENG_TIMUR,
        Channel.WEB,
        "2018-09-09",
    )
    assert (person.user, person.registered_by, person.merged_into) == (None, None, None)


def test_many_niks_cannot_be_tried_for_who_is_registered(client: Client):
    a_participant(nik=registering.NIK, sex="F")
    cache.clear()

    told = [client.post(registering.PERSON, registering.a_person()).status_code for _ in range(21)]

    assert told == [302] * 20 + [429]


def test_a_board_is_kept_for_its_host_and_for_nobodys_headers(client: Client):
    told = client.get("/capaian/", headers={"X-Forwarded-Host": "jahat.example", "Forwarded": "host=jahat.example"})

    refused = client.get("/capaian/", headers={"Host": "jahat.example"})
    again = Client().get("/capaian/")

    assert (told.status_code, refused.status_code, again.status_code) == (200, 400, 200)
    assert "jahat" not in told.text + again.text
    assert again.headers["Vary"] == "Accept-Encoding, Cookie"


NAMES = ['a"\r\nSet-Cookie: jahat=1.csv', "../../../etc/passwd", "C:\\jahat\\izin.csv", "\x00.csv", "a" * 400 + ".csv"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_a_file_is_only_a_name(scene: Scene, name: str):
    client = scene.actors["officer"].client
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n\r\n'
        b"NIK;Nomor izin\r\n1;2\r\n--x--\r\n"
    )

    kind = "multipart/form-data; boundary=x"
    answer = ask(client, "POST", "/petugas/impor/", "names of files", body=body, content_type=kind)

    assert answer.status in (200, 302)
    assert "jahat" not in str(answer.headers) + str(answer.cookies)


def test_every_way_to_say_no_carries_the_headers(client: Client, settings):
    settings.ROOT_URLCONF = "tests.walking.failing"
    client.raise_request_exception = False

    found = {path: client.get(path) for path in ("/gagal/", "/basis-data/", "/tidak-ada/")}

    assert {path: answer.status_code for path, answer in found.items()} == {
        "/gagal/": 500,
        "/basis-data/": 503,
        "/tidak-ada/": 404,
    }
    answers = [Answer(one.status_code, dict(one.headers), one.content, dict(one.cookies)) for one in found.values()]
    assert [lacking(answer) for answer in answers] == [[], [], []]


def test_every_deed_of_the_table_is_walked():
    by_token = {route.deed for route in FOR_A_TOKEN.values()}

    # Who decides about erasure is asked of one request, on the page of all.
    assert {route.deed for route in ROUTES.values()} | by_token | {Deed.DECIDE_ERASURE} == set(Deed)
