"""The officials' board: for each official their region, and useful while everything is red."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from okoce.regions import tree
from participants.deeds import complete_step
from participants.models import Step
from permits import funnel, obstacles, stuck
from permits.models import ObstacleKind
from targets import board, progress, sentences
from targets.pace import pace
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant
from tests.targets.pages import tried
from tests.targets.scene import a_scene
from tests.targets.setting import a_target
from tests.targets.standings import standing

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def test_an_official_sees_their_own_region_first(client: Client):
    a_scene()
    client.force_login(an_official(CENGKARENG))

    page = client.get("/pgo/").content.decode()

    assert "Kecamatan Cengkareng 2018: sesuai laju?" in page
    assert "Belum. Hari ini kurang 825 dari yang seharusnya, 828." in page


def test_the_boards_chart_has_its_table_behind_it(client: Client):
    a_scene()
    client.force_login(an_official(CENGKARENG))

    page = client.get("/pgo/")

    assert [month.result for month in page.context["months"]][-1] == page.context["standing"].result
    assert "Hasil per bulan" in page.content.decode()


def test_the_board_is_for_officials_within_their_region():
    a_scene()

    assert tried(["/pgo/", f"/pgo/wilayah/{GAMBIR}/", "/pgo/wilayah/99/"]) == {
        "province": [200, 200, 404],
        "city": [200, 404, 404],
        "officer": [403, 403, 403],
        "administrator": [403, 403, 403],
        "stranger": [302, 302, 302],
    }


def test_the_furthest_behind_is_called_first_and_of_equals_the_idle_one_with_most_people():
    a_scene()
    kelurahan = progress.read(PROVINCE, DAY).kelurahan(CENGKARENG)

    rows = board.lagging(kelurahan, stuck.stuck(CENGKARENG))

    assert [(row.standing.node.name, row.shortfall, row.last_four_weeks) for row in rows[-2:]] == [
        ("Kapuk", 137, 0),
        ("Cengkareng Timur", 136, -1),
    ]
    assert len(rows) == 6


def test_the_board_says_at_once_whom_to_call_and_what_blocks_their_people(client: Client):
    a_scene()
    official = an_official()
    held_up = a_participant(kelurahan=KAPUK)
    complete_step(held_up, step=Step.P2, on=DAY, by=official)
    obstacles.set_obstacle(held_up, kind=ObstacleKind.NO_NPWP, by=official)
    client.force_login(official)

    whole, alone = (client.get(f"/pgo/wilayah/{region}/") for region in (CENGKARENG, KAPUK))

    first, others = whole.context["first"], [row.standing.node.name for row in whole.context["then"]]
    assert (first.standing.node.name, others) == ("Cengkareng Barat", ["Duri Kosambi", "Rawa Buaya"])
    assert "Hubungi dulu" in whole.content.decode()
    assert alone.context["first"] is None
    assert alone.context["stuck_heading"] == "0 orang siap izin; kendala terbanyak: belum punya NPWP (1)"


def test_the_silent_are_said_with_the_people_who_wait_there():
    a_scene()
    kelurahan = progress.read(PROVINCE, DAY).kelurahan(CENGKARENG)

    quiet = board.silent(kelurahan)

    # Kapuk's officer recorded on 20 August, more than fourteen days ago; Cengkareng Timur's on 2 September.
    names = ["Cengkareng Barat", "Duri Kosambi", "Rawa Buaya", "Kedaung Kali Angke", "Kapuk"]
    assert [standing.node.name for standing in quiet] == names


@pytest.mark.parametrize(
    ("year", "day", "answer", "chart"),
    [
        (
            2017,
            DAY,
            "Tahun 2017 tidak punya target, jadi tidak ada laju yang dapat dinilai.",
            "0 wirausaha baru sepanjang 2017",
        ),
        (2019, DAY, "Tahun 2019 belum dimulai; targetnya 40.000.", "Tahun 2019 belum dimulai"),
        (2018, date(2019, 1, 5), "Target 40.000 tidak tercapai: kurang 39.997.", "3 wirausaha baru sepanjang 2018"),
    ],
)
def test_a_year_without_a_pace_is_told_for_what_it_is(year: int, day: date, answer: str, chart: str):
    a_scene()

    found = progress.read(PROVINCE, day, year=year)

    assert board.answer(found) == answer
    assert sentences.chart_heading(found) == chart
    assert board.lagging_heading([], found.kelurahan(PROVINCE)) == "Tidak ada laju kelurahan yang dapat dinilai"


def test_of_one_kelurahan_nothing_is_counted(client: Client):
    a_scene()
    client.force_login(an_official())

    [kapuk, timur] = [client.get(f"/pgo/wilayah/{region}/").context for region in (KAPUK, CENGKARENG_TIMUR)]

    assert (kapuk["lagging_heading"], kapuk["silent_heading"]) == (
        "Kelurahan ini di bawah laju",
        "Kelurahan ini belum melapor 14 hari",
    )
    assert timur["silent_heading"] == "Kelurahan ini melapor dalam 14 hari terakhir"


def test_whom_the_status_calls_critical_lags_also_where_less_than_one_is_lacking(client: Client):
    a_scene()
    a_target(100, KAPUK)
    client.force_login(an_official())

    kapuk, whole = (client.get(f"/pgo/wilayah/{region}/?per=2018-01-01") for region in (KAPUK, CENGKARENG))

    # 100 × 1 ÷ 365 is less than a half: rounded nothing, and yet more than the result.
    assert (kapuk.context["standing"].status, kapuk.context["standing"].pace.expected_by_now) == ("kritis", 0)
    assert kapuk.context["answer"] == "Belum. Pada 1 Januari kurang dari satu wirausaha baru di bawah yang seharusnya."
    assert kapuk.context["lagging_heading"] == "Kelurahan ini di bawah laju"
    assert (
        whole.context["lagging_heading"]
        == "6 dari 6 kelurahan di bawah laju; 6 tidak menambah apa pun dalam empat minggu"
    )
    assert [row.lacks for row in whole.context["lagging"]] == ["1", "1", "1", "1", "1", "<1"]
    assert "&lt;1</a></td>" in whole.content.decode()


@pytest.mark.parametrize(
    ("result", "said"),
    [(101, "Ya. Hari ini tepat seperti yang seharusnya, 101."), (104, "Ya. Hari ini 3 di atas yang seharusnya.")],
)
def test_on_pace_is_told_by_how_much_and_exactly_on_it_as_exactly(result: int, said: str):
    day = date(2018, 9, 9)
    running = pace(
        target=146,
        result=result,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 12, 31),
        day=day,
        blocks=(0, 0, 0, 0),
    )
    found = replace(standing(result=result, target=146, status=running.status), pace=running)

    assert board.answer(replace(progress.read(KAPUK, day), standing=found)) == said


def test_only_kelurahan_with_a_target_are_judged_and_counted():
    with_a_target = [one for one in tree.nodes()[CENGKARENG].kelurahan_codes if one != KAPUK]
    for region in with_a_target:
        a_target(200, region)

    kelurahan = progress.read(CENGKARENG, DAY).kelurahan(CENGKARENG)
    rows = board.lagging(kelurahan, stuck.stuck(CENGKARENG))

    assert board.lagging_heading(rows, kelurahan).startswith("5 dari 5 kelurahan bertarget di bawah laju")
    assert board.lagging_heading([], kelurahan) == "Semua 5 kelurahan bertarget sesuai laju"


@pytest.mark.parametrize("page", ["/pgo/", "/capaian/"])
def test_another_day_is_never_called_today_and_leads_to_the_newest_figures(client: Client, page: str):
    a_scene()
    client.force_login(an_official())

    now, then, less = (client.get(page + asked) for asked in ("", "?per=2018-08-01", "?data_sampai=2018-08-01"))

    labels = [answer.context["expected_label"] for answer in (now, then, less)]
    assert labels == ["seharusnya 27.616 hari ini", "seharusnya 23.342 pada 1 Agustus", "seharusnya 27.616 hari ini"]
    stale = f'<strong>Bukan angka terbaru</strong><span class="no-print"> · <a href="{page}">lihat hari ini</a></span>'
    assert [stale in answer.content.decode() for answer in (now, then, less)] == [False, True, True]
    if page == "/pgo/":
        assert then.context["answer"] == "Belum. Pada 1 Agustus kurang 23.341 dari yang seharusnya, 23.342."


def test_boards_lead_down_to_those_below_and_back_as_far_as_one_answers(client: Client):
    a_scene()
    client.force_login(an_official(JAKARTA_BARAT))

    own, below = (client.get(f"/pgo/{path}?per=2018-09-08") for path in ("", f"wilayah/{CENGKARENG}/"))
    compared = client.get(f"/pgo/banding/{CENGKARENG}/")

    city = {"label": "Jakarta Barat", "url": "/pgo/wilayah/31.73/?per=2018-09-08"}
    assert (own.context["crumbs"], below.context["crumbs"]) == (
        [{"label": "Jakarta Barat"}],
        [city, {"label": "Kecamatan Cengkareng"}],
    )
    assert f'<a href="/pgo/wilayah/{CENGKARENG}/?per=2018-09-08">Cengkareng</a>' in own.content.decode()
    assert 'name="per" value="2018-09-08"' in below.content.decode()
    assert compared.context["crumbs"][1:] == [
        {"label": "Kecamatan Cengkareng", "url": f"/pgo/wilayah/{CENGKARENG}/"},
        {"label": "Perbandingan"},
    ]


def test_steps_in_order_leave_out_who_skipped_one():
    scene = a_scene()
    official = an_official()
    complete_step(scene.people[0], step=Step.P2, on=date(2018, 7, 5), by=official)
    complete_step(scene.people[0], step=Step.P3, on=date(2018, 7, 6), by=official)
    complete_step(scene.people[1], step=Step.P3, on=date(2018, 7, 6), by=official)
    complete_step(scene.people[0], step=Step.P5, on=date(2018, 9, 8), by=official)

    counts = funnel.in_order(PROVINCE, DAY)

    assert counts == {Step.P1: 5, Step.P2: 1, Step.P3: 1, Step.P4: 1, Step.P5: 1, Step.P6: 0, Step.P7: 0}
    assert funnel.in_order(KAPUK, DAY)[Step.P1] == 0
    assert funnel.in_order(CENGKARENG_TIMUR, DAY)[Step.P1] == 4


def test_the_funnels_heading_says_how_many_of_those_at_the_step_before_went_on():
    counts = dict(zip(Step, (51_000, 27_900, 14_002, 849, 600, 430, 150), strict=True))
    reached = {step.value: many for step, many in counts.items()}

    [some, none, nobody] = [
        board.funnel_heading(board.funnel(reached, in_order, {}))
        for in_order in (counts, counts | {Step.P4: 0}, dict.fromkeys(Step, 0))
    ]

    assert some == "Dari 14.002 yang selesai P3 berurutan, hanya 849 sampai P4 perizinan"
    assert none == "Dari 14.002 yang selesai P3 berurutan, belum ada yang sampai P4 perizinan"
    assert nobody == "Belum ada yang mendaftar"


def test_every_cell_of_the_board_is_named_on_a_phone(client: Client):
    a_scene()
    client.force_login(an_official())

    page = client.get("/pgo/").content.decode()

    cells = re.findall(r"<td[^>]*>", page.split('id="tertinggal"')[1].split("</table>")[0])
    assert cells
    assert [cell for cell in cells if "data-label=" not in cell] == []


def test_the_board_costs_the_same_statements_for_few_and_for_many(client: Client, django_assert_num_queries):
    client.force_login(an_official())
    client.get("/pgo/")

    with django_assert_num_queries(12):
        client.get("/pgo/")
    a_scene()
    with django_assert_num_queries(12):
        client.get("/pgo/")


def test_who_waits_and_why_is_counted_by_place_and_opens_to_the_people(client: Client):
    scene = a_scene()
    official = an_official()
    waiting, held_up = a_participant(), a_participant()
    for person in (waiting, held_up):
        complete_step(person, step=Step.P2, on=DAY, by=official)
    obstacles.set_obstacle(held_up, kind=ObstacleKind.GREEN_ZONE, by=official)
    client.force_login(official)

    found = stuck.stuck(CENGKARENG)
    page = client.get(f"/pgo/wilayah/{CENGKARENG}/").content.decode()

    assert found.ready == {CENGKARENG_TIMUR: 1 + sum(1 for person in scene.people if person.ready_rank)}
    assert found.by_kind == [(ObstacleKind.GREEN_ZONE, 1)]
    assert found.most_at(CENGKARENG_TIMUR) == "Lokasi di zona hijau"
    assert "kendala terbanyak: lokasi di zona hijau (1)" in page
    assert f"?siap=ya&amp;wilayah={CENGKARENG_TIMUR}" in page


def test_the_board_of_another_day_says_what_on_it_is_todays(client: Client):
    a_scene()
    client.force_login(an_official())

    # Of today; of another day; of today as it was known.
    pages = [client.get(f"/pgo/{asked}") for asked in ("", "?per=2018-08-01", "?data_sampai=2018-08-01")]

    assert [page.context["stuck_heading"].startswith("Hari ini ") for page in pages] == [False, True, True]
    assert [page.content.decode().count("Siap izin hari ini</th>") for page in pages] == [0, 1, 1]
    assert [page.context["first"] is None for page in pages] == [False, True, True]
    files = [client.get(f"/pgo/wilayah/31/ekspor.csv{asked}").content.decode() for asked in ("", "?per=2018-08-01")]
    columns = ["siap_izin,kendala_terbanyak,", "siap_izin_hari_ini,kendala_terbanyak_hari_ini,"]
    assert [[f",{names}" in file for names in columns] for file in files] == [[True, False], [False, True]]
    assert ["sampai sekarang" in page.content.decode() for page in pages] == [False, False, True]
