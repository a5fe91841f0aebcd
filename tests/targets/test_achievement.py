"""The achievement page, its drill-down to the lines, the bridge and the exports: one number everywhere."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from permits import deeds
from targets import cartogram, exporting, progress
from targets.traits import TRAITS, Trait
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_BARAT, CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.permits.factories import a_permit
from tests.targets.pages import OPENED, OPENED_WITHIN_ONES_REGION, text_of, tried
from tests.targets.scene import a_scene
from tests.targets.setting import a_target
from tests.targets.standings import some_kelurahan, standing
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("region", ["", "31/", f"{JAKARTA_BARAT}/", f"{CENGKARENG}/", f"{CENGKARENG_TIMUR}/"])
def test_every_level_can_be_read_by_everybody(client: Client, region: str):
    a_scene()

    page = client.get(f"/capaian/{region}")

    assert page.status_code == 200
    assert "Capaian 2018" in page.content.decode()


def test_where_nothing_is_asked_for_nothing_is_missing(client: Client):
    a_scene()
    a_target(0, CENGKARENG_BARAT)
    client.force_login(an_official())

    pages = [client.get(f"{page}{CENGKARENG_BARAT}/") for page in ("/capaian/", "/pgo/wilayah/")]
    row = client.get(f"/capaian/{CENGKARENG}/").context["children"][-1][0]

    assert ["0 dari 0 wirausaha baru" in text_of(page) for page in pages] == [True, True]
    assert ["100,0 % dari target" in page.content.decode() for page in pages] == [True, True]
    # Furthest from the target on top: it is last, above the one beside it that has results.
    assert (row.target, row.share, row.status, row.is_reached) == (0, 1.0, "tercapai", True)
    assert cartogram.miniature({KAPUK: 0}, (1,), {KAPUK: 0}).bands[0][0] == "5"


@pytest.mark.parametrize("address", ["/capaian/", "/capaian/?tahun=2017", "/pgo/", "/pgo/?tahun=2017", "/"])
def test_the_dates_stand_directly_beneath_the_figure_they_belong_to(client: Client, address: str):
    a_scene()
    client.force_login(an_official())

    page = client.get(address).content.decode()

    assert re.search(r'<p class="headline">.*?</p>\s*<p class="dates">Per tanggal 9 September 2018 · data sampai', page)
    assert page.count('class="dates"') == 1


def test_an_unknown_region_is_not_found(client: Client):
    assert client.get("/capaian/31.99/").status_code == 404


@pytest.mark.parametrize("question", ["per=2018-09-10", "per=kemarin", "tahun=x", "data_sampai=x"])
def test_dates_that_cannot_be_read_get_a_sentence_and_a_way_on(client: Client, question: str):
    page = client.get(f"/capaian/{CENGKARENG}/?{question}")

    assert page.status_code == 400
    assert f'href="/capaian/{CENGKARENG}/"' in page.content.decode()


def test_page_api_csv_xlsx_agree_for_the_same_two_dates(client: Client):
    a_scene()
    dates = {"per": "2018-08-31", "data_sampai": "2018-08-31"}

    answer = client.get("/api/v1/progress/", {"as_of": "2018-08-31", "known_at": "2018-08-31"}).json()
    page = client.get("/capaian/", dates).content.decode()
    lines = list(csv.reader(io.StringIO(client.get("/capaian/ekspor.csv", dates).content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(client.get("/capaian/ekspor.xlsx", dates).content))
    sheet = [list(row) for row in book.active.iter_rows(values_only=True)]

    column = lines[6].index("wirausaha_baru")
    assert answer["new_entrepreneurs"] == 4
    assert "<strong>4</strong>" in page
    assert int(lines[-1][column]) == 4
    assert sheet[-1][column] == 4
    assert lines[1] == ["per tanggal", "2018-08-31"]
    assert lines[3] == ["aturan", exporting.RULE]
    link = "http://127.0.0.1:8000/capaian/31/?per=2018-08-31&data_sampai=2018-08-31T23:59:59.999999"
    assert lines[4] == ["tautan tetap", link]


def test_a_region_exports_its_own_children(client: Client):
    a_scene()

    text = client.get(f"/capaian/{CENGKARENG}/ekspor.csv").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))[7:]
    codes = [row[0] for row in rows]
    assert codes == [f"{CENGKARENG}.{number}" for number in range(1001, 1007)] + [CENGKARENG]
    assert [row[2] for row in rows] == ["kelurahan"] * 6 + ["kecamatan"]


def test_a_foot_that_is_the_kelurahans_sum_is_named_so_with_the_reserve_beneath_it(client: Client):
    a_scene()
    client.force_login(an_official())

    pages = [
        client.get(address).content.decode()
        for address in ("/capaian/", "/capaian/31/lembar/", "/pgo/target/", f"/capaian/{CENGKARENG}/")
    ]

    feet = [re.search(r'<tfoot>\s*<tr>\s*<th scope="row">(.*?)</th>', page)[1] for page in pages]
    assert feet == ["Jumlah kelurahan", "Jumlah kelurahan", "Jumlah kelurahan", "Cengkareng"]
    assert [page.count("Selisih 13.400 adalah cadangan.") for page in pages] == [1, 1, 1, 0]


def test_the_words_of_the_page_lead_to_what_they_mean(client: Client):
    a_scene()

    page, meanings = (client.get(address).content.decode() for address in ("/capaian/", "/capaian/yang-dihitung/"))

    linked = re.findall(r'href="/capaian/yang-dihitung/#([\w-]+)"', page)
    assert linked == [
        "baru",
        "berhenti",
        "berpindah",
        "izin-diterbitkan",
        "luar-dki",
        "belum-melapor",
        "status",
        "cadangan",
    ]
    ids = re.findall(r'<dt id="([\w-]+)"', meanings)
    assert set(linked) | {"seharusnya"} == set(ids)
    assert len(ids) == len(set(ids))


def test_a_link_that_is_passed_on_says_the_figure_it_leads_to(client: Client):
    a_scene()

    page = client.get(f"/capaian/{CENGKARENG}/").content.decode()

    shared = dict(re.findall(r'<meta property="og:([a-z_]+)" content="([^"]*)">', page))
    assert shared == {
        "type": "website",
        "site_name": "OK OCE Jakarta",
        "title": "3 dari 1.200 wirausaha baru: Kecamatan Cengkareng 2018",
    }
    said = '"3 wirausaha baru di Kecamatan Cengkareng pada 9 September 2018."'
    assert f'<meta name="description" content={said} property="og:description">' in page


def test_levels_stand_in_the_file_by_their_indonesian_name(client: Client):
    text = client.get("/capaian/ekspor.csv").content.decode("utf-8-sig")

    assert [row.split(",")[2] for row in text.splitlines()[7:]] == ["kota/kabupaten"] * 6 + ["provinsi"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_exported_cell_is_a_formula(value: str):
    assert exported(value) == (f"'{value}", f"'{value}")


def test_numbers_stay_numbers_in_exports():
    assert exported(-2) == ("-2", -2)


def exported(value: object) -> tuple[str, object]:
    """A cell as the CSV and the XLSX of a table have it."""
    table = exporting.Export("uji", [], ["isi"], [[value]])
    [*_, line] = exporting.to_csv(table).decode("utf-8-sig").splitlines()
    [*_, (cell,)] = load_workbook(io.BytesIO(exporting.to_xlsx(table))).active.values
    return line, cell


def test_the_bridge_adds_up_for_everybody(client: Client):
    a_scene()

    page = client.get(f"/capaian/{PROVINCE}/jembatan/").content.decode()

    assert "Dari 5 izin ke 3 wirausaha baru" in page
    assert client.get("/capaian/31.99/jembatan/").status_code == 404


FIGURES = [
    ("ukuran=counted", "3"),
    ("ukuran=counted&jenis=IUMK", "1"),
    ("ukuran=counted&jenis=SKU", "2"),
    ("ukuran=counted&perubahan=began", "4"),
    ("ukuran=counted&perubahan=stopped", "1"),
    ("ukuran=counted&perubahan=moved", "0"),
    ("ukuran=issued", "5"),
    ("ukuran=revoked", "1"),
    ("ukuran=P1", "5"),
    ("ukuran=P2", "0"),
    ("ukuran=P1&tempat=luar", "1"),
    ("ukuran=P1&tempat=dki", "4"),
    ("terbit=sebelum-mendaftar", "0"),
    ("terbit=sejak-mendaftar", "3"),
    ("jenis=SKU&terbit=sejak-mendaftar&perubahan=began", "2"),
    ("rentang=semua", "3"),
    ("rentang=program", "3"),
    ("rentang=sebelum", "0"),
    ("rentang=7-hari", "0"),
    ("rentang=7-hari-sebelumnya", "−1"),
    ("rentang=28-hari", "−1"),
    ("rentang=sejak&dari=2018-08-02", "1"),
    ("rentang=sejak&dari=2017-05-05", "3"),
    ("rentang=sejak&dari=2018-12-01", "0"),
    ("rentang=bulan&bulan=8", "4"),
    ("rentang=bulan&bulan=9", "−1"),
]


@pytest.mark.parametrize(("figure", "total"), FIGURES)
def test_every_figure_opens_to_lines_whose_signs_add_up_to_it(client: Client, figure: str, total: str):
    a_scene()
    client.force_login(an_official())

    page = client.get(f"/capaian/{PROVINCE}/rincian/?{figure}").content.decode()

    assert f"<h1>{total}: " in page


@pytest.mark.parametrize("trait", TRAITS, ids=lambda trait: trait.column)
def test_each_value_of_a_trait_opens_to_whom_it_is_true_of(client: Client, trait: Trait):
    a_scene()
    client.force_login(an_official())

    opened = [
        (value, client.get(f"/capaian/{PROVINCE}/rincian/?{trait.word}={value.asked}").context)
        for value in trait.values
    ]

    assert sum(context["sum"] for _, context in opened) == 3
    assert all(
        getattr(entry, trait.column) == value.held for value, context in opened for entry in context["page"].items
    )
    assert all(value.label in context["figure"].name for value, context in opened)


def test_the_second_papers_of_the_bridge_are_listed(client: Client):
    scene = a_scene()
    client.force_login(an_official())

    page = client.get(f"/capaian/{PROVINCE}/rincian/surat-kedua/").content.decode().replace("<wbr>", "")

    assert "<h1>1 surat kedua" in page
    assert scene.second_paper.number in page


def test_lines_are_for_officials_within_their_region():
    a_scene()

    assert tried([f"/capaian/{region}/rincian/" for region in OPENED]) == OPENED_WITHIN_ONES_REGION


@pytest.mark.parametrize(
    "filters",
    [
        *(
            "ukuran=x",
            "jenis=SIM",
            "kelamin=x",
            "usaha=lama",
            "terbit=x",
            "perubahan=x",
            "ukuran=P4",
            "tempat=x",
            "laporan=2018-999",
        ),
        *(
            "ukuran=P1&jenis=SKU",
            "ukuran=P3&perubahan=began",
            "rentang=x",
            "rentang=sejak",
            "rentang=sejak&dari=kemarin",
            "rentang=sejak&dari=9999-12-31",
            "rentang=sejak&dari=2018-W01",
        ),
    ],
)
def test_an_unknown_figure_is_not_found(client: Client, filters: str):
    client.force_login(an_official())

    assert client.get(f"/capaian/{PROVINCE}/rincian/?{filters}").status_code == 404


def test_the_page_offers_lines_only_to_those_who_may_open_them(client: Client):
    a_scene()
    address = f"/capaian/{KAPUK}/rincian/"
    official = Client()
    official.force_login(an_official(JAKARTA_BARAT))

    assert address not in client.get(f"/capaian/{KAPUK}/").content.decode()
    assert address in official.get(f"/capaian/{KAPUK}/").content.decode()


def test_the_page_costs_the_same_statements_for_one_line_and_for_many(client: Client, django_assert_num_queries):
    client.get(f"/capaian/{KAPUK}/")

    with django_assert_num_queries(7):
        client.get("/capaian/")
    a_scene()
    with django_assert_num_queries(7):
        client.get("/capaian/")


def test_the_lines_cost_the_same_statements_for_one_and_for_many(client: Client, django_assert_num_queries):
    client.force_login(an_official())
    client.get(f"/capaian/{PROVINCE}/rincian/")
    a_scene()

    with django_assert_num_queries(5):
        client.get(f"/capaian/{PROVINCE}/rincian/?ukuran=issued")
    with django_assert_num_queries(5):
        client.get(f"/capaian/{PROVINCE}/rincian/?ukuran=revoked")


def test_the_home_page_says_the_same_number(client: Client):
    a_scene()

    assert "<strong>3</strong> <span>dari 40.000" in client.get("/").content.decode()


def test_a_day_of_the_past_is_read_as_it_was(client: Client):
    a_scene()

    page = client.get("/capaian/", {"per": date(2018, 8, 1).isoformat()}).content.decode()

    assert "<strong>1</strong> <span>dari 40.000" in page


def test_a_result_below_nothing_says_beside_it_who_began_and_who_stopped(client: Client):
    with portal_at(date(2017, 12, 1)):
        permits = [a_permit(kelurahan=KAPUK, issued_on=date(2017, 12, 1)) for _ in range(3)]
    for permit in permits:
        deeds.revoke(permit, on=date(2018, 3, 1), by=an_official(), reason="Usaha tutup.")
    a_permit(kelurahan=KAPUK, issued_on=date(2018, 5, 1))

    page = client.get("/capaian/31.73.01/").content.decode()

    assert '>−2<br><small class="muted">1 baru, 3 berhenti</small></td>' in page


def test_below_nothing_is_worse_than_nothing_and_without_a_target_is_not_the_worst():
    kelurahan = [
        standing(result=result, target=target, node=node)
        for (result, target), node in zip([(0, 200), (5, None), (-2, 200), (3, 200)], some_kelurahan(4), strict=True)
    ]

    assert [child.result for child in progress.worst_first(kelurahan)] == [-2, 0, 3, 5]
