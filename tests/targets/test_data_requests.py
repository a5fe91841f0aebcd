"""What people ask for about their data, decided by officials: who sees it, with which deadline, and what follows."""

from datetime import date, datetime, timedelta

import pytest

from okoce.ui import formats
from participants.models import Participant
from participants.own import accounts, requests
from participants.own.models import DataRequest, RequestedField, RequestKind, RequestOutcome
from permits.merging import merge
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

LIST = "/permintaan/"
PASSWORD = "perahu-biru"


@pytest.fixture
def siti() -> Participant:
    person = a_participant(date(2018, 7, 1), name="Siti Contoh", kelurahan=CENGKARENG_TIMUR)
    accounts.open_account(person, password=PASSWORD)
    person.refresh_from_db()
    return person


def for_a_name(person: Participant) -> DataRequest:
    wanted = {"field": RequestedField.NAME, "wanted": "Siti Lengkap"}
    return requests.ask(person, kind=RequestKind.CORRECTION, by=person.user or an_officer(), **wanted)


def for_the_end(person: Participant, kind: RequestKind = RequestKind.ERASURE) -> DataRequest:
    return requests.ask(person, kind=kind, by=person.user)


def page_of(asked: DataRequest) -> str:
    return f"{LIST}{asked.pk}/"


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


# --- The list --------------------------------------------------------------------------------------


def test_the_list_says_how_many_wait_and_how_many_are_late(client, siti):
    with portal_at(datetime(2018, 9, 5, 10)):
        late = for_the_end(siti)
    with portal_at(datetime(2018, 9, 9, 8)):
        fresh = for_a_name(siti)
    client.force_login(an_official())

    with portal_at(datetime(2018, 9, 9, 12)):
        page = client.get(LIST)

    assert page.context["heading"] == "2 permintaan menunggu keputusan; 1 lewat batas waktu"
    assert page.context["rows"] == [(late, "lewat 1 hari 2 jam"), (fresh, "2 hari 20 jam lagi")]


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        (0, "3 hari lagi"),
        (71.5, "kurang dari satu jam lagi"),
        (48, "1 hari lagi"),
        (72.5, "lewat kurang dari satu jam"),
    ],
)
def test_the_time_left_is_said_in_days_and_hours(client, siti, hours, left):
    with portal_at(datetime(2018, 9, 5, 10)):
        for_the_end(siti)
    client.force_login(an_official())

    with portal_at(datetime(2018, 9, 5, 10) + timedelta(hours=hours)):
        [(_, said_left)] = client.get(LIST).context["rows"]

    assert said_left == left


def test_an_empty_list_says_so(client):
    client.force_login(an_officer())

    assert client.get(LIST).context["heading"] == "Tidak ada permintaan yang menunggu"


def test_what_was_decided_lately_stands_below(client, siti):
    officer = an_officer()
    client.force_login(officer)
    asked = for_a_name(siti)
    requests.refuse(asked, by=officer, reason="KTP berbunyi lain")

    assert list(client.get(LIST).context["decided"]) == [asked]


def test_the_list_takes_as_many_statements_for_many(client, siti, django_assert_num_queries):
    client.force_login(an_official())
    for_a_name(siti)
    with django_assert_num_queries(6):
        client.get(LIST)

    for _ in range(3):
        for_a_name(a_participant())
    with django_assert_num_queries(6):
        client.get(LIST)


# --- Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "list_status", "correction", "end"),
    [
        (None, 302, 302, 302),
        (lambda: an_official(), 200, 200, 200),
        (lambda: an_official(JAKARTA_BARAT), 200, 200, 404),
        (lambda: an_officer(CENGKARENG_TIMUR), 200, 200, 404),
        (lambda: an_officer(KAPUK), 200, 404, 404),
        (an_administrator, 403, 403, 403),
    ],
)
def test_requests_are_seen_in_ones_scope(client, siti, user, list_status, correction, end):
    pages = [LIST, page_of(for_a_name(siti)), page_of(for_the_end(siti))]
    if user:
        client.force_login(user())

    assert [client.get(page).status_code for page in pages] == [list_status, correction, end]


def test_people_do_not_decide_about_themselves(client, siti):
    client.force_login(siti.user)

    assert client.post(page_of(for_a_name(siti)), {"decision": "grant"}).status_code == 403


def test_nobody_below_the_province_erases(client, siti):
    asked = for_the_end(siti)
    client.force_login(an_official(JAKARTA_BARAT))

    assert client.post(page_of(asked), {"decision": "grant", "understood": "on"}).status_code == 404
    siti.refresh_from_db()
    assert not siti.is_erased


# --- Deciding --------------------------------------------------------------------------------------


def test_a_correction_is_granted(client, siti):
    client.force_login(an_officer())

    page = client.post(page_of(for_a_name(siti)), {"decision": "grant"}, follow=True)

    siti.refresh_from_db()
    assert (siti.name, said(page)) == ("Siti Lengkap", ["Perbaikan nama tersimpan."])


def test_what_is_and_what_is_wanted_stand_side_by_side(client, siti):
    client.force_login(an_officer())

    pair = client.get(page_of(for_a_name(siti))).context["pair"]

    assert (pair.label, pair.now, pair.wanted) == ("Nama", "Siti Contoh", "Siti Lengkap")


def test_a_nik_is_granted_to_who_types_it_from_the_card(client, siti):
    digits = a_nik()
    asked = requests.ask(siti, kind=RequestKind.CORRECTION, field=RequestedField.NIK, wanted=digits, by=siti.user)
    client.force_login(an_officer())
    seen = client.get(page_of(asked)).content.decode()
    other = client.post(page_of(asked), {"decision": "grant", "nik": a_nik()})
    none = client.post(page_of(asked), {"decision": "grant"})
    right = client.post(page_of(asked), {"decision": "grant", "nik": digits})

    assert digits not in seen
    assert [page.context["granting"].errors.as_data()["nik"][0].code for page in (other, none)] == [
        "differs",
        "required",
    ]
    assert right.status_code == 302
    assert DataRequest.objects.get().outcome == RequestOutcome.DONE


def test_a_request_is_refused_with_a_reason(client, siti):
    asked = for_a_name(siti)
    client.force_login(an_officer())

    silent = client.post(page_of(asked), {"decision": "refuse", "reason": ""})
    told = client.post(page_of(asked), {"decision": "refuse", "reason": "KTP berbunyi lain"}, follow=True)

    assert list(silent.context["refusing"].errors) == ["reason"]
    assert said(told) == ["Permintaan ditolak; pemohon dapat membaca alasannya."]
    assert DataRequest.objects.get().outcome == RequestOutcome.REFUSED


def test_an_erasure_is_carried_out_once_it_is_confirmed(client, siti):
    asked = for_the_end(siti)
    client.force_login(an_official())

    hasty = client.post(page_of(asked), {"decision": "grant"})
    sure = client.post(page_of(asked), {"decision": "grant", "understood": "on"}, follow=True)

    siti.refresh_from_db()
    assert list(hasty.context["granting"].errors) == ["understood"]
    assert said(sure) == ["Data peserta sudah dihapus."]
    assert siti.is_erased


def test_the_end_of_consent_is_never_refused(client, siti):
    asked = for_the_end(siti, RequestKind.WITHDRAWAL)
    client.force_login(an_official())

    page = client.post(page_of(asked), {"decision": "refuse", "reason": "tidak boleh"}, follow=True)

    assert said(page) == ["Penarikan persetujuan tidak dapat ditolak."]
    assert DataRequest.objects.open().count() == 1


def test_what_was_decided_is_read_and_not_decided_again(client, siti):
    asked = for_a_name(siti)
    requests.refuse(asked, by=an_officer(), reason="KTP berbunyi lain")
    client.force_login(an_officer())

    assert client.get(page_of(asked)).context["can_decide"] is False
    for decision in ({"decision": "grant"}, {"decision": "refuse", "reason": "tidak cocok"}):
        page = client.post(page_of(asked), decision, follow=True)
        assert (page.redirect_chain, said(page)) == ([(page_of(asked), 302)], ["Permintaan ini sudah diputuskan."])
    assert DataRequest.objects.get().reason == "KTP berbunyi lain"


def test_what_the_rules_refuse_is_said(client, siti):
    digits = a_nik()
    a_participant(nik=digits)
    asked = requests.ask(siti, kind=RequestKind.CORRECTION, field=RequestedField.NIK, wanted=digits, by=siti.user)
    client.force_login(an_officer())

    page = client.post(page_of(asked), {"decision": "grant", "nik": digits}, follow=True)

    assert said(page) == [
        "NIK ini tercatat pada peserta lain. Periksa dulu apakah keduanya satu orang, lalu gabungkan."
    ]


# --- At the counter --------------------------------------------------------------------------------


def at_the_desk(person: Participant, page: str = "permintaan/") -> str:
    return f"/peserta/{person.displayed_number}/{page}"


DESK_PAGES = ["permintaan/", "permintaan/nama/", "permintaan/nik/", "permintaan/hapus/", "kontak/", "sandi/"]


@pytest.mark.parametrize("page", DESK_PAGES)
@pytest.mark.parametrize(
    ("user", "status"),
    [
        (lambda: an_officer(CENGKARENG_TIMUR), 200),
        (lambda: an_official(JAKARTA_BARAT), 200),
        (lambda: an_officer(KAPUK), 404),
        (lambda: an_official("31.71"), 404),
    ],
)
def test_officials_act_for_people_in_their_scope(client, siti, page, user, status):
    client.force_login(user())

    assert client.get(at_the_desk(siti, page)).status_code == status


@pytest.mark.parametrize("page", DESK_PAGES)
def test_the_pages_of_the_counter_are_for_officials(client, siti, page):
    assert client.get(at_the_desk(siti, page)).status_code == 302

    client.force_login(siti.user)
    assert client.get(at_the_desk(siti, page)).status_code == 403


def test_an_officer_asks_for_somebody_without_an_account(client):
    person, officer = a_participant(), an_officer()
    client.force_login(officer)

    answer = client.post(at_the_desk(person, "permintaan/nama/"), {"name": "Siti Lengkap"})

    asked = DataRequest.objects.get()
    assert answer.url == page_of(asked)
    assert (asked.made_by, requests.wanted_of(asked)) == (officer, "Siti Lengkap")


def test_an_officer_passes_on_who_wants_to_be_forgotten(client):
    person = a_participant()
    client.force_login(an_officer())

    page = client.post(at_the_desk(person, "permintaan/hapus/"), {"kind": "erasure", "understood": "on"}, follow=True)

    assert DataRequest.objects.get().kind == RequestKind.ERASURE
    due_at = formats.moment(DataRequest.objects.get().due_at)
    assert said(page) == [f"Penghapusan data diteruskan ke PGO; batas waktunya {due_at}."]


def test_an_officer_corrects_a_phone_at_once(client):
    person = a_participant(phone="+6281200000001")
    client.force_login(an_officer())

    client.post(at_the_desk(person, "kontak/"), {"phone": "0812 0000 0002", "email": ""})

    person.refresh_from_db()
    assert person.phone == "+6281200000002"


def test_nothing_is_done_for_a_record_that_was_merged(client, siti):
    merge(a_participant(), siti, by=an_official(), reason="orang yang sama")
    client.force_login(an_officer())

    assert client.get(at_the_desk(siti)).status_code == 403


def test_the_page_of_a_person_leads_there(client, siti):
    client.force_login(an_officer())

    page = client.get(at_the_desk(siti, "")).content.decode()

    assert [
        path for path in ("permintaan/", "kontak/", "sandi/") if f'href="{at_the_desk(siti, path)}"' not in page
    ] == []
