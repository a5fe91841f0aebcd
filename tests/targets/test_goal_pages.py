"""The pages of targets: who may open and change what, what they say, and what is asked."""

import re
from datetime import date, datetime

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from targets import goals
from targets.models import Target
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant, an_outsider
from tests.targets.pages import acknowledgement, heading_of, hidden, signed_in, text_of
from tests.targets.setting import Y2018, Y2019, a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

PAGES = [
    "/pgo/target/",
    f"/pgo/target/{CENGKARENG_TIMUR}/",
    f"/pgo/target/{CENGKARENG_TIMUR}/ubah/",
    "/pgo/target/pembagian/",
    "/pgo/target/pembagian/tetapkan/",
    "/pgo/target/berkas/",
    "/pgo/target/berkas.csv",
    "/pgo/target/berkas.xlsx",
]


def in_force(region: str = CENGKARENG_TIMUR, period=Y2018) -> int | None:
    return goals.goals(period).target(region)


# --- Who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/masuk/?next={path}")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("somebody", [an_officer, an_administrator, a_participants_account])
def test_nobody_but_officials_may_open_them(client: Client, somebody, path: str):
    assert signed_in(client, somebody()).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_an_official_of_the_province_may_open_all(client: Client, path: str):
    goals.load_defaults()

    assert signed_in(client, an_official()).get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/pgo/target/", 200),
        (f"/pgo/target/{CENGKARENG}/", 200),
        (f"/pgo/target/{CENGKARENG_TIMUR}/ubah/", 200),
        ("/pgo/target/pembagian/", 200),
        ("/pgo/target/berkas/", 200),
        ("/pgo/target/pembagian/tetapkan/", 403),
        (f"/pgo/target/{JAKARTA_BARAT}/ubah/", 403),
        (f"/pgo/target/{CENGKARENG}/ubah/", 403),
        (f"/pgo/target/{PROVINCE}/", 404),
        (f"/pgo/target/{PROVINCE}/ubah/", 404),
        (f"/pgo/target/{GAMBIR}/", 404),
        (f"/pgo/target/{GAMBIR}/ubah/", 404),
        ("/pgo/target/31.99/", 404),
        (f"/pgo/target/{CENGKARENG_TIMUR}/ubah/?tahun=2018-2022", 404),
    ],
)
def test_an_official_of_a_city_stays_within_it(client: Client, path: str, status: int):
    goals.load_defaults()

    assert signed_in(client, an_official(JAKARTA_BARAT)).get(path).status_code == status


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        (JAKARTA_BARAT, f"/pgo/target/{GAMBIR}/ubah/", 404),
        (JAKARTA_BARAT, f"/pgo/target/{CENGKARENG}/ubah/", 403),
        (JAKARTA_BARAT, "/pgo/target/pembagian/tetapkan/", 403),
        (PROVINCE, f"/pgo/target/{CENGKARENG}/ubah/", 403),
    ],
)
def test_what_may_not_be_changed_is_not_changed_by_posting(client: Client, scope: str, path: str, status: int):
    said = {"number": "300", "reason": "Rapat.", "seen": "0", "way": "rata", "total": "53400"}

    answer = signed_in(client, an_official(scope)).post(path, said)

    assert (answer.status_code, Target.objects.count()) == (status, 0)


def test_taking_over_is_posted(client: Client):
    answer = signed_in(client, an_official()).get("/pgo/target/berkas/simpan/?tahun=2019")

    assert answer.headers["Location"] == "/pgo/target/berkas/?tahun=2019"


# --- What they say -----------------------------------------------------------------------------------


def test_the_provinces_page_shows_both_figures_and_the_reserve_by_name(client: Client):
    goals.load_defaults()

    page = signed_in(client, an_official()).get("/pgo/target/")

    said = text_of(page)
    assert "40.000 wirausaha baru" in said
    assert "Jumlah target kelurahan 53.400; target DKI Jakarta 40.000. Selisih 13.400 adalah cadangan." in said
    assert "Target tahunan berjumlah 200.000, sama dengan target program" in said
    assert "Target terbesar Jakarta Timur (13.000), terkecil Kepulauan Seribu (1.200)" in said


def test_a_shortfall_is_named_so(client: Client):
    goals.load_defaults()
    a_target(60_000, PROVINCE)

    said = text_of(signed_in(client, an_official()).get("/pgo/target/"))

    assert "Selisih 6.600 adalah kekurangan." in said


def test_a_citys_page_says_that_its_target_is_a_sum(client: Client):
    goals.load_defaults()

    said = text_of(signed_in(client, an_official(JAKARTA_BARAT)).get("/pgo/target/"))

    assert (
        "11.200 wirausaha baru Jumlah target 56 kelurahan; target kota/kabupaten tidak ditetapkan tersendiri." in said
    )


@pytest.mark.parametrize(
    ("region", "heading"),
    [
        ("", "Target 2018"),
        (f"{JAKARTA_BARAT}/", "Target 2018: Jakarta Barat"),
        (f"{CENGKARENG}/", "Target 2018: Kecamatan Cengkareng"),
        (f"{CENGKARENG_TIMUR}/", "Target 2018: Kelurahan Cengkareng Timur"),
    ],
)
def test_one_drills_down_from_the_province_to_a_kelurahan(client: Client, region: str, heading: str):
    goals.load_defaults()

    assert heading_of(signed_in(client, an_official()).get(f"/pgo/target/{region}")) == heading


def test_a_year_without_targets_for_kelurahan_says_so(client: Client):
    goals.load_defaults()

    said = text_of(signed_in(client, an_official()).get("/pgo/target/?tahun=2019"))

    assert "Target kelurahan 2019 belum ditetapkan." in said
    assert "Belum ada target kelurahan untuk 2019" in said


def test_nothing_is_set_at_all_and_the_page_still_opens(client: Client):
    page = signed_in(client, an_official()).get("/pgo/target/")

    assert "belum ada target" in text_of(page)


def test_the_history_says_who_when_and_why(client: Client):
    goals.load_defaults()
    with portal_at(datetime(2018, 8, 1, 9, 30)):
        a_target(300, by=an_official(name="Ibu Contoh"), reason="Pasar <baru> dibuka.")

    said = text_of(signed_in(client, an_official()).get(f"/pgo/target/{CENGKARENG_TIMUR}/"))

    assert "Target kelurahan ini sudah 1 kali diubah, terakhir 1 Agustus 2018" in said
    assert "1 Agustus 2018 09.30 WIB 300 +100 Pasar <baru> dibuka. Ibu Contoh" in said


def test_the_programmes_target_has_its_history_too(client: Client):
    goals.load_defaults()
    a_target(210_000, PROVINCE, goals.PROGRAMME, reason="Program diperluas.")

    said = text_of(signed_in(client, an_official()).get("/pgo/target/"))

    assert "Target tahunan berjumlah 200.000, 10.000 kurang dari target program" in said
    assert "Target program 2018–2022 sudah 1 kali diubah, terakhir 9 September 2018" in said
    assert "210.000 +10.000 Program diperluas." in said


def test_a_page_as_known_at_shows_what_was_known_then_and_changes_nothing(client: Client):
    goals.load_defaults()
    with portal_at(date(2018, 8, 1)):
        a_target(300)

    then = signed_in(client, an_official()).get(f"/pgo/target/{CENGKARENG_TIMUR}/?data_sampai=2018-07-31")
    now = client.get(f"/pgo/target/{CENGKARENG_TIMUR}/?data_sampai=2018-09-09")

    assert "200 wirausaha baru" in text_of(then)
    assert "Ini target seperti diketahui waktu itu." in text_of(then)
    assert "Ubah target 2018" not in text_of(then)
    assert "300 wirausaha baru" in text_of(now)
    assert "Ubah target 2018" in text_of(now)


@pytest.mark.parametrize(
    "query", ["tahun=2017", "tahun=x", "tahun=2018-2022", "data_sampai=kemarin", "data_sampai=%00"]
)
def test_a_question_that_cannot_be_read_gets_a_sentence_and_a_way_on(client: Client, query: str):
    page = signed_in(client, an_official()).get(f"/pgo/target/?{query}")

    assert page.status_code == 400
    assert 'href="/pgo/target/"' in page.content.decode()


@pytest.mark.parametrize(
    ("day", "year"), [(date(2017, 12, 15), 2018), (date(2020, 3, 1), 2020), (date(2023, 1, 1), 2022)]
)
def test_it_opens_at_this_year_or_the_nearest_of_the_programme(client: Client, day: date, year: int):
    official = an_official()
    with portal_at(day):
        page = signed_in(client, official).get("/pgo/target/")

    assert heading_of(page) == f"Target {year}"


def test_it_is_in_the_officials_navigation_and_marked_alone(client: Client):
    page = signed_in(client, an_official()).get("/pgo/target/").content.decode()

    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/pgo/target/"]


@pytest.mark.parametrize("path", ["/pgo/target/", "/pgo/target/pembagian/"])
def test_more_targets_and_more_changes_are_no_more_statements(client: Client, django_assert_max_num_queries, path: str):
    goals.load_defaults()
    signed_in(client, an_official()).get(path)
    a_target(300)
    a_target(310, KAPUK)
    a_target(320, GAMBIR)

    with django_assert_max_num_queries(8):
        client.get(path)


# --- One ---------------------------------------------------------------------------------------------


def change(client: Client, region: str = CENGKARENG_TIMUR, query: str = "", **said):
    path = f"/pgo/target/{region}/ubah/{query}"
    page = client.get(path)
    return client.post(path, {"number": "300", "reason": "Pasar baru.", "seen": hidden(page, "seen")} | said)


def test_a_target_is_changed_and_the_page_says_so(client: Client):
    goals.load_defaults()
    official = an_official(CENGKARENG)

    answer = change(signed_in(client, official))

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/pgo/target/{CENGKARENG_TIMUR}/?tahun=2018")
    assert (in_force(), goals.last(Y2018).set_by) == (300, official)
    assert "Target 2018 Kelurahan Cengkareng Timur kini 300." in text_of(client.get(answer.headers["Location"]))


def test_the_programmes_target_is_changed_from_the_provinces_page(client: Client):
    goals.load_defaults()

    answer = change(signed_in(client, an_official()), PROVINCE, "?tahun=2018-2022", number="210.000")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/pgo/target/{PROVINCE}/")
    assert goals.programme_target() == 210_000


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"number": ""}, "Target baru belum diisi."),
        ({"number": "banyak"}, "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
        ({"number": "-3"}, "Tulis angka 0 atau lebih."),
        ({"number": "200"}, "Target ini sudah 200. Tulis angka lain."),
        ({"number": "50000"}, "tidak masuk akal; paling banyak 20.000. Periksa banyaknya nol."),
        ({"reason": ""}, "Alasan belum diisi."),
        ({"reason": "a\x00b"}, "Karakter null tidak diizinkan"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_nothing_typed_is_lost(client: Client, said, message: str):
    goals.load_defaults()

    page = change(signed_in(client, an_official()), **({"reason": "Rapat & pasar"} | said))

    assert (page.status_code, in_force()) == (200, 200)
    assert message in text_of(page)
    if "reason" not in said:
        assert 'value="Rapat &amp; pasar"' in page.content.decode()


@pytest.mark.parametrize(
    ("number", "question"),
    [("0", "Target 0 selalu dianggap tercapai."), ("3000", "Target sebelumnya 200. Periksa banyaknya nol.")],
)
def test_an_odd_number_is_asked_about_once(client: Client, number: str, question: str):
    goals.load_defaults()

    asked = change(signed_in(client, an_official()), number=number)
    answer = change(client, number=number, acknowledged=acknowledgement(asked))

    assert question in text_of(asked)
    assert (answer.status_code, in_force()) == (302, int(number))


def test_a_year_that_is_over_is_asked_about(client: Client):
    goals.load_defaults()
    official = an_official()
    with portal_at(date(2019, 1, 5)):
        asked = change(signed_in(client, official), query="?tahun=2018")

    assert "Tahun 2018 sudah lewat." in text_of(asked)
    assert in_force() == 200


def test_whoever_was_overtaken_sees_by_whom_and_may_go_on(client: Client):
    goals.load_defaults()
    path = f"/pgo/target/{CENGKARENG_TIMUR}/ubah/"
    seen = hidden(signed_in(client, an_official()).get(path), "seen")
    a_target(250, by=an_official(name="Ibu Contoh"))
    said = {"number": "300", "reason": "Pasar baru.", "seen": seen}

    asked = client.post(path, said)
    answer = client.post(path, said | {"acknowledged": acknowledgement(asked)})

    assert "ditetapkan 250 oleh Ibu Contoh pada" in text_of(asked)
    assert (answer.status_code, in_force()) == (302, 300)


# --- Flat and fair -----------------------------------------------------------------------------------


def a_crowd() -> None:
    for kelurahan, people in ((CENGKARENG_TIMUR, 2), (KAPUK, 1), (GAMBIR, 3), ("31.73.02.1001", 2)):
        for _ in range(people):
            a_participant(kelurahan=kelurahan)
    an_outsider()


def test_flat_and_fair_stand_side_by_side(client: Client):
    goals.load_defaults()
    a_crowd()

    said = text_of(signed_in(client, an_official()).get("/pgo/target/pembagian/"))

    assert "Pembagian adil menaikkan 4 kelurahan dan menurunkan 263: Gambir +19.825" in said
    assert "adil menurut 8 peserta terdaftar di Jakarta (tanpa luar DKI). Keduanya berjumlah tepat 53.400." in said
    assert "Yang berlaku sekarang pembagian rata. Data sampai" in said
    assert "Tetapkan yang rata" not in said
    assert "Cengkareng Timur 2 200 200 13.350 +13.150" in said


def test_a_citys_official_sees_the_citys_kelurahan_only(client: Client):
    goals.load_defaults()
    a_crowd()

    said = text_of(signed_in(client, an_official(JAKARTA_BARAT)).get("/pgo/target/pembagian/"))

    assert "Jakarta Barat: rata 11.200, adil 33.375 (+22.175)" in said
    assert "Jakarta Pusat" not in said
    assert "Tetapkan yang adil" not in said


def share_out(client: Client, query: str = "", **said):
    path = f"/pgo/target/pembagian/tetapkan/{query}"
    page = client.get(path)
    return client.post(
        path, {"way": "adil", "total": "53.400", "reason": "Rapat PGO.", "seen": hidden(page, "seen")} | said
    )


def three_people() -> None:
    for kelurahan in (GAMBIR, "31.71.01.1002", "31.71.01.1003"):
        a_participant(kelurahan=kelurahan)


def test_the_fair_targets_are_set_for_all_kelurahan_in_one_deed(client: Client):
    goals.load_defaults()
    three_people()

    answer = share_out(signed_in(client, an_official()))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/pgo/target/pembagian/?tahun=2018")
    [event] = Event.objects.filter(verb=Verb.TARGET_SET)
    assert (Target.objects.filter(deed=event).count(), in_force(GAMBIR), goals.goals(Y2018).children(PROVINCE)) == (
        267,
        17_800,
        53_400,
    )
    said = text_of(client.get(answer.headers["Location"]))
    assert "Target 267 kelurahan ditetapkan; jumlahnya tepat 53.400." in said
    assert "Yang berlaku sekarang pembagian adil yang ditetapkan 9 September 2018" in said
    assert "Tetapkan yang adil" not in said
    assert "267 kelurahan Rapat PGO." in text_of(client.get("/pgo/target/"))


def test_the_fair_targets_stay_fair_when_somebody_registers_and_can_be_shared_out_anew(client: Client):
    goals.load_defaults()
    three_people()
    share_out(signed_in(client, an_official()))
    a_participant(kelurahan=KAPUK)

    said = text_of(client.get("/pgo/target/pembagian/"))

    assert "Yang berlaku sekarang pembagian adil yang ditetapkan 9 September 2018" in said
    assert "Tetapkan yang adil menurut peserta hari ini" in said


def test_targets_set_one_by_one_since_are_neither(client: Client):
    goals.load_defaults()
    three_people()
    share_out(signed_in(client, an_official()))
    a_target(300, KAPUK)

    assert "bukan salah satu dari keduanya" in text_of(client.get("/pgo/target/pembagian/"))


def test_another_sum_is_asked_about(client: Client):
    goals.load_defaults()

    asked = share_out(signed_in(client, an_official()), way="rata", total="40.050")
    answer = share_out(client, way="rata", total="40.050", acknowledged=acknowledgement(asked))

    assert "Jumlah target semua kelurahan berubah dari 53.400 menjadi 40.050." in text_of(asked)
    assert (answer.status_code, in_force(GAMBIR)) == (302, 150)


def test_a_year_without_targets_begins_with_the_provinces_number(client: Client):
    goals.load_defaults()

    page = signed_in(client, an_official()).get("/pgo/target/pembagian/tetapkan/?tahun=2019")
    answer = share_out(client, "?tahun=2019", way="rata", total="40.000")

    assert 'value="40.000"' in page.content.decode()
    assert (answer.status_code, goals.goals(Y2019).children(PROVINCE)) == (302, 40_000)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"way": ""}, "Cara membagi belum dipilih."),
        ({"way": "rata"}, "Pembagian ini sudah berlaku di semua kelurahan."),
        ({"way": "adil"}, "Belum ada peserta terdaftar di Jakarta untuk dasar pembagian adil."),
        ({"reason": ""}, "Alasan belum diisi."),
        ({"total": "x"}, "Angka ini tidak terbaca. Tulis angka bulat seperti 1.500.000."),
    ],
)
def test_a_sharing_out_that_is_refused_changes_nothing(client: Client, said: dict[str, str], message: str):
    goals.load_defaults()

    page = share_out(signed_in(client, an_official()), **said)

    assert (page.status_code, Event.objects.filter(verb=Verb.TARGET_SET).count()) == (200, 0)
    assert message in text_of(page)
