"""What a server hands over, down to requests that Django alone would not survive."""

from wsgiref.util import setup_testing_defaults

import pytest

from okoce.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/progress/?region=%ff", "/masuk/?next=%ff", "/capaian/?per=%ff"])
@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", '"base64"', "utf-16", "no-such"])
def test_a_claimed_charset_breaks_nothing(path: str, charset: str):
    path, query = path.split("?")
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": f"application/json; charset={charset}",
        "HTTP_HOST": "localhost",
    }
    setup_testing_defaults(environ)
    statuses = []

    application(environ, lambda status, headers: statuses.append(status[:3]))

    assert statuses in (["403"], ["405"])
