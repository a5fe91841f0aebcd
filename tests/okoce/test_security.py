"""What every answer and every log line is held to."""

import logging

import pytest
from django.test import Client

from okoce.security import HidesLongNumbers

pytestmark = pytest.mark.django_db


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, None)
    HidesLongNumbers().filter(record)
    return record.getMessage()


def test_a_nik_in_an_address_does_not_reach_the_log():
    assert logged("Not Found: %s", "/peserta/3173011708850001/") == "Not Found: /peserta/3173••••••••0001/"
    assert logged("Not Found: /x/3173.0117.0885.0001/") == "Not Found: /x/3173••••••••0001/"


def test_codes_and_days_stay_readable_in_the_log():
    for message in ("Not Found: /capaian/31.73.01.1006/", "Bad Request: /capaian/?per=2018-09-09&tahun=2018"):
        assert logged(message) == message


def test_every_answer_carries_the_policies(client: Client):
    headers = client.get("/").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"].startswith("camera=()")
