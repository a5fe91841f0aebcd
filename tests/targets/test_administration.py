"""Targets and reports as an administrator reads them."""

import re
from datetime import date

import pytest
from django.test import Client

from targets import goals, publishing
from tests.okoce.accounts.factories import an_administrator, an_official
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_administrator_reads_every_target_and_changes_none(client: Client):
    goals.load_defaults()
    target = goals.last(goals.PROGRAMME)
    client.force_login(an_administrator())

    listed = words_of(client.post("/admin/targets/target/", {"q": "DKI"}, follow=True).content.decode())
    one = client.get(f"/admin/targets/target/{target.pk}/change/")
    changed = client.post(f"/admin/targets/target/{target.pk}/change/", {"number": "1"})

    assert re.search(r"DKI Jakarta 2018–2022 200\.000 .* Target awal program\.", listed)
    assert (one.status_code, '<input type="number"' in one.content.decode(), changed.status_code) == (200, False, 403)
    assert goals.programme_target() == 200_000


def test_an_administrator_reads_reports_and_changes_none(client: Client):
    a_permit()
    report = publishing.publish(as_of=date(2018, 9, 9), by=an_official(), note="Rapat bulanan.")
    client.force_login(an_administrator())

    listed = words_of(client.get("/admin/targets/report/").content.decode())
    one = words_of(client.get(f"/admin/targets/report/{report.pk}/change/").content.decode())

    assert re.search(r"2018-001 9 September 2018 9 September 2018 .* 1 ", listed)
    assert "Rapat bulanan." in one
    assert report.checksum in one
    assert client.post(f"/admin/targets/report/{report.pk}/delete/", {"post": "yes"}).status_code == 403
