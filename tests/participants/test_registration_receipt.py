"""The receipt, the public check of a number, and what none of the pages ever says."""

import logging
import re
from io import BytesIO

import pytest
from PIL import Image

from okoce.regions import tree
from participants import limiting, numbers, receipts
from participants.models import Participant
from permits.erasing import erase
from permits.merging import merge
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.participants.pages import (
    BUSINESS,
    CHECK,
    NIK,
    PERSON,
    RECEIPT,
    a_business,
    a_person,
    fill,
    problems,
    send,
)

pytestmark = pytest.mark.django_db

UNKNOWN = numbers.displayed(numbers.with_check("000000000"))


def slipped(number: str) -> str:
    """The number with one character mistyped."""
    return ("1" if number[0] == "0" else "0") + number[1:]


# --- The receipt


def test_the_receipt_says_what_to_keep_what_comes_next_and_what_is_never_asked(client):
    fill(client)
    send(client)
    number = Participant.objects.get().displayed_number

    page = client.get(RECEIPT).content.decode()

    assert f'<p class="number">{number}</p>' in page
    assert f"Nomor peserta OK OCE saya: {number}. Periksa di http://testserver/cek/{number}/" in page
    assert "kantor Kelurahan Cengkareng Timur" in page
    assert "tidak pernah meminta uang, PIN, atau kode OTP" in page
    assert 'name="password"' not in page


def test_the_receipt_of_somebody_outside_jakarta_names_no_kelurahan_office(client):
    fill(client, business=a_business(location="outside", outside_place="Depok"))
    send(client)

    page = client.get(RECEIPT).content.decode()

    assert "Depok (luar Jakarta)" in page
    assert "UP PTSP" not in page


def test_answers_corrected_after_they_had_arrived_are_not_dropped_without_a_word(client):
    fill(client)
    kept = client.cookies["registration_draft"].value
    send(client)
    client.cookies["registration_draft"] = kept  # the answer was lost on the way
    once_more = client.get(send(client).url)
    client.cookies["registration_draft"] = kept
    client.post(PERSON, a_person(phone="0812 9999 0001"))

    page = client.get(send(client).url)

    assert (Participant.objects.get().phone, len(once_more.context["messages"])) == ("+6281234567890", 0)
    assert [message.message.split(",")[0] for message in page.context["messages"]] == [
        "Kiriman pertama Anda sudah kami terima"
    ]


def test_the_receipt_of_somebody_who_was_erased_is_gone_and_they_may_register_anew(client):
    fill(client)
    send(client)
    erase(Participant.objects.get(), by=an_official())

    card, page = client.get(f"{RECEIPT}kartu.png"), client.get(RECEIPT, follow=True)

    assert (card.status_code, page.redirect_chain) == (302, [("/cek/", 302)])
    assert "Anda sudah terdaftar" not in page.content.decode()
    fill(client)
    assert send(client).url == RECEIPT


def test_the_receipt_of_a_record_that_was_merged_is_that_of_the_one_in_force(client):
    fill(client)
    send(client)
    kept = a_participant(kelurahan=KAPUK)
    merge(kept, Participant.objects.exclude(pk=kept.pk).get(), by=an_official(), reason="orang yang sama")

    receipt = client.get(RECEIPT).context["receipt"]

    assert (receipt.person, receipt.office) == (kept, "Kelurahan Kapuk")


def test_the_number_is_spelled_for_reading_aloud():
    person = Participant(number="4K7H2MX9Q5")

    assert receipts.Receipt(person, "").spelled == "4 K 7 H 2, M X 9 Q 5"


def test_the_code_is_one_path_that_the_strict_policy_allows(client):
    fill(client)
    send(client)

    page = client.get(RECEIPT)

    [picture] = re.findall(r'<div role="img" aria-label="[^"]+">(<svg.*?</svg>)</div>', page.content.decode())
    assert picture.count("<path ") == 1
    assert "style" not in picture
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_the_card_is_a_picture_to_save(client):
    fill(client, person=a_person(name="Nama Yang Panjang Sekali " * 4))
    send(client)

    card = client.get("/daftar/selesai/kartu.png")

    number = Participant.objects.get().displayed_number
    assert card["Content-Disposition"] == f'attachment; filename="kartu-peserta-{number}.png"'
    assert Image.open(BytesIO(card.content)).size == (720, 1000)
    assert len(card.content) < 30_000


# --- The public check


def test_the_check_says_registered_where_and_since_when_and_nothing_else(client):
    person = a_participant(name="Nama Rahasia", business_name="Usaha Rahasia", email="rahasia@contoh.id")

    page = client.get(f"/cek/{person.displayed_number}/").content.decode()

    assert f'<h1>Nomor <span class="nowrap">{person.displayed_number}</span> terdaftar</h1>' in page
    assert "Kelurahan Cengkareng Timur, sejak 9 September 2018." in page
    for secret in ("Rahasia", "rahasia", person.phone[3:], "0812", "1985", person.nik_masked, "laki-laki", "Kuliner"):
        assert secret not in page


def test_the_check_of_somebody_outside_jakarta_names_no_city(client):
    person = an_outsider()

    page = client.get(f"/cek/{person.displayed_number}/").content.decode()

    assert "Di luar Jakarta, sejak 9 September 2018." in page
    assert "Bekasi" not in page


@pytest.mark.parametrize("spelling", [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number} "])
def test_a_number_may_be_typed_in_any_usual_spelling(client, spelling):
    number = a_participant().displayed_number

    answer = client.post("/cek/", {"number": spelling(number)})

    assert answer["Location"] == f"/cek/{number}/"
    assert client.get(f"/cek/{spelling(number).strip()}/").status_code == 200


def test_a_mistyped_number_is_told_from_an_unknown_one(client):
    number = a_participant().displayed_number

    mistyped = client.get(f"/cek/{slipped(number)}/")
    unknown = client.get(f"/cek/{UNKNOWN}/")

    assert (mistyped.status_code, unknown.status_code) == (404, 404)
    assert problems(mistyped) == {"number": ["mistyped"]}
    assert "Nomor ini tidak terdaftar" in unknown.content.decode()


def test_a_mistyped_number_is_shown_back(client):
    number = slipped(a_participant().displayed_number)

    page = client.post("/cek/", {"number": number})

    assert problems(page) == {"number": ["mistyped"]}
    assert f'value="{number}"' in page.content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "🙂" * 5, "x" * 50_000, "4K7H2-MX9Q5\x00", "<script>"])
def test_nonsense_instead_of_a_number_is_a_sentence(client, typed):
    page = client.post("/cek/", {"number": typed})

    assert (page.status_code, list(problems(page))) == (200, ["number"])
    assert b"<script>" not in page.content


@pytest.mark.parametrize("address", ["%00", "%F0%9F%99%82", "x" * 2000, "..", "%3Cscript%3E"])
def test_nonsense_in_the_address_is_a_sentence(client, address):
    assert client.get(f"/cek/{address}/").status_code == 404


def test_whoever_guesses_numbers_must_wait(client):
    number = a_participant().displayed_number
    for serial in range(limiting.MOST_MISSES):
        client.get(f"/cek/{numbers.with_check(f'{serial:09d}')}/")

    guess = client.get(f"/cek/{number}/")
    neighbour = client.get(f"/cek/{number}/", REMOTE_ADDR="10.0.0.7")

    assert (guess.status_code, neighbour.status_code) == (429, 200)
    assert "Tunggu sepuluh menit" in guess.content.decode()


def test_a_slip_of_the_hand_is_no_guess(client):
    number = a_participant().displayed_number
    for _ in range(limiting.MOST_MISSES):
        client.get(f"/cek/{slipped(number)}/")

    assert client.get(f"/cek/{number}/").status_code == 200


def test_a_record_merged_twice_over_speaks_for_the_one_in_force(client):
    kept, between, absorbed = a_participant(kelurahan=KAPUK), a_participant(), a_participant()
    for gone, into in ((between, kept), (absorbed, between)):
        Participant.objects.filter(pk=gone.pk).update(merged_into=into)

    page = client.get(f"/cek/{absorbed.displayed_number}/").content.decode()

    assert "Kelurahan Kapuk, sejak" in page


def test_a_record_merged_into_another_speaks_for_it(client):
    kept, absorbed = a_participant(), an_outsider()
    Participant.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    page = client.get(f"/cek/{absorbed.displayed_number}/").content.decode()

    assert "Kelurahan Cengkareng Timur, sejak 9 September 2018." in page


def test_the_check_costs_one_query(client, django_assert_num_queries):
    number = a_participant().displayed_number
    tree.nodes()

    with django_assert_num_queries(1):
        client.get(f"/cek/{number}/")


def test_search_engines_keep_neither_check_nor_receipt(client):
    fill(client)
    send(client)

    for page in (RECEIPT, f"/cek/{Participant.objects.get().displayed_number}/"):
        assert b'<meta name="robots" content="noindex">' in client.get(page).content


# --- The NIK is said nowhere


def test_no_page_address_or_log_ever_holds_the_nik(client, caplog):
    caplog.set_level(logging.DEBUG)
    answers = []

    def visit(page, data=None):
        answers.append(client.get(page) if data is None else client.post(page, data))

    visit(PERSON, a_person(name=""))
    visit(PERSON)
    visit(PERSON, a_person(sex="M"))
    visit(PERSON)
    visit(PERSON, a_person())
    visit(PERSON)
    visit(BUSINESS, a_business(kelurahan_name="cengkareng"))
    visit(BUSINESS)
    visit(BUSINESS, a_business())
    visit(CHECK)
    visit(CHECK, {})
    visit(f"{CHECK}?setuju=belum")
    visit(CHECK, {"consent": "on"})
    visit(RECEIPT)
    visit(PERSON, a_person())
    visit(PERSON)
    visit("/cek/", {"number": NIK})
    visit(f"/cek/{NIK}/")
    visit("/cek/")

    said = [answer.content.decode() + str(answer.headers) + str(answer.cookies) for answer in answers]
    assert [answer.status_code for answer in answers if answer.status_code not in (200, 302)] == [400]  # the address
    assert [text for text in said if NIK in text.replace(" ", "")] == []
    assert NIK not in caplog.text.replace(f"Bad Request: /cek/{NIK}/", "")  # masked where it is written down


def test_a_nik_that_was_accepted_once_is_shown_masked_and_need_not_be_typed_again(client):
    client.post(PERSON, a_person(name=""))

    page = client.get(PERSON)

    assert "Sudah terisi: 3173••••••••4711." in page.content.decode()
    assert page.context["form"]["nik"].value() == ""
    assert client.post(PERSON, a_person(nik=""))["Location"] == BUSINESS


def test_a_number_typed_as_a_nik_is_explained(client):
    page = client.post("/cek/", {"number": NIK})

    assert problems(page) == {"number": ["nik"]}
    assert client.get(f"/cek/{NIK}/").status_code == 400
