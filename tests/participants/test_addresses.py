"""A NIK in an address: refused, and repeated nowhere."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from participants import nik
from participants.deeds import DeedRefused, said
from participants.fields import LineField
from tests.okoce.accounts.factories import an_officer
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.factories import a_nik

pytestmark = pytest.mark.django_db

NIK = a_nik(serial=3)
DASHES = ["\u2010", " — ", "\u2212"]
SPELLINGS = [NIK, f"{NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}", f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}"]
ADDRESSES = [
    "/peserta/{}/",
    "/peserta/{}/nik/",
    "/cek/{}/",
    "/petugas/?q={}",
    "/masuk/?next=/peserta/{}/",
    "/capaian/?per={}",
    "/nowhere/{}",
    "/admin/participants/participant/?q={}",
    "/api/v1/permits/?number={}",
    "/static/{}.css",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("signed_in", [False, True], ids=["a stranger", "an officer"])
def test_it_is_refused_and_not_repeated(client: Client, address: str, signed_in: bool):
    if signed_in:
        client.force_login(an_officer(CENGKARENG_TIMUR))

    answers = [client.get(address.format(spelling)) for spelling in SPELLINGS]

    assert [answer.status_code for answer in answers] == [400] * len(SPELLINGS)
    said = [answer.content.decode() + str(answer.headers) for answer in answers]
    assert [text for text in said for spelling in SPELLINGS if spelling in text] == []
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_it_is_seen_however_it_is_escaped(client: Client):
    twice = "".join(f"%25{ord(digit):X}" for digit in NIK)

    assert [client.get(f"/masuk/?next={way}").status_code for way in (twice, NIK.replace("3", "%33"))] == [400, 400]


def test_the_page_says_what_to_do(client: Client):
    page = client.get(f"/cek/{NIK}/").content.decode()

    assert "<h1>Jangan menulis NIK di alamat</h1>" in page


def test_a_program_is_told_by_a_problem(client: Client):
    answer = client.get(f"/api/v1/permits/?number={NIK}")

    assert (answer.headers["Content-Type"], answer.json()["status"]) == ("application/problem+json", 400)


@pytest.mark.parametrize(
    "address",
    [
        "/capaian/31.73.01.1006/",
        "/capaian/?per=2018-09-09&data_sampai=2018-09-09",
        "/masuk/?next=/izin/",
    ],
)
def test_other_addresses_are_answered(client: Client, address: str):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "31.73.01.1006.1785.0003",
        "7/31.73.01.1006/-1.824/e/2018",
        "31.74.08.1004/-1.824.27/e/2018",
        "503/31.74.08.1004/2018/0012",
        "12/09/2018 - 10/10/2018",
        "12-09-2018 - 10-10-2018",
        "12.09.2018–10.10.2018",
        "08:00—10:00 12.12.2018—13.12.2018",
        "0812-3456-7890 / 0813-4567-8901",
        "1234567890123456",
        "31739917088500034",
    ],
)
def test_other_long_numbers_are_not_taken_for_one(text: str):
    assert nik.stands_in(text) is False


@given(st.dates(), st.sampled_from(["", " ", "-"]), st.text(alphabet="ab /?&=", max_size=3))
def test_a_nik_is_seen_in_any_grouping_and_place(born_on, separator, around):
    digits = a_nik(born_on)
    written = separator.join((digits[:4], digits[4:8], digits[8:12], digits[12:]))

    assert nik.stands_in(f"{around}{written}{around}") is True


@pytest.mark.parametrize("between", [" - ", "–", " – ", *DASHES, "_", "/", " / ", "  ", "\xa0", ".", ". "])
@pytest.mark.parametrize("groups", [(4, 8, 12), (6, 12), (8,), (12,)])
def test_a_nik_is_seen_whatever_stands_between_its_groups(between, groups):
    written = between.join(NIK[start:end] for start, end in zip((0, *groups), (*groups, 16), strict=True))

    assert [nik.stands_in(text) for text in (written, f"12/{written}", f"Milik {written}, 08 1985")] == [True] * 3


def test_a_text_of_digits_alone_is_searched_in_no_time():
    texts = ["3" * 200_000, "3 - " * 50_000, "12/" * 60_000, "123456 " * 30_000]
    began = time.monotonic()

    assert [nik.stands_in(text) for text in texts] == [False] * 4
    assert time.monotonic() - began < 5


def test_it_is_refused_in_words_that_are_stored():
    with pytest.raises(ValidationError, match=nik.HELD):
        LineField(max_length=200).clean(f"Milik {NIK}")
    with pytest.raises(DeedRefused, match=nik.HELD):
        said(f"Milik {NIK}")
