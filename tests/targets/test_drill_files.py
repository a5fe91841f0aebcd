"""The lines beneath a figure as a file: the same as on the page, to the last, and for the same people."""

import csv
import io
from datetime import date, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from okoce.accounts.models import User
from permits import deeds
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.targets.pages import OPENED, OPENED_WITHIN_ONES_REGION, tried
from tests.targets.scene import a_scene
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

STATEMENTS = 6
STOPPED = "Setiap orang yang berhenti adalah satu baris −1; jumlah, di baris terakhir, adalah banyaknya orang."
HEADINGS = ["hari", "tanda", "nomor_peserta", "nama", "izin", "wilayah", "perubahan", "sebab", "dicatat"]


def address(region: str, ending: str = "csv", filters: str = "") -> str:
    return f"/capaian/{region}/rincian/ekspor.{ending}?{filters}"


def taken(user: User, region: str = PROVINCE, filters: str = "") -> tuple[list[list[str]], list[list[str]]]:
    """What stands above the headings, and what from them on."""
    client = Client()
    client.force_login(user)
    answer = client.get(address(region, filters=filters))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    begins = lines.index(HEADINGS)
    return lines[:begins], lines[begins:]


def test_the_file_tells_every_line_and_its_signs_add_up_to_the_figure():
    scene = a_scene()

    _, [_, *rows, total] = taken(an_official())

    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("2018-08-01", "1", str(scene.first)),
        ("2018-08-02", "1", str(scene.moved_to)),
        ("2018-08-03", "1", str(scene.revoked)),
        ("2018-08-04", "1", str(scene.elsewhere)),
        ("2018-09-01", "-1", str(scene.revoked)),
    ]
    assert rows[0][2:4] == [scene.people[0].displayed_number, scene.people[0].name]
    assert rows[0][5:] == [
        "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat",
        "baru",
        "mencatat izin",
        "2018-08-20T10:00:00+07:00",
    ]
    assert total == ["jumlah", "3"]


def test_the_file_says_of_where_for_when_known_when_how_narrowed_and_by_what_rule():
    a_scene()

    above, _ = taken(an_official(), JAKARTA_BARAT, "perubahan=stopped&per=2018-09-08&data_sampai=2018-09-05")

    title, as_of, known_at, rule, signs, narrowed, empty = above
    assert title == ["Rincian angka", "Jakarta Barat", "2018"]
    assert as_of == ["per tanggal", "2018-09-08"]
    assert known_at[:2] == ["data sampai", "2018-09-05T23:59:59.999999+07:00"]
    assert (rule[0], signs, empty) == ("aturan", ["tanda", STOPPED], [])
    assert narrowed == ["saringan", "angka: wirausaha baru, berhenti", "hari: 2018-01-01 sampai 2018-09-08"]


@pytest.mark.parametrize(
    ("filters", "signs"),
    [
        ("ukuran=issued", "+++++"),
        ("ukuran=revoked", "+"),
        ("jenis=SKU", "++"),
        ("perubahan=stopped", "-"),
        ("ukuran=P1", "+++++"),
        ("ukuran=P1&tempat=luar", "+"),
        ("ukuran=P1&tempat=dki", "++++"),
        ("jenis=SKU&terbit=sejak-mendaftar", "++"),
        ("rentang=sejak&dari=2018-08-02", "++-"),
        ("rentang=bulan&bulan=9", "-"),
        ("data_sampai=2018-08-31", "++++"),
        ("data_sampai=2018-08-01", ""),
        ("after=2018-08-03~999999", "++++-"),
    ],
)
def test_the_file_is_narrowed_as_the_page_is_but_never_to_one_page_of_it(filters: str, signs: str):
    a_scene()

    _, [_, *rows, total] = taken(an_official(), filters=filters)

    assert "".join("+" if row[1] == "1" else "-" for row in rows) == signs
    in_all = signs.count("+") - signs.count("-")
    assert total == ["jumlah", str(abs(in_all) if "stopped" in filters else in_all)]


def test_what_was_recorded_later_today_by_a_clock_set_back_is_in_the_file_as_on_the_page(client: Client):
    a_scene()
    client.force_login(an_official())
    with portal_at(datetime(2018, 9, 9, 18)):
        a_permit(issued_on=date(2018, 9, 3))

    with portal_at(datetime(2018, 9, 9, 8)):
        page = client.get(f"/capaian/{PROVINCE}/rincian/").context
        _, [*_, total] = taken(User.objects.get(role="pgo"))

    assert (page["sum"], total) == (4, ["jumlah", "4"])


def test_many_lines_are_read_some_at_a_time_and_none_twice(monkeypatch):
    a_scene()
    whole = taken(an_official())

    monkeypatch.setattr("permits.listing._ROWS_AT_ONCE", 2)

    assert taken(User.objects.get(role="pgo"))[1] == whole[1]


def test_the_file_is_for_officials_within_their_region():
    a_scene()

    assert tried([address(region) for region in OPENED]) == OPENED_WITHIN_ONES_REGION


def test_nobody_is_named_to_whom_the_page_does_not_name_them():
    with portal_at(date(2018, 8, 20)):
        moved = a_participant(date(2018, 7, 1), name="Pindah Kemudian")
        permit = a_permit(moved, an_officer(), issued_on=date(2018, 8, 1))
    with portal_at(datetime(2018, 9, 2, 9)):
        deeds.void(permit, by=an_official(), reason="salah orang")
    type(moved).objects.filter(pk=moved.pk).update(kelurahan=KAPUK)
    type(permit).objects.filter(pk=permit.pk).update(kelurahan=KAPUK)

    of_officer, of_official = (taken(user, CENGKARENG_TIMUR)[1][1:-1] for user in (an_officer(), an_official()))

    assert [row[2:4] for row in of_officer] == [[moved.displayed_number, ""]] * 2
    assert [row[2:4] for row in of_official] == [[moved.displayed_number, "Pindah Kemudian"]] * 2


def test_no_cell_is_a_formula_and_no_nik_is_told():
    digits = a_nik(serial=4321)
    a_permit(a_participant(date(2018, 7, 1), name="=Siti", nik=digits), an_officer(), issued_on=date(2018, 8, 1))

    above, below = taken(an_official())

    assert below[1][3] == "'=Siti"
    assert not any(digits in cell for line in above + below for cell in line)


def test_the_lines_come_as_a_workbook_and_too_many_say_what_to_do(client: Client, monkeypatch):
    a_scene()
    client.force_login(an_official())

    workbook = client.get(address(PROVINCE, "xlsx", "jenis=IUMK"))
    monkeypatch.setattr("permits.listing.MOST_IN_A_WORKBOOK", 1)
    refused = client.get(address(PROVINCE, "xlsx", "jenis=IUMK"), follow=True)

    rows = list(load_workbook(io.BytesIO(workbook.content), read_only=True).active.iter_rows(values_only=True))
    assert rows[-1][:2] == ("jumlah", 1)
    assert refused.redirect_chain == [(f"/capaian/{PROVINCE}/rincian/?jenis=IUMK", 302)]
    assert "Pilih wilayah di bawahnya, atau unduh CSV." in refused.content.decode()


@pytest.mark.parametrize(
    "asked", ["ekspor.pdf", "ekspor.csv?ukuran=x", "ekspor.csv?rentang=x", "ekspor.csv?rentang=sejak&dari=9999-12-31"]
)
def test_what_there_is_not_is_not_found(client: Client, asked: str):
    client.force_login(an_official())

    assert client.get(f"/capaian/{PROVINCE}/rincian/{asked}").status_code == 404


def test_a_day_that_cannot_be_read_is_said_so(client: Client):
    client.force_login(an_official())

    assert client.get(address(PROVINCE, filters="per=besok")).status_code == 400


def test_the_page_leads_to_its_files_with_what_was_asked(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get(f"/capaian/{PROVINCE}/rincian/?per=2018-09-08&jenis=SKU&after=2018-08-02~0").content.decode()

    for ending in ("csv", "xlsx"):
        assert f'href="{address(PROVINCE, ending, "per=2018-09-08&amp;jenis=SKU")}"' in page


def test_the_file_costs_the_same_statements_for_one_line_and_for_many(client: Client, django_assert_num_queries):
    a_scene()
    client.force_login(an_official())
    client.get(address(PROVINCE))

    for figure in ("ukuran=revoked", "ukuran=issued", "ukuran=P1"):
        with django_assert_num_queries(STATEMENTS):
            b"".join(client.get(address(PROVINCE, filters=figure)).streaming_content)
