"""Places in a long list are found in an index, however far on they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okoce.ui.pagination import keyset_page
from permits.models import Permit
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

NEWEST_LAST = ("recorded_at", "id")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table without its indexes")
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_begins_in_the_index_where_the_page_before_ended(descending: bool):
    for _ in range(3):
        a_permit()
    first = keyset_page(Permit.objects.all(), {}, key=NEWEST_LAST, size=1, descending=descending)

    with CaptureQueriesContext(connection) as asked:
        second = keyset_page(
            Permit.objects.all(), {"after": first.next or ""}, key=NEWEST_LAST, size=1, descending=descending
        )

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert first.items != second.items
    assert "USING INDEX permit_by_moment (recorded_at" in plan


def test_pages_lead_on_and_back_over_rows_of_one_moment():
    permits = [a_permit() for _ in range(3)]
    Permit.objects.update(recorded_at=permits[0].recorded_at)

    pages, place = [], ""
    while True:
        page = keyset_page(Permit.objects.all(), {"after": place}, key=NEWEST_LAST, size=1)
        pages.append(page.items[0].pk)
        if page.next is None:
            break
        place = page.next
    back = keyset_page(Permit.objects.all(), {"before": page.previous or ""}, key=NEWEST_LAST, size=1)

    assert pages == [permit.pk for permit in permits]
    assert [permit.pk for permit in back.items] == [permits[1].pk]


@pytest.mark.parametrize(
    "place",
    [
        "0001-01-01T00:00:00+14:00~5",
        "0001-01-01T00:00:00+00:00~5",
        "9999-12-31T23:59:59-12:00~5",
        "1899-12-31T23:59:59+07:00~5",
        "2101-01-01T00:00:00+07:00~5",
    ],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_at_the_edge_of_the_calendar_is_none(way: str, place: str):
    permits = [a_permit() for _ in range(2)]

    page = keyset_page(Permit.objects.all(), {way: place}, key=NEWEST_LAST, size=1)

    assert page.items == permits[:1]


@pytest.mark.parametrize("place", ["0001-01-01~5", "9999-12-31~5"])
def test_a_day_that_cannot_be_is_no_place(place: str):
    permits = [a_permit() for _ in range(2)]

    page = keyset_page(Permit.objects.all(), {"after": place}, key=("issued_on", "id"), size=1)

    assert page.items == permits[:1]
