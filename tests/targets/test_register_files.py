"""The rows of a reconciliation as a file: one tab of the page, for the province's officials, without a NIK."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from participants.nik import decrypt
from permits.reconciling import settling, staging
from permits.reconciling.models import Register
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_file, a_row, of, received

pytestmark = pytest.mark.django_db

PATH = "/pgo/rekonsiliasi/"
PREAMBLE = 8
DAY = "2018-09-05"
STATEMENTS = 5


@pytest.fixture
def official(client: Client):
    account = an_official(name="Ibu Pejabat", username="pgo-provinsi")
    client.force_login(account)
    return account


def address(register: Register, chosen: str = "berbeda", ending: str = "csv") -> str:
    return f"{PATH}{register.pk}/ekspor.{ending}?hasil={chosen}"


def told(client: Client, register: Register, chosen: str) -> list[list[str]]:
    """The whole file, line by line."""
    text = b"".join(client.get(address(register, chosen)).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def rows(client: Client, register: Register, chosen: str) -> list[list[str]]:
    return told(client, register, chosen)[PREAMBLE + 1 :]


def test_a_row_that_differs_is_told_with_what_differs_and_how_it_was_settled(client: Client, official):
    permit, other = a_permit(), a_permit()
    register = received(a_row(permit, kelurahan="Kapuk"), a_row(other, kelurahan="Kapuk"))
    settling.keep_ours(register.rows.get(permit=other), by=official)

    found = rows(client, register, "berbeda")

    day = permit.issued_on.isoformat()
    assert found == [
        [
            *(str(line), str(one.kind), one.number, day, "Kapuk", str(one), day, one.place),
            *(one.participant.displayed_number, one.participant.name, "berbeda", "kelurahannya", *settled),
        ]
        for line, one, settled in (
            (2, permit, ("", "")),
            (3, other, ("catatan portal benar", "Ibu Pejabat")),
        )
    ]


def test_who_a_row_is_about_is_told_where_only_the_register_has_the_permit(client: Client, official):
    person = a_participant(name="=Siti")

    found = rows(client, received(of(person)), "hanya-register")

    nobody = ["", "", ""]
    row = ["2", "IUMK", "900/e/2018", DAY, "Cengkareng Timur", *nobody]
    assert found == [[*row, person.displayed_number, "'=Siti", "hanya di register", *nobody]]


def test_what_only_the_portal_has_is_told(client: Client, official):
    known, unknown = a_permit(), a_permit()
    register = received(a_row(known))

    assert rows(client, register, "hanya-portal") == [
        [str(unknown), unknown.participant.name, unknown.place, unknown.issued_on.isoformat()]
    ]


def test_every_outcome_is_a_file_without_a_nik(client: Client, official):
    permit, person = a_permit(), a_participant()
    stranger = ["1", "3173990101800001", "nama", "77/e/2018", "05/09/2018", "IUMK", "Kapuk"]
    unreadable = ["1", "3173990101800001", "nama", "3173990101800001", "05/09/2018", "IUMK", "Kapuk"]
    register = received(a_row(permit), a_row(permit), stranger, unreadable, of(person))
    digits = ["3173990101800001", *(decrypt(one.nik_encrypted) for one in (permit.participant, person))]

    files = {
        chosen: told(client, register, chosen)
        for chosen in ("hanya-register", "bukan-peserta", "tidak-terbaca", "berulang", "cocok")
    }

    assert {chosen: len(lines) - PREAMBLE - 1 for chosen, lines in files.items()} == dict.fromkeys(files, 1)
    cells = [cell for lines in files.values() for line in lines for cell in line]
    assert [cell for cell in cells if any(nik in cell for nik in digits)] == []


def test_the_file_says_of_which_register_when_which_rows_and_by_what_rule(client: Client, official):
    register = received(of(a_participant()))

    title, as_of, known_at, sent, days, narrowed, rule, empty = told(client, register, "bukan-peserta")[:PREAMBLE]

    assert title == ["Rekonsiliasi register DPMPTSP", "register.csv"]
    assert as_of == ["per tanggal", "2018-09-09"]
    assert known_at[1].startswith("2018-09-09T")
    assert (sent[0], days) == ("register dikirim", ["izin terbit", DAY, DAY])
    assert narrowed == ["saringan", "hasil: bukan peserta"]
    assert (rule[0], empty) == ("aturan", [])


def test_many_rows_are_read_some_at_a_time_and_none_twice(client: Client, official, monkeypatch):
    register = received(*(of(a_participant(), number=f"{number}/e/2018") for number in range(1, 6)))

    monkeypatch.setattr("permits.listing._ROWS_AT_ONCE", 2)

    assert [row[0] for row in rows(client, register, "hanya-register")] == ["2", "3", "4", "5", "6"]


def test_the_rows_come_as_a_workbook_too(client: Client, official):
    answer = client.get(address(received(of(a_participant())), "hanya-register", "xlsx"))

    lines = list(load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))
    assert lines[-1][:3] == (2, "IUMK", "900/e/2018")


def test_a_register_that_is_still_being_matched_leads_back_to_its_page(client: Client, official):
    register, _ = staging.receive(a_file(of(a_participant())), "register.csv", by=official)

    answer = client.get(address(register))

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PATH}{register.pk}/")


@pytest.mark.parametrize("asked", ["ekspor.pdf", "ekspor.csv?hasil=x"])
def test_what_there_is_not_is_not_found(client: Client, official, asked: str):
    register = received(of(a_participant()))

    assert client.get(f"{PATH}{register.pk}/{asked}").status_code == 404
    assert client.get(f"{PATH}{register.pk + 1}/ekspor.csv").status_code == 404


def test_the_file_is_for_the_provinces_officials(client: Client, official):
    register = received(of(a_participant()))

    tries = {}
    for name, user in (
        ("province", official),
        ("city", an_official(JAKARTA_BARAT, username="pgo-kota")),
        ("officer", an_officer()),
        ("administrator", an_administrator()),
    ):
        client.force_login(user)
        tries[name] = client.get(address(register)).status_code

    assert tries == {"province": 200, "city": 403, "officer": 403, "administrator": 403}
    assert Client().get(address(register)).status_code == 302


def test_the_page_leads_to_the_file_of_its_tab(client: Client, official):
    register = received(of(a_participant()))

    page = client.get(f"{PATH}{register.pk}/?hasil=hanya-register").content.decode()

    for ending in ("csv", "xlsx"):
        assert f'href="{address(register, "hanya-register", ending)}"' in page


def test_the_file_costs_the_same_statements_for_one_row_and_for_many(
    client: Client, official, django_assert_num_queries
):
    one = received(of(a_participant(), number="1/e/2018"))
    three = received(*(of(a_participant(), number=f"{number}/e/2018") for number in (2, 3, 4)))
    rows(client, one, "hanya-register")

    for register in (one, three):
        with django_assert_num_queries(STATEMENTS):
            rows(client, register, "hanya-register")
