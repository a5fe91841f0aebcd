"""What holds for every test: an empty portal with its regions loaded, on the programme's day of 9 September 2018."""

import os
from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db import connection

from okoce import append_only
from okoce.accounts import second_factor
from okoce.journal import shelf
from okoce.regions import loading, tree
from okoce.regions.models import Region

pytest.register_assert_rewrite("tests.permits.recounting")
pytest_plugins = ["tests.faults.summing"]

# The same examples on every run and machine; `HYPOTHESIS_PROFILE=search` looks for new ones, and longer.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_terminal_summary(terminalreporter) -> None:
    """How much was tried, by the tests that say so: property "tried", a text and a number."""
    tried: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                tried.update({said[0]: said[1] for name, said in report.user_properties if name == "tried"})
    if tried:
        terminalreporter.section("tried")
        for what, count in sorted(tried.items()):
            terminalreporter.write_line(f"{count:7,} {what}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if connection.vendor == "postgresql":
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="speaks of PostgreSQL only"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The test database with the regions of Jakarta in it, once for all tests."""
    with django_db_blocker.unblock():
        loading.load()


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_append_only_tables() -> Iterator[None]:
    """A transactional test ends with all tables emptied, which the append-only ones refuse: lift that for the flush."""
    operations = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self, style, tables, **options):
        statements = plain(self, style, tables, **options)
        vendor = self.connection.vendor
        protected = [table for table in append_only.PROTECTED if table in tables]
        lifted = [sql for table in protected for sql in append_only.releasing_sql(vendor, table)]
        restored = [sql for table in protected for sql in append_only.protecting_sql(vendor, table)]
        return [*lifted, *statements, *restored] if statements else statements

    operations.sql_flush = sql_flush
    yield
    operations.sql_flush = plain


@pytest.fixture(scope="session", autouse=True)
def _force_shows_a_second_factor() -> Iterator[None]:
    """Whoever a test signs in by force has shown one; a sign-in through the pages says itself what was shown."""

    def show(sender, request, **told) -> None:
        request.session[second_factor.PASSED] = True

    user_logged_in.connect(show)
    yield
    user_logged_in.disconnect(show)


@pytest.fixture(autouse=True)
def _nothing_remembered(request: pytest.FixtureRequest) -> None:
    """No test inherits rate limits or regions from another; a transactional one finds the regions loaded anew."""
    cache.clear()
    shelf.clear()
    tree.forget()
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        if not Region.objects.exists():
            loading.load()
