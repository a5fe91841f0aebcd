"""What the tests of these pages share: somebody who has just registered, and signing in as a browser does."""

from django.http import HttpResponse
from django.test import Client

from participants.models import Participant
from tests.participants.pages import a_person, fill, send

CHOOSE, CODE, NEW, SIGN_IN = "/daftar/kata-sandi/", "/sandi/", "/sandi/baru/", "/masuk/"
PASSWORD = "perahu-biru"


def choose(client: Client, address: str = CHOOSE, password: str = PASSWORD, again: str | None = None) -> HttpResponse:
    """A password typed twice; the answer is not followed."""
    return client.post(address, {"password1": password, "password2": password if again is None else again})


def registered(client: Client, **answers: str) -> Participant:
    """Somebody who registered in this browser a moment ago."""
    fill(client, person=a_person(**answers))
    send(client)
    return Participant.objects.latest("pk")


def sign_in(client: Client, name: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(SIGN_IN, {"login": name, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
