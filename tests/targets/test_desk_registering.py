"""Registering somebody at the counter, with consent on paper, and on to their permit."""

from datetime import date

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from participants.models import Channel, Opening, Participant
from permits.merging import merge
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR
from tests.participants.factories import a_nik, a_participant
from tests.participants.pages import NIK, a_business, a_person
from tests.targets.pages import text_of

pytestmark = pytest.mark.django_db

PAGE = "/petugas/daftar/"


@pytest.fixture
def officer(client: Client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def answers(**changes: str) -> dict[str, str]:
    return a_person() | a_business() | {"consent": "on"} | changes


def send(client: Client, **changes: str):
    return client.post(PAGE, answers(**changes))


def problems(client: Client, **changes: str) -> dict[str, list[str]]:
    """What the page says is wrong after these answers, by field."""
    page = client.get(send(client, **changes).url)
    forms = [page.context[name] for name in ("person", "business", "consent")]
    return {
        name: [problem.code for problem in errors.as_data()] for form in forms for name, errors in form.errors.items()
    }


def test_somebody_is_registered_by_the_officer_and_their_permit_comes_next(client: Client, officer):
    answer = send(client)

    person = Participant.objects.get()
    assert answer.url == f"/petugas/rekam/{person.number}/"
    assert (person.name, person.kelurahan_id, person.channel, person.registered_by) == (
        "Siti Contoh",
        CENGKARENG_TIMUR,
        Channel.DESK,
        officer,
    )
    assert [deed.actor for deed in Event.objects.filter(verb=Verb.REGISTERED)] == [officer]


def test_the_own_kelurahan_is_given(client: Client, officer):
    business = client.get(PAGE).context["business"]

    assert (business["location"].value(), business["kelurahan_name"].value()) == ("jakarta", "Cengkareng Timur")


def test_a_shared_pc_suggests_nothing(client: Client, officer):
    page = client.get(PAGE)

    fields = [*page.context["person"], *page.context["business"]]
    assert {field.field.widget.attrs.get("autocomplete") for field in fields} == {"off"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"consent": ""}, {"consent": ["required"]}),
        ({"nik": "123"}, {"nik": ["impossible"]}),
        ({"name": "", "sector": ""}, {"name": ["required"], "sector": ["required"]}),
        ({"name": "a\0b"}, {"name": ["unspeakable"]}),
        ({"kelurahan_name": "Antah Berantah"}, {"kelurahan_name": ["unknown"]}),
        ({"location": "outside", "outside_place": ""}, {"outside_place": ["required"]}),
    ],
)
def test_all_that_is_wrong_is_said_at_once_and_nobody_is_registered(client: Client, officer, changes, wrong):
    assert (problems(client, **changes), Participant.objects.count()) == (wrong, 0)


def test_what_is_wrong_in_the_three_parts_of_the_page_is_said_in_one_place_that_takes_the_keyboard(
    client: Client, officer
):
    page = client.get(client.post(PAGE, {}).url)

    words = page.content.decode()
    assert (words.count("Ada yang perlu diperbaiki"), words.count("autofocus")) == (1, 1)
    summary = words.split('role="alert"')[1].split("</div>")[0]
    assert [f'href="#{anchor}"' in summary for anchor in ("id_nik", "id_location_0", "id_consent")] == [True] * 3


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("", "16 angka pada KTP."), ("123", "16 angka pada KTP."), (NIK, "Sudah terisi: 3173••••••••4711.")],
)
def test_the_officer_is_not_told_to_look_at_their_own_ktp(client: Client, officer, typed, hint):
    page = client.get(send(client, nik=typed, name="").url)

    assert page.context["person"]["nik"].help_text.startswith(hint)
    assert "KTP Anda" not in text_of(page)


def test_nothing_typed_is_lost_and_the_nik_is_never_written_into_the_page(client: Client, officer):
    page = client.get(send(client, name="").url)

    shown = page.context["person"]
    assert (shown["phone"].value(), shown["nik"].value(), NIK.encode() in page.content) == ("0812 3456 7890", "", False)
    client.post(PAGE, answers(nik=""))
    assert Participant.objects.get().nik_masked == f"{NIK[:4]}••••••••{NIK[-4:]}"


def test_what_was_typed_can_be_forgotten(client: Client, officer):
    send(client, name="")
    client.post(PAGE, {"forget": ""})

    page = client.get(PAGE)

    assert (page.context["person"].is_bound, page.context["typed"]) == (False, False)


def test_nothing_is_left_for_the_next_person(client: Client, officer):
    send(client)

    page = client.get(PAGE)

    assert (page.context["person"].is_bound, page.context["typed"]) == (False, False)


def test_what_one_officer_typed_is_not_shown_to_the_next_on_the_same_pc(client: Client, officer):
    send(client, name="")
    kept = client.cookies["desk_registration"].value
    client.post("/keluar/")
    client.force_login(an_officer())
    client.cookies["desk_registration"] = kept

    page = client.get(PAGE)
    send(client, nik="")

    assert (page.context["person"].is_bound, page.context["typed"]) == (False, False)
    assert Participant.objects.count() == 0


def test_what_was_typed_is_there_again_for_whoever_signs_in_again(client: Client, officer):
    send(client, name="")
    kept = client.cookies["desk_registration"].value
    client.post("/keluar/")
    client.force_login(officer)
    client.cookies["desk_registration"] = kept

    assert client.get(PAGE).context["person"]["phone"].value() == "0812 3456 7890"


def test_a_doubt_is_asked_once_and_lets_go_on(client: Client, officer):
    page = client.get(send(client, birth_date="18/08/1985").url)
    asked = page.context["person"]

    answer = send(client, birth_date="18/08/1985", acknowledged=asked.acknowledgement)

    assert [doubt.code for doubt in asked.unanswered_warnings] == ["differs_from_nik"]
    assert answer.url == f"/petugas/rekam/{Participant.objects.get().number}/"


def test_a_second_click_registers_nobody_twice(client: Client, officer):
    client.get(PAGE)
    kept = client.cookies["desk_registration"].value
    first = send(client).url
    client.cookies["desk_registration"] = kept

    assert (send(client).url, Participant.objects.count()) == (first, 1)


def test_answers_corrected_after_they_had_arrived_are_not_dropped_without_a_word(client: Client, officer):
    client.get(PAGE)
    kept = client.cookies["desk_registration"].value
    send(client)
    client.cookies["desk_registration"] = kept

    page = client.get(send(client, phone="0812 9999 0001").url)

    assert Participant.objects.get().phone == "+6281234567890"
    assert [message.message.split(",")[0] for message in page.context["messages"]][
        -1
    ] == "Kiriman pertama sudah tersimpan"


def test_somebody_registered_here_already_is_shown(client: Client, officer):
    known = a_participant(nik=NIK)

    page = client.get(send(client).url)

    assert (page.context["known"], page.context["elsewhere"], Participant.objects.count()) == (known, None, 1)


def test_somebody_whose_record_was_merged_into_one_here_is_shown(client: Client, officer):
    known, gone = a_participant(), a_participant(nik=NIK, kelurahan=GAMBIR)
    merge(known, gone, by=an_official(), reason="orang yang sama")

    page = client.get(send(client).url)

    assert (page.context["known"], page.context["elsewhere"]) == (known, None)


def test_somebody_whose_record_was_merged_into_one_elsewhere_is_behind_the_door(client: Client, officer):
    stranger, gone = a_participant(kelurahan=GAMBIR), a_participant(nik=NIK)
    merge(stranger, gone, by=an_official(), reason="orang yang sama")

    page = client.get(send(client).url)
    opened = client.post("/petugas/buka/", {"q": gone.displayed_number, "reason": "Datang ke loket."})

    assert (page.context["known"], page.context["elsewhere"]) == (None, stranger)
    assert (opened.url, Opening.objects.get().participant) == (f"/petugas/rekam/{stranger.number}/", stranger)


def test_somebody_registered_elsewhere_is_behind_the_door(client: Client, officer):
    stranger = a_participant(nik=NIK, kelurahan=GAMBIR, name="Orang Lain")

    page = client.get(send(client).url)

    assert (page.context["known"], page.context["elsewhere"]) == (None, stranger)
    assert b"Orang Lain" not in page.content


def test_whoever_has_their_business_elsewhere_stays_open_to_the_officer_for_the_day(client: Client, officer):
    answer = send(client, kelurahan_name="Gambir")

    opening = Opening.objects.get()
    assert (opening.participant.kelurahan_id, opening.opened_by, opening.day) == (GAMBIR, officer, date(2018, 9, 9))
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("account", [a_participants_account, an_administrator, an_official])
def test_the_page_is_for_officers(client: Client, account):
    client.force_login(account())

    assert [client.get(PAGE).status_code, send(client).status_code] == [403, 403]


def test_strangers_are_sent_to_sign_in(client: Client):
    assert (send(client).url, Participant.objects.count()) == (f"/masuk/?next={PAGE}", 0)


def test_a_nik_of_somebody_else_does_not_take_over_their_registration(client: Client, officer):
    send(client)
    other = send(client, nik=a_nik(female=True, serial=4712), name="Siti Lain")

    assert other.status_code == 302
    assert sorted(Participant.objects.values_list("name", flat=True)) == ["Siti Contoh", "Siti Lain"]
