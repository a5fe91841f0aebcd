"""The second papers of the bridge as a file: as on the page, and for the same people."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT, PROVINCE
from tests.permits.factories import a_permit
from tests.targets.pages import OPENED, OPENED_WITHIN_ONES_REGION, tried
from tests.targets.scene import Scene, a_scene

pytestmark = pytest.mark.django_db

PREAMBLE = 7
STATEMENTS = 5


def address(region: str = PROVINCE, ending: str = "csv", dates: str = "") -> str:
    return f"/capaian/{region}/rincian/surat-kedua/ekspor.{ending}{dates}"


def told(client: Client, region: str = PROVINCE, dates: str = "") -> list[list[str]]:
    """The whole file, line by line."""
    text = b"".join(client.get(address(region, dates=dates)).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def more(scene: Scene) -> None:
    """Second papers for two more people."""
    for person, first in ((scene.people[1], scene.moved_to), (scene.people[0], scene.first)):
        a_permit(person, an_officer(username=f"petugas-{person.number}"), kind=first.kind, issued_on=date(2018, 9, 3))


def test_every_second_paper_is_told_and_they_add_up_to_the_term(client: Client):
    scene = a_scene()
    client.force_login(an_official())

    lines = told(client)

    paper = scene.second_paper
    assert lines[PREAMBLE:] == [
        ["izin", "tanda", "nomor_peserta", "wilayah", "terbit"],
        [str(paper), "1", scene.people[0].displayed_number, paper.place, "2018-08-10"],
        ["jumlah", "1"],
    ]


def test_the_file_says_of_where_for_when_known_when_which_days_and_by_what_rule(client: Client):
    a_scene()
    client.force_login(an_official())

    title, as_of, known_at, rule, what, days, empty, *_, total = told(
        client, JAKARTA_BARAT, "?per=2018-08-09&data_sampai=2018-09-05"
    )

    assert title == ["Surat kedua", "Jakarta Barat", "2018"]
    assert as_of == ["per tanggal", "2018-08-09"]
    assert known_at[1].startswith("2018-09-05T23:59:59")
    assert (rule[0], what[0], empty) == ("aturan", "surat kedua", [])
    assert days == ["saringan", "hari: 2018-01-01 sampai 2018-08-09"]
    assert total == ["jumlah", "0"]


def test_many_papers_are_read_some_at_a_time(client: Client, monkeypatch):
    more(a_scene())
    client.force_login(an_official())
    whole = told(client)

    monkeypatch.setattr("targets.views.drill_files._PAPERS_AT_ONCE", 1)

    assert (told(client)[PREAMBLE:], whole[-1]) == (whole[PREAMBLE:], ["jumlah", "3"])


def test_the_file_costs_the_same_statements_for_one_paper_and_for_many(client: Client, django_assert_num_queries):
    scene = a_scene()
    client.force_login(an_official())
    told(client)

    with django_assert_num_queries(STATEMENTS):
        told(client)
    more(scene)
    with django_assert_num_queries(STATEMENTS):
        told(client)


def test_the_papers_come_as_a_workbook_too(client: Client):
    a_scene()
    client.force_login(an_official())

    answer = client.get(address(ending="xlsx"))

    rows = list(load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[-1][:2] == ("jumlah", 1)
    assert client.get(address(ending="pdf")).status_code == 404
    assert client.get(address(dates="?per=besok")).status_code == 400


def test_the_file_is_for_officials_within_their_region():
    a_scene()

    assert tried([address(region) for region in OPENED]) == OPENED_WITHIN_ONES_REGION


def test_the_page_leads_to_its_files_with_its_dates(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get(f"/capaian/{PROVINCE}/rincian/surat-kedua/?per=2018-09-08").content.decode()

    for ending in ("csv", "xlsx"):
        assert f'href="{address(PROVINCE, ending, "?per=2018-09-08")}"' in page
