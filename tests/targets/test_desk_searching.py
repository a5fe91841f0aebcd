"""What the desk answers to a search, and what it says beside what was recorded."""

import re

import pytest
from django.test import Client

from participants import numbers
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

DESK = "/petugas/"
OFFERED = "Belum terdaftar? Daftarkan di loket"


@pytest.fixture
def officer(client: Client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def find(client: Client, text: str, *, typing: bool = False):
    return client.post(DESK, {"q": text}, headers={"HX-Request": "true"} if typing else {})


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("text", "said", "offered"),
    [
        (a_nik(serial=4242), "Tidak ada peserta dengan NIK ini.", True),
        (a_nik(serial=4242)[:12], "NIK terdiri dari 16 angka; yang Anda tulis 12 angka. Periksa pada KTP.", False),
        (
            "3173 01 320885 0003",
            "NIK ini tidak mungkin: kode provinsi atau tanggal lahir di dalamnya tidak ada.",
            False,
        ),
        ("8173015708850003" + "9", "NIK terdiri dari 16 angka; yang Anda tulis 17 angka.", False),
        ("4K7H2-MX9QQ", numbers.MISTYPED, False),
        ("4K7H2-MX9", "Nomor peserta terdiri dari 10 huruf dan angka; yang Anda tulis 8.", False),
        (numbers.with_check("4K7H2MX9Q"), "Tidak ada peserta dengan nomor ini.", False),
        ("0812 3456 7890", "Tidak ada peserta yang cocok di wilayah Anda.", True),
        ("Kartika", "Tidak ada peserta yang cocok di wilayah Anda.", True),
    ],
)
def test_whoever_finds_nobody_is_told_why_by_what_they_typed(client: Client, officer, text, said, offered, typing):
    page = find(client, text, typing=typing)

    words = text_of(page)
    assert (said in words, OFFERED in words) == (True, offered)


@pytest.mark.parametrize("typing", [False, True])
def test_a_nik_among_other_words_is_not_shown_again(client: Client, officer, typing):
    digits = a_nik(serial=4242)

    page = find(client, f"Siti {digits}", typing=typing)

    assert (page.context["q"], digits in page.content.decode()) == ("Siti", False)


def test_nothing_is_said_before_anything_was_searched_for(client: Client, officer):
    assert client.get(DESK).context["unfound"] is None


def _focused(page) -> list[str]:
    """The tags on a page that take the keyboard when it opens."""
    return re.findall(r"<[^>]*\bautofocus\b[^>]*>", page.content.decode())


def test_the_reason_takes_the_keyboard_where_somebody_elses_participant_was_found(client: Client, officer):
    stranger = a_participant(kelurahan=GAMBIR)

    found = _focused(find(client, stranger.displayed_number))
    typing = _focused(find(client, stranger.displayed_number, typing=True))
    refused = _focused(client.post("/petugas/buka/", {"q": stranger.number, "reason": ""}))

    assert ([len(tags) for tags in (found, typing, refused)], 'name="reason"' in found[0], "reason" in refused[0]) == (
        [1, 0, 1],
        True,
        True,
    )


def test_a_name_opens_the_person_and_recording_their_permit_is_under_the_hand(client: Client, officer):
    people = [a_participant(name=f"Siti {name}") for name in ("Aminah", "Maryam")]

    page = find(client, "siti")

    links = re.findall(r'href="(/peserta/[^"]+|/petugas/rekam/[^"]+)"', page.content.decode())
    assert links[:4] == [
        f"/{there}" for one in people for there in (f"peserta/{one.displayed_number}/", f"petugas/rekam/{one.number}/")
    ]
    [focused] = _focused(page)
    assert f'href="/petugas/rekam/{people[0].number}/"' in focused


def test_how_long_a_slip_is_taken_back_here_and_where_afterwards_is_said_beside_what_was_recorded(
    client: Client, officer
):
    told = "Tombol Urungkan ada selama satu menit. Sesudah itu buka izinnya, lalu pilih Perbaiki, Cabut, atau Batalkan."
    before = text_of(client.get(DESK))

    a_permit(by=officer)

    assert (told in before, told in text_of(client.get(DESK))) == (False, True)
