"""Reading a page of targets as somebody who is signed in reads it."""

import html
import re
from collections.abc import Sequence

from django.http import HttpResponse
from django.test import Client

from okoce.accounts.models import User
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, PROVINCE

OPENED = (PROVINCE, JAKARTA_BARAT, CENGKARENG_TIMUR, GAMBIR)
OPENED_WITHIN_ONES_REGION = {
    "province": [200, 200, 200, 200],
    "city": [404, 200, 200, 404],
    "officer": [404, 404, 200, 404],
    "administrator": [403, 403, 403, 403],
    "stranger": [302, 302, 302, 302],
}
"""What `tried` finds where the figures of OPENED are for whoever answers for them."""


def tried(addresses: Sequence[str]) -> dict[str, list[int]]:
    """The statuses that each address answers to officials of the province and of Jakarta Barat, and to others."""
    comers = {
        "province": an_official(),
        "city": an_official(JAKARTA_BARAT),
        "officer": an_officer(),
        "administrator": an_administrator(),
    }
    clients = {name: signed_in(Client(), user) for name, user in comers.items()} | {"stranger": Client()}
    return {name: [client.get(address).status_code for address in addresses] for name, client in clients.items()}


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(words).split())


def heading_of(answer: HttpResponse) -> str:
    return html.unescape(re.search(r"<h1>(.*?)</h1>", answer.content.decode())[1])


def hidden(answer: HttpResponse, name: str) -> str:
    """The value of a hidden input on a page."""
    tag = re.search(rf'<input type="hidden" name="{name}"[^>]*>', answer.content.decode())[0]
    return html.unescape(re.search(r'value="([^"]*)"', tag)[1])


def published_by(client: Client, answers: dict[str, str]) -> HttpResponse:
    """What comes of a report's form when its figures were looked at and then published."""
    path = "/pgo/laporan/"
    return client.post(path, answers | {"shown": shown_figure(client.post(path, answers))})


def shown_figure(answer: HttpResponse) -> str:
    """What the button that publishes posts; "" where there is none."""
    button = re.search(r'name="shown" value="([^"]+)"', answer.content.decode())
    return button[1] if button else ""


def acknowledgement(answer: HttpResponse) -> str:
    """What the button *Ya, sudah benar* posts."""
    return re.search(r'name="acknowledged" value="([^"]+)"', answer.content.decode())[1]
