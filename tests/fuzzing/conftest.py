"""Where everything is that can be sent somewhere: two furnished places, and everybody signed in."""

from collections.abc import Iterator

import pytest

from tests.fuzzing.sending import Sender
from tests.walking.conftest import Scene, scene  # noqa: F401


@pytest.fixture
def sender(scene: Scene, tallied) -> Iterator[Sender]:  # noqa: F811
    sender = Sender()
    yield sender
    tallied("inputs fuzzed", sender.sent)
