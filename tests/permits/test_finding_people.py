"""Looking for one person from the list of people: within one's scope, and never through the address."""

import pytest
from django.test import Client

from participants.nik import decrypt
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

FIND = "/peserta/cari/"


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(an_official(JAKARTA_BARAT))
    return client


def test_the_list_of_people_has_a_box_to_look_for_one(official: Client):
    page = official.get("/peserta/").content.decode()

    assert f'<form method="post" action="{FIND}"' in page


@pytest.mark.parametrize("by", ["nik", "number", "name"])
def test_a_single_one_is_opened(official: Client, by: str):
    person = a_participant(name="Zubaidah Contoh", kelurahan=KAPUK)
    typed = {"nik": decrypt(person.nik_encrypted), "number": person.displayed_number, "name": "zubaida"}[by]

    answer = official.post(FIND, {"q": typed})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/peserta/{person.displayed_number}/")


def test_several_are_listed_and_people_of_elsewhere_are_not(official: Client):
    for place in (KAPUK, KAPUK, GAMBIR):
        a_participant(name="Zubaidah Contoh", kelurahan=place)

    page = official.post(FIND, {"q": "zubaidah"})

    assert [person.kelurahan_id for person in page.context["found"]] == [KAPUK, KAPUK]
    assert "2 peserta cocok" in text_of(page)


def test_somebody_of_elsewhere_is_nobody_and_their_nik_is_not_shown(official: Client):
    person = a_participant(kelurahan=GAMBIR)
    digits = decrypt(person.nik_encrypted)

    theirs, nobodys = (official.post(FIND, {"q": text}) for text in (digits, a_nik(serial=9_555)))

    assert "Tidak ada peserta dengan NIK ini di wilayah Anda." in text_of(theirs)
    assert text_of(theirs) == text_of(nobodys)
    assert digits not in theirs.content.decode()


@pytest.mark.parametrize("words", ["NIK {}", "{} Siti", "{}"])
@pytest.mark.parametrize("between", ["", " ", " — "])
def test_a_nik_among_other_words_is_not_shown_again(official: Client, words: str, between: str):
    digits = a_nik(serial=9_555)
    typed = words.format(between.join((digits[:6], digits[6:12], digits[12:])))

    page = official.post(FIND, {"q": typed})

    assert (page.context["q"], digits[6:12] in page.content.decode()) == (words.format("").strip(), False)


@pytest.mark.parametrize(("method", "typed"), [("get", ""), ("post", "  "), ("post", "\x00")])
def test_nothing_to_look_for_leads_to_the_list(official: Client, method: str, typed: str):
    answer = getattr(official, method)(FIND, {"q": typed} if typed else {})

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/peserta/")


def test_officers_look_too(client: Client):
    client.force_login(an_officer(KAPUK))
    person = a_participant(kelurahan=KAPUK)

    assert client.post(FIND, {"q": person.displayed_number}).status_code == 302
