"""Changing targets by file: compared first and changing nothing, then taken over as one deed or not at all."""

import io
from datetime import date

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from targets import goal_files, goals
from targets.models import Target
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.targets.pages import heading_of, hidden, signed_in, text_of
from tests.targets.setting import Y2018, a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def in_force(region: str = CENGKARENG_TIMUR) -> int | None:
    return goals.goals(Y2018).target(region)


def upload(client: Client, content: bytes, query: str = ""):
    file = io.BytesIO(content)
    file.name = "target.csv"
    return client.post(f"/pgo/target/berkas/{query}", {"file": file})


def take_over(client: Client, preview, reason: str = "Rapat kota.", query: str = "?tahun=2018"):
    return client.post(f"/pgo/target/berkas/simpan/{query}", {"sealed": hidden(preview, "sealed"), "reason": reason})


CHANGES = f"kode,target\n{CENGKARENG_TIMUR},300\n{KAPUK},150\n31.73.01.1001,200\n".encode()


def test_a_file_is_compared_first_and_changes_nothing_yet(client: Client):
    goals.load_defaults()

    preview = upload(signed_in(client, an_official(JAKARTA_BARAT)), CHANGES)

    said = text_of(preview)
    assert heading_of(preview) == "2 target berubah, 1 tetap"
    assert "2 Cengkareng Timur 31.73.01.1006 200 300 +100" in said
    assert "3 Kapuk 31.73.01.1005 200 150 −50" in said
    assert "Jakarta Barat 11.200 11.250 +50" in said
    assert Event.objects.filter(verb=Verb.TARGET_SET).count() == 0


def test_a_comparison_for_the_province_says_what_becomes_of_the_reserve(client: Client):
    goals.load_defaults()

    said = text_of(upload(signed_in(client, an_official()), CHANGES))

    assert "Sesudahnya: Jumlah target kelurahan 53.450; target DKI Jakarta 40.000. Selisih 13.450 adalah" in said


def test_a_compared_file_is_taken_over_as_one_deed(client: Client):
    goals.load_defaults()
    preview = upload(signed_in(client, an_official(JAKARTA_BARAT)), CHANGES)

    answer = take_over(client, preview)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/pgo/target/?tahun=2018")
    [event] = Event.objects.filter(verb=Verb.TARGET_SET)
    assert (in_force(), in_force(KAPUK), Target.objects.filter(deed=event).count()) == (300, 150, 2)
    assert "Target 2 kelurahan diubah; jumlah target kelurahan dari 11.200 menjadi 11.250." in text_of(
        client.get(answer.headers["Location"])
    )


def test_without_a_reason_the_comparison_stays(client: Client):
    goals.load_defaults()
    preview = upload(signed_in(client, an_official()), CHANGES)

    page = take_over(client, preview, reason=" ")
    answer = take_over(client, page)

    assert "Alasan belum diisi." in text_of(page)
    assert "2 Cengkareng Timur 31.73.01.1006 200 300 +100" in text_of(page)
    assert (answer.status_code, in_force()) == (302, 300)


def test_a_file_with_a_problem_cannot_be_taken_over(client: Client):
    goals.load_defaults()

    preview = upload(signed_in(client, an_official(JAKARTA_BARAT)), CHANGES + f"{GAMBIR},300\n".encode())

    assert "5 31.71.01.1001 Gambir Kelurahan Gambir di luar wilayah tugas Anda." in text_of(preview)
    assert 'name="sealed"' not in preview.content.decode()


def test_whoever_was_overtaken_compares_again(client: Client):
    goals.load_defaults()
    preview = upload(signed_in(client, an_official(JAKARTA_BARAT)), CHANGES)
    a_target(250)

    page = take_over(client, preview)
    answer = take_over(client, page)

    assert "Sementara itu ada target yang ditetapkan orang lain." in text_of(page)
    assert "2 Cengkareng Timur 31.73.01.1006 250 300 +50" in text_of(page)
    assert (answer.status_code, in_force()) == (302, 300)


def test_a_comparison_belongs_to_one_official_and_one_year(client: Client):
    goals.load_defaults()
    preview = upload(signed_in(client, an_official()), CHANGES)

    other_year = take_over(client, preview, query="?tahun=2019")
    other_official = take_over(signed_in(client, an_official(JAKARTA_BARAT)), preview)
    meddled = client.post("/pgo/target/berkas/simpan/", {"sealed": "x", "reason": "Rapat."})

    assert [answer.headers["Location"] for answer in (other_year, other_official, meddled)] == [
        "/pgo/target/berkas/?tahun=2019",
        "/pgo/target/berkas/?tahun=2018",
        "/pgo/target/berkas/",
    ]
    assert Event.objects.filter(verb=Verb.TARGET_SET).count() == 0


def test_the_same_file_taken_over_twice_changes_nothing_the_second_time(client: Client):
    goals.load_defaults()
    preview = upload(signed_in(client, an_official()), CHANGES)
    take_over(client, preview)

    page = take_over(client, preview)

    assert page.status_code == 200
    assert Event.objects.filter(verb=Verb.TARGET_SET).count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Berkas ini kosong. Pilih berkas yang berisi target."),
        (b"%PDF-1.4", "Berkas ini bukan lembar kerja."),
        (b"kode,target_2019\n31.73.01.1006,300\n", "Berkas ini berisi target 2019, bukan 2018."),
    ],
)
def test_a_file_that_cannot_be_compared_says_why(client: Client, content: bytes, message: str):
    page = upload(signed_in(client, an_official()), content)

    assert message in text_of(page)


def test_without_a_file_one_is_asked_for(client: Client):
    page = signed_in(client, an_official()).post("/pgo/target/berkas/", {})

    assert "Berkas yang sudah diubah belum dipilih." in text_of(page)


@pytest.mark.parametrize(("ending", "write"), [("csv", goal_files.to_csv), ("xlsx", goal_files.to_xlsx)])
def test_the_file_bears_its_region_year_and_day(client: Client, ending: str, write):
    goals.load_defaults()
    official = an_official(JAKARTA_BARAT)
    with portal_at(date(2018, 9, 9)):
        answer = signed_in(client, official).get(f"/pgo/target/berkas.{ending}?tahun=2018")
        size = len(write(Y2018, JAKARTA_BARAT))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="target-31.73-2018-2018-09-09.{ending}"'
    assert len(answer.content) == size
