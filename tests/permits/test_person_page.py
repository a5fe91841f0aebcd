"""One person's page: who may open it, what it shows, and the NIK that it shows only for a reason."""

from datetime import date

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from participants import deeds
from participants.models import Participant, Reason, Step
from permits import deeds as permit_deeds
from permits import merging
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant, an_outsider
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

NIK = a_nik(serial=1234)
GROUPED = f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}"


@pytest.fixture
def kartika() -> Participant:
    return a_participant(date(2018, 7, 1), name="Kartika Wulandari", nik=NIK)


def page_of(person: Participant) -> str:
    return f"/peserta/{person.displayed_number}/"


def test_strangers_are_sent_to_sign_in(client, kartika):
    assert client.get(page_of(kartika)).url == f"/masuk/?next={page_of(kartika)}"


@pytest.mark.parametrize("account", [a_participants_account, an_administrator])
def test_the_page_is_for_officials(client: Client, kartika, account):
    client.force_login(account())

    assert client.get(page_of(kartika)).status_code == 403


@pytest.mark.parametrize(
    ("user", "status"),
    [
        (lambda: an_officer(CENGKARENG_TIMUR), 200),
        (lambda: an_officer(KAPUK), 404),
        (lambda: an_official(), 200),
        (lambda: an_official(JAKARTA_BARAT), 200),
        (lambda: an_official("31.71"), 404),
    ],
)
def test_a_person_is_shown_to_officials_in_scope_only(client: Client, kartika, user, status):
    client.force_login(user())

    assert client.get(page_of(kartika)).status_code == status


def test_it_says_since_when_somebody_counts_without_a_break_and_since_when_not_any_more(client: Client, kartika):
    officer = an_officer()
    client.force_login(officer)
    first = a_permit(kartika, officer, number="1/e/2018", issued_on=date(2018, 1, 10))
    second = a_permit(kartika, officer, number="2/e/2018", issued_on=date(2018, 2, 10))
    permit_deeds.revoke(first, on=date(2018, 3, 10), by=officer, reason="Usaha tutup.")

    moved = client.get(page_of(kartika)).content.decode()
    permit_deeds.revoke(second, on=date(2018, 4, 10), by=officer, reason="Usaha tutup.")
    stopped = client.get(page_of(kartika)).content.decode()
    its_own = client.get(f"/izin/{second.pk}/").content.decode()

    assert "Dihitung sebagai wirausaha baru sejak 10 Januari 2018, kini dengan" in moved
    assert "Tidak dihitung lagi sebagai wirausaha baru sejak 10 April 2018" in stopped
    assert "pemegangnya tidak dihitung lagi sejak 10 April 2018" in its_own


def test_people_from_outside_are_shown_to_the_province_only(client: Client):
    outsider = an_outsider()
    answers = []
    for user in (an_official(), an_official(JAKARTA_BARAT), an_officer()):
        client.force_login(user)
        answers.append(client.get(page_of(outsider)).status_code)

    assert answers == [200, 404, 404]


def test_whoever_was_opened_today_is_shown_to_who_opened_them_today_only(client: Client, kartika):
    officer = an_officer(GAMBIR)
    deeds.open_outside_scope(kartika, by=officer, reason="Datang ke loket.")
    answers = []
    for user in (officer, an_officer(GAMBIR)):
        client.force_login(user)
        answers.append(client.get(page_of(kartika)).status_code)
    kartika.openings.update(day=date(2018, 9, 8))
    client.force_login(officer)

    assert [*answers, client.get(page_of(kartika)).status_code] == [200, 404, 404]


@pytest.mark.parametrize("number", ["4K7H2-MX9QR", "x", "0000000000", "%00"])
def test_a_number_of_nobody_is_not_found(client: Client, kartika, number):
    client.force_login(an_officer())

    assert client.get(f"/peserta/{number}/").status_code == 404


def test_the_number_may_be_written_with_or_without_its_dash(client: Client, kartika):
    client.force_login(an_officer())

    assert client.get(f"/peserta/{kartika.number.lower()}/").status_code == 200


def test_the_page_shows_the_nik_masked_and_never_in_full(client: Client, kartika):
    client.force_login(an_officer())

    page = client.get(page_of(kartika)).content.decode()

    assert (kartika.nik_masked in page, NIK in page, GROUPED in page) == (True, False, False)


def test_the_page_is_kept_by_no_browser(client: Client, kartika):
    client.force_login(an_officer())

    assert "no-store" in client.get(page_of(kartika)).headers["Cache-Control"]


def test_a_merged_record_leads_to_the_one_in_force(client: Client, kartika):
    kept = a_participant()
    merging.merge(kept, kartika, by=an_official(), reason="Orang yang sama.")
    client.force_login(an_officer())

    page = client.get(page_of(kartika))

    assert (page_of(kept) in page.content.decode(), page.context["can_record"]) == (True, False)


def test_the_history_tells_what_was_done_by_whom_and_why(client: Client, kartika):
    official, officer = an_official(name="Pejabat"), an_officer(name="Petugas")
    deeds.complete_step(kartika, step=Step.P2, on=date(2018, 8, 1), by=official)
    permit = a_permit(kartika, officer, number="7/e/2018")
    deeds.open_outside_scope(kartika, by=an_officer(GAMBIR, name="Tetangga"), reason="Datang ke loket.")
    client.force_login(officer)

    history = client.get(page_of(kartika)).context["history"]

    assert [(told.what, str(told.actor), told.reason, told.permit) for told in history] == [
        ("membuka peserta wilayah lain", "Tetangga", "Datang ke loket.", None),
        ("mencatat izin", "Petugas", "", permit),
        ("mencatat langkah", "Pejabat", "", None),
        ("mendaftar sendiri", "None", "", None),
    ]


def test_the_history_says_fields_and_values_in_words(client: Client, kartika):
    deeds.complete_step(kartika, step=Step.P2, on=date(2018, 8, 1), by=an_official())
    permit = a_permit(kartika, number="7/e/2018", issued_on=date(2018, 8, 20))
    client.force_login(an_officer())

    _, completed, _ = client.get(page_of(kartika)).context["history"]
    [recorded] = client.get(f"/izin/{permit.pk}/").context["history"]

    assert [(change.field, change.before, change.after) for change in completed.changes] == [
        ("Langkah", "", "P2 Pelatihan"),
        ("Tanggal", "", "1 Agustus 2018"),
    ]
    assert [(change.field, change.after) for change in recorded.changes] == [
        ("Jenis", "IUMK"),
        ("Nomor", "7/e/2018"),
        ("Tanggal terbit", "20 Agustus 2018"),
        ("Kelurahan", "Cengkareng Timur, Kec. Cengkareng, Jakarta Barat"),
        ("Modal usaha", "Rp5.000.000"),
        ("Tenaga kerja", "2"),
    ]


@pytest.mark.parametrize("permits", [1, 3])
def test_the_page_takes_as_many_statements_for_many_permits_as_for_one(
    client: Client, kartika, permits, django_assert_num_queries
):
    for _ in range(permits):
        a_permit(kartika)
    client.force_login(an_officer())
    client.get(page_of(kartika))

    with django_assert_num_queries(14):
        client.get(page_of(kartika))


# The NIK in full ---------------------------------------------------------------------------------


def reveal(client: Client, person: Participant, reason: str = "Mencocokkan dengan KTP."):
    return client.post(f"{page_of(person)}nik/", {"reason": reason})


def test_a_nik_is_shown_in_full_once_and_logged(client: Client, kartika):
    officer = an_officer()
    client.force_login(officer)

    shown, after = reveal(client, kartika), client.get(page_of(kartika))

    [deed] = Event.objects.filter(verb=Verb.NIK_REVEALED)
    assert (GROUPED in shown.content.decode(), GROUPED in after.content.decode()) == (True, False)
    assert (deed.actor, deed.subject, deed.changes) == (officer, f"participant:{kartika.pk}", {})
    assert Reason.objects.get(deed=deed).text == "Mencocokkan dengan KTP."


@pytest.mark.parametrize("reason", ["", "   ", "a\0b", "x" * 201])
def test_without_a_proper_reason_a_nik_stays_masked(client: Client, kartika, reason):
    client.force_login(an_officer())

    page = reveal(client, kartika, reason)

    assert (page.status_code, GROUPED in page.content.decode()) == (200, False)
    assert Event.objects.filter(verb=Verb.NIK_REVEALED).count() == 0


def test_a_nik_is_never_shown_for_the_asking(client: Client, kartika):
    client.force_login(an_officer())

    answer = client.get(f"{page_of(kartika)}nik/")

    assert (answer.url, Event.objects.filter(verb=Verb.NIK_REVEALED).count()) == (page_of(kartika), 0)


@pytest.mark.parametrize(
    ("user", "status"), [(lambda: an_officer(KAPUK), 404), (lambda: an_official("31.71"), 404), (an_administrator, 403)]
)
def test_nobody_sees_a_nik_outside_their_scope(client: Client, kartika, user, status):
    client.force_login(user())

    assert (reveal(client, kartika).status_code, Event.objects.filter(verb=Verb.NIK_REVEALED).count()) == (status, 0)


def test_a_nik_that_is_no_longer_held_cannot_be_shown(client: Client, kartika):
    Participant.objects.filter(pk=kartika.pk).update(nik_encrypted=None, nik_index=None)
    client.force_login(an_officer())

    assert reveal(client, kartika).status_code == 403
