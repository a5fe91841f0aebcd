"""One more step of one person, and taking one back, from their page."""

from datetime import date

import pytest
from django.test import Client

from participants.deeds import complete_step
from participants.models import Participant, Step, StepCompletion
from permits.erasing import erase
from permits.merging import merge
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import JAKARTA_BARAT
from tests.participants.factories import a_participant
from tests.targets.pages import acknowledgement, signed_in, text_of

pytestmark = pytest.mark.django_db

ON = date(2018, 8, 1)


@pytest.fixture
def official():
    return an_official(JAKARTA_BARAT)


@pytest.fixture
def browser(client: Client, official) -> Client:
    return signed_in(client, official)


@pytest.fixture
def siti() -> Participant:
    return a_participant(date(2018, 3, 1), name="Siti Aminah")


def page_of(person: Participant, step: str = "") -> str:
    return f"/pgo/langkah/peserta/{person.displayed_number}/{step}"


def profile_of(person: Participant) -> str:
    return f"/peserta/{person.displayed_number}/"


@pytest.mark.parametrize("step", ["", "P2/"])
def test_strangers_are_sent_to_sign_in(client, siti, step):
    assert client.get(page_of(siti, step)).url == f"/masuk/?next={page_of(siti, step)}"


@pytest.mark.parametrize(
    ("user", "status"),
    [(an_officer, 403), (an_administrator, 403), (lambda: an_official("31.71"), 404), (an_official, 200)],
)
def test_steps_are_recorded_by_pgo_officials_in_scope(client, siti, user, status):
    complete_step(siti, step=Step.P2, on=ON, by=an_official())
    browser = signed_in(client, user())

    assert [browser.get(page_of(siti, step)).status_code for step in ("", "P2/")] == [status, status]


@pytest.mark.parametrize(
    "gone",
    [
        lambda person: erase(person, by=an_official()),
        lambda person: merge(a_participant(), person, by=an_official(), reason="orang yang sama"),
    ],
)
def test_nothing_is_recorded_for_who_is_gone(browser, siti, gone):
    gone(siti)

    assert browser.post(page_of(siti), {"step": "P2", "held_on": "1/8/2018"}).status_code == 403


def test_a_step_is_recorded_and_leads_back_to_the_person(browser, siti, official):
    answer = browser.post(page_of(siti), {"step": "P2", "held_on": "1 Agustus 2018"})

    [completion] = siti.completions.all()
    assert (answer.url, completion.step, completion.completed_on, completion.completed_by) == (
        profile_of(siti),
        "P2",
        ON,
        official,
    )


def test_only_steps_that_are_missing_can_be_chosen(browser, siti, official):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    form = browser.get(page_of(siti), {"langkah": "P3"}).context["form"]
    again = browser.post(page_of(siti), {"step": "P2", "held_on": "1/8/2018"})

    assert [code for code, _ in form.fields["step"].choices] == ["P3", "P5", "P6", "P7"]
    assert (form["step"].value(), siti.completions.count()) == ("P3", 1)
    assert again.context["form"].errors == {"step": ["Langkah ini sudah tercatat selesai. Pilih langkah lain."]}


@pytest.mark.parametrize(("typed", "wrong"), [("10/09/2018", ["held_on"]), ("", ["held_on"]), ("kemarin", ["held_on"])])
def test_a_day_that_cannot_be_is_said_beside_it(browser, siti, typed, wrong):
    page = browser.post(page_of(siti), {"step": "P2", "held_on": typed})

    assert (list(page.context["form"].errors), page.context["form"]["step"].value()) == (wrong, "P2")


def test_a_day_before_the_registration_is_asked_about_and_taken(browser, siti):
    answers = {"step": "P2", "held_on": "1 Agustus 1908"}

    asked = browser.post(page_of(siti), answers)
    before = siti.completions.count()
    browser.post(page_of(siti), answers | {"acknowledged": acknowledgement(asked)})

    assert "Baru mendaftar 1 Maret 2018, sesudah tanggal ini. Periksa orangnya." in text_of(asked)
    assert (before, siti.completions.get().completed_on) == (0, date(1908, 8, 1))


def test_a_step_is_taken_back_with_a_reason_that_the_history_tells(browser, siti, official):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    answer = browser.post(page_of(siti, "P2/"), {"reason": "Salah orang."})

    told = browser.get(answer.url).context["history"][0]
    assert (told.what, told.reason, told.actor) == ("membatalkan langkah", "Salah orang.", official)
    assert siti.completions.filter(undone_at__isnull=True).count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "a\0b", "x" * 201])
def test_without_a_proper_reason_a_step_stands(browser, siti, official, reason):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    page = browser.post(page_of(siti, "P2/"), {"reason": reason})

    assert (list(page.context["form"].errors), StepCompletion.objects.get().undone_at) == (["reason"], None)


def test_looking_takes_nothing_back(browser, siti, official):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    browser.get(page_of(siti, "P2/"))

    assert StepCompletion.objects.get().undone_at is None


def test_what_was_taken_back_already_is_said(browser, siti):
    answer = browser.post(page_of(siti, "P2/"), {"reason": "Salah orang."})

    [message] = browser.get(answer.url).context["messages"]
    assert message.message == "P2 Pelatihan tidak tercatat selesai: tidak ada yang dibatalkan."


@pytest.mark.parametrize("step", ["P1/", "P4/", "x/"])
def test_other_steps_cannot_be_taken_back(browser, siti, step):
    assert browser.get(page_of(siti, step)).status_code == 404


def test_the_persons_page_leads_pgo_officials_to_each_step_and_nobody_else(client, browser, siti, official):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    actions = [step.action for step in browser.get(profile_of(siti)).context["steps"]]
    others = [step.action for step in signed_in(client, an_officer()).get(profile_of(siti)).context["steps"]]

    assert actions == ["", "Batalkan P2", *[f"Catat P{n} selesai" if n != 4 else "" for n in range(3, 8)]]
    assert others == [""] * 7


def test_a_whatsapp_message_with_the_news_is_ready(browser, siti, official):
    complete_step(siti, step=Step.P2, on=ON, by=official)

    link = browser.get(profile_of(siti)).context["whatsapp"]

    assert link.startswith("https://wa.me/6281200000000?text=Yth.%20Bapak/Ibu%2C%20kami%20dari%20program%20OK%20OCE.")
    assert "P2%20Pelatihan%20Anda%20sudah%20tercatat%20selesai.%20Langkah%20berikutnya%3A%20P3%20Pendampingan." in link


def test_who_is_ready_for_a_permit_is_invited(browser, siti, official):
    for step in (Step.P2, Step.P3):
        complete_step(siti, step=step, on=ON, by=official)

    assert "mengurus%20izin%20usaha" in browser.get(profile_of(siti)).context["whatsapp"]


def test_nobody_is_written_to_who_is_gone(browser, siti):
    erase(siti, by=an_official())

    page = browser.get(profile_of(siti))

    assert (page.context["whatsapp"], "WhatsApp" in text_of(page)) == ("", False)
