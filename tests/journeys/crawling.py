"""Which pages somebody comes to who follows every link: one address for every kind of page."""

from collections import deque
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from okoce.accounts.models import User

HERE = "http://testserver"
PARTICIPANTS_OWN = "/saya/"
"""Pages for everybody say "Anda" to participants and lead them there; others are told that it is not theirs."""

MOST = 150
"""More kinds than this mean that every address is taken for a kind of its own."""


class Kind(NamedTuple):
    """Addresses are of one kind when the same view answers them, with words of the same lengths: a kelurahan's code is
    longer than a city's. What an address asks for behind its question mark makes no difference.
    """

    view: str
    lengths: tuple[int, ...]


def reached(user: str, *starts: str) -> dict[Kind, str]:
    """An address of every kind that links lead to from `starts`; "" where what answers is no page but a file.

    Fails where a link leads to something that is not there, or that this user may not open.
    """
    client = Client()
    if user:
        client.force_login(User.objects.get(username=user))
    found: dict[Kind, str] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = _kind(address)
        if kind is None or kind in found:
            continue
        answer = client.get(address)
        if answer.status_code == 403 and address.startswith(PARTICIPANTS_OWN):
            continue
        assert answer.status_code in (200, 301, 302), f"a link leads to {address}, which answers {answer.status_code}"
        assert len(found) < MOST, sorted(found)
        found[kind] = address if _is_page(answer) else ""
        waiting.extend(_links(answer, address))
    return found


def _kind(address: str) -> Kind | None:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    of_admin = match.view_name.startswith("admin:")
    words = [word for word in match.kwargs.values() if isinstance(word, str) and not of_admin]
    return Kind(match.view_name, tuple(map(len, words)))


def _is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def _links(answer: HttpResponse, address: str) -> list[str]:
    if answer.status_code in (301, 302):
        return [urljoin(address, answer.headers["Location"])]
    if not _is_page(answer):
        return []
    found = _Links()
    found.feed(answer.content.decode())
    urls = [urlsplit(urljoin(HERE + address, href)) for href in found.hrefs]
    return [
        f"{url.path}?{url.query}" if url.query else url.path for url in urls if f"{url.scheme}://{url.netloc}" == HERE
    ]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.hrefs.append(href)
