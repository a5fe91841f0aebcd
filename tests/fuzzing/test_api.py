"""The API with bodies, keys and headers that no system should send; what its schema allows is sent by the contract."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.fuzzing import junk
from tests.fuzzing.sending import Sender
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.permits.api.agencies import PERMITS
from tests.walking.conftest import Scene
from tests.walking.scene import Actor

pytestmark = pytest.mark.django_db

EXAMPLES = 40
JSON = "application/json"

nonsense = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | junk.values | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(junk.values, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def bodies(draw: st.DrawFn, good: dict[str, Any]) -> junk.Sent:
    """A good body with some members spoilt, missing or unknown, in an encoding or a type that may be none."""
    body = dict(good)
    for name in draw(st.lists(st.sampled_from(sorted(good)), max_size=3, unique=True)):
        body[name] = draw(nonsense)
    if draw(st.integers(0, 4)) == 0:
        body.pop(draw(st.sampled_from(sorted(good))))
    if draw(st.integers(0, 4)) == 0:
        body[draw(junk.values)] = draw(nonsense)
    said = json.dumps(body if draw(st.integers(0, 6)) else draw(nonsense), ensure_ascii=draw(st.booleans()))
    sent = junk.encoded(said)
    if draw(st.integers(0, 5)) == 0:
        again = sent[:-1] + b', "kind": "SKU", "kind": "IUMK"}'
        utf_16 = sent.decode("utf-8", "replace").encode("utf-16")
        broken = (
            sent[:-3],
            b"\xff" + sent,
            utf_16,
            b"[" * 100_000,
            again,
            b"",
            b"{}{}",
            b'{"number": 1e400}',
            sent + sent,
        )
        sent = draw(st.sampled_from(broken))
    return sent, draw(st.sampled_from([JSON] * 8 + ["text/plain", "", "application/x-www-form-urlencoded"]))


def to(sender: Sender, actor: Actor, address: str) -> Callable[[junk.Sent], object]:
    return partial(sender.post, actor.client, address)


@pytest.mark.parametrize("name", ["token", "reading token", "stranger"])
def test_no_body_makes_the_api_fail_or_record_half(scene: Scene, sender: Sender, name: str):
    permit = {
        "participant": scene.here["waiting"],
        "kind": "IUMK",
        "number": "77/fz/2018",
        "issued_on": "2018-09-09",
        "kelurahan": CENGKARENG_TIMUR,
        "investment": 5_000_000,
        "workers": 2,
    }
    revocation = {"on": "2018-09-08", "reason": "Usaha tutup."}
    recorded = scene.here["permit"]["pk"]

    sender.post(scene.actors[name].client, PERMITS, (json.dumps(permit).encode(), JSON))
    taken = sender.statuses[201]

    wrong = [
        junk.tried(bodies(permit), to(sender, scene.actors[name], PERMITS), EXAMPLES),
        junk.tried(bodies(revocation), to(sender, scene.actors[name], f"{PERMITS}{recorded}/revoke/"), EXAMPLES),
    ]

    assert wrong == ["", ""]
    assert taken == (name == "token")  # so that what was spoilt was good before


def test_no_header_makes_the_api_fail(scene: Scene, sender: Sender):
    client = scene.actors["token"].client
    names = st.sampled_from(["Idempotency-Key", "Authorization", "Accept", "If-None-Match", "Accept-Language", "Range"])

    def ask(said: tuple[str, str]) -> None:
        name, value = said
        kept = client.defaults.copy()
        client.defaults["HTTP_" + name.upper().replace("-", "_")] = junk.encoded(value).decode("latin-1")
        try:
            sender.post(client, PERMITS, (b"{}", JSON))
            sender.get(client, "/api/v1/progress/")
        finally:
            client.defaults = kept

    assert junk.tried(st.tuples(names, junk.values), ask, EXAMPLES) == ""
