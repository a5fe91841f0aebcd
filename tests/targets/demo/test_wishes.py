"""What people of the demo ask for, so that both lists have something to show."""

from datetime import date

import pytest

from okoce.accounts.models import User
from participants.own.models import DataRequest
from participants.own.requests import wanted_of
from permits.standings import differing

pytestmark = pytest.mark.usefixtures("demo")


def test_three_people_ask_and_one_of_them_to_be_forgotten():
    asked = DataRequest.objects.order_by("due_at")

    assert [(one.kind, one.field, one.made_by.username) for one in asked] == [
        ("erasure", "", "petugas"),
        ("correction", "name", "petugas"),
        ("correction", "birth_date", "peserta"),
    ]
    assert wanted_of(asked[2]) == date(1990, 1, 2)


def test_the_officer_sees_corrections_and_the_province_sees_all():
    seen = {
        name: DataRequest.objects.visible_to(User.objects.get(username=name)).count() for name in ("petugas", "pgo")
    }

    assert seen == {"petugas": 2, "pgo": 3}


def test_who_wants_to_be_forgotten_is_called_no_more():
    forgotten = DataRequest.objects.get(kind="erasure").participant

    assert not forgotten.may_be_contacted
    assert list(differing()) == []
