"""The bridge as a file: open to everybody, with its dates, its rule and every split."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from targets import traits
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.targets.scene import a_scene

pytestmark = pytest.mark.django_db


def address(region: str = PROVINCE, ending: str = "csv", dates: str = "") -> str:
    return f"/capaian/{region}/jembatan/ekspor.{ending}{dates}"


def told(client: Client, dates: str = "", region: str = PROVINCE) -> list[list[str]]:
    """The whole file, line by line, as a stranger takes it."""
    answer = client.get(address(region, dates=dates))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_steps_lead_from_permits_to_entrepreneurs_and_each_split_adds_up(client: Client):
    a_scene()

    lines = told(client)

    assert lines[6:] == [
        ["langkah", "jumlah"],
        ["izin diterbitkan", "5"],
        ["dicabut", "-1"],
        ["surat kedua dari orang yang sudah dihitung", "-1"],
        ["wirausaha baru", "3"],
        [],
        ["menurut jenis izin", "jumlah"],
        ["IUMK", "1"],
        ["SKU", "2"],
        ["jumlah", "3"],
        [],
        ["perempuan dan laki-laki", "jumlah"],
        ["perempuan", "0"],
        ["laki-laki", "3"],
        ["jumlah", "3"],
        [],
        ["usaha baru atau sudah berjalan saat mendaftar", "jumlah"],
        ["usaha baru", "3"],
        ["sudah berjalan", "0"],
        ["jumlah", "3"],
        [],
        ["izin terbit sebelum atau sesudah mendaftar", "jumlah"],
        ["terbit sebelum mendaftar", "0"],
        ["terbit sejak mendaftar", "3"],
        ["jumlah", "3"],
    ]


def test_the_file_is_of_the_region_and_the_dates_that_were_asked(client: Client):
    a_scene()

    title, as_of, known_at, rule, _, _, _, issued, *_ = told(client, "?per=2018-09-08&data_sampai=2018-09-05", KAPUK)

    assert title == ["Jembatan angka", "Kelurahan Kapuk", "2018"]
    assert as_of == ["per tanggal", "2018-09-08"]
    assert known_at[1].startswith("2018-09-05T23:59:59")
    assert (rule[0], issued) == ("aturan", ["izin diterbitkan", "1"])


def test_the_bridge_comes_as_a_workbook_too(client: Client):
    answer = client.get(address(KAPUK, "xlsx"))

    rows = list(load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[7][:2] == ("izin diterbitkan", 0)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="jembatan-{KAPUK}.xlsx"'


@pytest.mark.parametrize(
    ("asked", "status"),
    [(address("99"), 404), (address(ending="pdf"), 404), (address(dates="?per=besok"), 400)],
)
def test_what_cannot_be_answered_is_refused(client: Client, asked: str, status: int):
    assert client.get(asked).status_code == status


def test_the_page_leads_to_its_files_with_its_dates(client: Client):
    page = client.get(f"/capaian/{KAPUK}/jembatan/?per=2018-09-08").content.decode()

    for ending in ("csv", "xlsx"):
        assert f'href="{address(KAPUK, ending, "?per=2018-09-08")}"' in page


BY_KIND = ["menurut jenis izin"]
ALL = [
    *BY_KIND,
    "perempuan dan laki-laki",
    "usaha baru atau sudah berjalan saat mendaftar",
    "izin terbit sebelum atau sesudah mendaftar",
]
WHY = traits.WITHHELD


@pytest.mark.parametrize(
    ("comer", "region", "asked", "splits"),
    [
        (None, PROVINCE, "", ALL),
        (None, PROVINCE, "?per=2018-09-08", BY_KIND),
        (None, PROVINCE, "?data_sampai=2018-09-08T12:00:00%2B07:00", BY_KIND),
        (None, JAKARTA_BARAT, "", ALL),
        (None, CENGKARENG, "", BY_KIND),
        (None, KAPUK, "", BY_KIND),
        (GAMBIR, KAPUK, "", BY_KIND),
        (JAKARTA_BARAT, KAPUK, "?per=2018-09-08", ALL),
    ],
)
def test_only_who_opens_the_figures_sees_splits_that_could_point_at_one_person(
    client: Client, comer: str | None, region: str, asked: str, splits: list[str]
):
    a_scene()
    if comer:
        client.force_login(an_official(comer))

    page = client.get(f"/capaian/{region}/jembatan/{asked}")
    file = told(client, asked, region)

    assert [split.title for split in page.context["splits"]] == splits
    assert [line[0] for line in file if line[1:] == ["jumlah"]][1:] == splits
    assert (WHY in page.content.decode(), [WHY] in file) == ((splits == BY_KIND,) * 2)
    assert ("perempuan" in page.content.decode()) == (splits == ALL)
