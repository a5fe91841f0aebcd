"""Journeys in a real Chromium, against a live portal that holds the whole demo of 51,000 people.

The demo is seeded once and kept in a file; every journey begins with a fresh copy of it, so that none sees what
another did.
"""

import fcntl
import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys import overhearing
from tests.journeys.visiting import Visitor

CHROMIUM = "/usr/bin/chromium"
# Chromium itself must not call anybody either.
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]
PICTURES = Path(__file__).resolve().parents[2] / ".journeys"
LONGEST_JOURNEY = 600
"""Seconds."""

Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Of a journey that failed, keep pictures, and say where it ended."""
    report = yield
    if call.when == "call" and report.failed:
        item.is_told = True
        for visitor in getattr(item, "visitors", ()):
            picture = _picture(item, visitor)
            report.sections.append(("Where it ended", f"{visitor.tell()}\nPicture: {picture}"))
    return report


@dataclass(frozen=True)
class Databases:
    """Two states of the database, each in a file of its own."""

    empty: Path
    seeded: Path


@pytest.fixture(scope="session")
def _databases(tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker) -> Databases:
    """The portal with its regions alone, and with the demo; processes that share the work seed it once."""
    if connection.vendor != "sqlite":
        pytest.skip("a fresh copy for every journey is made of an SQLite file")
    own = shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = own.parent
    files = Databases(own / "empty.sqlite3", shared / "seeded.sqlite3")
    with django_db_blocker.unblock(), (shared / "seeding").open("w") as turn:
        _copy(_ours(), files.empty)
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not files.seeded.exists():
            call_command("seed_demo", verbosity=0)
            _copy(_ours(), files.seeded)
            _copy(files.empty, _ours())
    return files


@pytest.fixture(scope="session")
def _server(_databases: Databases) -> Iterator[LiveServer]:
    with overhearing.listening():
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture
def portal(_server: LiveServer, _databases: Databases, transactional_db) -> Iterator[str]:
    """The address of a live portal in which nothing has happened yet since 9 September 2018."""
    _copy(_databases.seeded, _ours())
    overhearing.heard.clear()
    yield _server.url
    told = overhearing.unexpected()
    _copy(_databases.empty, _ours())  # quicker than deleting all that, as every such test does at its end
    assert told == [], "a NIK was shown"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, at whose sight Django refuses to open a database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(request: pytest.FixtureRequest, portal: str, chromium: Browser) -> Iterator[Visit]:
    """Opens a browser of its own for somebody; afterwards nothing must have been wrong in any of them."""
    request.node.visitors = visitors = []

    def arrive(
        *,
        width: int = 1280,
        javascript: bool = True,
        scheme: str = "light",
        user: str = "",
        hands: type[Visitor] = Visitor,
        host: str = "127.0.0.1",
    ) -> Visitor:
        address = portal.replace("127.0.0.1", host)  # passkeys are of a name, never of a number
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 740 if width < 500 else 900},
            java_script_enabled=javascript,
            color_scheme=scheme,
            has_touch=width < 500,
        )
        visitor = hands(context.new_page(), address)
        visitors.append(visitor)
        if user:
            visitor.sign_in(user)
        return visitor

    yield arrive
    problems = [problem for visitor in visitors for problem in visitor.problems]
    pictures = [f"Picture: {_picture(request.node, visitor)}" for visitor in visitors if visitor.problems]
    for visitor in visitors:
        visitor.page.context.close()
    if problems and not getattr(request.node, "is_told", False):
        pytest.fail("\n".join(problems + pictures), pytrace=False)


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """No journey keeps a machine waiting, whatever happens in it."""

    def give_up(number: int, frame: object) -> None:
        pytest.fail(f"not done after {LONGEST_JOURNEY} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST_JOURNEY)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _picture(item: pytest.Item, visitor: Visitor) -> Path | str:
    name = re.sub(r"[^\w-]+", "-", item.name)
    return visitor.picture(PICTURES / f"{name}-{item.visitors.index(visitor) + 1}.png")


def _ours() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection


def _copy(source: Path | sqlite3.Connection, target: Path | sqlite3.Connection) -> None:
    ends = [end if isinstance(end, sqlite3.Connection) else sqlite3.connect(end) for end in (source, target)]
    ends[0].backup(ends[1])
    for end, given in zip(ends, (source, target), strict=True):
        if end is not given:
            end.close()
