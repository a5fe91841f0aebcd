"""What a worker has read is kept while nothing changed what it was read from."""

from datetime import date

import pytest
import time_machine
from django.db import transaction

from okoce.journal import reading, shelf
from permits import counting
from tests.okoce.regions.codes import GAMBIR, KAPUK, PROVINCE
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit

TODAY = date(2018, 9, 9)


def test_only_parts_with_another_version_are_read_again():
    asked: list[list[str] | None] = []

    def read(parts: list[str] | None) -> dict[str, str]:
        asked.append(parts)
        return {part: f"{part}{len(asked)}" for part in parts or ["a", "b"]}

    first = shelf.by_part("key", {"a": 1, "b": 1}, read)
    again = shelf.by_part("key", {"a": 1, "b": 1}, read)
    changed = shelf.by_part("key", {"a": 1, "b": 2, "c": 1}, read)

    assert first == again == {"a": "a1", "b": "b1"}
    assert changed == {"a": "a1", "b": "b2", "c": "c2"}
    assert asked == [None, ["b", "c"]]


def test_a_part_without_anything_is_not_asked_for_again():
    asked: list[list[str] | None] = []

    def read(parts: list[str] | None) -> dict[str, str]:
        asked.append(parts)
        return {}

    found = [shelf.by_part("key", {"a": 1}, read) for _ in range(2)]

    assert found == [{}, {}]
    assert asked == [None]


@pytest.mark.django_db(transaction=True)
def test_after_a_deed_only_its_kelurahan_is_read_again(django_assert_num_queries):
    for place in (KAPUK, GAMBIR):
        a_permit(kelurahan=place)
    before = counting.board(2018, TODAY).figures(PROVINCE)
    a_permit(a_participant(kelurahan=KAPUK), kelurahan=KAPUK)

    # The view's beginning and end, the versions, and what changed in each journal.
    with django_assert_num_queries(5) as said:
        after = counting.board(2018, TODAY).figures(PROVINCE)
    with django_assert_num_queries(3):
        again = counting.board(2018, TODAY).figures(PROVINCE)

    assert (before.new_entrepreneurs, after.new_entrepreneurs, again) == (2, 3, after)
    assert [KAPUK in one["sql"] and GAMBIR not in one["sql"] for one in said.captured_queries].count(True) == 2


@pytest.mark.django_db(transaction=True)
def test_the_chart_of_a_region_reads_only_the_parts_that_changed(django_assert_num_queries):
    def net() -> dict[date, int]:
        with reading.one_view():
            versions = counting.versions()
            return counting.daily_net(PROVINCE, date(2018, 1, 1), TODAY, versions=versions)

    a_permit(kelurahan=KAPUK, issued_on=date(2018, 8, 1))
    first = net()
    a_permit(kelurahan=GAMBIR, issued_on=date(2018, 8, 2))

    with django_assert_num_queries(4) as said:
        second = net()

    assert (first, second) == ({date(2018, 8, 1): 1}, {date(2018, 8, 1): 1, date(2018, 8, 2): 1})
    assert [KAPUK in one["sql"] for one in said.captured_queries].count(True) == 0
    assert second == counting.daily_net(PROVINCE, date(2018, 1, 1), TODAY)


@pytest.mark.django_db(transaction=True)
def test_what_a_deed_reads_is_not_kept_for_others():
    with transaction.atomic():
        a_permit(kelurahan=KAPUK)
        within = counting.board(2018, TODAY).figures(PROVINCE).new_entrepreneurs
        transaction.set_rollback(True)
    a_participant()

    assert within == 1
    assert counting.board(2018, TODAY).figures(PROVINCE).new_entrepreneurs == 0


@pytest.mark.parametrize(("seconds", "found"), [(59, "kept"), (61, "anew")])
def test_nothing_is_kept_for_more_than_a_minute(seconds: int, found: str):
    with time_machine.travel(0, tick=False) as clock:
        shelf.whole("key", 1, lambda: "kept")
        clock.shift(seconds)

        assert shelf.whole("key", 1, lambda: "anew") == found
