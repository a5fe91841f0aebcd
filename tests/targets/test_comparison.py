"""Comparing regions, days, years and months."""

from datetime import date

import pytest
from django.test import Client

from targets import comparing, progress
from targets.comparing import Side
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.targets.scene import a_scene

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

    names = [standing.node.name for standing in comparing.siblings(KAPUK, DAY)]

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


@pytest.mark.parametrize("question", ["?cara=hari&kiri=kapan&kanan=9/9/2018", "?cara=tahun&kiri=1999"])
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
