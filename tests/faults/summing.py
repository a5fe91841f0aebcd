"""Figures of a run that people want to see: added up over all tests and workers, and printed at its end.

A test asks for the fixture `tallied` and says `tallied("kills survived", 12)`.
"""

from collections import Counter
from collections.abc import Callable

import pytest

Tallied = Callable[[str, int], None]

_KEY = "tallied: "


@pytest.fixture
def tallied(record_property: Callable[[str, object], None]) -> Tallied:
    """Adds to a figure that is printed when the run ends."""

    def add(what: str, number: int) -> None:
        record_property(_KEY + what, number)

    return add


def pytest_terminal_summary(terminalreporter) -> None:
    figures: Counter[str] = Counter()
    for report in terminalreporter.stats.get("", []):
        # The last report of a test has what its fixtures said, too.
        for name, value in report.user_properties if report.when == "teardown" else ():
            if name.startswith(_KEY):
                figures[name.removeprefix(_KEY)] += value
    for what, number in sorted(figures.items()):
        terminalreporter.write_line(f"{what}: {number}")
