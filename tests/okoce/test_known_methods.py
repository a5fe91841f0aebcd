"""Pages know GET, HEAD and POST; the API says for itself what it knows."""

import pytest
from django.test import Client

from tests.okoce.accounts.factories import an_officer, an_official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/masuk/", "/petugas/", "/pgo/", "/admin/", "/tidak-ada/"])
def test_a_method_that_no_page_knows_is_refused(client: Client, method: str, address: str):
    client.force_login(an_officer())

    answer = client.generic(method, address)

    assert (answer.status_code, answer.headers["Allow"], answer.content) == (405, "GET, HEAD, POST", b"")


def test_a_page_that_only_shows_takes_no_post(client: Client):
    client.force_login(an_officer())

    assert [client.post(address).status_code for address in ("/", "/peserta/", "/bantuan/")] == [405, 405, 405]


def test_an_address_that_only_takes_what_is_sent_says_so(client: Client):
    client.force_login(an_official())

    answer = client.get("/pgo/rekonsiliasi/baris/1/catat/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Alamat ini hanya menerima kiriman dari sebuah formulir" in answer.content.decode()
