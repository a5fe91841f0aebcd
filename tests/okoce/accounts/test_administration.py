"""The administration of accounts, where it is not Django's own."""

import pytest
from django.contrib.messages import get_messages

from tests.okoce.accounts.factories import an_administrator, an_officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chosen", ["", "x", "\x00", "-2.4e16", "9" * 30, "1; DROP"])
def test_rows_that_cannot_be_are_named_as_such(client, chosen: str):
    officer = an_officer()
    client.force_login(an_administrator())

    answer = client.post(
        "/admin/accounts/user/",
        {"action": "take_away_second_factor", "_selected_action": [str(officer.pk), chosen], "index": "0"},
    )

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Baris yang dipilih tidak dikenal. Pilih lagi dari daftar."
    ]
    assert (answer.status_code, answer["Location"]) == (302, "/admin/accounts/user/")
