"""What is shown to one visitor alone never reaches another by way of a kept board."""

import pytest
from django.test import Client

from tests.okoce.accounts.factories import an_officer

pytestmark = pytest.mark.django_db


def test_a_message_for_one_visitor_is_not_kept_for_the_next():
    leaving = Client()
    leaving.force_login(an_officer())
    leaving.post("/keluar/")
    del leaving.cookies["sessionid"]  # as a browser does with a cookie that has run out

    told, others = leaving.get("/"), Client().get("/")

    assert ("Anda sudah keluar." in told.text, "Anda sudah keluar." in others.text) == (True, False)
