"""Every figure on the officials' pages opens to exactly what it counts."""

import html
import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from okoce.accounts.models import User
from okoce.ui.formats import number
from participants.deeds import complete_step
from participants.models import Step
from permits import deeds, obstacles
from permits.models import ObstacleKind
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_permit
from tests.targets.scene import a_scene

pytestmark = pytest.mark.django_db

_A_LINKED_FIGURE = re.compile(r'<a href="([^"]+)">([+−]?[\d.]+)(?: orang siap izin)?</a>')
JULY, AUGUST, SEPTEMBER = date(2018, 7, 5), date(2018, 8, 6), date(2018, 9, 3)


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


@pytest.mark.parametrize("asked", ["", "?per=2018-08-15", "?per=2018-09-02&data_sampai=2018-09-02T23:00"])
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
def test_each_figure_opens_to_a_list_that_says_the_same(client: Client, official: str, region: str, asked: str):
    client.force_login(_official_of(official))
    board = client.get(f"/pgo/wilayah/{region}/{asked}").content.decode()

    opened = _opened_from(board)

    assert not _wrong(client, opened)
    addresses = [address for address, _ in opened]
    assert sum("berurutan=" in address for address in addresses) == len(Step)
    assert any("kendala=" in address for address in addresses)
    assert any("#laju" in address for address in addresses)


@pytest.mark.parametrize("asked", ["", "?per=2018-08-15", "?per=2018-09-02&data_sampai=2018-09-02T23:00"])
@pytest.mark.parametrize("region", [JAKARTA_BARAT, CENGKARENG, CENGKARENG_TIMUR])
@pytest.mark.parametrize("page", ["/capaian/{}/", "/capaian/{}/jembatan/", "/capaian/{}/lembar/", "/pgo/banding/{}/"])
@pytest.mark.usefixtures("people")
def test_so_does_each_on_the_pages_beside_it(client: Client, page: str, region: str, asked: str):
    client.force_login(an_official(JAKARTA_BARAT))
    response = client.get(page.format(region) + asked)

    assert response.status_code == 200
    assert not _wrong(client, _opened_from(response.content.decode()))


def _opened_from(page: str) -> set[tuple[str, str]]:
    return {(html.unescape(address), figure) for address, figure in _A_LINKED_FIGURE.findall(page)}


def _wrong(client: Client, opened: set[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Addresses that say something else than the figure that leads there."""
    return [
        (address, figure, told)
        for address, figure in sorted(opened)
        if (told := _told(client.get(address), figure)) != figure.removeprefix("+")
    ]


def _official_of(region: str) -> User:
    return an_official() if region == PROVINCE else an_official(region)


def _told(page: HttpResponse, figure: str) -> str:
    """What the page that a figure opens says of itself; a page that says many is asked whether this is among them."""
    context = page.context
    if "sum" in context:
        return number(context["sum"])
    if "total" in context:
        everybody = context["page"].items
        assert len(everybody) == context["total"], page.request
        return number(context["total"])
    if "workings" in context:
        return figure if figure in [working.figure for working in context["workings"]] else "not among the workings"
    return figure if f">{figure}<" in page.content.decode() else "not on the page"
