"""Help that everybody may read."""

import pytest

from tests.okoce.accounts.factories import an_officer
from tests.targets.pages import hidden

pytestmark = pytest.mark.django_db

PAGES = [
    "/bantuan/",
    "/bantuan/izin/",
    "/bantuan/izin/uji/",
    "/bantuan/langkah/",
    "/bantuan/tanya-jawab/",
    "/bantuan/penipuan/",
]
TEST = "/bantuan/izin/uji/"
FITTING = {"zona": "tidak", "rusun": "tidak", "luas": "ya", "ukuran": "ya", "ktp": "ya"}


@pytest.mark.parametrize("page", PAGES)
def test_everybody_may_read_help(client, page):
    assert client.get(page).status_code == 200

    client.force_login(an_officer())
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_help_is_found_from_the_foot_of_every_page_and_from_the_index(client, page):
    assert '<a href="/bantuan/">' in client.get(page).content.decode()
    assert f'href="{page}"' in client.get("/bantuan/").content.decode()


@pytest.mark.parametrize(
    ("answers", "heading"),
    [({}, "Urus IUMK"), ({"zona": "ya"}, "Minta SKU"), ({"zona": "belum-tahu"}, "Tanyakan dulu kepada petugas")],
)
def test_the_test_ends_in_a_paper_or_at_the_desk(client, answers, heading):
    page = client.get(TEST, FITTING | answers)

    assert f"<h1>{heading}</h1>" in page.content.decode()


def test_what_is_left_out_is_asked_for(client):
    page = client.get(TEST, {"zona": "tidak", "rusun": "mungkin"})

    assert page.context["advice"] is None
    assert page.context["form"].errors == {
        "rusun": ["Rusun: pilih salah satu."],
        "luas": ["Luas tempat usaha: pilih ya, tidak, atau belum tahu."],
        "ukuran": ["Besar usaha: pilih ya, tidak, atau belum tahu."],
        "ktp": ["KTP Jakarta: pilih ya, tidak, atau belum tahu."],
    }


def test_the_test_asks_before_it_judges(client):
    page = client.get(TEST)

    assert (page.context["form"].is_bound, page.context["advice"]) == (False, None)


def test_the_test_sent_without_an_answer_says_what_is_missing(client):
    first = client.get(TEST)

    page = client.get(TEST, {"jawab": hidden(first, "jawab")})

    assert (list(page.context["form"].errors), page.context["advice"]) == (list(FITTING), None)


def test_a_question_mark_alone_asks_for_everything(client):
    assert client.get(TEST, {"x": "\x00"}).status_code == 200
