"""The officer's desk: find, record, next; who is ready; taking back a slip; somebody else's participant."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from participants import deeds
from participants.models import Opening, Participant, Step
from permits import obstacles
from permits.models import ObstacleKind, Permit
from targets import workday
from targets.pace import pace as pace_of
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

DESK = "/petugas/"
NIK = a_nik(serial=1234)
SKU = {"kind": "SKU", "number": "1/SKU/2018", "issued_on": "03/09/2018"}
IUMK = {
    "kind": "IUMK",
    "number": "7/31.73.01.1006/e/2018",
    "issued_on": "03/09/2018",
    "investment": "5.000.000",
    "workers": "2",
}


@pytest.fixture
def kartika() -> Participant:
    return a_participant(date(2018, 7, 1), name="Kartika Wulandari", nik=NIK, phone="+6281234567890")


@pytest.fixture
def officer(client: Client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def record_page(person: Participant) -> str:
    return f"/petugas/rekam/{person.number}/"


def find(client: Client, text: str, *, typing: bool = False):
    return client.post(DESK, {"q": text}, headers={"HX-Request": "true"} if typing else {})


# Finding -----------------------------------------------------------------------------------------


def test_a_search_that_finds_one_person_goes_straight_to_recording(client: Client, officer, kartika):
    answers = [find(client, text).url for text in ("kartika", NIK, kartika.displayed_number, "0812 3456 7890")]

    assert answers == [record_page(kartika)] * 4


def test_a_search_while_typing_shows_the_one_person_and_stays(client: Client, officer, kartika):
    page = find(client, "kart", typing=True)

    assert (page.status_code, page.templates[0].name, page.context["found"]) == (
        200,
        "targets/parts/found.html",
        [kartika],
    )
    assert b"autofocus" not in page.content


def test_while_typing_one_hears_how_many_there_are_and_not_each_of_them(client: Client, officer, kartika):
    heard = [_told(find(client, text, typing=True)) for text in ("kart", "tidak ada")]

    assert heard == ["1 peserta cocok.", "Tidak ada peserta yang cocok."]
    assert 'role="status"></p>' in client.get(DESK).content.decode()


def _told(page) -> str:
    return page.content.decode().split('role="status" hx-swap-oob="innerHTML">')[1].split("</p>")[0]


def test_a_search_that_finds_several_lists_them_with_the_first_under_the_hand(client: Client, officer):
    people = [a_participant(name=f"Siti {name}") for name in ("Aminah", "Maryam")]

    page = find(client, "siti")

    assert page.context["found"] == people
    assert page.content.decode().count("autofocus") == 1


def test_a_nik_that_was_typed_is_not_shown_again(client: Client, officer, kartika):
    a_participant()

    page = find(client, a_nik(serial=9876))

    assert (page.context["searched"], page.context["q"], a_nik(serial=9876).encode() in page.content) == (
        True,
        "",
        False,
    )


@pytest.mark.parametrize("text", ["a\0b", "\0", "x" * 500, "' OR 1=1", "%", "😀", "   "])
def test_any_text_can_be_searched_for(client: Client, officer, text):
    assert find(client, text).status_code == 200


@pytest.mark.parametrize(
    ("user", "status"),
    [(a_participants_account, 403), (an_administrator, 403), (an_official, 403), (an_officer, 200)],
)
def test_the_desk_is_for_officers(client: Client, user, status):
    client.force_login(user())

    assert client.get(DESK).status_code == status


def test_strangers_are_sent_to_sign_in(client: Client):
    assert client.get(DESK).url == "/masuk/?next=/petugas/"


# Recording ---------------------------------------------------------------------------------------


def test_a_recorded_permit_leads_back_to_the_search(client: Client, officer, kartika):
    answer = client.post(record_page(kartika), IUMK, follow=True)

    permit = Permit.objects.get()
    assert answer.redirect_chain == [(DESK, 302)]
    assert [one.permit for one in answer.context["recorded"]] == [permit]
    assert (permit.participant, permit.kelurahan_id, permit.recorded_by, permit.investment, permit.workers) == (
        kartika,
        CENGKARENG_TIMUR,
        officer,
        5_000_000,
        2,
    )


def test_kind_and_date_are_remembered_and_typing_begins_with_the_number(client: Client, officer, kartika):
    begins = client.get(record_page(kartika)).context["form"]
    client.post(record_page(kartika), SKU)

    form = client.get(record_page(a_participant(date(2018, 7, 1)))).context["form"]

    assert (form["kind"].value(), form["issued_on"].value(), form["number"].value()) == ("SKU", "03/09/2018", None)
    assert [
        (name, one.fields[name].widget.attrs.get("autofocus")) for one in (begins, form) for name in ("kind", "number")
    ] == [("kind", True), ("number", None), ("kind", None), ("number", True)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "a\0b"}, "number"),
        ({"number": "///"}, "number"),
        ({"number": "3173 9917 0885 0003"}, "number"),
        ({"issued_on": "10/09/2018"}, "issued_on"),
        ({"issued_on": "31/02/2018"}, "issued_on"),
        ({"investment": ""}, "investment"),
        ({"workers": "banyak"}, "workers"),
        ({"kind": ""}, "kind"),
    ],
)
def test_an_error_is_said_and_keeps_all_that_was_typed(client: Client, officer, kartika, change, field):
    typed = IUMK | change

    page = client.post(record_page(kartika), typed)

    form = page.context["form"]
    assert (page.status_code, list(form.errors), Permit.objects.count()) == (200, [field], 0)
    assert {name: form[name].value() for name in typed} == typed


def test_a_number_that_is_taken_is_said_beside_the_number(client: Client, officer, kartika):
    a_permit(kind="SKU", number="1 / sku / 2018", investment=None, workers=None)

    form = client.post(record_page(kartika), SKU).context["form"]

    assert list(form.errors) == ["number"]


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"number": "7/31.74.08.1004/e/2018"}, "number.claims"),
        ({"number": "7/31.73.01.1006/e/2017"}, "number.claims"),
        ({"issued_on": "30/06/2018"}, "issued_on.before"),
        ({"investment": "600.000.000"}, "investment.large"),
        ({"workers": "20"}, "workers.many"),
    ],
)
def test_a_doubt_is_asked_once_and_lets_go_on(client: Client, officer, kartika, change, doubt):
    typed = IUMK | change
    asked = client.post(record_page(kartika), typed).context["form"]
    before = Permit.objects.count()

    answer = client.post(record_page(kartika), typed | {"acknowledged": asked.acknowledgement})

    assert [f"{one.field}.{one.code}" for one in asked.unanswered_warnings] == [doubt]
    assert (before, answer.status_code, Permit.objects.count()) == (0, 302, 1)


def test_a_second_permit_is_asked_about(client: Client, officer, kartika):
    a_permit(kartika)

    asked = client.post(record_page(kartika), SKU).context["form"]

    assert [(one.field, one.code) for one in asked.unanswered_warnings] == [(None, "holds")]


def test_a_double_click_records_once(client: Client, officer, kartika):
    submission = str(client.get(record_page(kartika)).context["form"]["submission"].value())

    answers = [client.post(record_page(kartika), SKU | {"submission": submission}).status_code for _ in range(2)]

    assert (answers, Permit.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize("user", [lambda: an_officer(KAPUK), lambda: an_officer(GAMBIR)])
def test_people_outside_the_kelurahan_are_not_found(client: Client, kartika, user):
    client.force_login(user())

    answers = [client.get(record_page(kartika)), client.post(record_page(kartika), SKU)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_recorded_permit_ends_an_obstacle(client: Client, officer, kartika):
    obstacles.set_obstacle(kartika, kind=ObstacleKind.PAPERS, by=officer)
    shown = client.get(record_page(kartika)).context["obstacles"]

    client.post(record_page(kartika), SKU)

    assert ([next for _, next in shown], kartika.obstacles.open().count()) == ([obstacles.NEXT["papers"]], 0)


# Ready for a permit ------------------------------------------------------------------------------


def ready_person(name: str, step: Step, on: date, **fields) -> Participant:
    person = a_participant(date(2018, 6, 1), name=name, **fields)
    deeds.complete_step(person, step=step, on=on, by=an_official())
    return person


def names_ready(client: Client) -> list[str]:
    return [one.person.name for one in client.get(DESK).context["ready"]]


def test_the_mentored_come_first_and_who_waits_longest(client: Client, officer):
    ready_person("Dilatih lebih dulu", Step.P2, date(2018, 7, 1))
    ready_person("Didampingi kemudian", Step.P3, date(2018, 8, 1))
    ready_person("Didampingi lebih dulu", Step.P3, date(2018, 7, 15))
    ready_person("Dilatih kemudian", Step.P2, date(2018, 8, 1))

    assert names_ready(client) == [
        "Didampingi lebih dulu",
        "Didampingi kemudian",
        "Dilatih lebih dulu",
        "Dilatih kemudian",
    ]


def test_who_has_a_permit_or_an_obstacle_or_lives_elsewhere_is_not_ready(client: Client, officer):
    a_permit(ready_person("Berizin", Step.P3, date(2018, 7, 1)))
    stuck = ready_person("Terkendala", Step.P3, date(2018, 7, 1))
    obstacles.set_obstacle(stuck, kind=ObstacleKind.PAPERS, by=officer)
    ready_person("Tetangga", Step.P3, date(2018, 7, 1), kelurahan=KAPUK)
    a_participant(name="Baru mendaftar")
    ready_person("Siap", Step.P2, date(2018, 7, 1))

    assert names_ready(client) == ["Siap"]


def test_they_can_be_called_and_written_to_without_naming_anybody(client: Client, officer):
    ready_person("Siap", Step.P2, date(2018, 7, 1), phone="+6281234567890")

    [one] = client.get(DESK).context["ready"]

    address, _, message = one.whatsapp.partition("?text=")
    assert (one.call, address, "Siap" in message) == ("tel:+6281234567890", "https://wa.me/6281234567890", False)
    assert b'target="_blank" rel="noopener noreferrer"' in client.get(DESK).content


@pytest.mark.parametrize("people", [1, 3])
def test_the_desk_takes_as_many_statements_for_many_people_as_for_one(
    client: Client, officer, people, django_assert_num_queries
):
    for number in range(people):
        person = ready_person(f"Siap {number}", Step.P2, date(2018, 7, 1))
        a_permit(person, officer)
        ready_person(f"Masih siap {number}", Step.P2, date(2018, 7, 1))
    client.get(DESK)

    with django_assert_num_queries(8):
        client.get(DESK)


def test_the_desk_shows_some_of_those_who_are_ready(client: Client, officer):
    for number in range(workday.READY_SHOWN + 1):
        ready_person(f"Siap {number}", Step.P2, date(2018, 7, 1))

    page = client.get(DESK)

    assert (len(page.context["ready"]), page.context["more_ready"]) == (workday.READY_SHOWN, True)


# Taking back a slip ------------------------------------------------------------------------------


def undo(client: Client, permit: Permit):
    return client.post(f"/petugas/urungkan/{permit.pk}/", follow=True)


def test_a_permit_just_recorded_is_undone_with_one_click(client: Client, officer, kartika):
    permit = a_permit(kartika, officer)

    page = undo(client, permit)

    permit.refresh_from_db()
    assert (permit.is_voided, permit.voided_reason) == (True, "Diurungkan oleh pencatatnya dalam satu menit.")
    assert (page.context["tally"], [one.can_undo for one in page.context["recorded"]]) == (
        "Hari ini Anda belum mencatat izin",
        [False],
    )


@pytest.mark.parametrize(("seconds", "undone"), [(59, True), (60, True), (61, False), (3600, False)])
def test_it_can_be_undone_for_a_minute(client: Client, seconds, undone):
    moment = datetime(2018, 9, 10, 10)
    with portal_at(moment):
        officer = an_officer()
        permit = a_permit(by=officer)
    client.force_login(officer)

    with portal_at(moment + timedelta(seconds=seconds)):
        shown = [one.can_undo for one in client.get(DESK).context["recorded"]]
        undo(client, permit)

    permit.refresh_from_db()
    assert (shown, permit.is_voided) == ([undone], undone)


def test_a_second_click_says_that_it_is_undone_already(client: Client, officer):
    permit = a_permit(by=officer)
    undo(client, permit)

    page = undo(client, permit)

    assert [str(message) for message in page.context["messages"]] == [
        f"{permit} tidak dapat diurungkan lagi. Batalkan lewat halaman izinnya, dengan alasan."
    ]


@pytest.mark.parametrize(
    ("user", "status"),
    [(an_officer, 404), (lambda: an_officer(KAPUK), 404), (an_official, 403), (an_administrator, 403)],
)
def test_only_whoever_recorded_it_can_undo_it(client: Client, user, status):
    permit = a_permit()
    client.force_login(user())

    answer = undo(client, permit)

    permit.refresh_from_db()
    assert (answer.status_code, permit.is_voided) == (status, False)


def test_looking_undoes_nothing(client: Client, officer):
    permit = a_permit(by=officer)

    answer = client.get(f"/petugas/urungkan/{permit.pk}/")

    permit.refresh_from_db()
    assert (answer.headers["Location"], permit.is_voided) == ("/petugas/", False)


# Somebody else's participant ---------------------------------------------------------------------


@pytest.fixture
def stranger() -> Participant:
    return a_participant(date(2018, 7, 1), name="Sulastri", nik=a_nik(serial=777), kelurahan=GAMBIR)


@pytest.mark.parametrize("how", ["nik", "number"])
def test_somebody_elses_participant_is_offered_by_exact_nik_or_number(client: Client, officer, stranger, how):
    page = find(client, a_nik(serial=777) if how == "nik" else stranger.displayed_number)

    assert (page.context["elsewhere"], page.context["found"]) == (stranger, [])
    assert stranger.name.encode() not in page.content


@pytest.mark.parametrize("text", ["Sulastri", "+6281200000000", "Sulas"])
def test_somebody_elses_participant_is_not_offered_by_name_or_phone(client: Client, officer, stranger, text):
    page = find(client, text)

    assert (page.context["elsewhere"], page.context["found"]) == (None, [])


def open_outside(client: Client, person: Participant, reason: str = "Datang ke loket."):
    return client.post("/petugas/buka/", {"q": person.number, "reason": reason})


def test_they_are_opened_for_a_reason_and_that_is_logged(client: Client, officer, stranger):
    answer = open_outside(client, stranger)

    [deed] = Event.objects.filter(verb=Verb.OPENED_OUTSIDE)
    assert (answer.url, deed.actor, deed.subject) == (record_page(stranger), officer, f"participant:{stranger.pk}")
    assert client.post(record_page(stranger), SKU).status_code == 302


@pytest.mark.parametrize("reason", ["", "   ", "a\0b", "x" * 201])
def test_without_a_proper_reason_they_stay_closed_and_it_is_said(client: Client, officer, stranger, reason):
    page = open_outside(client, stranger, reason)

    assert (page.status_code, list(page.context["reason_form"].errors), Opening.objects.count()) == (200, ["reason"], 0)


def test_only_that_person_is_opened_only_to_that_officer_and_only_that_day(client: Client, officer, stranger):
    other = a_participant(kelurahan=GAMBIR)
    with portal_at(date(2018, 9, 9)):
        open_outside(client, stranger)
        today = [client.get(record_page(person)).status_code for person in (stranger, other)]
    with portal_at(date(2018, 9, 10)):
        tomorrow = client.get(record_page(stranger)).status_code
    client.force_login(an_officer(KAPUK))

    assert (today, tomorrow, client.get(record_page(stranger)).status_code) == ([200, 404], 404, 404)


def test_nobody_is_opened_by_a_name(client: Client, officer, stranger):
    client.post("/petugas/buka/", {"q": "Sulastri", "reason": "Datang ke loket."})

    assert Opening.objects.count() == 0


def test_a_second_opening_the_same_day_is_the_same(client: Client, officer, stranger):
    for _ in range(2):
        open_outside(client, stranger)

    assert (Opening.objects.count(), Event.objects.filter(verb=Verb.OPENED_OUTSIDE).count()) == (1, 1)


# The pace ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "day", "blocks", "sentence"),
    [
        (
            12,
            date(2018, 9, 9),
            (2, 2, 2, 2),
            "Perlu 2,5 wirausaha baru per hari kerja sampai 31 Desember (77 hari kerja lagi); "
            "empat minggu terakhir 0,4.",
        ),
        (200, date(2018, 9, 9), (2, 2, 2, 2), "Target tahun ini sudah tercapai. Izin berikutnya tetap dihitung."),
        (
            12,
            date(2018, 12, 31),
            (0, 0, 0, 0),
            "Masih kurang 188 wirausaha baru dan tidak ada hari kerja lagi sampai 31 Desember; "
            "empat minggu terakhir 0,0.",
        ),
    ],
)
def test_the_pace_is_said_in_permits_per_working_day(result, day, blocks, sentence):
    pace = pace_of(
        target=200,
        result=result,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 12, 31),
        day=day,
        blocks=blocks,
    )

    assert workday.pace_sentence(pace, date(2018, 12, 31)) == sentence
