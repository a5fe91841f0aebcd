"""What every answer and every log line is held to."""

import logging
import sys

import pytest
from django.test import Client
from django.utils.log import AdminEmailHandler
from django.views.debug import get_exception_reporter_class

from okoce.security import HidesLongNumbers, ReportsWithoutLongNumbers

pytestmark = pytest.mark.django_db


NIK = "3173011708850001"


def logged(message: str, *arguments: object, error: bool = False) -> str:
    told = sys.exc_info() if error else None
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, told)
    return HidesLongNumbers().format(record)


def test_a_nik_in_an_address_does_not_reach_the_log():
    assert logged("Not Found: %s", "/peserta/3173011708850001/") == "Not Found: /peserta/3173••••••••0001/"
    assert logged("Not Found: /x/3173.0117.0885.0001/") == "Not Found: /x/3173••••••••0001/"


def test_a_nik_in_an_error_does_not_reach_the_log():
    try:
        raise ValueError(f"no such person: {NIK}")
    except ValueError:
        said = logged("Internal Server Error: /", error=True)

    assert "ValueError: no such person: 3173••••••••0001" in said.splitlines()
    assert NIK not in said


def test_everything_that_is_logged_passes_by_what_masks_it():
    handlers = [handler for name in ("", "django", "django.server") for handler in logging.getLogger(name).handlers]
    ours = [handler for handler in handlers if type(handler) is logging.StreamHandler]

    assert {type(handler.formatter) for handler in ours} == {HidesLongNumbers}
    assert [handler for handler in handlers if isinstance(handler, AdminEmailHandler)] == []


@pytest.mark.parametrize("debug", [False, True])
def test_a_report_of_an_error_shows_no_nik_wherever_it_stood(settings, rf, debug):
    settings.DEBUG = debug
    request = rf.post(f"/peserta/?q={NIK}", {"nik": NIK})
    try:
        _fails_with(NIK)
    except ValueError:
        report = get_exception_reporter_class(request)(request, *sys.exc_info())
        said = [report.get_traceback_html(), report.get_traceback_text()]

    assert isinstance(report, ReportsWithoutLongNumbers)
    assert [NIK in text for text in said] == [False, False]
    assert "3173••••••••0001" in said[0]


def _fails_with(digits: str) -> None:
    """Its local variables stand in the report, too."""
    held = {"nik": digits}
    raise ValueError(f"no such person: {held['nik']}")


def test_codes_and_days_stay_readable_in_the_log():
    for message in ("Not Found: /capaian/31.73.01.1006/", "Bad Request: /capaian/?per=2018-09-09&tahun=2018"):
        assert logged(message) == message


def test_every_answer_carries_the_policies(client: Client):
    headers = client.get("/").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"].startswith("camera=()")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/laporan/%00/", "/laporan/2018-001%00/laporan.pdf", "/capaian/%00/", "/api/v1/%00/"])
def test_nothing_is_called_by_a_name_with_nul(client, path):
    assert client.get(path).status_code == 404
