"""To a region by its name: what people type, and what they may mean."""

import pytest
from django.test import Client

from okoce.regions import tree

pytestmark = pytest.mark.django_db

PAGE = "/capaian/cari/"


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Jakarta Barat", ["Jakarta Barat"]),
        ("kota jakarta barat", ["Jakarta Barat"]),
        ("kepulauan seribu", ["Kepulauan Seribu"]),
        ("Kapuk", ["Kelurahan Kapuk"]),
        ("kapuk mu", ["Kelurahan Kapuk Muara"]),
        ("Koja", ["Kecamatan Koja", "Kelurahan Koja"]),
        ("kec. koja", ["Kecamatan Koja"]),
        ("kelurahan koja", ["Kelurahan Koja"]),
        ("cengkareng", ["Kecamatan Cengkareng"]),
        ("cengkar", ["Kecamatan Cengkareng", "Kelurahan Cengkareng Barat", "Kelurahan Cengkareng Timur"]),
        ("cengkarenk timur", ["Kelurahan Cengkareng Timur"]),
        ("Bandung", []),
        ("k", []),
        ("", []),
    ],
)
def test_what_is_typed_finds_what_may_be_meant(typed: str, titles: list[str]):
    assert [node.title for node in tree.find(typed)][: max(len(titles), 1)] == titles


def test_the_one_that_is_meant_opens_at_once_with_the_dates_that_were_asked(client: Client):
    found = client.get(PAGE, {"nama": " kel. Kapuk ", "per": "2018-08-31", "x": "1"})

    assert found.url == "/capaian/31.73.01.1005/?per=2018-08-31"


def test_several_are_listed_with_where_they_lie(client: Client):
    page = client.get(PAGE, {"nama": "koja", "tahun": "2018"}).content.decode()

    assert "Wilayah mana?" in page
    assert '<a href="/capaian/31.72.03/?tahun=2018">Kecamatan Koja</a> <span class="muted">Jakarta Utara</span>' in page
    assert "Jakarta Utara › Koja" in page


@pytest.mark.parametrize("typed", ["Bandung", "\0", "<b>", "x" * 500])
def test_what_is_nowhere_is_said_and_can_be_typed_again(client: Client, typed: str):
    page = client.get(PAGE, {"nama": typed})

    assert page.status_code == 200
    assert "Tidak ada wilayah" in page.content.decode()
    assert "<b>“" not in page.content.decode()


def test_the_achievement_page_offers_to_look(client: Client):
    page = client.get("/capaian/?per=2018-08-31").content.decode()

    assert 'action="/capaian/cari/"' in page
    assert '<input type="hidden" name="per" value="2018-08-31">' in page
