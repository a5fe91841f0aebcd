"""The tree of regions: 1 province, 6 cities, 44 kecamatan, 267 kelurahan, and finding one by what somebody types."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from okoce.regions import tree
from okoce.regions.models import Level, Region
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK, PROVINCE
from tests.refusals import refused_change

pytestmark = pytest.mark.django_db


def names(found: list[tree.Node]) -> list[str]:
    return [node.name for node in found]


# --- The tree --------------------------------------------------------------------------------------


def test_the_tree_has_one_province_6_cities_44_kecamatan_and_267_kelurahan():
    assert Counter(node.level for node in tree.nodes().values()) == {
        Level.PROVINCE: 1,
        Level.CITY: 6,
        Level.KECAMATAN: 44,
        Level.KELURAHAN: 267,
    }


def test_a_regions_descendants_are_exactly_the_codes_it_is_a_prefix_of():
    kelurahan = [node.code for node in tree.kelurahan()]

    assert {code: node.kelurahan_codes for code, node in tree.nodes().items()} == {
        code: [below for below in kelurahan if below == code or below.startswith(code + ".")] for code in tree.nodes()
    }


def test_every_region_but_the_province_is_a_child_of_its_parent_one_level_above():
    for node in tree.nodes().values():
        assert {child.level for child in node.children} == ({tree.CHILD_LEVEL[node.level]} - {None})
        assert all(child.parent_code == node.code for child in node.children)
    assert sum(len(node.children) for node in tree.nodes().values()) == len(tree.nodes()) - 1


def test_every_kelurahan_has_a_tile_of_its_own_and_nothing_else_has_one():
    tiles = [node.tile for node in tree.kelurahan()]

    assert (len(set(tiles)), None in tiles) == (267, False)
    assert {node.tile for node in tree.nodes().values() if node.level != Level.KELURAHAN} == {None}


@pytest.mark.parametrize(
    ("region", "code", "holds"),
    [
        (PROVINCE, PROVINCE, True),
        (PROVINCE, KAPUK, True),
        (JAKARTA_BARAT, CENGKARENG, True),
        (CENGKARENG, JAKARTA_BARAT, False),
        (KAPUK, CENGKARENG_TIMUR, False),
        ("31.7", JAKARTA_BARAT, False),
        ("31.73.01.100", CENGKARENG_TIMUR, False),
        (PROVINCE, None, True),
        (JAKARTA_BARAT, None, False),
    ],
)
def test_a_region_contains_itself_what_lies_below_and_the_province_luar_dki_too(region, code, holds):
    assert tree.contains(region, code) is holds


def test_the_path_leads_from_the_province_down():
    assert names(tree.path(KAPUK)) == ["DKI Jakarta", "Kota Administrasi Jakarta Barat", "Cengkareng", "Kapuk"]


def test_titles_say_the_level_where_a_name_alone_is_two_places():
    assert [tree.nodes()[code].title for code in (PROVINCE, JAKARTA_BARAT, CENGKARENG, GAMBIR, "31.71.01")] == [
        "DKI Jakarta",
        "Jakarta Barat",
        "Kecamatan Cengkareng",
        "Kelurahan Gambir",
        "Kecamatan Gambir",
    ]


def test_an_unknown_code_is_no_region():
    assert [tree.get(code) for code in ("31.99", "", "32", "31.73.01.1099")] == [None] * 4


def test_reading_the_tree_again_costs_no_query(django_assert_num_queries):
    tree.nodes()

    with django_assert_num_queries(0):
        tree.nodes()
        tree.kelurahan()
        tree.where(KAPUK)


# --- Finding a kelurahan ---------------------------------------------------------------------------


def test_every_kelurahan_is_found_alone_by_each_of_its_spellings():
    wrong = {
        spelling: names(found)
        for node in tree.kelurahan()
        for spelling in (node.name, node.name.upper(), f"Kel. {node.name}", node.name.replace(" ", ""), *node.aliases)
        if (found := tree.find_kelurahan(spelling)) != [node]
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cengk", ["Cengkareng Barat", "Cengkareng Timur"]),
        ("cengkareng timur", ["Cengkareng Timur"]),
        ("  KELURAHAN   kapuk ", ["Kapuk"]),
        ("kel kapuk", ["Kapuk"]),
        ("cengkarng timur", ["Cengkareng Timur"]),
        ("tanjung priuk", ["Tanjung Priok"]),
    ],
)
def test_part_of_a_name_and_a_slip_of_the_finger_are_understood(typed, first):
    assert names(tree.find_kelurahan(typed))[: len(first)] == first


def test_names_that_begin_with_the_text_come_before_those_that_hold_it():
    found = names(tree.find_kelurahan("barat", limit=40))

    assert found == sorted(found, key=lambda name: not name.startswith("Barat"))


@pytest.mark.parametrize("typed", ["", " ", "k", "?!", "qqqqqqqq", "\x00\x00"])
def test_what_means_no_kelurahan_finds_none(typed):
    assert tree.find_kelurahan(typed) == []


def test_at_most_as_many_are_found_as_were_asked_for_and_each_once():
    found = tree.find_kelurahan("an", limit=5)

    assert len({node.code for node in found}) == len(found) == 5


def test_where_a_kelurahan_lies_is_said_with_kecamatan_and_city():
    assert [tree.where(code) for code in (CENGKARENG_TIMUR, GAMBIR, "31.01.01.1001")] == [
        "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat",
        "Gambir, Kec. Gambir, Jakarta Pusat",
        "Pulau Panggang, Kec. Kepulauan Seribu Utara, Kepulauan Seribu",
    ]


# --- The table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"parent": None}, "region_only_the_province_has_no_parent"),
        ({"parent": "31.71"}, "region_code_begins_with_its_parents"),
        ({"tile_col": None}, "region_only_a_kelurahan_has_a_tile"),
        ({"level": Level.KECAMATAN}, "region_only_a_kelurahan_has_a_tile"),
    ],
)
def test_the_database_refuses_a_region_that_cannot_be(changed, constraint):
    assert refused_change(Region.objects.get(pk=KAPUK), **changed) == constraint


def test_the_database_refuses_an_unknown_level():
    """By region_level_is_known or by the rule about tiles, whichever it asks first."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=CENGKARENG).update(level="district")


def test_the_database_refuses_two_kelurahan_on_one_tile():
    one, other = Region.objects.get(pk=KAPUK), Region.objects.get(pk=GAMBIR)

    assert refused_change(one, tile_col=other.tile_col, tile_row=other.tile_row) == "region_tile_holds_one_kelurahan"
