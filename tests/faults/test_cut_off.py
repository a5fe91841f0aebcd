"""What is sent and does not arrive: cut off in the middle, no room for it, a server that is asked to end meanwhile."""

import io
import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from permits.importing.models import Import
from tests.faults.servers import _CSRF, Served, a_portal, signed_in, url_of_the_test_database, wait_for
from tests.faults.standing import differences, snapshot
from tests.okoce.accounts.factories import an_officer
from tests.participants.factories import a_participant
from tests.permits.importing.files import a_row, csv

pytestmark = pytest.mark.django_db(transaction=True)

SEND = "/petugas/impor/"


@pytest.fixture
def portal() -> Iterator[Served]:
    cookies = signed_in(an_officer())
    with a_portal(url_of_the_test_database()) as portal:
        portal.cookies = cookies
        yield portal


def an_upload(size: int = 0) -> bytes:
    """A sheet as a browser sends it, or so many bytes that are none."""
    file = io.BytesIO(b"1;2;3\r\n" * (size // 7)) if size else csv([a_row(a_participant(date(2018, 8, 1)), "1/e/2018")])
    file.name = "izin.csv"
    return encode_multipart(BOUNDARY, {"file": file, "csrfmiddlewaretoken": _CSRF})


def a_head(portal: Served, length: int) -> bytes:
    lines = [f"POST {SEND} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {length}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (portal.headers | {"Content-Type": MULTIPART_CONTENT}).items()]
    return "\r\n".join([*lines, "", ""]).encode()


def a_call(portal: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", portal.port), timeout=30)


def answer_to(call: socket.socket) -> str:
    """The status line and all that follows; empty when the server hung up."""
    parts = []
    try:
        while part := call.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts).decode(errors="replace")


@pytest.mark.parametrize("size", [0, 4_000_000])
def test_an_upload_cut_off_anywhere_stores_nothing_and_is_no_error_of_the_portal(portal: Served, size: int):
    body, before = an_upload(size), snapshot()
    at = [0, 1, 200, len(body) // 2, len(body) - 1]

    for length in at:
        with a_call(portal) as call:
            call.sendall(a_head(portal, len(body)) + body[:length])
            if length % 2:
                call.shutdown(socket.SHUT_WR)
                assert answer_to(call).split(" ")[1:2] in ([], ["400"], ["403"])
    wait_for(portal.is_up, "the portal")
    time.sleep(0.2)

    assert differences(before, snapshot()) == {}
    assert [line for line in portal.said().splitlines() if "Traceback" in line or "Internal" in line] == []


def test_an_upload_that_finds_no_room_is_told_so_and_stores_nothing(portal: Served):
    body, before = an_upload(4_000_000), snapshot()

    with portal.no_file_above(1_000_000), a_call(portal) as call:
        call.sendall(a_head(portal, len(body)) + body)
        answer = answer_to(call)

    assert answer.startswith("HTTP/1.1 503 ")
    assert "Tempat penyimpanan portal penuh" in answer
    assert differences(before, snapshot()) == {}
    assert list(Path("/proc", str(portal.worker), "fd").glob("*upload*")) == []


def test_a_server_asked_to_end_finishes_what_is_being_sent_and_takes_nothing_new(portal: Served):
    body = an_upload()

    with a_call(portal) as call:
        call.sendall(a_head(portal, len(body)) + body[: len(body) // 2])
        time.sleep(0.3)
        os.kill(portal.process.pid, signal.SIGTERM)
        time.sleep(0.3)
        call.sendall(body[len(body) // 2 :])
        answer = answer_to(call)
    code = portal.process.wait(15)

    assert answer.startswith("HTTP/1.1 302 ")
    assert Import.objects.count() == 1
    assert code == 0
    assert not portal.is_up()


def test_a_worker_that_is_killed_is_replaced():
    with a_portal(url_of_the_test_database(), "--respawn-failed-workers") as portal:
        before = portal.worker

        os.kill(before, signal.SIGKILL)
        wait_for(portal.is_up, "another worker")

        assert portal.process.poll() is None
        assert portal.worker != before


@pytest.mark.parametrize("path", [".ci/serve", "Dockerfile", "docs/systemd/okoce.service"])
def test_whoever_serves_the_portal_replaces_workers(path: str):
    assert "--respawn-failed-workers" in (settings.BASE_DIR / path).read_text()
