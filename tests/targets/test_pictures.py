"""The map and the chart as files: well-formed, with heading and both dates, in the stylesheet's own colours."""

import re
from datetime import date, datetime
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from targets import goals, pictures
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.okoce.ui.test_look import STYLESHEET
from tests.permits.factories import a_permit
from tests.travel import portal_at

MAP, CHART = "peta.svg", "grafik.svg"
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def _some_permits(db: None) -> None:
    goals.load_defaults()
    for _ in range(3):
        a_permit(by=an_officer())


def picture(client: Client, address: str) -> Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return fromstring(answer.content)


def words(drawn: Element) -> list[str]:
    return [text.text or "" for text in drawn.iter(f"{_SVG}text")]


@pytest.mark.usefixtures("_some_permits")
@pytest.mark.parametrize("name", [MAP, CHART])
def test_a_picture_says_what_its_page_says_and_as_of_when(client: Client, name: str):
    with portal_at(datetime(2018, 9, 9, 12)):
        page = client.get("/capaian/").content.decode()
        drawn = picture(client, f"/capaian/31/{name}?per=2018-09-08")
        same_day = picture(client, f"/capaian/31/{name}")

    heading = (same_day.findtext(f"{_SVG}title") or "").strip()
    assert heading
    assert f">{heading}</h2>" in page
    assert " ".join(words(same_day)).count(heading) == 1
    [dates] = [line for line in words(drawn) if line.startswith("Per tanggal")]
    assert dates.startswith("Per tanggal 8 September 2018 · data sampai 9 September 2018")
    address = "OK OCE Jakarta · testserver/capaian/31/"
    assert words(drawn)[-1] == f"{address}?per=2018-09-08&data_sampai=2018-09-09T12:00:00"
    assert words(same_day)[-1] == f"{address}?per=2018-09-09&data_sampai=2018-09-09T12:00:00"


@pytest.mark.usefixtures("_some_permits")
def test_the_address_on_a_picture_leads_to_its_figures_however_late_it_is_opened(client: Client):
    with portal_at(datetime(2018, 9, 10, 12)):
        drawn = picture(client, f"/capaian/31/{MAP}?tahun=2018")
        page = client.get("/capaian/").content.decode()
        address = words(drawn)[-1].rpartition("testserver")[2]
    with portal_at(datetime(2018, 9, 10, 13)):
        a_permit(by=an_officer())
    with portal_at(datetime(2018, 10, 9, 9)):
        later, now = (client.get(asked).context["standing"].result for asked in (address, "/capaian/?per=2018-09-10"))

    assert (later, now) == (3, 4)
    assert f'href="{address.removeprefix("/capaian/31/").replace("&", "&amp;")}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", [MAP, CHART])
def test_a_demos_picture_says_that_it_is_one(client: Client, settings, name: str):
    settings.PROGRAMME_DATE = date(2018, 9, 9)

    assert words(picture(client, f"/capaian/31/{name}"))[-1] == "Mode demo: semua orang di sini rekaan."


@pytest.mark.usefixtures("_some_permits")
def test_the_map_has_a_tile_for_each_kelurahan_and_its_figures_are_those_that_count(client: Client):
    with portal_at(datetime(2018, 9, 9, 12)):
        drawn = picture(client, f"/capaian/31/{MAP}")
        counted = client.get("/api/v1/progress/").json()["new_entrepreneurs"]

    tiles = [tile for tile in drawn.iter(f"{_SVG}rect") if tile.find(f"{_SVG}title") is not None]
    figures = [re.search(r": (-?\d+)", tile.findtext(f"{_SVG}title") or "") for tile in tiles]
    assert len(tiles) == 267
    assert sum(int(figure[1]) for figure in figures if figure) == counted == 3


@pytest.mark.django_db
def test_beside_one_kelurahan_its_whole_kecamatan_is_drawn(client: Client):
    drawn = picture(client, f"/capaian/{CENGKARENG_TIMUR}/{MAP}")

    assert len([tile for tile in drawn.iter(f"{_SVG}rect") if tile.find(f"{_SVG}title") is not None]) == 6
    assert any("Kecamatan Cengkareng" in line for line in words(drawn))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "lines"),
    [("", 3), ("?tahun=2019", 2), ("?tahun=2017", 1)],
)
def test_the_chart_explains_the_lines_it_has(client: Client, asked: str, lines: int):
    goals.load_defaults()
    with portal_at(datetime(2018, 9, 9, 12)):
        drawn = picture(client, f"/capaian/31/{CHART}{asked}")

    said = [text for _, text, _ in pictures.LINES]
    assert [line for line in words(drawn) if line in said] == said[:lines]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [MAP, CHART])
@pytest.mark.parametrize(("region", "asked", "status"), [("32", "", 404), ("31", "?per=x", 400)])
def test_what_does_not_exist_is_refused_as_on_the_page(client: Client, name: str, region: str, asked: str, status: int):
    assert client.get(f"/capaian/{region}/{name}{asked}").status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("name", [MAP, CHART])
def test_a_picture_is_kept_like_its_page(client: Client, django_assert_num_queries, name: str):
    with portal_at(datetime(2018, 9, 9, 12)):
        tag = client.get(f"/capaian/31/{name}").headers["ETag"]
        with django_assert_num_queries(1):
            again = client.get(f"/capaian/31/{name}", headers={"If-None-Match": tag})

    assert again.status_code == 304


def test_colours_are_those_of_the_stylesheet_by_day():
    by_day = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLESHEET[: STYLESHEET.index("@supports")]))

    ours = {f"band-{name}": colour for name, colour in pictures.BANDS.items() if name != "silent"}
    ours |= {"paper": pictures.PAPER, "ink": pictures.INK, "muted": pictures.MUTED, "line": pictures.LINE}
    ours |= {"edge": pictures.EDGE, "accent": pictures.ACCENT, "on-low": pictures.ON_LOW, "on-high": pictures.ON_HIGH}
    assert ours == {name: by_day[name] for name in ours}


@given(
    st.lists(st.text("abcdefghij klmn", min_size=1), max_size=30).map(" ".join),
    st.lists(st.text("abc 0123456789", min_size=1, max_size=60), max_size=8),
)
def test_nothing_stands_outside_the_picture_nor_on_anything_else(heading: str, keys: list[str]):
    sheet = pictures.lay_out(heading, ratio=0.5, key=[("1", said, "#000000") for said in keys], foot=["a", "b"])

    assert all(text.y < sheet.top for text in sheet.heading)
    below = sheet.top + sheet.tall
    assert all(key.y > below and key.x + 22 + 7 * len(key.said) <= pictures.WIDTH for key in sheet.key)
    lines = [*sorted({key.y for key in sheet.key}), *(text.y for text in sheet.foot)]
    assert all(after - before >= 20 for before, after in pairwise(lines))
    assert sheet.foot[-1].y < sheet.height
