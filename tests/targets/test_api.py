"""The public figures, as others were promised them."""

from datetime import date, datetime

import pytest
from django.test import Client

from tests.okoce.regions.codes import CENGKARENG, JAKARTA_BARAT, KAPUK
from tests.permits.factories import a_permit
from tests.targets.scene import a_scene
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/progress/"


def test_the_provinces_figures_have_the_promised_shape(client: Client):
    a_scene()

    answer = client.get(ADDRESS, {"year": "2018", "as_of": "2018-09-09"}).json()

    assert list(answer) == [
        "region",
        "year",
        "as_of",
        "known_at",
        "target",
        "children_target",
        "new_entrepreneurs",
        "by_kind",
        "permits_issued",
        "began",
        "stopped",
        "registered",
        "outside_dki",
        "steps",
        "pace",
        "status",
        "silent",
        "programme",
        "children",
    ]
    assert answer["region"] == {"code": "31", "name": "DKI Jakarta", "level": "province"}
    assert (answer["target"], answer["children_target"]) == (40_000, 53_400)
    assert (answer["new_entrepreneurs"], answer["by_kind"]) == (3, {"IUMK": 1, "SKU": 2})
    assert (answer["permits_issued"], answer["began"], answer["stopped"]) == (5, 4, 1)
    assert (answer["registered"], answer["outside_dki"]) == (5, 1)
    assert answer["steps"] == {"P1": 5, "P2": 0, "P3": 0, "P4": 3, "P5": 0, "P6": 0, "P7": 0}
    assert answer["programme"] == {"target": 200_000, "new_entrepreneurs": 3}
    assert (answer["status"], answer["silent"]) == ("kritis", False)
    assert list(answer["pace"]) == [
        "remaining",
        "days_left",
        "working_days_left",
        "expected_by_now",
        "required_per_day",
        "required_per_working_day",
        "recent_per_day",
        "projected",
        "projected_low",
        "projected_high",
    ]
    assert list(answer["children"][0]) == [
        "code",
        "name",
        "level",
        "target",
        "new_entrepreneurs",
        "by_kind",
        "permits_issued",
        "registered",
        "status",
        "silent",
    ]


@pytest.mark.parametrize("as_of", ["2018-07-31", "2018-08-01", "2018-08-03", "2018-08-31", "2018-09-01", "2018-09-09"])
def test_children_add_up_to_their_parent_at_every_level_and_date(client: Client, as_of: str):
    a_scene()

    for region in ("31", JAKARTA_BARAT, CENGKARENG):
        answer = client.get(ADDRESS, {"as_of": as_of, "region": region}).json()
        children = answer["children"]
        for figure in ("new_entrepreneurs", "permits_issued"):
            assert sum(child[figure] for child in children) == answer[figure]
        for kind in ("IUMK", "SKU"):
            assert sum(child["by_kind"][kind] for child in children) == answer["by_kind"][kind]
        assert sum(child["registered"] for child in children) + answer["outside_dki"] == answer["registered"]
        assert answer["began"] - answer["stopped"] == answer["new_entrepreneurs"]


def test_a_kelurahan_has_no_children(client: Client):
    answer = client.get(ADDRESS, {"region": KAPUK}).json()

    assert answer["region"] == {"code": KAPUK, "name": "Kapuk", "level": "kelurahan"}
    assert (answer["children"], answer["children_target"], answer["programme"]["target"]) == ([], None, None)


def test_what_was_recorded_later_is_left_out_as_known_earlier(client: Client):
    a_scene()

    known = client.get(ADDRESS, {"as_of": "2018-09-01", "known_at": "2018-08-31"}).json()
    now = client.get(ADDRESS, {"as_of": "2018-09-01"}).json()

    assert known["known_at"] == "2018-08-31T23:59:59.999999+07:00"
    assert (known["new_entrepreneurs"], now["new_entrepreneurs"]) == (4, 3)


def test_a_moment_may_be_asked_with_a_plus_sign_that_the_address_lost(client: Client):
    with portal_at(datetime(2018, 9, 9, 16, 5)):
        answer = client.get(f"{ADDRESS}?known_at=2018-09-09T08:00:00+07:00").json()

    assert answer["known_at"] == "2018-09-09T08:00:00+07:00"


def test_before_the_year_its_figures_are_zero_and_there_is_no_pace(client: Client):
    a_scene()

    answer = client.get(ADDRESS, {"year": "2019", "as_of": "2018-09-09"}).json()

    assert (answer["new_entrepreneurs"], answer["permits_issued"], answer["pace"]) == (0, 0, None)
    assert (answer["registered"], answer["target"], answer["status"]) == (5, 40_000, None)


def test_after_the_year_its_figures_are_those_of_its_last_day(client: Client):
    a_scene()

    with portal_at(date(2019, 2, 1)):
        answer = client.get(ADDRESS, {"year": "2018", "as_of": "2019-02-01"}).json()

    assert (answer["new_entrepreneurs"], answer["pace"], answer["status"]) == (3, None, "tidak tercapai")


def test_a_year_without_a_target_has_no_pace_and_no_status(client: Client):
    a_scene()

    answer = client.get(ADDRESS, {"year": "2017", "as_of": "2017-12-31"}).json()

    assert (answer["target"], answer["pace"], answer["status"]) == (None, None, None)


@pytest.mark.parametrize(
    "question",
    [
        {"as_of": "2018-09-10"},
        {"as_of": "9 September"},
        {"as_of": "2018-02-30"},
        {"as_of": "0001-01-01"},
        {"as_of": "9999-12-31"},
        {"year": "18"},
        {"year": "0000"},
        {"year": "20x8"},
        {"known_at": "kemarin"},
        {"known_at": "2018-13-01"},
        {"known_at": "0001-01-01T00:00:00+23:00"},
        {"region": "32"},
        {"region": "31.73.01.9999"},
        {"region": "31\x00"},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_message(client: Client, question: dict[str, str]):
    answer = client.get(ADDRESS, question)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_the_figures_cost_the_same_few_statements_however_many_there_are(client: Client, django_assert_num_queries):
    client.get(ADDRESS, {"region": KAPUK})

    with django_assert_num_queries(5):
        client.get(ADDRESS)
    a_scene()
    with django_assert_num_queries(5):
        client.get(ADDRESS)


def test_a_permit_recorded_now_is_in_the_very_next_answer(client: Client):
    before = client.get(ADDRESS).json()["new_entrepreneurs"]
    a_permit()

    assert client.get(ADDRESS).json()["new_entrepreneurs"] == before + 1
