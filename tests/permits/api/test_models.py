"""What the database refuses of tokens and of answers kept for them, whoever asks."""

import pytest

from permits.api import issuing
from permits.api.models import Answer, Scope
from tests.permits.api.agencies import an_agency
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_token_that_is_good_for_nothing():
    token = issuing.grant(an_agency(), scopes=[Scope.READ], by=None)

    assert refused_change(token, may_read=False) == "api_token_is_good_for_something"


def test_the_database_keeps_one_answer_to_a_key():
    token = issuing.grant(an_agency(), scopes=[Scope.RECORD], by=None)
    answer = {"token": token, "key": "7f3a", "fingerprint": "f" * 64, "body": "{}"}
    Answer.objects.create(**answer)

    assert refused_by(Answer(**answer).save) == "answer_is_given_once_to_a_key"
