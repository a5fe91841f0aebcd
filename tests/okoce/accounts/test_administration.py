"""The administration of accounts, where it is not Django's own."""

import re
from html import unescape
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from okoce.audit.models import Verb
from okoce.audit.recording import record
from okoce.ui import formats
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer

pytestmark = pytest.mark.django_db

ACCOUNTS = "/admin/accounts/user/"


@pytest.mark.parametrize("chosen", ["", "x", "\x00", "-2.4e16", "9" * 30, "1; DROP"])
def test_rows_that_cannot_be_are_named_as_such(client, chosen: str):
    officer = an_officer()
    client.force_login(an_administrator())

    answer = client.post(
        "/admin/accounts/user/",
        {"action": "take_away_second_factor", "_selected_action": [str(officer.pk), chosen], "index": "0"},
    )

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Baris yang dipilih tidak dikenal. Pilih lagi dari daftar."
    ]
    assert (answer.status_code, answer["Location"]) == (302, "/admin/accounts/user/")


@pytest.mark.parametrize(
    "asked",
    ["password__startswith=p", "password=x", "username__regex=(", "last_login__year=" + "9" * 20, "region__name=Kapuk"],
)
def test_the_list_of_accounts_is_asked_only_for_what_its_filters_show(client, asked: str):
    client.force_login(an_administrator())

    assert client.get(f"/admin/accounts/user/?{asked}").status_code == 400


def test_the_filters_of_the_list_of_accounts_narrow_it(client):
    officer = an_officer()
    client.force_login(an_administrator())

    shown = client.get("/admin/accounts/user/", {"role__exact": officer.role, "is_active__exact": "1"})

    assert list(shown.context["cl"].result_list) == [officer]


@pytest.mark.parametrize("spelt", [str, str.upper])
def test_a_user_name_that_is_taken_is_said_once_and_beside_it(client, spelt):
    taken, other = an_officer(), an_officer()
    client.force_login(an_administrator())
    answers = {"username": spelt(taken.username), "name": "Sari", "role": "administrator", "is_active": "on"}

    pages = [client.post(ACCOUNTS + part, answers) for part in ("add/", f"{other.pk}/change/")]

    said = {"username": ["Nama pengguna ini sudah dipakai."]}
    assert [page.context["adminform"].form.errors for page in pages] == [said] * 2


def test_an_account_keeps_its_user_name_or_has_it_written_otherwise(client):
    officer = an_officer()
    client.force_login(an_administrator())
    answers = {"name": "Sari", "role": officer.role, "region": officer.region_id, "is_active": "on"}

    for name in (officer.username, officer.username.upper()):
        client.post(f"{ACCOUNTS}{officer.pk}/change/", answers | {"username": name})
        officer.refresh_from_db()
        assert (officer.username, officer.name) == (name, "Sari")


def test_of_a_password_one_only_sees_whether_there_is_one(client):
    client.force_login(an_administrator())
    with_one, without = an_officer(password="kebun-pisang-di-loteng-7"), an_officer()
    without.set_unusable_password()
    without.save()

    pages = [client.get(f"/admin/accounts/user/{one.pk}/change/").content.decode() for one in (with_one, without)]

    assert [("sudah dibuat" in page, "belum dibuat" in page) for page in pages] == [(True, False), (False, True)]
    assert [word for page in pages for word in ("pbkdf2", "argon2", "salt", "md5") if word in page] == []


def test_moments_and_django_s_own_words_are_told_as_elsewhere_in_the_portal(client):
    officer = an_officer()
    client.force_login(an_administrator())

    page = client.get(f"/admin/accounts/user/{officer.pk}/change/").content.decode()

    assert formats.moment(officer.created_at) in page
    assert 'aria-label="Letak halaman ini"' in page


def test_the_history_of_an_account_is_what_the_record_of_deeds_says_of_it(client):
    officer, other = an_officer(), an_officer()
    for account in (officer, other):
        record(Verb.LOOKED, account, by=None)
    client.force_login(an_administrator())

    answer = client.get(f"/admin/accounts/user/{officer.pk}/history/", follow=True)
    strange = client.get("/admin/accounts/user/0%26who=x/history/", follow=True)

    assert {event.subject for event in answer.context["page"].items} == {f"user:{officer.pk}"}
    assert strange.status_code == 200


def test_of_an_account_that_is_being_made_nothing_is_told_yet(client):
    client.force_login(an_administrator())

    page = client.get("/admin/accounts/user/add/").content.decode()

    assert 'name="username"' in page
    assert not [
        word for word in ("sudah dibuat", "belum dibuat", "field-last_login", "field-created_at") if word in page
    ]


def test_a_region_is_chosen_by_its_code_and_with_its_level(client):
    client.force_login(an_administrator())

    page = client.get("/admin/accounts/user/add/").content.decode()

    assert ">31.71.01 Kecamatan Gambir</option>" in page
    assert ">31.71.01.1001 Kelurahan Gambir</option>" in page


def test_on_a_phone_each_cell_of_a_list_says_what_it_is(client):
    an_officer(name="Siti")
    client.force_login(an_administrator())

    page = client.get("/admin/accounts/user/").content.decode()

    assert '<td data-label="Nama" class="field-name">Siti</td>' in page
    assert re.findall(r'data-label="(.*?)"', page)[:4] == ["Nama", "Peran", "Wilayah", "Aktif"]


@pytest.mark.parametrize(
    "path",
    ["", "accounts/", "accounts/user/", "accounts/user/add/", "regions/region/", "audit/event/", "api/apitoken/add/"],
)
def test_the_administration_speaks_no_english(client, path: str):
    client.force_login(an_administrator())

    page = client.get(f"/admin/{path}").content.decode()

    assert re.findall(r"\b(True|False|None|Search|Sidebar|Toggle|Select|Change|Close|Save|Home)\b", page) == []


@pytest.mark.parametrize("path", ["/admin/accounts/user/add/", "/admin/api/agency/add/", "/admin/api/apitoken/add/"])
def test_labels_have_no_colons_as_nowhere_in_the_house(client, path: str):
    client.force_login(an_administrator())

    labels = re.findall(r"<label[^>]*>([^<]+)</label>", client.get(path).content.decode())

    assert labels
    assert [label for label in labels if ":" in label] == []


def look_for(client, words: str, address: str = ACCOUNTS) -> str:
    """Post a search from a list; the address that shows what was found."""
    return address.split("?")[0] + client.post(address, {"q": words})["Location"]


def shown(client, address: str) -> list[str]:
    return [account.username for account in client.get(address).context["cl"].result_list]


@pytest.mark.parametrize("words", ["Siti Rahmawati", "+6281234567890", "siti@contoh.id"])
def test_whom_somebody_looks_for_stands_in_no_address(client, words: str):
    a_participants_account(username="+6281234567890", name="Siti Rahmawati", email="siti@contoh.id")
    client.force_login(an_administrator())

    address = look_for(client, words)
    page = client.get(address)

    assert shown(client, address) == ["+6281234567890"]
    assert [part for part in (words, quote(words), quote_plus(words)) if part in address] == []
    assert f'name="q" value="{words}"' in page.content.decode()
    links = re.findall(r'href="(\?[^"]*)"', page.content.decode())
    assert [link for link in links if words.split()[0] in unquote_plus(link)] == []


def test_what_is_looked_for_holds_on_further_pages_in_other_orders_and_under_filters(client):
    for number in range(101):
        an_officer(name=f"Siti {number}", username=f"siti-{number:03d}", is_active=number < 100)
    an_officer(name="Budi")
    client.force_login(an_administrator())

    address = look_for(client, "siti", f"{ACCOUNTS}?is_active__exact=1&p=7")
    page = client.get(address)
    links = {link for link in re.findall(r'href="(\?[^"]*)"', page.content.decode()) if "q=" in link}

    assert page.context["cl"].result_count == 100
    assert all(client.get(ACCOUNTS + unescape(link)).context["cl"].query == "siti" for link in links)
    assert any("o=" in link for link in links)
    assert shown(client, f"{look_for(client, 'siti')}&p=2") == ["siti-100"]


def test_the_search_carries_the_token_that_it_is_asked_for():
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_administrator())
    form = client.get(ACCOUNTS).content.decode().split('id="changelist-search"')[1].split("</form>")[0]
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)

    answers = [client.post(ACCOUNTS, {"q": "siti", **said}) for said in ({"csrfmiddlewaretoken": token}, {})]

    assert [answer.status_code for answer in answers] == [302, 403]


def test_an_empty_search_shows_all_again(client):
    an_officer(username="budi")
    client.force_login(an_administrator(username="admin"))

    address = look_for(client, "budi")

    assert shown(client, look_for(client, " ", address)) == ["admin", "budi"]


@pytest.mark.parametrize("words", ["\x00", "a" * 100_000, "' OR 1=1 --", "\U0001f600"])
def test_nothing_that_is_looked_for_makes_a_list_fail(client, words: str):
    client.force_login(an_administrator())

    assert client.get(look_for(client, words)).status_code == 200


def test_words_that_somebody_writes_into_the_address_are_not_looked_for(client):
    client.force_login(an_administrator(username="admin"))

    assert shown(client, f"{ACCOUNTS}?q=siti") == ["admin"]


@pytest.mark.parametrize(("words", "said"), [("", "Belum ada isinya."), ("kapuk", "Tidak ada yang cocok.")])
def test_an_empty_list_says_whether_anything_was_looked_for(client, words: str, said: str):
    client.force_login(an_administrator())

    page = client.get(look_for(client, words, "/admin/api/agency/")).content.decode()

    assert [one for one in ("Belum ada isinya.", "Tidak ada yang cocok.") if one in page] == [said]
