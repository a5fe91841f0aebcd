"""What looks like a surge (PRODUCT, "Targets", surge alarm)."""

from datetime import date, timedelta

import pytest

from permits.checks import surges

DAY = date(2018, 10, 1)
PLACE = "31.73.01.1006"


def issued(on_the_day: int, each_day_before: int = 0) -> dict[tuple[str, date], int]:
    before = {(PLACE, DAY - timedelta(days=back)): each_day_before for back in range(1, 29)}
    return {**before, (PLACE, DAY): on_the_day}


@pytest.mark.parametrize(
    ("on_the_day", "each_day_before", "is_busy"),
    [(20, 0, False), (21, 0, True), (25, 5, False), (26, 5, True), (100, 20, False), (101, 20, True)],
)
def test_a_day_is_busy_above_both_twenty_and_five_times_its_mean(on_the_day: int, each_day_before: int, is_busy: bool):
    found = surges.busy_days(issued(on_the_day, each_day_before), [DAY])

    assert found == ([(PLACE, DAY, on_the_day)] if is_busy else [])


def test_twenty_consecutive_numbers_are_a_run_and_nineteen_are_not():
    assert surges.runs(range(101, 121)) == [(101, 120)]
    assert surges.runs(range(101, 120)) == []


def test_a_gap_ends_a_run_and_repeated_numbers_do_not_lengthen_it():
    assert surges.runs([*range(1, 11), *range(12, 40), 15, 15]) == [(12, 39)]
    assert surges.runs([]) == []


@pytest.mark.parametrize(
    ("number", "serials"),
    [
        ("77/SKU/2018", [("", 77), ("77/sku/#", 2018)]),
        ("No. 0078/SKU", [("", 78)]),
        ("SKU / 2018 / 0001", [("", 2018), ("sku/2018/#", 1)]),
        ("IUMK.31.73-5", [("", 31), ("iumk.31.#-5", 73), ("iumk.31.73-#", 5)]),
        ("SKU", []),
        ("", []),
    ],
)
def test_a_number_runs_at_its_head_or_where_all_else_is_the_same(number: str, serials: list):
    assert surges.serials(number) == serials


def test_numbers_are_put_in_order_by_their_numerals():
    numbers = ["10/SKU", "SKU/2018/12", "9/SKU", "SKU/2018/2", "tanpa"]

    assert sorted(numbers, key=surges.numerals) == ["tanpa", "9/SKU", "10/SKU", "SKU/2018/2", "SKU/2018/12"]


def test_addresses_are_compared_without_abbreviations_and_punctuation():
    spellings = {
        surges.address_key(address)
        for address in ("Jl. Melati No. 5, RT 01/RW 002", "JALAN MELATI 5 rt1 rw2", "jln melati nomor 05 RT.1/2")
    }

    assert spellings == {"jalan melati 5 1 2"}


def test_five_people_at_one_address_are_a_crowd():
    addresses = [(person, PLACE, "Jl. Melati 5") for person in range(5)] + [(9, PLACE, "Jl. Mawar 1"), (10, PLACE, "")]

    assert surges.crowded(addresses) == {(PLACE, "jalan melati 5"): [0, 1, 2, 3, 4]}
    assert surges.crowded(addresses[1:]) == {}


def test_the_same_street_in_five_places_is_no_crowd():
    assert surges.crowded((person, f"31.73.01.100{person}", "Jl. Melati 5") for person in range(5)) == {}
