"""Recording a step by an attendance list: who may, what is shown before anything happens, and nothing typed lost."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client

from okoce.ui.tables.writing import WrittenColumn, WrittenSheet, to_xlsx
from participants.attending import sessions
from participants.attending.models import AttendanceList, State
from participants.attending.sessions import Plan
from participants.deeds import complete_step
from participants.models import Step, StepCompletion
from permits.erasing import erase
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT, PROVINCE
from tests.participants.attending.lists import ON, a_list, numbers_of
from tests.participants.factories import a_nik, a_participant
from tests.targets.pages import heading_of, hidden, signed_in, text_of

pytestmark = pytest.mark.django_db

STEPS = "/pgo/langkah/"
NIK = a_nik(serial=4712)


@pytest.fixture
def official():
    return an_official(JAKARTA_BARAT)


@pytest.fixture
def browser(client: Client, official) -> Client:
    return signed_in(client, official)


def page_of(source: AttendanceList, deed: str = "") -> str:
    return f"{STEPS}daftar/{source.pk}/{deed}"


def send(browser: Client, text: str = "", **answers):
    answer = browser.post(STEPS, {"text": text, "step": "P2", "held_on": "1 Agustus 2018"} | answers)
    return answer, AttendanceList.objects.first()


def press(browser: Client, source: AttendanceList):
    """What comes of the button on a page that shows the list as it is known here."""
    return browser.post(page_of(source, "catat/"), {"seen": source.mark}, follow=True)


def a_file(*rows: list[object], name: str = "hadir.xlsx") -> BytesIO:
    headings = [WrittenColumn("Nama"), WrittenColumn("Nomor peserta", as_text=True)]
    file = BytesIO(to_xlsx(WrittenSheet("Hadir", headings, rows)))
    file.name = name
    return file


# --- Who may -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "templat.xlsx", "daftar/1/", "pelatihan/", "pelatihan/baru/"])
def test_strangers_are_sent_to_sign_in(client, path):
    assert client.get(STEPS + path).url == f"/masuk/?next={STEPS}{path}"


@pytest.mark.parametrize("account", [a_participants_account, an_administrator, an_officer])
@pytest.mark.parametrize("path", ["", "templat.xlsx", "daftar/1/", "pelatihan/", "pelatihan/baru/", "pelatihan/1/"])
def test_the_pages_are_for_pgo_officials(client, account, path):
    assert signed_in(client, account()).get(STEPS + path).status_code == 403


@pytest.mark.parametrize(
    ("region", "status"), [(JAKARTA_BARAT, 200), (PROVINCE, 200), ("31.71", 404), ("31.73.01", 404)]
)
def test_a_list_is_shown_to_officials_of_its_region_and_above(client, official, region, status):
    source = a_list("Siti", official)

    assert signed_in(client, an_official(region)).get(page_of(source)).status_code == status


@pytest.mark.parametrize("deed", ["langkah/", "tambah/", "catat/", "batal/"])
def test_nobody_else_does_anything_to_a_list_and_nothing_happens_by_looking(client, browser, official, deed):
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official)

    looked = browser.get(page_of(source, deed)).status_code == 302
    other = signed_in(client, an_official("31.71")).post(page_of(source, deed)).status_code
    officer = signed_in(client, an_officer()).post(page_of(source, deed)).status_code

    source.refresh_from_db()
    assert (looked, other, officer, source.state) == (True, 404, 403, State.CHECKED)


# --- Sending a list ------------------------------------------------------------------------------------


def test_a_pasted_list_is_shown_before_anything_is_recorded(browser):
    person = a_participant(date(2018, 3, 1), name="Siti Aminah")

    answer, source = send(browser, f"{person.displayed_number}\n{NIK}")
    page = browser.get(answer.url)

    assert answer.url == page_of(source)
    assert (heading_of(page), StepCompletion.objects.count()) == ("P2 Pelatihan akan dicatat untuk 1 orang", 0)
    shown = page.context["page"].items
    assert [(entry.shown, entry.outcome) for entry in shown] == [
        (f"{NIK[:4]}••••••••{NIK[-4:]}", "tidak ditemukan"),
        (person.displayed_number, "akan dicatat"),
    ]
    assert "Siti Aminah" in text_of(page)


def test_the_sums_of_the_preview_add_up(browser, official):
    able, done = a_participant(date(2018, 3, 1)), a_participant(date(2018, 3, 1))
    complete_step(done, step=Step.P2, on=ON, by=official)

    answer, _ = send(browser, f"{numbers_of(able, done, able)}\n{NIK}\nSiti")

    assert [(choice.label, choice.entries) for choice in browser.get(answer.url).context["choices"]] == [
        ("Semua", 5),
        ("Tidak terbaca", 1),
        ("Tidak ditemukan", 1),
        ("Akan dicatat", 1),
        ("Sudah tercatat", 1),
        ("Berulang", 1),
    ]


def test_a_spreadsheet_is_taken_with_its_name(browser):
    person = a_participant(date(2018, 3, 1))

    send(browser, file=a_file(["Siti", person.displayed_number]))

    source = AttendanceList.objects.get()
    assert (source.file_name, source.recorded) == ("hadir.xlsx", 1)


def test_a_text_and_a_file_are_one_list(browser):
    ani, budi = a_participant(date(2018, 3, 1)), a_participant(date(2018, 3, 1))

    send(browser, numbers_of(ani, budi), file=a_file(["Budi", budi.displayed_number]))

    source = AttendanceList.objects.get()
    assert (source.entries_read, source.recorded, source.repeated) == (3, 2, 1)


def test_nobody_on_the_list_is_said_beside_the_field(browser):
    answer, source = send(browser)

    assert (answer.context["form"].errors, source) == ({"text": ["Tempel daftarnya, atau pilih berkasnya."]}, None)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"held_on": "32/13/2018"}, {"held_on"}),
        ({"held_on": "10/09/2018"}, {"held_on"}),
        ({"step": ""}, {"step"}),
        ({"step": "P4", "held_on": ""}, {"step", "held_on"}),
    ],
)
def test_a_wrong_step_or_day_loses_nobody_and_is_mended_on_the_next_page(browser, answers, wrong):
    person = a_participant(date(2018, 3, 1))

    answer, source = send(browser, numbers_of(person), **answers)
    page = browser.get(answer.url)

    form = page.context["choose_form"]
    assert (set(form.errors), form["held_on"].value()) == (wrong, answers.get("held_on", "1 Agustus 2018"))
    assert (source.entries_read, "Catat P2" in text_of(page)) == (1, False)
    browser.post(page_of(source, "langkah/"), {"step": "P2", "held_on": "01/08/2018"})
    source.refresh_from_db()
    assert (source.step, source.held_on, source.recorded) == ("P2", ON, 1)


def test_a_nik_that_was_typed_is_nowhere_on_any_page_nor_in_the_address(browser):
    answer, source = send(browser, f"{NIK} Siti", held_on=NIK)
    added = browser.post(page_of(source, "tambah/"), {"text": f"{NIK}\x00"})
    refused = browser.post(STEPS, {"text": f"{NIK}\n" * 5_001, "step": "P2", "held_on": "1/8/2018"})

    pages = [answer.url, browser.get(answer.url).content.decode(), added.content.decode(), refused.content.decode()]
    assert [NIK in page for page in pages] == [False] * 4
    assert list(added.context["add_form"].errors) == ["text"]
    assert refused.context["form"].errors["text"] == [
        "Satu daftar memuat paling banyak 5.000 orang. Bagi menjadi beberapa daftar."
    ]
    assert (refused.context["form"]["held_on"].value(), AttendanceList.objects.count()) == ("1/8/2018", 1)


def test_a_file_that_cannot_be_read_is_said_and_what_was_pasted_is_kept(browser):
    person, broken = a_participant(date(2018, 3, 1)), BytesIO(b"%PDF-1.4")
    broken.name = "hadir.pdf"

    answer, source = send(browser, numbers_of(person), file=broken)

    [message] = browser.get(answer.url).context["messages"]
    assert message.message.startswith("Berkasnya tidak ikut: ")
    assert (source.entries_read, source.file_name) == (1, "")


def test_a_file_that_cannot_be_read_alone_is_said_beside_it(browser):
    broken = BytesIO(b"")
    broken.name = "kosong.xlsx"

    answer, source = send(browser, file=broken)

    assert (list(answer.context["form"].errors), source) == (["file"], None)


# --- Deciding ------------------------------------------------------------------------------------------


def test_recording_says_for_how_many_and_shows_what_became_of_each(browser, official):
    people = [a_participant(date(2018, 3, 1)) for _ in range(2)]
    complete_step(people[0], step=Step.P2, on=ON, by=official)
    source = a_list(f"{numbers_of(*people)}\n{NIK}", official)

    page = press(browser, source)

    [message] = page.context["messages"]
    assert message.message == (
        "P2 Pelatihan tercatat untuk 1 orang; 1 sudah tercatat sebelumnya, 1 tidak dapat dicatat."
    )
    assert heading_of(page) == "P2 Pelatihan tercatat untuk 1 orang"
    assert [entry.outcome for entry in page.context["page"].items] == ["tidak ditemukan", "tercatat", "sudah tercatat"]


def test_the_same_list_again_says_that_nothing_changes(browser, official):
    text = numbers_of(a_participant(date(2018, 3, 1)))
    _, source = send(browser, text)
    press(browser, source)

    answer, _ = send(browser, text)
    page = browser.get(answer.url)

    assert heading_of(page) == "Tidak ada yang berubah: semua sudah tercatat"
    assert ("Catat P2" in text_of(page), StepCompletion.objects.count()) == (False, 1)


def test_what_changed_since_the_preview_is_shown_anew(browser, official):
    people = [a_participant(date(2018, 3, 1)) for _ in range(2)]
    source = a_list(numbers_of(*people), official)
    erase(people[0], by=an_official())

    page = press(browser, source)

    assert (heading_of(page), StepCompletion.objects.count()) == ("P2 Pelatihan akan dicatat untuk 1 orang", 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda browser, page, other: browser.post(f"{page}langkah/", {"step": "P7", "held_on": "1 Agustus 2018"}),
        lambda browser, page, other: browser.post(f"{page}langkah/", {"step": "P2", "held_on": "2 Agustus 2018"}),
        lambda browser, page, other: browser.post(f"{page}tambah/", {"text": other.number}),
        lambda browser, page, other: browser.post(f"{page}tambah/", {"text": "Siti"}),
    ],
)
def test_a_list_that_was_changed_in_another_window_is_shown_before_it_is_recorded(browser, official, change):
    person, other = (a_participant(date(2018, 3, 1)) for _ in range(2))
    source = a_list(numbers_of(person), official)
    shown = hidden(browser.get(page_of(source)), "seen")
    change(browser, page_of(source), other)

    page = browser.post(page_of(source, "catat/"), {"seen": shown}, follow=True)

    *_, message = page.context["messages"]
    assert (message.message.split(",")[0], StepCompletion.objects.count()) == (
        "Sejak daftar ini diperiksa ada yang berubah",
        0,
    )
    source.refresh_from_db()
    assert (shown == source.mark, hidden(page, "seen")) == (False, source.mark)
    press(browser, source)
    assert StepCompletion.objects.count() == source.recorded


def test_without_a_day_the_button_is_not_there_and_pressing_it_says_why(browser, official):
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official, held_on=None)

    page = press(browser, source)

    [message] = page.context["messages"]
    assert (message.message, "Catat P2" in text_of(page)) == ("Pilih langkah dan tanggalnya lebih dulu.", False)


def test_a_list_may_be_dropped(browser, official):
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official)

    browser.post(page_of(source, "batal/"))

    page = browser.get(page_of(source))
    assert heading_of(page) == "Daftar ini dibatalkan: tidak ada yang dicatat"
    assert (StepCompletion.objects.count(), page.context["page"].items) == (0, [])


def test_who_was_mistyped_can_be_added(browser, official):
    person = a_participant(date(2018, 3, 1))
    source = a_list("4K7H2-MX9QQ", official)

    browser.post(page_of(source, "tambah/"), {"text": numbers_of(person)})

    source.refresh_from_db()
    assert (source.entries_read, source.recorded, source.unreadable) == (2, 1, 1)


def test_a_wrong_day_for_a_list_that_had_one_is_said_and_the_old_one_kept(browser, official):
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official)

    page = browser.post(page_of(source, "langkah/"), {"step": "P3", "held_on": "10/09/2018"}, follow=True)

    form = page.context["choose_form"]
    source.refresh_from_db()
    assert (list(form.errors), form["step"].value(), form["held_on"].value()) == (["held_on"], "P3", "10/09/2018")
    assert (source.step, source.held_on) == ("P2", ON)


def test_links_of_a_page_that_answered_with_an_error_lead_on(browser, official):
    source = a_list("Siti", official)
    browser.post(page_of(source, "tambah/"), {"text": ""})

    assert browser.get(page_of(source, "tambah/"), {"hasil": "tidak-terbaca"}).url == (
        f"{page_of(source)}?hasil=tidak-terbaca"
    )


@pytest.mark.parametrize("sort", ["tidak-terbaca", "tidak-ditemukan", "dicatat", "sudah-tercatat", "berulang"])
def test_each_sort_of_entries_can_be_looked_at_alone(browser, official, sort):
    able, done = a_participant(date(2018, 3, 1)), a_participant(date(2018, 3, 1))
    complete_step(done, step=Step.P2, on=ON, by=official)
    source = a_list(f"{numbers_of(able, done, able)}\n{NIK}\nSiti", official)

    page = browser.get(page_of(source), {"hasil": sort})

    assert len(page.context["page"].items) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_takes_as_many_statements_for_many_as_for_one(browser, official, people, django_assert_num_queries):
    source = a_list(numbers_of(*(a_participant(date(2018, 3, 1)) for _ in range(people))), official)
    browser.get(page_of(source))

    with django_assert_num_queries(5):
        browser.get(page_of(source))


@pytest.mark.parametrize("lists", [1, 3])
def test_the_lists_take_as_many_statements_for_many_as_for_one(browser, official, lists, django_assert_num_queries):
    for _ in range(lists):
        a_list("Siti", official)
    browser.get(STEPS)

    with django_assert_num_queries(3):
        browser.get(STEPS)


def test_an_official_sees_the_lists_of_their_region_only(browser, official):
    mine = a_list("Siti", official)
    a_list("Siti", an_official())
    below = a_list("Siti", an_official("31.73.01"))

    assert browser.get(STEPS).context["page"].items == [below, mine]


def test_who_moved_out_of_ones_region_is_no_longer_named(client, official):
    person = a_participant(date(2018, 3, 1), name="Zulaikha Pradnyawati")
    source = a_list(numbers_of(person), official)
    press(signed_in(client, official), source)
    person.kelurahan_id = GAMBIR
    person.save(update_fields=["kelurahan"])

    assert "Zulaikha" not in text_of(client.get(page_of(source)))


def test_the_template_is_a_spreadsheet(browser):
    answer = browser.get(f"{STEPS}templat.xlsx")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="templat-daftar-hadir.xlsx"'


# --- For a session -------------------------------------------------------------------------------------


def a_session(official, **fields):
    what = {"step": Step.P3, "place": "Balai Warga", "region": "31.73.01", "held_on": ON, "invited": 10} | fields
    return sessions.plan(Plan(**what), by=official)


def test_a_list_of_a_session_takes_its_step_and_day(browser, official):
    session, person = a_session(official), a_participant(date(2018, 3, 1))

    page = browser.get(STEPS, {"kegiatan": session.pk})
    browser.post(f"{STEPS}?kegiatan={session.pk}", {"text": numbers_of(person)})

    source = AttendanceList.objects.get()
    assert list(page.context["form"].fields) == ["text", "file"]
    assert (source.session, source.step, source.held_on, source.recorded) == (session, "P3", ON, 1)


def test_a_session_that_is_still_to_come_has_no_list_to_record(browser, official):
    session = a_session(official, held_on=date(2018, 9, 9) + timedelta(days=1))
    browser.post(f"{STEPS}?kegiatan={session.pk}", {"text": numbers_of(a_participant(date(2018, 3, 1)))})
    source = AttendanceList.objects.get()

    page = press(browser, source)

    [message] = page.context["messages"]
    assert (message.message, StepCompletion.objects.count()) == (
        "Tanggal langkah ada di masa depan. Tulis hari ini atau sebelumnya.",
        0,
    )


@pytest.mark.parametrize("asked", ["999999", "9" * 18])
def test_a_session_of_nobody_is_not_found(browser, asked):
    assert browser.get(STEPS, {"kegiatan": asked}).status_code == 404


def test_a_session_elsewhere_is_not_found(browser):
    session = a_session(an_official(), region="31.71")

    assert browser.get(STEPS, {"kegiatan": session.pk}).status_code == 404


def test_who_drops_a_list_that_is_recorded_already_is_told_that_it_is(browser, official):
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official)
    press(browser, source)

    answer = browser.post(page_of(source, "batal/"), follow=True)

    *_, message = answer.context["messages"]
    assert message.message == "Daftar ini sudah dicatat, jadi tidak dapat dibatalkan lagi."
    assert StepCompletion.objects.count() == 1
