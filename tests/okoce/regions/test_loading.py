"""Loading the regions: repeatable, and refusing files that contradict themselves without changing anything."""

import csv
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from okoce.regions import loading, tree
from okoce.regions.models import Level, Region
from tests.okoce.regions.codes import KAPUK

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's own files, to be spoiled."""
    copy = tmp_path / "data"
    shutil.copytree(loading.DATA, copy)
    return copy


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def change(path: Path, code: str, /, **changed: str) -> None:
    rewrite(path, [row | changed if row["code"] == code else row for row in rows_of(path)])


def stored() -> list[tuple]:
    return list(Region.objects.order_by("code").values_list())


def test_loading_again_changes_nothing():
    before = stored()

    loaded = loading.load()

    assert (str(loaded), stored()) == ("0 added, 0 changed, 318 unchanged", before)


def test_an_empty_table_is_filled():
    for level in reversed(Level):
        Region.objects.filter(level=level).delete()

    assert str(loading.load()) == "318 added, 0 changed, 0 unchanged"


def test_a_changed_name_is_counted_and_seen_at_once(folder):
    change(folder / "regions.csv", KAPUK, name="Kapuk Baru")

    loaded = loading.load(folder)

    assert (str(loaded), tree.nodes()[KAPUK].name) == ("0 added, 1 changed, 317 unchanged", "Kapuk Baru")


def test_a_region_that_is_no_longer_in_the_files_is_kept(folder):
    for name in ("regions.csv", "villages.csv"):
        rewrite(folder / name, [row for row in rows_of(folder / name) if row["code"] != KAPUK])

    loading.load(folder)

    assert Region.objects.filter(pk=KAPUK).exists()


def orphan(folder: Path) -> None:
    change(folder / "regions.csv", KAPUK, parent_code="31.73.99")


def child_of_another(folder: Path) -> None:
    change(folder / "regions.csv", KAPUK, parent_code="31.71.01")


def twice(folder: Path) -> None:
    rows = rows_of(folder / "regions.csv")
    rewrite(folder / "regions.csv", [*rows, rows[5]])


def place_twice(folder: Path) -> None:
    rows = rows_of(folder / "villages.csv")
    rewrite(folder / "villages.csv", [*rows, rows[5]])


def of_no_level(folder: Path) -> None:
    change(folder / "regions.csv", KAPUK, level="hamlet")


def a_level_too_high(folder: Path) -> None:
    change(folder / "regions.csv", "31.73.01", level="city")


def without_place(folder: Path) -> None:
    rewrite(folder / "villages.csv", [row for row in rows_of(folder / "villages.csv") if row["code"] != KAPUK])


def place_of_nothing(folder: Path) -> None:
    rows = rows_of(folder / "villages.csv")
    rewrite(folder / "villages.csv", [*rows, rows[5] | {"code": "31.73.01.1099", "tile_col": "99"}])


def two_on_one_tile(folder: Path) -> None:
    tile = next(row for row in rows_of(folder / "villages.csv") if row["code"] == "31.71.01.1001")
    change(folder / "villages.csv", KAPUK, tile_col=tile["tile_col"], tile_row=tile["tile_row"])


def empty(folder: Path) -> None:
    header = (folder / "regions.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "regions.csv").write_text(header + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        orphan,
        child_of_another,
        twice,
        place_twice,
        of_no_level,
        a_level_too_high,
        without_place,
        place_of_nothing,
        two_on_one_tile,
        empty,
    ],
)
def test_files_that_contradict_themselves_are_refused_and_nothing_is_changed(folder, spoil):
    change(folder / "regions.csv", "31.73.01.1006", name="Sudah Berubah")
    spoil(folder)
    before = stored()

    with pytest.raises(loading.RegionsRefused):
        loading.load(folder)

    assert stored() == before


def test_two_files_swapping_the_tiles_of_two_kelurahan_are_taken(folder):
    one, other = (row for row in rows_of(folder / "villages.csv") if row["code"] in {KAPUK, "31.71.01.1001"})
    for row, tile in ((one, other), (other, one)):
        change(folder / "villages.csv", row["code"], tile_col=tile["tile_col"], tile_row=tile["tile_row"])

    loaded = loading.load(folder)

    assert str(loaded) == "0 added, 2 changed, 316 unchanged"


def test_the_command_says_what_was_loaded(capsys):
    call_command("load_regions")

    assert capsys.readouterr().out == "regions: 0 added, 0 changed, 318 unchanged\n"


def test_the_command_ends_with_one_line_when_the_files_are_refused(folder):
    orphan(folder)

    with pytest.raises(CommandError) as error:
        call_command("load_regions", folder=folder)

    assert str(error.value) == (
        "nothing was changed: regions.csv: 31.73.01.1005 names the parent '31.73.99', which is not there"
    )
