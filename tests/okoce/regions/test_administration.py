"""The administration of regions, where it is not Django's own."""

import pytest
from django.contrib.messages import get_messages

from okoce.regions import tree
from okoce.regions.models import Region
from tests.okoce.accounts.factories import an_administrator
from tests.okoce.regions.codes import KAPUK

pytestmark = pytest.mark.django_db

PAGE = f"/admin/regions/region/{KAPUK}/change/"


def answers(**changed: str) -> dict[str, object]:
    """What the page of a region sends."""
    region = Region.objects.get(pk=KAPUK)
    names = ("name", "aliases", "latitude", "longitude", "tile_col", "tile_row")
    return {name: "" if (value := getattr(region, name)) is None else value for name in names} | changed


def test_a_region_is_read_anew_once_its_change_is_there_for_everybody(client, django_capture_on_commit_callbacks):
    client.force_login(an_administrator())
    tree.nodes()

    with django_capture_on_commit_callbacks() as then:
        client.post(PAGE, answers(name="Kapuk Baru"))
        before = tree.nodes()[KAPUK].name
    for deed in then:
        deed()

    assert (before, tree.nodes()[KAPUK].name) == ("Kapuk", "Kapuk Baru")


@pytest.mark.parametrize(("name", "said"), [("Kapuk Baru", True), ("Kapuk", False)])
def test_whoever_changes_a_region_is_told_that_other_processes_see_it_after_a_restart(client, name: str, said: bool):
    client.force_login(an_administrator())

    answer = client.post(PAGE, answers(name=name))

    words = "".join(str(message) for message in get_messages(answer.wsgi_request))
    assert ("setelah portal dimulai ulang" in words) is said
