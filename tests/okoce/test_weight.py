"""What a first view costs somebody whose data run out: bytes over the wire, and requests."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from participants.own import accounts
from tests.participants.factories import a_participant
from tests.participants.pages import BUSINESS, CHECK, PERSON, RECEIPT, fill, send

pytestmark = pytest.mark.django_db

MOST_BYTES, MOST_REQUESTS = 30 * 1024, 6
_FILES = re.compile(r"""(?:src|href)=["']/static/([^"'?]+)""")


def weigh(client: Client, path: str) -> tuple[int, int]:
    """The bytes of a page and of every file it asks for, as they are sent; and how many requests that is.

    Whitenoise serves the files compressed; what a page shows must lie in it or under /static/.
    """
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    page = gzip.decompress(answer.content).decode()
    files = set(_FILES.findall(page))
    assert re.findall(r"<(?:img|iframe|object|embed|video|audio|source)\b", page) == []
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return head + len(answer.content) + sum(map(_sent, files)), 1 + len(files)


def _sent(name: str) -> int:
    with open(finders.find(name), "rb") as file:
        return len(gzip.compress(file.read(), 9)) + 400  # and its head


@pytest.mark.parametrize("path", ["/", PERSON, "/capaian/", "/capaian/31.73/", "/cek/", "/masuk/", "/bantuan/"])
def test_a_public_page_is_light(client: Client, path: str):
    size, requests = weigh(client, path)

    assert size <= MOST_BYTES
    assert requests <= MOST_REQUESTS


def test_every_page_of_registering_is_light(client: Client):
    fill(client)
    sizes = {path: weigh(client, path) for path in (PERSON, BUSINESS, CHECK)}
    send(client)
    sizes |= {path: weigh(client, path) for path in (RECEIPT, "/daftar/kata-sandi/")}

    assert {path: size for path, (size, _) in sizes.items() if size > MOST_BYTES} == {}
    assert {path: requests for path, (_, requests) in sizes.items() if requests > MOST_REQUESTS} == {}


@pytest.mark.parametrize("path", ["/saya/", "/saya/data/", "/bantuan/izin/uji/"])
def test_a_participants_own_pages_are_light(client: Client, path: str):
    client.force_login(accounts.open_account(a_participant(), password="perahu-biru-laut"))

    size, requests = weigh(client, path)

    assert size <= MOST_BYTES
    assert requests <= MOST_REQUESTS
