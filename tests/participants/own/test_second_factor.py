"""A participant who has a second factor, and comes by another way than the page to sign in at."""

import pytest
from allauth.mfa.models import Authenticator

from okoce.accounts import closing
from participants.own import accounts, links
from tests.okoce.accounts.factories import an_officer
from tests.okoce.accounts.guarded import CODE, code, with_app
from tests.participants.factories import a_participant
from tests.participants.own.pages import NEW, PASSWORD, choose, is_signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti():
    person = a_participant(phone="+6281299990001")
    accounts.open_account(person, password=PASSWORD)
    person.refresh_from_db()
    return person


def test_a_code_from_the_desk_gives_another_password_and_not_the_second_step(client, siti):
    secret = with_app(siti.user)
    link = links.hand_out(siti, by=an_officer())
    client.post("/sandi/", {"code": link.code})

    answer = choose(client, NEW, "kapal-merah")

    assert answer.url == CODE
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code(secret)}).url == "/mulai/"


def test_somebody_who_is_forgotten_leaves_no_second_factor(siti):
    with_app(siti.user)

    closing.forget(siti.user)

    assert not Authenticator.objects.exists()
