"""Every refusal under /api/ is problem details, whoever refuses."""

import pytest
from cryptography.fernet import Fernet
from django.test import Client, override_settings

from tests.permits.api.agencies import PERMITS, a_client
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v2/", "/api/v1/permits", "/api/v1/progress/x/", "/api/%00/", "/api/%ff/", "/api//", "/api/v1"],
)
def test_where_there_is_nothing_a_problem_says_so(client: Client, path: str, method: str):
    answer = client.generic(method, path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_problem_has_the_members_of_the_standard(client: Client):
    assert client.get("/api/v1/nothing/").json() == {
        "type": "about:blank",
        "title": "Tidak ditemukan",
        "status": 404,
        "detail": "Tidak ada apa-apa di alamat ini. Alamat API berakhir dengan garis miring; lihat /api/v1/docs/.",
    }


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        (PERMITS, "DELETE", "GET, HEAD, OPTIONS, POST"),
        (f"{PERMITS}1/", "POST", "GET, HEAD, OPTIONS"),
        (f"{PERMITS}1/revoke/", "GET", "OPTIONS, POST"),
        ("/api/v1/progress/", "POST", "GET, HEAD, OPTIONS"),
        ("/api/v1/schema/", "PATCH", "GET, HEAD, OPTIONS"),
    ],
)
def test_an_unknown_method_is_told_the_known_ones(path: str, method: str, allowed: str):
    answer = a_client().generic(method, path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert ", ".join(sorted(answer.headers["Allow"].split(", "))) == allowed


@pytest.mark.parametrize("path", [PERMITS, "/api/v1/progress/", "/api/v1/schema/"])
@pytest.mark.parametrize("accept", ["text/html", "image/*", "x", "application/xml;q=0.9", "/", "a/b/c;;q=", "é/é"])
def test_another_form_of_answer_is_refused(path: str, accept: str):
    answer = a_client().get(path, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("accept", ["", "*/*", "application/*", "application/json", "text/html, */*;q=0.8"])
def test_json_is_given_to_whoever_takes_it(accept: str):
    assert a_client().get(PERMITS, headers={"Accept": accept} if accept else {}).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_form_of_body_is_refused(content_type: str):
    answer = a_client().generic("POST", PERMITS, b"kind=IUMK", content_type=content_type)

    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


def test_a_host_that_is_not_ours_is_refused_as_a_problem(client: Client):
    answer = client.get("/api/v1/progress/", headers={"Host": "example.org"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_an_address_with_a_thousand_parameters_is_refused_as_a_problem(client: Client):
    answer = client.get("/api/v1/progress/?" + "&".join(f"p{n}=1" for n in range(1100)))

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_what_nobody_foresaw_is_a_problem_too_and_tells_nothing():
    a_permit()
    client = a_client()
    client.raise_request_exception = False

    with override_settings(NIK_KEYS=[Fernet.generate_key().decode()]):
        answer = client.get(PERMITS)

    assert answer.json() == {
        "type": "about:blank",
        "title": "Kesalahan pada portal",
        "status": 500,
        "detail": "Portal gagal menjawab. Coba lagi nanti; bila terus terjadi, hubungi pengelola portal.",
    }
    assert answer.headers["Content-Security-Policy"]


def test_pages_keep_their_own_errors(client: Client):
    assert client.get("/tidak-ada/").headers["Content-Type"] == "text/html; charset=utf-8"


def test_options_names_the_methods_and_where_to_read_on(client: Client):
    answer = client.options("/api/v1/progress/")

    assert (answer.status_code, answer.json()["docs"]) == (200, "/api/v1/docs/")
