"""A published report's tables as a file: for everybody, and permits named only to who may open the figures."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from okoce import clock
from okoce.accounts.models import User
from permits import deeds
from permits.models import Permit
from targets import publishing, report_files
from targets.models import Report
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.targets.scene import a_scene
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Restated:
    """A report of 9 September, and the permit that was voided after it."""

    report: Report
    voided: Permit


@pytest.fixture
def restated() -> Restated:
    scene = a_scene()
    with portal_at(datetime(2018, 9, 9, 12)):
        report = publishing.publish(as_of=date(2018, 9, 9), by=an_official(name="Ibu Pejabat"), note="=1+1")
    with portal_at(datetime(2018, 9, 9, 15)):
        deeds.void(scene.elsewhere, by=an_officer(KAPUK, username="petugas-kapuk"), reason="salah catat")
    return Restated(report, scene.elsewhere)


def address(report: Report, region: str = PROVINCE, ending: str = "csv") -> str:
    return f"/laporan/{report.number}/ekspor.{ending}?wilayah={region}"


def tables(report: Report, region: str = PROVINCE, user: User | None = None) -> list[list[list[str]]]:
    """What stands above, and each table with its headings."""
    client = Client()
    if user:
        client.force_login(user)
    found: list[list[list[str]]] = [[]]
    for line in csv.reader(io.StringIO(client.get(address(report, region)).content.decode("utf-8-sig"))):
        if line:
            found[-1].append(line)
        else:
            found.append([])
    return found


def test_the_file_says_which_report_for_when_known_when_and_by_what_rule(restated: Restated):
    above, *_ = tables(restated.report, JAKARTA_BARAT)

    title, as_of, known_at, rule, now, narrowed, *rest = above
    assert title == ["Laporan resmi 2018-001", "Jakarta Barat", "2018"]
    assert as_of == ["per tanggal", "2018-09-09"]
    assert known_at[:2] == ["data sampai", "2018-09-09T12:00:00+07:00"]
    assert (rule[0], now[0]) == ("aturan", "angka sekarang")
    assert narrowed == ["saringan", f"wilayah: Jakarta Barat ({JAKARTA_BARAT})"]
    assert rest == [
        ["diterbitkan oleh", "Ibu Pejabat"],
        ["catatan", "'=1+1"],
        ["jumlah pemeriksa", restated.report.checksum],
    ]


def test_every_figure_stands_as_published_and_as_it_is_now(restated: Restated):
    _, figures, *_ = tables(restated.report)

    assert figures[:5] == [
        ["angka", "diterbitkan", "sekarang", "selisih"],
        ["Wirausaha baru", "3", "2", "-1"],
        ["IUMK", "1", "1", "0"],
        ["SKU", "2", "1", "-1"],
        ["Baru", "4", "3", "-1"],
    ]


def test_the_regions_stand_as_published_and_add_up(restated: Restated):
    _, _, [title, headings, *regions], _ = tables(restated.report, "31.73.01")

    assert title == ["Menurut wilayah, seperti diterbitkan"]
    assert headings[:5] == ["kode", "wilayah", "hasil", "iumk", "sku"]
    results = {row[0]: int(row[2]) for row in regions}
    assert (results[KAPUK], results[CENGKARENG_TIMUR], results.pop("31.73.01")) == (1, 2, 3)
    assert sum(results.values()) == 3


def test_the_change_is_told_permit_by_permit_to_officials_and_without_permits_to_the_rest(restated: Restated):
    told = {
        name: tables(restated.report, user=user)[-1][1:]
        for name, user in (
            ("stranger", None),
            ("city", an_official(JAKARTA_BARAT, username="pgo-kota")),
            ("province", User.objects.get(name="Ibu Pejabat")),
        )
    }

    place = ["Kapuk, Kec. Cengkareng, Jakarta Barat", "2018-08-04", "dibatalkan", "SKU −1", "-1"]
    without = [["wilayah", "hari", "sebab", "jenis", "perubahan"], place, ["selisih", "", "", "", "-1"]]
    assert told == {
        "stranger": without,
        "city": without,
        "province": [
            ["izin", "wilayah", "hari", "sebab", "jenis", "perubahan"],
            [str(restated.voided), *place],
            ["selisih", "", "", "", "", "-1"],
        ],
    }


def test_a_report_that_was_not_changed_has_no_difference(restated: Restated):
    *_, reasons = tables(restated.report, GAMBIR)

    assert reasons[2:] == [["selisih", "", "", "", "0"]]


def test_the_tables_come_as_a_workbook_too(client: Client, restated: Restated):
    answer = client.get(address(restated.report, ending="xlsx"))

    rows = list(load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Laporan resmi 2018-001", "DKI Jakarta", 2018)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="laporan-okoce-2018-001-31.xlsx"'


@pytest.mark.parametrize(
    "asked", ["2018-999/ekspor.csv", "2018-001/ekspor.pdf", "2018-001/ekspor.csv?wilayah=99", "x/ekspor.csv"]
)
def test_what_there_is_not_is_not_found(client: Client, restated: Restated, asked: str):
    assert client.get(f"/laporan/{asked}").status_code == 404


def test_the_page_leads_to_its_files(client: Client, restated: Restated):
    page = client.get(f"/laporan/{restated.report.number}/?wilayah={KAPUK}").content.decode()

    for ending in ("csv", "xlsx"):
        assert f'href="{address(restated.report, KAPUK, ending)}"' in page


def test_a_report_that_is_no_longer_what_was_published_says_so(restated: Restated):
    restated.report.note = "Lain."

    altered = report_files.report(restated.report, PROVINCE, now=clock.now(), names_permits=False)

    assert [line[0] for line in altered.preamble][-1] == "peringatan"
