"""What the database refuses of letters, asked below the model."""

from datetime import date

import pytest

from participants.deeds import complete_step
from participants.models import Step
from participants.notices.models import Kind, Notice
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice() -> Notice:
    person = a_participant(email="siti@contoh.id")
    complete_step(person, step=Step.P2, on=date(2018, 9, 1), by=an_official())
    return Notice.objects.get()


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "advert"}, "notice_kind_is_known"),
        ({"outcome": "sent"}, "notice_settled_says_when"),
        ({"settled_at": "2018-09-09 10:00:00+07:00"}, "notice_settled_says_when"),
        ({"outcome": "lost", "settled_at": "2018-09-09 10:00:00+07:00"}, "notice_settled_says_when"),
    ],
)
def test_the_database_refuses_what_no_letter_can_be(notice, changed, constraint):
    assert refused_change(notice, **changed) == constraint


def test_of_one_deed_there_is_one_letter(notice):
    again = Notice(kind=Kind.STEP, participant=notice.participant, deed=notice.deed)

    assert "deed_id" in refused_by(again.save)
