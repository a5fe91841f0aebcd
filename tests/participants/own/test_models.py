"""What the database refuses of a way to a password and of a data request, whoever asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participants.own import links
from participants.own.models import DataRequest, PasswordLink, RequestKind, RequestOutcome, due
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def a_request(**fields) -> DataRequest:
    """A name to be corrected, still to be decided."""
    given = {"kind": RequestKind.CORRECTION, "field": "name", "wanted": b"sealed", "made_at": NOW, "due_at": due(NOW)}
    person = fields.pop("participant", None) or a_participant()
    return DataRequest.objects.create(participant=person, made_by=an_official(), **(given | fields))


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "wish", "field": "", "wanted": None}, "data_request_kind_is_known"),
        ({"field": ""}, "data_request_to_correct_names_a_field"),
        ({"field": "phone"}, "data_request_to_correct_names_a_field"),
        ({"wanted": None}, "data_request_keeps_what_is_wanted_until_decided"),
        ({"decided_at": NOW}, "data_request_decided_says_when_and_by_whom"),
        ({"outcome": RequestOutcome.DONE, "wanted": None}, "data_request_decided_says_when_and_by_whom"),
    ],
)
def test_the_database_refuses_a_request_that_cannot_be(changed, constraint):
    assert refused_change(a_request(), **changed) == constraint


def test_the_database_keeps_nothing_wanted_once_it_is_decided():
    request = a_request()

    decided = {"outcome": RequestOutcome.DONE, "decided_at": NOW, "decided_by": request.made_by}

    assert refused_change(request, **decided) == "data_request_keeps_what_is_wanted_until_decided"


def test_the_database_refuses_a_refusal_without_a_reason():
    request = a_request()

    refused = {"outcome": RequestOutcome.REFUSED, "wanted": None, "decided_at": NOW, "decided_by": request.made_by}

    assert refused_change(request, **refused) == "data_request_refused_says_why"


def test_the_database_refuses_the_same_request_while_one_is_open():
    person = a_participant()
    a_request(participant=person)

    constraint = refused_by(lambda: a_request(participant=person))

    assert constraint == "data_request_is_open_once_of_its_kind"


def test_the_database_refuses_a_way_to_a_password_that_ended_before_it_began():
    links.hand_out(a_participant(), by=an_official())
    link = PasswordLink.objects.get()

    constraint = refused_change(link, expires_at=link.made_at - timedelta(seconds=1))

    assert constraint == "password_link_ends_after_it_was_made"
