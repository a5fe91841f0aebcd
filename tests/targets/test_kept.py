"""Boards are right in the very next request after a deed, and cost one statement while nothing changes."""

import gzip
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.test import Client

from okoce.accounts.models import ActiveDay
from permits import deeds
from targets import goals, publishing, versions
from targets.models import Target
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.targets.setting import a_target
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

API = "/api/v1/progress/"
GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture(autouse=True)
def _within_one_minute() -> Iterator[None]:
    """Boards are kept for a minute; no test may cross into the next."""
    with portal_at(datetime(2018, 9, 9, 12)):
        yield


@pytest.mark.parametrize("path", ["/", "/capaian/", "/capaian/31.73/", "/capaian/31/jembatan/", API])
def test_an_unchanged_board_costs_one_statement(client: Client, django_assert_num_queries, path: str):
    client.get(path)

    with django_assert_num_queries(1):
        again = client.get(path)

    assert again.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "statements"), [("/", 3), ("/capaian/", 4), (API, 3)])
def test_after_a_recording_a_board_costs_few_statements_within_one_view(
    client: Client, django_assert_num_queries, path: str, statements: int
):
    goals.load_defaults()
    person, officer = a_participant(), an_officer()
    a_permit(by=officer)  # whose first today shows in who is silent, too
    client.get(path)
    a_permit(person, officer)

    with django_assert_num_queries(statements + len(["BEGIN", "ROLLBACK"])):
        client.get(path)


def test_a_report_shows_on_a_kept_page_as_soon_as_it_is_out(client: Client):
    a_permit(issued_on=date(2018, 8, 30))
    before = client.get("/capaian/").content.decode()

    publishing.publish(as_of=date(2018, 8, 31), by=an_official())
    same = client.get("/capaian/").content.decode()
    a_permit(issued_on=date(2018, 8, 29))
    other = client.get("/capaian/").content.decode()

    assert "Laporan resmi terakhir" not in before
    assert "per 31 Agustus 2018: 1. Angka hari ini untuk hari itu sama." in same
    assert 'hari itu: 2, <a href="/laporan/2018-001/#sekarang">mengapa?</a>' in other
    assert "Laporan resmi terakhir" not in client.get("/capaian/?per=2018-09-08").content.decode()
    assert "Laporan resmi terakhir" not in client.get("/capaian/31.73/").content.decode()


def test_every_deed_shows_in_the_very_next_answer(client: Client):
    officer = an_officer()
    results = [client.get(API).json()]
    person = a_participant()
    results.append(client.get(API).json())
    permit = a_permit(person, officer)
    results.append(client.get(API).json())
    deeds.void(permit, by=officer, reason="salah")
    results.append(client.get(API).json())
    goals.load_defaults()
    results.append(client.get(API).json())

    assert [answer["registered"] for answer in results] == [0, 1, 1, 1, 1]
    assert [answer["new_entrepreneurs"] for answer in results] == [0, 0, 1, 0, 0]
    assert [answer["target"] for answer in results] == [None, None, None, None, 40_000]


def test_a_conditional_request_is_answered_304_until_something_changes(client: Client):
    tag = client.get("/capaian/").headers["ETag"]

    unchanged = client.get("/capaian/", headers={"If-None-Match": tag}).status_code
    a_permit()
    changed = client.get("/capaian/", headers={"If-None-Match": tag}).status_code

    assert (unchanged, changed) == (304, 200)


def test_a_board_is_the_same_whoever_can_unpack_it(client: Client):
    small = client.get("/capaian/", headers=GZIP)
    plain = client.get("/capaian/")
    again = client.get("/capaian/", headers=GZIP)

    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.content) == plain.content
    assert again.content == small.content
    assert {answer.headers["Vary"] for answer in (small, plain, again)} == {"Accept-Encoding, Cookie"}
    assert len({answer.headers["ETag"] for answer in (small, plain, again)}) == 1


@pytest.mark.parametrize("held", ["{tag}", '"older", {tag}', "{strong}"])
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_a_board_held_compressed_or_not_is_not_sent_again(client: Client, held: str, headers: dict[str, str]):
    tag = client.get("/capaian/", headers=GZIP).headers["ETag"]
    said = held.format(tag=tag, strong=tag.removeprefix("W/"))

    answer = client.get("/capaian/", headers={"If-None-Match": said} | headers)

    assert (answer.status_code, answer.content) == (304, b"")
    assert tag.startswith('W/"')
    assert answer.headers["ETag"] == tag
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
    assert "Content-Encoding" not in answer.headers


def test_the_public_figures_are_kept_compressed_too(client: Client):
    small, plain = client.get(API, headers=GZIP), client.get(API)

    assert gzip.decompress(small.content) == plain.content


def test_whoever_is_signed_in_gets_a_board_compressed_anew(client: Client):
    client.force_login(an_official())

    pages = [client.get("/capaian/", headers=GZIP) for _ in range(2)]

    assert [page.headers["Content-Encoding"] for page in pages] == ["gzip", "gzip"]
    assert "ETag" not in pages[0].headers


def test_other_dates_and_regions_are_kept_apart(client: Client):
    a_permit()

    pages = {client.get(path).content for path in ("/capaian/", "/capaian/?per=2018-08-01", "/capaian/31.73/")}

    assert len(pages) == 3


def test_whoever_is_signed_in_never_gets_a_strangers_page_nor_a_stranger_theirs(client: Client):
    official = Client()
    official.force_login(an_official())
    strangers_first = client.get("/capaian/").content.decode()

    officials = official.get("/capaian/").content.decode()
    strangers = client.get("/capaian/").content.decode()

    assert "/capaian/31/rincian/" in officials
    assert "/capaian/31/rincian/" not in strangers
    assert strangers == strangers_first


def test_a_refused_question_is_not_kept(client: Client):
    assert [client.get("/capaian/?per=x").status_code for _ in range(2)] == [400, 400]


def test_what_is_committed_late_with_a_lower_number_is_another_version():
    """Numbers are drawn at the beginning of a deed, and what began first may come last."""
    target = a_target(150)
    activity = ActiveDay.objects.create(kelurahan_id=KAPUK, day=date(2018, 9, 9))
    found = [versions.current()]

    ActiveDay.objects.create(pk=activity.pk - 1_000, kelurahan_id=GAMBIR, day=date(2018, 9, 9))
    found.append(versions.current())
    Target.objects.create(
        pk=target.pk - 1_000,
        region_id=KAPUK,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 12, 31),
        number=1,
        reason="x",
    )
    found.append(versions.current())

    assert len(set(found)) == 3
