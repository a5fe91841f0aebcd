"""Reading a page of targets as somebody who is signed in reads it."""

import html
import re

from django.http import HttpResponse
from django.test import Client

from okoce.accounts.models import User


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


def acknowledgement(answer: HttpResponse) -> str:
    """What the button *Ya, sudah benar* posts."""
    return re.search(r'name="acknowledged" value="([^"]+)"', answer.content.decode())[1]
