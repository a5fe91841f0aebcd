"""Comparing regions, days, years and months."""

import csv
import re
from datetime import date, datetime

import pytest
from django.test import Client

from targets import comparing, progress
from targets.comparing import Side
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.targets.pages import text_of
from tests.targets.scene import a_scene
from tests.targets.setting import a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def test_the_changes_of_the_children_add_up_to_the_regions():
    a_scene()
    sides = [Side(str(day), progress.read(CENGKARENG, day)) for day in (date(2018, 8, 2), DAY)]

    *children, total = comparing.rows(*sides)

    assert total.change == 1
    assert sum(row.change for row in children) == total.change


def test_each_month_shows_the_result_at_its_end():
    a_scene()

    months = comparing.months(PROVINCE, 2018, DAY)

    assert [(month.name, month.result) for month in months[-3:]] == [("Jul", 0), ("Agu", 4), ("Sep", 3)]
    assert len(months) == 9


def test_siblings_are_those_under_the_same_parent():
    a_scene()

    names = [standing.node.name for standing in comparing.siblings(KAPUK, DAY).standings]

    assert names[-2:] == ["Kapuk", "Cengkareng Timur"]
    assert len(names) == 6


@pytest.mark.parametrize(
    "question",
    ["", "?cara=wilayah", "?cara=hari", "?cara=hari&kiri=1/8/2018&kanan=9/9/2018", "?cara=tahun&kiri=2018&kanan=2019"],
)
def test_officials_compare_within_their_region(client: Client, question: str):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    assert client.get(f"/pgo/banding/{question}").status_code == 200
    assert client.get(f"/pgo/banding/{GAMBIR}/{question}").status_code == 404


@pytest.mark.parametrize(
    "question", ["?cara=hari&kiri=kapan&kanan=9/9/2018", "?cara=hari&kiri=31/12/1949", "?cara=tahun&kiri=1999"]
)
def test_what_cannot_be_read_is_said_beside_the_field(client: Client, question: str):
    client.force_login(an_official())

    page = client.get(f"/pgo/banding/{question}")

    assert page.status_code == 200
    assert "Ada yang perlu diperbaiki" in page.content.decode()


def test_others_do_not_compare(client: Client):
    client.force_login(an_officer())

    assert client.get("/pgo/banding/").status_code == 403
    assert Client().get("/pgo/banding/").status_code == 302


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_sides_and_the_board_come_as_files_with_dates_and_rule(client: Client, ending: str):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    sides = client.get(f"/pgo/banding/?cara=hari&kiri=1/8/2018&kanan=9/9/2018&berkas={ending}")
    board = client.get(f"/pgo/wilayah/{CENGKARENG}/ekspor.{ending}")
    outside = client.get(f"/pgo/wilayah/{GAMBIR}/ekspor.{ending}")

    assert [answer.status_code for answer in (sides, board, outside)] == [200, 200, 404]
    assert sides.headers["Content-Disposition"] == f'attachment; filename="perbandingan-31.73.{ending}"'
    if ending == "csv":
        assert board.content.decode("utf-8-sig").splitlines()[:2] == [
            "Kelurahan di bawah laju,Kecamatan Cengkareng,2018",
            "per tanggal,2018-09-09",
        ]
        assert sides.content.decode("utf-8-sig").splitlines()[-1] == "31.73,Kota Administrasi Jakarta Barat,1,3,2"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("way", ["bulan", "wilayah", "hari", "tahun"])
def test_every_way_of_comparing_comes_as_a_file(client: Client, way: str, ending: str):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    page = client.get(f"/pgo/banding/{CENGKARENG}/?cara={way}").content.decode()
    file = client.get(f"/pgo/banding/{CENGKARENG}/?cara={way}&berkas={ending}")
    outside = client.get(f"/pgo/banding/{GAMBIR}/?cara={way}&berkas={ending}")

    assert f"berkas={ending}" in page
    assert (file.status_code, outside.status_code) == (200, 404)
    assert file.headers["Content-Disposition"].endswith(f'-{CENGKARENG}.{ending}"')


def test_the_months_in_the_file_add_up_and_say_for_when_and_by_what_rule(client: Client):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    file = client.get(f"/pgo/banding/{CENGKARENG}/?cara=bulan&berkas=csv").content.decode("utf-8-sig")

    title, as_of, known_at, rule, empty, headings, *rows = list(csv.reader(file.splitlines()))
    assert title == ["Hasil sampai akhir setiap bulan", "Kecamatan Cengkareng", "2018"]
    assert (as_of[1], known_at[1][:10], rule[0], empty) == ("2018-09-09", "2018-09-09", "aturan", [])
    assert headings[-2:] == ["Agu 2018", "Sep 2018"]
    assert rows[-1][-2:] == ["4", "3"]
    assert sum(int(row[-1]) for row in rows[:-1]) == 3


def test_a_region_stands_among_its_siblings_in_the_file_as_on_the_page(client: Client):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    file = client.get(f"/pgo/banding/{KAPUK}/?cara=wilayah&berkas=csv").content.decode("utf-8-sig")

    rows = list(csv.reader(file.splitlines()))
    assert rows[0] == ["Wilayah setingkat", "Kecamatan Cengkareng", "2018"]
    assert [row[1] for row in rows[-2:]] == ["Kapuk", "Cengkareng Timur"]


def test_days_stand_in_the_form_as_they_are_typed(client: Client):
    client.force_login(an_official())

    form = client.get("/pgo/banding/?cara=hari").context["form"]

    assert [form[side].value() for side in ("kiri", "kanan")] == ["01/01/2018", "09/09/2018"]


@pytest.mark.parametrize(
    ("today", "years"), [(2018, ["2018", "2019"]), (2020, ["2019", "2020"]), (2030, ["2021", "2022"])]
)
def test_two_years_of_the_programme_stand_side_by_side_whatever_year_it_is(
    client: Client, today: int, years: list[str]
):
    with portal_at(date(today, 3, 10)):
        client.force_login(an_official())

        page = client.get("/pgo/banding/?cara=tahun")

    assert [str(page.context["form"][side].value()) for side in ("kiri", "kanan")] == years
    assert page.context["form"].is_valid()


def test_two_days_are_compared_forwards_in_whatever_order_they_are_given(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get("/pgo/banding/?cara=hari&kiri=9/9/2018&kanan=1/8/2018")

    assert [page.context[side].label for side in ("left", "right")] == ["1 Agustus 2018", "9 September 2018"]


def test_two_days_of_two_years_are_refused_with_the_way_on(client: Client):
    client.force_login(an_official())

    with portal_at(datetime(2019, 1, 10, 9)):
        page = client.get("/pgo/banding/?cara=hari&kiri=31/12/2018&kanan=10/1/2019")

    [error] = page.context["form"].errors["kanan"]
    assert error.startswith("Pilih dua tanggal dalam satu tahun")
    assert "total" not in page.context


def test_a_year_that_has_not_begun_is_no_fall(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get("/pgo/banding/?cara=tahun")

    assert "3 (2018); 2019 belum dimulai" in page.content.decode()
    rows = [row for row, _ in [*page.context["rows"], page.context["total"]]]
    assert ({row.change for row in rows}, {row.right for row in rows}, rows[-1].left) == ({None}, {None}, 3)
    file = client.get("/pgo/banding/?cara=tahun&berkas=csv").content.decode("utf-8-sig")
    assert file.splitlines()[-1] == "31,DKI Jakarta,3,,"


def test_the_province_is_not_offered_a_comparison_with_regions_beside_it(client: Client):
    client.force_login(an_official())

    pages = [client.get(f"/pgo/banding/{region}/").content.decode() for region in (PROVINCE, JAKARTA_BARAT)]

    assert ["?cara=wilayah" in page for page in pages] == [False, True]


def test_a_region_without_a_target_has_no_share_of_one(client: Client):
    a_target(200, KAPUK)
    client.force_login(an_official())

    page = client.get(f"/pgo/banding/{KAPUK}/?cara=wilayah").content.decode()

    shares = re.findall(r'data-label="Bagian">([^<]*)<', page)
    assert sorted(shares) == ["0,0 %", *["–"] * 5]


def test_the_silent_are_told_beside_their_status_and_not_instead_of_it(client: Client):
    a_scene()
    client.force_login(an_official())

    tables = [client.get(address) for address in (f"/capaian/{CENGKARENG}/", f"/pgo/banding/{KAPUK}/?cara=wilayah")]

    # Five of six report nothing; all six are critical.
    assert [text_of(page).split("Status")[1].count("kritis · belum melapor") for page in tables] == [5, 5]
    assert [text_of(page).split("Status")[1].count("kritis") for page in tables] == [6, 6]


@pytest.mark.parametrize("address", ["/", "/pgo/banding/"])
def test_a_small_map_explains_its_shades(client: Client, address: str):
    a_scene()
    client.force_login(an_official())

    page = client.get(address)

    assert [item.label for item in page.context["legend"]][:3] == ["0", "1", "2"]
    assert "Arti warna" in page.content.decode()
