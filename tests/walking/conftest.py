"""One scene for a whole module: made once, walked by everybody, taken back at the end."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction

from okoce.regions import tree
from tests.walking.asking import TRIED
from tests.walking.scene import ELSEWHERE, ELSEWHERE_IS, HERE, HERE_IS, Actor, Ids, actors, everywhere, furnish


@dataclass(frozen=True)
class Scene:
    """Who walks, and what stands in the addresses of either place."""

    here: Ids
    elsewhere: Ids
    actors: dict[str, Actor]


@pytest.fixture(autouse=True)
def _told_at_the_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """Adds what a test tried to the figures at the end of the run."""
    before = TRIED.copy()
    yield
    request.node.user_properties += [("tried", item) for item in (TRIED - before).items()]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Both places furnished."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        tree.forget()
        shared = everywhere()
        here = furnish(HERE_IS, HERE)
        elsewhere = furnish(ELSEWHERE_IS, ELSEWHERE)
        people = {actor.name: actor for actor in actors(here)}
        logging.disable(logging.WARNING)  # thousands of refusals are what is asked for here
        yield Scene(here | shared, elsewhere, people)
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
