"""The table of rights: whole, asked by everybody, and the same for people to read."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from okoce.accounts.rights import TABLE, Deed, Reach, Who, may, may_in, reach, refusal, who
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, PROVINCE

PAGE = (settings.BASE_DIR / "docs/permissions.md").read_text(encoding="utf-8")


def table_of(page: str) -> list[list[str]]:
    """The cells of the only table of a page, its headings first."""
    rows = re.findall(r"^\| (.+) \|$", page, re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in rows if not row.startswith("---")]


def test_every_deed_says_of_everybody_how_far_they_reach():
    assert {deed: len(cells) for deed, cells in TABLE.items()} == dict.fromkeys(Deed, len(Who))


def test_people_read_the_same_table():
    told = [[deed.value, *(reach(comer, deed).value for comer in Who)] for deed in Deed]

    assert table_of(PAGE) == [["Perbuatan", *(comer.value for comer in Who)], *told]


def test_strangers_may_nothing_but_what_everybody_may():
    assert {deed for deed in Deed if reach(Who.STRANGER, deed) is not Reach.NOWHERE} == {Deed.READ_PUBLIC}


def test_an_administrator_sees_nobodys_data():
    assert {deed for deed in Deed if reach(Who.ADMINISTRATOR, deed) is not Reach.NOWHERE} == {
        Deed.READ_PUBLIC,
        Deed.USE_ACCOUNT,
        Deed.ADMINISTER,
    }


@pytest.mark.django_db
def test_an_account_stands_in_the_column_of_its_role_and_a_closed_one_in_none():
    accounts = [
        AnonymousUser(),
        a_participants_account(),
        an_officer(),
        an_official(JAKARTA_BARAT),
        an_official(PROVINCE),
        an_administrator(),
        an_official(PROVINCE, is_active=False),
    ]

    assert [who(account) for account in accounts] == [*[*Who][:6], Who.STRANGER]


@pytest.mark.django_db
def test_a_right_ends_where_ones_region_ends():
    official = an_official(JAKARTA_BARAT)

    assert [
        may_in(official, Deed.SET_TARGET, region) for region in (JAKARTA_BARAT, CENGKARENG_TIMUR, GAMBIR, None)
    ] == [
        True,
        True,
        False,
        False,
    ]
    assert may_in(an_official(PROVINCE), Deed.SET_TARGET, None)


@pytest.mark.django_db
def test_nobody_who_may_not_may_anywhere():
    officer = an_officer()

    assert (may(officer, Deed.PUBLISH), may_in(officer, Deed.PUBLISH, CENGKARENG_TIMUR)) == (False, False)


def test_a_refusal_says_whose_deed_it_is():
    assert [refusal(deed) for deed in (Deed.PUBLISH, Deed.NOTE_OBSTACLE)] == [
        "Hanya akun PGO provinsi yang dapat menerbitkan laporan.",
        "Hanya akun petugas kelurahan, PGO kota atau kecamatan, atau PGO provinsi yang dapat mencatat kendala.",
    ]


@pytest.mark.django_db
def test_an_officer_who_follows_a_participants_link_is_told_whose_page_it_is_and_where_their_own_is(client):
    client.force_login(an_officer())

    page = client.get("/saya/data/")

    assert page.status_code == 403
    assert "Hanya akun peserta yang dapat melihat langkah, izin, dan data sendiri" in page.text
    assert ("Anda masuk sebagai petugas kelurahan." in page.text, 'href="/mulai/"' in page.text) == (True, True)
