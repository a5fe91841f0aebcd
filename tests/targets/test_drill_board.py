"""Every figure that an official sees opens to exactly what it counts."""

import re
from datetime import date, datetime
from urllib.parse import urljoin

import pytest
from django.http import HttpResponse
from django.test import Client

from okoce.accounts.models import User
from okoce.ui.formats import number
from participants.deeds import complete_step
from participants.models import Step
from permits import deeds, obstacles
from permits.models import ObstacleKind
from targets import publishing
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_row, of, received
from tests.targets.figures import Shown, shown
from tests.targets.scene import a_scene
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

JULY, AUGUST, SEPTEMBER = date(2018, 7, 5), date(2018, 8, 6), date(2018, 9, 3)
DATES = ["", "?per=2018-08-15", "?per=2018-09-02&data_sampai=2018-09-02T23:00"]
WAYS = ["bulan", "wilayah", "hari", "hari&kiri=9/8/2018&kanan=2/8/2018"]
MADE_OF_FIGURES_BESIDE_THEM = {
    *("Seharusnya", "Kurang dari seharusnya", "Di atas seharusnya", "Sisa sampai target"),
    *("Perlu per hari", "Perlu per hari kerja", "Laju per hari", "Perkiraan akhir tahun"),
    *("Dengan minggu terendah", "Dengan minggu tertinggi", "Selisih"),
}
"""What is computed from figures that open, with the sum beside it."""


@pytest.fixture
def people() -> None:
    """People at every point of the way: in and out of order, held up, from elsewhere, with a permit of elsewhere."""
    scene = a_scene()
    official = an_official()
    for person, steps in (
        (scene.people[0], "P2 P3 P5 P6 P7"),
        (scene.people[1], "P2 P3 P5"),
        (scene.people[2], "P3"),
        (a_participant(date(2018, 7, 2), kelurahan=KAPUK), "P2"),
        (a_participant(date(2018, 7, 2), kelurahan=GAMBIR), "P2 P3"),
        (an_outsider(), "P2 P3"),
    ):
        for step, day in zip(steps.split(), (JULY, AUGUST, SEPTEMBER, SEPTEMBER, SEPTEMBER), strict=False):
            complete_step(person, step=Step(step), on=day, by=official)
    held_up = a_participant(date(2018, 7, 2))
    complete_step(held_up, step=Step.P2, on=JULY, by=official)
    obstacles.set_obstacle(held_up, kind=ObstacleKind.NO_NPWP, by=official)
    obstacles.set_obstacle(a_participant(kelurahan=KAPUK), kind=ObstacleKind.PAPERS, by=official)
    guest = an_outsider()
    given_up = a_permit(guest, an_officer(KAPUK), kelurahan=KAPUK, issued_on=date(2018, 8, 5))
    deeds.revoke(given_up, on=date(2018, 9, 4), by=official, reason="usaha tutup")
    obstacles.set_obstacle(guest, kind=ObstacleKind.NO_NPWP, by=official)
    late = a_participant(date(2018, 9, 3), sex="M", kelurahan=KAPUK)
    a_permit(late, an_officer(KAPUK), kelurahan=KAPUK, issued_on=date(2018, 9, 2))


@pytest.mark.parametrize("asked", DATES)
@pytest.mark.parametrize(
    ("official", "region"),
    [
        (PROVINCE, PROVINCE),
        (PROVINCE, JAKARTA_BARAT),
        (PROVINCE, KAPUK),
        (JAKARTA_BARAT, JAKARTA_BARAT),
        (JAKARTA_BARAT, CENGKARENG),
        (CENGKARENG, CENGKARENG),
        (CENGKARENG, CENGKARENG_TIMUR),
    ],
)
@pytest.mark.usefixtures("people")
def test_each_figure_of_the_board_opens_to_a_list_that_says_the_same(
    client: Client, official: str, region: str, asked: str
):
    client.force_login(_official_of(official))

    figures = _figures(client, f"/pgo/wilayah/{region}/{asked}")

    assert not _wrong(client, figures)
    assert not _closed(figures)
    addresses = [figure.url for figure in figures]
    assert len({url for url in addresses if "berurutan=" in url}) == len(Step)
    assert any("kendala=" in url for url in addresses)
    assert any("#laju" in url for url in addresses)


@pytest.mark.parametrize("asked", DATES)
@pytest.mark.parametrize("region", [PROVINCE, JAKARTA_BARAT, CENGKARENG, CENGKARENG_TIMUR])
@pytest.mark.parametrize("page", ["/capaian/{}/", "/capaian/{}/jembatan/"])
@pytest.mark.usefixtures("people")
def test_so_does_each_of_what_the_public_sees_too(client: Client, page: str, region: str, asked: str):
    client.force_login(an_official())

    figures = _figures(client, page.format(region) + asked)

    assert not _wrong(client, figures)
    assert not _closed(figures)


@pytest.mark.parametrize("region", [PROVINCE, JAKARTA_BARAT, CENGKARENG, CENGKARENG_TIMUR])
@pytest.mark.parametrize("page", ["/capaian/{}/lembar/", *(f"/pgo/banding/{{}}/?cara={way}" for way in WAYS)])
@pytest.mark.usefixtures("people")
def test_so_does_each_of_the_weekly_sheet_and_of_what_is_compared(client: Client, page: str, region: str):
    client.force_login(an_official())

    figures = _figures(client, page.format(region))

    assert not _wrong(client, figures)
    assert not _closed(figures)
    assert len(figures) >= 3


@pytest.mark.usefixtures("people")
def test_both_years_open_and_their_difference_is_theirs(client: Client):
    with portal_at(datetime(2019, 6, 3, 12)):
        client.force_login(an_official())

        figures = _figures(client, f"/pgo/banding/{JAKARTA_BARAT}/?cara=tahun&kiri=2018&kanan=2019")

        assert not _wrong(client, figures)
        assert {figure.label for figure in _closed(figures)} == {"Perubahan"}


@pytest.mark.parametrize("region", [PROVINCE, JAKARTA_BARAT, CENGKARENG_TIMUR])
@pytest.mark.usefixtures("people")
def test_so_does_each_of_a_report_as_it_was_published_and_as_it_is_now(client: Client, region: str):
    client.force_login(an_official())
    person = a_participant(date(2018, 7, 2))
    with portal_at(datetime(2018, 9, 9, 12)):
        report = publishing.publish(as_of=date(2018, 9, 4), by=an_official())
    with portal_at(datetime(2018, 9, 9, 15)):
        a_permit(person, an_officer(), issued_on=date(2018, 9, 3))

        pages = [f"/laporan/{report.number}/?wilayah={region}", "/laporan/"]
        figures = [figure for page in pages for figure in _figures(client, page)]

        assert not _wrong(client, figures)
    assert {figure.label for figure in _closed(figures)} <= MADE_OF_FIGURES_BESIDE_THEM | {
        "dicatat kemudian",
        "±",
    }  # permit by permit below
    published, today = (
        {figure.said for figure in figures if figure.label == label} for label in ("diterbitkan", "angka sekarang")
    )
    assert {int(*today) - int(*published)} == {1}


@pytest.mark.usefixtures("people")
def test_a_report_opens_to_what_it_froze_even_by_a_clock_that_was_set_back(client: Client):
    client.force_login(an_official())
    first, second = a_participant(date(2018, 7, 2)), a_participant(date(2018, 7, 2))
    with portal_at(datetime(2018, 9, 9, 18)):
        a_permit(first, an_officer(), issued_on=date(2018, 9, 3))
    with portal_at(datetime(2018, 9, 9, 12)):
        report = publishing.publish(as_of=date(2018, 9, 4), by=an_official())
    with portal_at(datetime(2018, 9, 9, 11)):
        a_permit(second, an_officer(), issued_on=date(2018, 9, 3))
    with portal_at(datetime(2018, 9, 9, 13)):
        figures = _figures(client, f"/laporan/{report.number}/?wilayah={CENGKARENG_TIMUR}")

        assert not _wrong(client, figures)
        assert len([figure for figure in figures if f"laporan={report.number}" in figure.url]) > 10


@pytest.mark.parametrize("asked", ["", "?data_sampai=2018-08-01"])
@pytest.mark.parametrize("page", ["/pgo/target/", f"/pgo/target/{JAKARTA_BARAT}/", "/pgo/target/pembagian/"])
@pytest.mark.usefixtures("people")
def test_so_does_every_count_beside_the_targets(client: Client, page: str, asked: str):
    client.force_login(an_official())

    figures = [
        figure for figure in _figures(client, page + asked) if figure.label in ("Terdaftar", "Peserta terdaftar")
    ]

    assert figures
    assert all(figure.url for figure in figures)
    assert not _wrong(client, [figure for figure in figures if figure.said != "0"])


@pytest.mark.parametrize("page", ["/petugas/", f"/capaian/{CENGKARENG_TIMUR}/", f"/capaian/{CENGKARENG_TIMUR}/lembar/"])
@pytest.mark.usefixtures("people")
def test_officers_open_the_figures_of_their_kelurahan(client: Client, page: str):
    client.force_login(an_officer())

    figures = _figures(client, page)

    assert not _wrong(client, figures)
    assert not _closed(figures)


@pytest.mark.parametrize("page", ["/", "/capaian/", "/capaian/{}/", "/capaian/{}/jembatan/"])
@pytest.mark.usefixtures("people")
def test_the_public_and_officials_of_elsewhere_see_figures_only(client: Client, page: str):
    elsewhere = Client()
    elsewhere.force_login(an_official(GAMBIR))

    for reader in (client, elsewhere):
        figures = _figures(reader, page.format(JAKARTA_BARAT))
        own = [figure for figure in figures if f"/{GAMBIR[:5]}" in figure.url]
        assert figures
        assert not [figure for figure in figures if figure.url and figure not in own]


@pytest.mark.usefixtures("people")
def test_each_step_from_their_register_to_ours_opens_to_its_rows(client: Client):
    client.force_login(an_official())
    permit = a_permit()
    voided = a_permit()
    register = received(a_row(permit), a_row(permit), a_row(voided), of(a_participant()))
    deeds.void(voided, by=an_official(), reason="salah catat")

    figures = _figures(client, f"/pgo/rekonsiliasi/{register.pk}/")

    assert len(figures) >= 6
    assert not _closed(figures)
    assert not _wrong(client, figures)


def _figures(client: Client, page: str) -> list[Shown]:
    """The figures of a page, each with the whole address it leads to."""
    answer = client.get(page)
    assert answer.status_code == 200
    found = shown(answer.content.decode())
    return [figure._replace(url=urljoin(page, figure.url) if figure.url else "") for figure in found]


def _closed(figures: list[Shown]) -> list[Shown]:
    """Figures that lead nowhere, and whose making does not stand beside them."""
    return [figure for figure in figures if not figure.url and figure.label not in MADE_OF_FIGURES_BESIDE_THEM]


def _wrong(client: Client, figures: list[Shown]) -> list[tuple[Shown, set[str]]]:
    """Figures whose page says something else."""
    leading = sorted({(figure.url, figure.said): figure for figure in figures if figure.url}.items())
    told = [(figure, _told(client.get(figure.url), figure)) for _, figure in leading]
    return [(figure, said) for figure, said in told if _size(figure) not in said]


_TAKEN_AWAY = re.compile(r"ukuran=revoked|surat-kedua|hasil=")


def _size(figure: Shown) -> str:
    """What the page must say: a bridge takes away what has been revoked, so there its sign is the other one."""
    return figure.said.removeprefix("+").removeprefix("−" if _TAKEN_AWAY.search(figure.url) else "")


def _official_of(region: str) -> User:
    return an_official() if region == PROVINCE else an_official(region)


def _told(page: HttpResponse, figure: Shown) -> set[str]:
    """What the page that a figure opens says of itself."""
    assert page.status_code == 200, figure
    context = page.context
    if "sum" in context:
        return {number(context["sum"])}
    if "total" in context:
        assert len(context["page"].items) == context["total"], figure
        return {number(context["total"])}
    if "workings" in context:
        return {working.figure for working in context["workings"]}
    if "register" in context:
        return {number(len(context["page"].items))}
    board = context["board"]
    return {number(board.target), number(board.here.own), number(board.here.children)}
