"""Processes killed with SIGKILL in the middle of a deed: all of it is there afterwards, or nothing (docs/faults.md)."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from tests.faults.dying import Nursery, Sent, a_nursery
from tests.faults.scenes import SCENES, Scene
from tests.faults.servers import environment, url_of_the_test_database
from tests.faults.standing import assert_counts_verify, differences, snapshot
from tests.faults.summing import Tallied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    connections.close_all()
    with a_nursery(environment(url_of_the_test_database())) as nursery:
        yield nursery


def send(sent: Sent) -> HttpResponse:
    """The same once more, to a portal that stays alive."""
    return Client().generic("POST", sent.path, sent.body, sent.content_type, headers=sent.headers)


@pytest.mark.parametrize("scene", SCENES)
def test_a_deed_killed_at_any_step_is_whole_or_absent_and_sent_again_is_done_once(
    scene: Scene, nursery: Nursery, tallied: Tallied
):
    send(scene())  # the first of its kind also begins running totals
    sent, before = scene(), snapshot()
    assert send(sent).status_code < 400
    whole = differences(before, snapshot())
    assert whole != {}

    for step in count(1):
        sent, before = scene(), snapshot()
        if not nursery.dies(sent, step):
            break
        left = differences(before, snapshot())
        assert left in ({}, whole), f"step {step}"
        if left:
            assert_counts_verify()

        send(sent)

        assert differences(before, snapshot()) == whole, f"step {step}, sent again"
    assert_counts_verify()
    tallied("kills survived, step by step", step - 1)
