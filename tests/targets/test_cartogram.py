"""The cartogram: equal tiles, shades that tell places apart even when all are low, silence that is not zero."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okoce.regions import tree
from okoce.regions.models import Region
from targets import cartogram
from targets.cartogram import Bands, bounds_for
from tests.okoce.regions.codes import KAPUK
from tests.targets.standings import some_kelurahan, standing

pytestmark = pytest.mark.django_db

results = st.lists(st.integers(-5, 5000), max_size=40)


@given(results)
def test_bounds_rise_from_one(found):
    bounds = bounds_for(found)

    assert bounds[0] == 1
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) == (4 if any(result > 0 for result in found) else 1)


@given(results, st.integers(-5, 6000))
def test_a_higher_result_never_has_a_lighter_shade(found, result):
    bands = Bands.fitting([standing(result=one, target=None) for one in found])

    lighter, darker = (bands.band(standing(result=one, target=None)) for one in (result, result + 1))

    assert lighter <= darker


@pytest.mark.parametrize(
    ("how", "band"),
    [
        ({"result": 0}, "0"),
        ({"result": -2}, "0"),
        ({"result": 200}, "5"),
        ({"result": 250}, "5"),
        ({"result": 3, "target": None}, "2"),
        ({"result": 0, "target": 0}, "5"),
        ({"result": -1, "target": 0}, "0"),
        ({"result": 3, "silent": True}, "2"),
        ({"result": 200, "silent": True}, "5"),
        ({"result": 0, "silent": True}, "silent"),
    ],
)
def test_nothing_reached_and_silent_have_bands_of_their_own(how, band):
    assert Bands((1, 3, 10, 40)).band(standing(**how)) == band


def test_the_legend_says_what_every_band_is():
    legend = Bands((1, 2, 10, 40)).legend(silent=True)

    assert [(item.band, item.label) for item in legend] == [
        ("0", "0"),
        ("1", "1"),
        ("2", "2–9"),
        ("3", "10–39"),
        ("4", "40 atau lebih"),
        ("5", "target tercapai"),
        ("silent", "belum melapor"),
    ]


def test_every_kelurahan_is_drawn_once_and_apart_from_the_others():
    drawn = cartogram.draw([standing(node=node) for node in tree.kelurahan()])

    assert len({(tile.x, tile.y) for tile in drawn.tiles}) == len(drawn.tiles) == 267


def test_every_tile_and_edge_lies_within_the_picture():
    drawn = cartogram.draw([standing(node=node) for node in tree.kelurahan()])

    left, top, width, height = map(int, drawn.view_box.split())
    assert min(tile.x for tile in drawn.tiles) >= left
    assert max(tile.x for tile in drawn.tiles) + cartogram.SIZE <= left + width
    assert min(tile.y for tile in drawn.tiles) >= top
    assert max(tile.y for tile in drawn.tiles) + cartogram.SIZE <= top + height
    corners = [tuple(map(int, pair)) for pair in re.findall(r"M(-?\d+) (-?\d+)", drawn.city_edges)]
    assert all(left <= x <= left + width and top <= y <= top + height for x, y in corners)


def test_the_edges_of_cities_are_among_those_of_kecamatan():
    drawn = cartogram.draw([standing(node=node) for node in tree.kelurahan()])

    assert set(drawn.city_edges.split("M")) - set(drawn.kecamatan_edges.split("M")) == set()


def test_a_tile_says_in_words_what_it_shows():
    node = tree.nodes()[KAPUK]
    shown = [standing(node=node, result=12), standing(node=node, silent=True), standing(node=node, target=None)]

    assert [tile.label for one in shown for tile in cartogram.draw([one]).tiles] == [
        "Kapuk: 12 dari 200",
        "Kapuk: 0 dari 200, belum melapor",
        "Kapuk: 0",
    ]


def test_one_tile_is_marked_as_here():
    first, second = some_kelurahan(2)

    drawn = cartogram.draw([standing(node=first), standing(node=second)], here=second.code)

    assert [tile.here for tile in drawn.tiles] == [False, True]


def test_a_miniature_has_a_path_for_each_shade_that_occurs():
    first, second, third = (node.code for node in some_kelurahan(3))

    small = cartogram.miniature({first: 0, second: 5, third: 200}, (1, 3, 10, 40), {third: 200})

    assert [band for band, _ in small.bands] == ["0", "2", "5"]


def test_the_silent_have_an_edge_of_their_own_and_the_shade_of_what_they_have():
    first, second, third = some_kelurahan(3)
    shown = [standing(node=first, result=3, silent=True), standing(node=second, silent=True), standing(node=third)]

    drawn = cartogram.draw(shown)
    codes = [node.code for node in (first, second, third)]
    small = cartogram.miniature(dict(zip(codes, (3, 0, 0), strict=True)), (1, 2), {}, codes[:2])

    assert [(tile.band, tile.silent) for tile in drawn.tiles] == [("2", True), ("silent", True), ("0", False)]
    assert drawn.picture.count(" data-silent ") == 2
    assert drawn.tiles[0].label.endswith("3 dari 200, belum melapor")
    assert drawn.legend[-1].band == "silent"
    assert [band for band, _ in small.bands] == ["0", "2", "silent"]
    assert small.silent.count("M") == 2


def test_a_tile_leads_to_its_kelurahan_with_the_dates_and_says_what_it_shows():
    node = tree.nodes()[KAPUK]
    shown = standing(node=node, result=1200, target=200)

    [drawn] = [cartogram.draw([shown], here=KAPUK, query="?per=2018-07-16&tahun=2018").picture]

    x, y = (part * cartogram.CELL + 1 for part in node.tile)
    assert drawn == (
        f'<a href="/capaian/{KAPUK}/?per=2018-07-16&amp;tahun=2018" aria-label="Kapuk: 1.200 dari 200" '
        f'aria-current="true"><rect aria-hidden="true" class="tile" data-band="5" x="{x}" y="{y}" '
        f'width="24" height="24" rx="3"><title>Kapuk: 1.200 dari 200</title></rect>'
        f'<text aria-hidden="true" class="tile-n" x="{x + 12}" y="{y + 15}">1.200</text></a>'
    )


def test_only_a_map_of_many_tiles_is_worth_skipping():
    maps = [cartogram.draw([standing(node=node) for node in some_kelurahan(size)]) for size in (10, 11)]

    assert [drawn.is_long for drawn in maps] == [False, True]


def test_a_tile_escapes_what_it_is_told():
    shown = standing(node=tree.nodes()[KAPUK], result=0)

    drawn = cartogram.draw([shown], query='?per="><script>').picture

    assert drawn.count("<script") == 0


def test_a_renamed_region_is_called_so_on_the_map_at_once():
    before = cartogram.draw([standing()]).tiles[0].label
    Region.objects.filter(pk=KAPUK).update(name="Kapuk Baru")
    tree.forget()

    after = cartogram.draw([standing()]).tiles[0].label

    assert (before[:6], after[:11]) == ("Kapuk:", "Kapuk Baru:")
    Region.objects.filter(pk=KAPUK).update(name="Kapuk")
    tree.forget()
