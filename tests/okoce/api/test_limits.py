"""How often a token or an address may ask."""

from copy import deepcopy

import pytest
from django.conf import settings
from django.test import Client, override_settings

from permits.api.models import Scope
from tests.permits.api.agencies import PERMITS, a_client, an_agency

pytestmark = pytest.mark.django_db

PROGRESS = "/api/v1/progress/"


def limited(**changes):
    """The portal with these settings of the framework."""
    return override_settings(REST_FRAMEWORK=deepcopy(settings.REST_FRAMEWORK) | changes)


FEW = limited(DEFAULT_THROTTLE_RATES={"token": "2/min", "address": "3/min"})


def test_a_token_that_asks_too_often_is_told_when_to_come_back():
    with FEW:
        client = a_client(Scope.READ)
        answers = [client.get(PERMITS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 61


def test_each_token_has_a_limit_of_its_own():
    with FEW:
        agency = an_agency()
        statuses = [a_client(Scope.READ, agency=agency).get(PERMITS).status_code for _ in range(3)]

    assert statuses == [200, 200, 200]


def test_an_address_that_asks_for_public_figures_too_often_is_told(client: Client):
    with FEW:
        statuses = [client.get(PROGRESS).status_code for _ in range(4)]
        elsewhere = client.get(PROGRESS, REMOTE_ADDR="10.0.0.9").status_code

    assert (statuses, elsewhere) == ([200, 200, 200, 429], 200)


def test_a_forged_forwarded_address_helps_nobody(client: Client):
    with FEW:
        statuses = [client.get(PROGRESS, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(4)]

    assert statuses == [200, 200, 200, 429]


def test_behind_a_proxy_the_address_that_it_saw_counts(client: Client):
    with limited(DEFAULT_THROTTLE_RATES={"address": "1/min"}, NUM_PROXIES=1):
        statuses = [
            client.get(PROGRESS, headers={"X-Forwarded-For": forwarded}).status_code
            for forwarded in ("1.1.1.1, 10.0.0.1", "2.2.2.2, 10.0.0.1", "2.2.2.2, 10.0.0.2")
        ]

    assert statuses == [200, 429, 200]
