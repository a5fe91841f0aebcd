"""The WSGI application that granian serves."""

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okoce.settings")

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
_portal = get_wsgi_application()


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The portal. What is sent to it is UTF-8: a claimed charset such as "rot13" would only break the reading of the
    address, before anything could answer.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _portal(environ, start_response)
