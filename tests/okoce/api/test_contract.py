"""Whatever the schema allows, and much that it forbids, is sent; every answer must be one that the schema knows."""

from collections.abc import Iterator
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import positive_data_acceptance

from okoce.wsgi import application
from permits.api import issuing
from permits.api.models import Scope
from tests.participants.factories import a_participant
from tests.permits.api.agencies import an_agency
from tests.permits.factories import a_permit

contract = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@pytest.fixture
def token(db) -> Iterator[str]:
    """A token good for everything, what the examples speak of, and a connection that stays open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    a_permit()
    a_participant(nik="3174994308850003", birth_date=date(1985, 8, 3), sex="F")
    yield issuing.grant(an_agency(), scopes=tuple(Scope), by=None).secret
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# The programme has rules that no schema can say, so a request that fits the schema may still be refused.
@contract.parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_schema_knows(case: Case, token: str):
    # Called within the process, where nobody takes a compressed answer apart again.
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])


@contract.parametrize()
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
def test_every_answer_to_a_stranger_is_one_that_the_schema_knows(case: Case, token: str):
    headers = {"Accept-Encoding": "identity"} | ({"Idempotency-Key": "kunci-1"} if case.method == "POST" else {})

    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
