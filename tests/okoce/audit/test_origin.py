"""From where a deed came: the address that our own proxies saw, and no other."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from okoce.accounts.requests import address_of
from okoce.audit import origin
from okoce.audit.models import Event, Verb
from okoce.audit.recording import record
from tests.okoce.accounts.factories import an_official


def a_request(forwarded: str | None = None, peer: str = "10.0.0.9") -> HttpRequest:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory(headers=headers).get("/", REMOTE_ADDR=peer)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        (2, "1.2.3.4, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, None, "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "unknown", "10.0.0.9"),
        (1, "<script>", "10.0.0.9"),
        (1, "203.0.113.7:55123", "203.0.113.7"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:0DB8::0:1", "2001:db8::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(settings, proxies: int, forwarded: str | None, address: str):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert address_of(a_request(forwarded)) == address


def test_a_request_from_nowhere_has_no_address():
    assert address_of(a_request(peer="")) is None


@pytest.mark.django_db
def test_every_event_made_during_a_request_bears_its_address_also_those_made_many_at_once():
    official = an_official()
    Event.objects.all()

    with origin.of(a_request()):
        record(Verb.SAMPLED, official, by=official)
        Event.objects.bulk_create([Event(verb=Verb.RECORDED, subject="permit:1")])
    record(Verb.SAMPLED, official, by=official)

    addresses = Event.objects.exclude(verb=Verb.ACCOUNT_MADE).order_by("id").values_list("address", flat=True)
    assert list(addresses) == ["10.0.0.9", "10.0.0.9", None]


def test_outside_a_request_there_is_no_address_and_no_doer():
    assert (origin.address(), origin.doer(), origin.current()) == (None, None, None)


def test_nothing_that_may_name_somebody_is_taken_from_an_address():
    request = RequestFactory().get(
        "/",
        {
            "per": "2018-09-09",
            "data_sampai": "2018-09-09T12:00:00+07:00",
            "wilayah": "31.73.01.1006",
            "q": "3173995708850042",
            "hp": "081234567890",
            "nama": "Siti Aminah",
            "x" * 41: "1",
        },
    )

    assert origin.asked(request) == {
        "per": "2018-09-09",
        "data_sampai": "2018-09-09T12:00:00+07:00",
        "wilayah": "31.73.01.1006",
    }
