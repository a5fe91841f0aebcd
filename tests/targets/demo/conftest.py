"""A small demo programme, seeded once for all tests of a module and taken back afterwards."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from targets.demo import seeding

PEOPLE = 600


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """The demo with 600 people; what was told on the way."""
    told: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        told.append(seeding.seed(PEOPLE, 2018, told.append))
        yield told
        transaction.set_rollback(True)
