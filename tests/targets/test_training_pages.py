"""Training sessions: who was invited and who came, region by region."""

from datetime import date

import pytest
from django.test import Client

from participants.attending import sessions
from participants.attending.models import TrainingSession
from participants.attending.recording import record_all
from participants.attending.sessions import Plan
from participants.deeds import DeedRefused
from participants.models import Step
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT, KAPUK, PROVINCE
from tests.participants.attending.lists import ON, a_list, numbers_of
from tests.participants.factories import a_participant
from tests.refusals import refused_change
from tests.targets.pages import acknowledgement, heading_of, hidden, signed_in, text_of

pytestmark = pytest.mark.django_db

SESSIONS = "/pgo/langkah/pelatihan/"
PASAR_MINGGU = "31.74.04"


@pytest.fixture
def official():
    return an_official()


@pytest.fixture
def browser(client: Client, official) -> Client:
    return signed_in(client, official)


def a_session(by, **fields) -> TrainingSession:
    what = {"step": Step.P2, "place": "Gelanggang Remaja", "region": PASAR_MINGGU, "held_on": ON, "invited": 800}
    return sessions.plan(Plan(**(what | fields)), by=by)


def answers(**given: str) -> dict[str, str]:
    return {
        "step": "P2",
        "held_on": "28 Juli 2018",
        "place": "Gelanggang Remaja",
        "region": PASAR_MINGGU,
        "invited": "800",
        "came": "",
    } | given


def test_a_session_is_planned_and_shown(browser, official):
    answer = browser.post(f"{SESSIONS}baru/", answers())

    session = TrainingSession.objects.get()
    assert answer.url == f"{SESSIONS}{session.pk}/"
    assert (session.step, session.held_on, session.invited, session.came, session.planned_by) == (
        "P2",
        date(2018, 7, 28),
        800,
        None,
        official,
    )
    assert heading_of(browser.get(answer.url)) == "Pelatihan di Gelanggang Remaja: 800 orang diundang"


def test_of_eight_hundred_invited_five_hundred_and_four_came(browser, official):
    session = a_session(official, came=504)

    page = browser.get(SESSIONS)

    assert heading_of(page) == "504 dari 800 orang yang diundang hadir (63,0 %)"
    assert heading_of(browser.get(f"{SESSIONS}{session.pk}/")) == (
        "Pelatihan di Gelanggang Remaja: 504 dari 800 orang hadir"
    )


def test_without_a_count_at_the_door_those_on_the_lists_came_each_once(browser, official):
    people = [a_participant(date(2018, 3, 1)) for _ in range(3)]
    session = a_session(official, invited=4)
    for some in (people[:2], people[1:]):
        record_all(a_list(f"{numbers_of(*some)}\nSiti", official, session=session), by=official)
    a_list(numbers_of(a_participant()), official, session=session)

    page = browser.get(f"{SESSIONS}{session.pk}/")

    assert (page.context["session"].attended, page.context["session"].share) == (3, 0.75)
    assert heading_of(browser.get(SESSIONS)) == "3 dari 4 orang yang diundang hadir (75,0 %)"


def test_a_count_at_the_door_stands_beside_those_on_the_lists(browser, official):
    session = a_session(official, invited=4, came=2)
    record_all(a_list(numbers_of(a_participant(date(2018, 3, 1))), official, session=session), by=official)

    found = browser.get(f"{SESSIONS}{session.pk}/").context["session"]

    assert (found.attended, found.listed) == (2, 1)


def test_who_came_is_said_later_and_by_whom(browser, official):
    session = a_session(official)

    browser.post(f"{SESSIONS}{session.pk}/ubah/", answers(came="504", seen=session.mark))

    session.refresh_from_db()
    assert (session.came, session.held_on, session.changed_by) == (504, date(2018, 7, 28), official)


def test_a_double_click_plans_one_session(browser):
    given = answers(submission=hidden(browser.get(f"{SESSIONS}baru/"), "submission"))

    first, second = (browser.post(f"{SESSIONS}baru/", given) for _ in range(2))
    another = browser.post(f"{SESSIONS}baru/", given | {"invited": "900"})

    assert (first.url, TrainingSession.objects.count()) == (second.url, 1)
    assert another.context["form"].non_field_errors() == [
        "Kegiatan ini sudah tercatat. Buka di daftar kegiatan, lalu ubah di sana."
    ]


def test_a_form_that_stood_open_meanwhile_asks_before_it_wipes_the_count(browser, official):
    session = a_session(official)
    page = f"{SESSIONS}{session.pk}/ubah/"
    browser.post(page, answers(came="100"))
    given = answers(seen=hidden(browser.get(page), "seen"))
    browser.post(page, given | {"came": "504"})

    asked = browser.post(page, given)
    session.refresh_from_db()
    kept = session.came
    browser.post(page, given | {"acknowledged": acknowledgement(asked)})

    session.refresh_from_db()
    assert (kept, session.came) == (504, None)
    assert "P2 pada 28 Juli 2018, diundang 800, hadir 504. Tetap ganti dengan isian Anda?" in text_of(asked)


def test_a_double_click_on_a_change_asks_nothing(browser, official):
    session = a_session(official)
    page = f"{SESSIONS}{session.pk}/ubah/"

    answers_twice = [browser.post(page, answers(came="504")).status_code for _ in range(2)]

    session.refresh_from_db()
    assert (answers_twice, session.came) == ([302, 302], 504)


def test_more_guests_than_invitations_are_asked_about_and_taken(browser, official):
    asked = browser.post(f"{SESSIONS}baru/", answers(came="900"))
    browser.post(f"{SESSIONS}baru/", answers(came="900", acknowledged=acknowledgement(asked)))

    assert [session.came for session in TrainingSession.objects.all()] == [900]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"region": "31.71"}, "region"),
        ({"region": "x"}, "region"),
        ({"place": ""}, "place"),
        ({"place": "a\0b"}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"invited": "-1"}, "invited"),
        ({"invited": "100.001"}, "invited"),
        ({"step": "P5"}, "step"),
        ({"held_on": "10/09/2018", "came": "5"}, "came"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, given, wrong):
    browser = signed_in(client, an_official("31.74"))

    page = browser.post(f"{SESSIONS}baru/", answers(**given))

    form = page.context["form"]
    assert (list(form.errors), TrainingSession.objects.count()) == ([wrong], 0)
    assert form["place"].value() == given.get("place", "Gelanggang Remaja")


def test_the_regions_to_choose_from_are_ones_own(client):
    form = signed_in(client, an_official("31.73.01")).get(f"{SESSIONS}baru/").context["form"]

    [_, (city, regions)] = form.fields["region"].choices
    assert (city, regions[0]) == ("Jakarta Barat", ("31.73.01", "Kecamatan Cengkareng"))
    assert (KAPUK, "Kelurahan Kapuk, Kec. Cengkareng") in regions


def test_nobody_plans_a_session_for_another_region():
    with pytest.raises(DeedRefused) as refusal:
        a_session(an_official(JAKARTA_BARAT))
    with pytest.raises(DeedRefused):
        a_session(an_officer(), region=KAPUK)

    assert refusal.value.field == "region"


def test_an_official_sees_the_sessions_of_their_region_only(client):
    a_session(an_official())
    mine = a_session(an_official(), region=KAPUK)
    browser = signed_in(client, an_official(JAKARTA_BARAT))

    assert browser.get(SESSIONS).context["page"].items == [mine]


def test_the_list_narrows_to_a_region(browser, official):
    session = a_session(official)
    a_session(official, region=KAPUK)

    south = browser.get(SESSIONS, {"wilayah": "31.74"})
    kecamatan = browser.get(SESSIONS, {"wilayah": PASAR_MINGGU})

    assert [page.context["page"].items for page in (south, kecamatan)] == [[session], [session]]
    assert "Jagakarsa" in text_of(south)


@pytest.mark.parametrize("region", ["31.71", "x", "%00"])
def test_a_region_that_is_not_ones_own_is_not_there(client, region):
    assert signed_in(client, an_official("31.74")).get(SESSIONS, {"wilayah": region}).status_code == 404


def test_a_session_of_another_region_is_not_there(client):
    session = a_session(an_official())
    browser = signed_in(client, an_official(JAKARTA_BARAT))
    page = f"{SESSIONS}{session.pk}/"

    seen = [browser.get(page), browser.get(f"{page}ubah/"), browser.post(f"{page}ubah/", answers())]

    assert [answer.status_code for answer in seen] == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_many_as_for_one(browser, official, count, django_assert_num_queries):
    for number in range(count):
        a_session(official, held_on=date(2018, 8, 1 + number))
    browser.get(SESSIONS)

    with django_assert_num_queries(4):
        browser.get(SESSIONS)


def test_an_empty_region_says_so(browser):
    page = browser.get(SESSIONS)

    assert heading_of(page) == "Pelatihan dan pendampingan"
    assert "Belum ada kegiatan yang tercatat di wilayah ini." in text_of(page)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"step": "P5"}, "training_session_is_of_a_step"),
        ({"place": ""}, "training_session_has_a_place"),
        ({"changed_at": "2018-09-09 10:00:00+07:00"}, "training_session_changed_says_by_whom"),
    ],
)
def test_the_database_refuses_what_no_session_can_be(official, changed, constraint):
    assert refused_change(a_session(official), **changed) == constraint


def test_pgo_officials_find_the_pages_in_their_navigation(browser):
    navigation = {item.label: item.current for item in browser.get(SESSIONS).context["navigation"]}

    assert (navigation["Langkah"], PROVINCE) == (True, "31")
