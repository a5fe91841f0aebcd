"""Everybody at every address with every method, at things of their place and of another."""

from collections.abc import Iterator

import pytest

from okoce.accounts.rights import Deed, Reach, Who, reach
from tests.walking.asking import address_of, addresses, ask, ids_of
from tests.walking.conftest import Scene
from tests.walking.headers import lacking
from tests.walking.routes import FOR_A_TOKEN, OF_ADMINISTRATORS, ROUTES, Route

pytestmark = pytest.mark.django_db

ACTORS = [
    "stranger",
    "participant",
    "officer",
    "PGO of a kecamatan",
    "PGO of a city",
    "PGO of the province",
    "administrator",
    "closed account",
    "token",
    "reading token",
    "closed token",
]
PAGES_KNOW = ("GET", "HEAD", "POST")
METHODS = (*PAGES_KNOW, "PUT", "PATCH", "DELETE", "OPTIONS")
NO_PLACE = {"", "own field", "ending", "register", "row", "report", "report file", "register file"}
"""Things that belong to no place: nobody's scope ends before them."""
SECRET = {"reset key", "code", "letter", "factor"}
"""Who knows the address holds the key: walked in the tests of what they open."""
IN_JSON = ("api:", "targets:api")
ELSEWHERE_ASKED = ("admin:None", "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done")
"""Of the admin site's own: they lead to ours, or away."""
IDS_OF_ADMINISTRATION = {"object_id": "1", "content_type_id": "1", "app_label": "accounts"}

TO_SIGN_IN, FORBIDDEN, HIDDEN, NO_METHOD, LET_IN = "to sign in", "403", "404", "405", "let in"
ADMIN_DOOR = "to the admin site's door"


def said(status: int, location: str = "") -> str:
    """What an answer says about whether one may."""
    if status == 302 and location.startswith("/masuk/?"):
        return TO_SIGN_IN
    if status == 302 and location.startswith("/admin/login/"):
        return ADMIN_DOOR
    refusals = {403: FORBIDDEN, 404: HIDDEN, 405: NO_METHOD}
    return refusals.get(status, LET_IN if status < 500 else str(status))


def expected(who: Who, route: Route, method: str, *, inside: bool) -> str:
    """What the table says, in the order in which pages ask: method known at all, signed in, a deed of theirs, here."""
    if method not in PAGES_KNOW:
        return NO_METHOD
    how_far = reach(Who.STRANGER if who is Who.AGENCY else who, route.deed)
    if route.deed is not Deed.READ_PUBLIC and who in (Who.STRANGER, Who.AGENCY):
        return TO_SIGN_IN
    if how_far is Reach.NOWHERE:
        return FORBIDDEN
    if route.leads_back and method != "POST":
        return LET_IN
    if ("GET" if method == "HEAD" else method) not in route.methods.split():
        return NO_METHOD
    return LET_IN if inside or how_far is Reach.EVERYWHERE else HIDDEN


def test_somebody_has_said_of_every_address_who_may_enter():
    named = {name for name, _ in addresses() if not name.startswith(OF_ADMINISTRATORS)}

    assert named - {"None", "api:nothing_here"} == set(ROUTES) | set(FOR_A_TOKEN)


@pytest.mark.parametrize("name", ACTORS)
def test_the_allowed_get_through_and_the_rest_do_not(scene: Scene, name: str):
    actor = scene.actors[name]
    wrong = {}

    for address_name, method, inside in tries(actor.account is not None):
        route = ROUTES[address_name]
        ids = (scene.here if inside else scene.elsewhere)[route.about]
        answer = ask(actor.client, method, address_of(address_name, ids), "addresses × methods × people × places")
        got = said(answer.status, answer.headers.get("Location", ""))
        want = expected(actor.who, route, method, inside=inside)
        if got != want:
            wrong[f"{method} {address_name} {'here' if inside else 'elsewhere'}"] = f"{got}, not {want}"
        wrong |= {f"{method} {address_name}": lack for lack in lacking(answer)}

    assert wrong == {}


def tries(is_signed_in: bool) -> Iterator[tuple[str, str, bool]]:
    """Every page with every method at a thing that is here; for who is somebody, with two at one that is elsewhere."""
    for name, route in ROUTES.items():
        if name.startswith(IN_JSON) or route.about in SECRET:
            continue
        yield from ((name, method, True) for method in (METHODS if is_signed_in else PAGES_KNOW))
        if is_signed_in and route.about not in NO_PLACE:
            yield from ((name, method, False) for method in ("GET", "POST"))


def test_nobody_but_administrators_opens_the_administration(scene: Scene):
    addresses_of_it = [
        address_of(name, {part: IDS_OF_ADMINISTRATION[part] for part in ids_of(pattern)})
        for name, pattern in addresses()
        if name.startswith(OF_ADMINISTRATORS) and name not in ELSEWHERE_ASKED
    ]

    got = {
        name: {
            said(answer.status, answer.headers.get("Location", ""))
            for address in addresses_of_it
            for method in ("GET", "POST")
            for answer in [ask(actor.client, method, address, "administration × methods × people")]
        }
        for name, actor in scene.actors.items()
    }

    administrator = got.pop("administrator")
    # The admin site's own door is 403 to whoever has signed in, and leads strangers to ours.
    assert {name: sorted(said) for name, said in got.items() if not said <= {TO_SIGN_IN, ADMIN_DOOR}} == {}
    assert {LET_IN, FORBIDDEN} <= administrator <= {LET_IN, FORBIDDEN, NO_METHOD, HIDDEN}
