"""A real server killed at a random moment while officers record: what was answered stands, the rest is whole or absent.

The moments are random on purpose: that is what a power cut chooses. Whatever they are, the same must hold.
"""

import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from http.client import HTTPException
from uuid import uuid4

import pytest

from okoce.audit.models import Event, Verb
from permits.models import Permit, PermitEntry
from tests.faults.dying import a_nursery
from tests.faults.servers import Portal, a_free_port, environment, signed_in, url_of_the_test_database, wait_for
from tests.faults.standing import assert_counts_verify
from tests.faults.summing import Tallied
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 30
OFFICERS = 3
Form = tuple[str, Mapping[str, object]]


def a_form(number: int) -> Form:
    """A permit to record: where it is posted, and what."""
    person = a_participant(date(2018, 8, 1))
    paper = {"kind": "SKU", "number": f"{number}/SKU/2018", "issued_on": "03/09/2018", "submission": uuid4()}
    return f"/petugas/rekam/{person.number}/", paper


def record_until_killed(portal: Portal, forms: list[Form], answered: set[str]) -> None:
    """Note the numbers of the papers whose recording was answered before the server went."""
    with suppress(OSError, HTTPException):
        for path, paper in forms:
            assert portal.ask(path, paper).status == 302
            answered.add(str(paper["number"]))


def test_a_server_killed_while_it_records_loses_nothing_that_was_answered(tallied: Tallied):
    cookies = signed_in(an_officer())
    left_over: list[Form] = []
    answered_in_all: set[str] = set()

    with a_nursery(environment(url_of_the_test_database())) as nursery, ThreadPoolExecutor(OFFICERS) as officers:
        for turn in range(ROUNDS):
            fresh = [a_form(100 * turn + number) for number in range(OFFICERS * 4)]
            portal = Portal(a_free_port())
            portal.cookies = cookies
            nursery.serve(portal.port)
            wait_for(portal.is_up, "the portal")
            for path, paper in left_over:  # whoever got no answer sends the form once more
                assert portal.ask(path, paper).status == 302
            answered: set[str] = set()
            shares = [fresh[officer::OFFICERS] for officer in range(OFFICERS)]
            working = [officers.submit(record_until_killed, portal, share, answered) for share in shares]
            moment = random.randrange(OFFICERS * 2)  # noqa: S311
            wait_for(partial(has, answered, moment), "answers")
            time.sleep(random.uniform(0, 0.03))  # noqa: S311
            nursery.kill()
            for work in working:
                work.result()

            recorded = set(Permit.objects.values_list("number", flat=True))
            assert answered <= recorded
            assert recorded >= {paper["number"] for _, paper in left_over}
            assert Permit.objects.count() == Event.objects.filter(verb=Verb.RECORDED).count()
            assert 2 * Permit.objects.count() == PermitEntry.objects.count()
            answered_in_all |= answered
            left_over = [form for form in fresh if form[1]["number"] not in answered]

    assert_counts_verify()
    tallied("kills survived, whole servers", ROUNDS)
    tallied("recordings answered by servers that were then killed", len(answered_in_all))


def has(answered: set[str], number: int) -> bool:
    return len(answered) >= number
