"""The weekly sheet of a region."""

import re
from datetime import date, datetime

import pytest
from django.test import Client

from targets import progress, sheets
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.targets.pages import text_of
from tests.targets.scene import a_scene
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def test_the_text_says_what_a_kecamatan_needs_to_know():
    a_scene()

    with portal_at(datetime(2018, 9, 9, 14, 5)):
        text = sheets.sheet(progress.read(CENGKARENG, date(2018, 9, 9)), link="https://okoce.example/capaian/").text

    assert text.splitlines() == [
        "*OK OCE Kecamatan Cengkareng*, per 9 September 2018",
        "Wirausaha baru 2018: 3 dari 1.200 (0,3 %)",
        "Tujuh hari terakhir: 0 (sebelumnya −1)",
        "Perlu 16 wirausaha baru per hari kerja sampai 31 Desember (77 hari kerja lagi).",
        "Belum melapor 14 hari: Cengkareng Barat, Duri Kosambi, Rawa Buaya, Kedaung Kali Angke, Kapuk",
        "Belum menambah empat minggu: Cengkareng Timur",
        "Tahun 2018: IUMK 1, SKU 2. Terdaftar sampai hari itu: 4.",
        "Data sampai 9 September 2018 14.05 WIB: https://okoce.example/capaian/",
    ]


def test_a_citys_text_counts_the_silent_kelurahan_where_they_are_many(client: Client):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    text = client.get(f"/capaian/{JAKARTA_BARAT}/lembar/").context["sheet"].text

    assert re.search(r"^Belum melapor 14 hari: \d\d kelurahan$", text, re.MULTILINE)
    assert re.search(rf"^Data sampai .* WIB: http://[^ ]+/capaian/{JAKARTA_BARAT}/\?.*data_sampai=", text, re.MULTILINE)


def test_officers_and_officials_print_the_sheets_of_their_region(client: Client):
    a_scene()
    paths = [f"/capaian/{region}/lembar/" for region in (CENGKARENG_TIMUR, CENGKARENG, GAMBIR)]
    tries = {}
    for name, user in (("officer", an_officer()), ("city", an_official(JAKARTA_BARAT))):
        client.force_login(user)
        tries[name] = [client.get(path).status_code for path in paths]

    assert tries == {"officer": [200, 404, 404], "city": [200, 200, 404]}
    assert Client().get(paths[0]).status_code == 302


def test_the_box_shows_the_whole_text_and_the_sheet_stands_below_its_region(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get(f"/capaian/{CENGKARENG}/lembar/")

    [rows] = re.findall(r'<textarea[^>]* rows="(\d+)"', page.content.decode())
    lines = page.context["sheet"].text.splitlines()
    assert int(rows) > sum(-(-len(line) // 40) for line in lines) > len(lines)
    assert [crumb["label"] for crumb in page.context["crumbs"][-2:]] == ["Kecamatan Cengkareng", "Lembar mingguan"]


def test_a_kelurahans_own_sheet_says_that_it_is_silent_beside_its_status(client: Client):
    a_scene()
    client.force_login(an_official())

    kapuk, timur = (client.get(f"/capaian/{region}/lembar/") for region in (KAPUK, CENGKARENG_TIMUR))

    assert "kritis · belum melapor Perlu" in text_of(kapuk)
    assert kapuk.context["sheet"].text.splitlines()[4] == "Kelurahan ini belum melapor 14 hari"
    assert "melapor" not in timur.context["sheet"].text
    assert "belum melapor" not in text_of(timur)
