"""Likely duplicates: found with reasons, compared, merged, told apart and taken apart again, by whom it concerns."""

from datetime import date

import pytest
from django.test import Client

from okoce.audit.models import Event, Verb
from participants import deeds
from participants.models import Participant
from participants.naming import words
from permits import duplicates, merging
from permits.duplicates import SAME_NAME, SIMILAR_NAME, Strength, alike
from permits.erasing import erase
from permits.models import Merge, ToldApart
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db

JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)
BORN, LATER = date(1985, 8, 17), date(1990, 1, 2)
PHONE, OTHER_PHONE = "+6281234500001", "+6281234500002"


def a_record(name: str = "Siti Aminah", phone: str = PHONE, born: date = BORN, **fields) -> Participant:
    return a_participant(name=name, phone=phone, birth_date=born, **fields)


def shown(found: duplicates.Found) -> list[tuple[Participant, Participant]]:
    return [(pair.person, pair.other) for pair in found.pairs]


# --- How alike ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Siti Aminah", "Aminah Siti", SAME_NAME),
        ("Achmad Soekarno", "H. Ahmad Sukarno", SAME_NAME),
        ("Siti Aminah", "Siti Nur Aminah", SIMILAR_NAME),
        ("Siti Aminah", "Siti Aminha", SIMILAR_NAME),
        ("Suharto", "Suharto Wijaya", SIMILAR_NAME),
        ("Siti Aminah", "Siti Rahayu", ""),
        ("Siti Siti", "Aminah", ""),
        ("Ana Sari", "Ani Sari", ""),
    ],
)
def test_names_are_alike_as_they_sound_and_a_slip_of_the_hand_apart(one, other, said):
    assert alike(words(one), words(other)) == alike(words(other), words(one)) == said


@pytest.mark.parametrize(
    ("other", "reasons", "strength"),
    [
        ({}, ("nomor HP sama", "tanggal lahir sama", "nama sama"), Strength.STRONG),
        ({"phone": OTHER_PHONE}, ("tanggal lahir sama", "nama sama"), Strength.LIKELY),
        ({"phone": OTHER_PHONE, "kelurahan": KAPUK}, ("tanggal lahir sama", "nama sama", "kelurahan sama"), 3),
        ({"phone": OTHER_PHONE, "name": "Siti"}, ("tanggal lahir sama", "nama mirip"), Strength.POSSIBLE),
        ({"born": LATER}, ("nomor HP sama", "nama sama"), Strength.LIKELY),
        ({"name": "Budi Santoso"}, ("nomor HP sama", "tanggal lahir sama"), Strength.LIKELY),
        ({"name": "Budi Santoso", "born": LATER}, ("nomor HP sama",), Strength.POSSIBLE),
    ],
)
def test_a_persons_look_alikes_are_found_with_their_reasons(other, reasons, strength):
    person, resembling = a_record(kelurahan=KAPUK), a_record(**({"kelurahan": GAMBIR} | other))

    [pair] = duplicates.of_person(person, Participant.objects.all())

    assert (pair.other, pair.likeness.reasons, pair.likeness.strength) == (resembling, reasons, strength)


@pytest.mark.parametrize(
    "other",
    [
        {"phone": OTHER_PHONE, "born": LATER},
        {"phone": OTHER_PHONE, "name": "Siti Rahayu"},
        {"phone": "", "name": "Siti Rahayu"},
    ],
)
def test_a_name_or_a_birthday_alone_make_no_look_alike(other):
    person = a_record()
    a_record(**other)

    assert duplicates.of_person(person, Participant.objects.all()) == []


def test_who_was_merged_or_erased_resembles_nobody():
    person, merged, erased = a_record(), a_record(), a_record()
    merging.merge(a_record(name="Lain Sekali", phone=OTHER_PHONE, born=LATER), merged, by=an_official(), reason="Sama.")
    erase(erased, by=an_official())

    assert duplicates.of_person(person, Participant.objects.all()) == []
    assert shown(duplicates.of_region(an_official())) == []


# --- A region -------------------------------------------------------------------------------------


def test_a_region_shows_pairs_in_scope_the_likeliest_first():
    first, here, there = a_record(), a_record(), a_record(kelurahan=GAMBIR, phone=OTHER_PHONE)

    assert shown(duplicates.of_region(an_officer(CENGKARENG_TIMUR))) == [(here, first)]
    assert shown(duplicates.of_region(an_official(JAKARTA_BARAT))) == [(here, first)]
    assert shown(duplicates.of_region(an_official())) == [(here, first), (there, here), (there, first)]
    assert shown(duplicates.of_region(an_officer(GAMBIR))) == []


def test_a_region_shows_a_pair_whose_words_are_both_misspelt():
    older = a_record(name="Sulastri Handayani", phone=OTHER_PHONE)
    newer = a_record(name="Sulatri Handayni")
    a_record(name="Sulaiman Hanafi", phone="")

    assert shown(duplicates.of_region(an_official())) == [(newer, older)]


def test_an_officer_is_shown_nobody_who_only_has_a_permit_of_their_kelurahan():
    a_record(kelurahan=CENGKARENG_TIMUR)
    a_permit(a_record(kelurahan=KAPUK), kelurahan=CENGKARENG_TIMUR)

    assert shown(duplicates.of_region(an_officer(CENGKARENG_TIMUR))) == []


def test_families_that_share_a_phone_are_shown_only_when_asked_for():
    father, daughter = a_record(name="Budi Santoso"), a_record(name="Ratna Dewi", born=LATER)

    assert shown(duplicates.of_region(an_official())) == []
    assert shown(duplicates.of_region(an_official(), with_phone_only=True)) == [(daughter, father)]


def test_the_link_to_duplicates_says_what_it_opens(client):
    client.force_login(an_official())

    people, duplicates_page = (client.get(page).content.decode() for page in ("/peserta/", "/peserta/ganda/"))

    assert '<a href="/peserta/ganda/">Periksa catatan ganda</a>' in people
    assert "<h1>Periksa catatan ganda</h1>" in duplicates_page


def test_a_long_region_is_looked_through_a_stretch_at_a_time(monkeypatch):
    monkeypatch.setattr(duplicates, "_WALKED", 2)
    older = [a_record(name="Budi Santoso", phone=OTHER_PHONE, born=LATER) for _ in range(2)]
    newer = [a_record() for _ in range(2)]
    official, found, before = an_official(), [], None

    for _ in range(3):
        part = duplicates.of_region(official, before=before)
        found.append(shown(part))
        before = part.go_on

    assert (found, before) == ([[(newer[1], newer[0])], [(older[1], older[0])], []], None)


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_list_takes_as_many_statements_for_many_pairs_as_for_one(client, pairs, django_assert_num_queries):
    for number, name in enumerate(["Siti Aminah", "Budi Santoso", "Ratna Dewi"][:pairs]):
        for _ in range(2):
            a_record(phone=f"+62812345100{number:02d}", name=name)
    client.force_login(an_officer())
    client.get("/peserta/ganda/")

    with django_assert_num_queries(7):
        page = client.get("/peserta/ganda/")

    assert len(page.context["pairs"]) == pairs


# --- Pages: who may -------------------------------------------------------------------------------


def addresses(one: Participant, other: Participant) -> list[str]:
    return ["/peserta/ganda/", f"/peserta/{one.displayed_number}/ganda/{other.displayed_number}/"]


def statuses(client: Client, one: Participant, other: Participant) -> list[int]:
    return [client.get(address).status_code for address in addresses(one, other)]


def test_strangers_are_sent_to_sign_in(client):
    assert statuses(client, a_record(), a_record()) == [302, 302]


@pytest.mark.parametrize("account", [a_participants_account, an_administrator])
def test_duplicates_are_for_officials(client, account):
    client.force_login(account())

    assert statuses(client, a_record(), a_record()) == [403, 403]


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
def test_two_records_are_compared_by_officials_who_have_both_in_scope(client, user, status):
    client.force_login(user())

    assert statuses(client, a_record(), a_record())[1] == status


def test_an_officer_does_not_merge_with_somebody_whom_they_only_see(client):
    officer, here, elsewhere = an_officer(CENGKARENG_TIMUR), a_record(), a_record(kelurahan=KAPUK)
    a_permit(elsewhere, kelurahan=CENGKARENG_TIMUR)
    opened = a_record(kelurahan=GAMBIR)
    deeds.open_outside_scope(opened, by=officer, reason="Datang ke loket.")
    client.force_login(officer)

    answers = [
        client.post(addresses(here, other)[1], {"kept": here.number}).status_code for other in (elsewhere, opened)
    ]

    assert (answers, Merge.objects.count()) == ([403, 403], 0)


def test_a_record_with_itself_or_one_merged_already_is_not_compared(client):
    one, other, third = a_record(), a_record(), a_record()
    merging.merge(one, other, by=an_official(), reason="Sama.")
    client.force_login(an_official())

    assert [client.get(addresses(one, another)[1]).status_code for another in (one, other, third)] == [404, 404, 200]


# --- Pages: what they do --------------------------------------------------------------------------


def test_two_records_are_merged_into_the_one_that_is_chosen(client):
    older, newer = a_record(registered_on=JULY), a_record(registered_on=AUGUST)
    a_permit(older)
    official = an_official()
    client.force_login(official)
    address = addresses(newer, older)[1]

    asked = client.get(address)
    answer = client.post(address, {"kept": newer.number, "reason": "Mendaftar dua kali."})

    [merge] = Merge.objects.all()
    assert asked.context["form"]["kept"].initial == older.number
    assert answer.url == f"/peserta/{newer.displayed_number}/"
    assert (merge.survivor, merge.absorbed, merge.merged_by, merge.reason) == (
        newer,
        older,
        official,
        "Mendaftar dua kali.",
    )
    assert_the_books_balance([date(2018, 9, 9)])


def test_a_merge_and_its_undoing_sent_twice_are_done_once_and_lead_to_the_record(client):
    one, other = a_record(registered_on=JULY), a_record(registered_on=AUGUST)
    client.force_login(an_official())
    merging_them = (addresses(other, one)[1], {"kept": one.number, "reason": "Mendaftar dua kali."})
    parting_them = (f"/peserta/{other.displayed_number}/pisahkan/", {"reason": "Ternyata dua orang."})

    told = []
    for address, answers in (merging_them, parting_them):
        urls = [client.post(address, answers).url for _ in range(2)]
        told.append((urls, str(list(client.get(urls[1]).context["messages"])[-1])))

    kept, gone = (f"/peserta/{record.displayed_number}/" for record in (one, other))
    assert told == [
        ([kept, kept], f"Catatan {other.displayed_number} sudah menjadi bagian dari catatan ini."),
        ([gone, gone], "Catatan ini sudah berdiri sendiri lagi."),
    ]
    assert Merge.objects.count() == 1


def test_the_record_without_a_nik_gives_way_unless_somebody_says_otherwise():
    without, having = a_record(registered_on=JULY), a_record(registered_on=AUGUST)
    Participant.objects.filter(pk=without.pk).update(nik_encrypted=None, nik_index=None)
    without.refresh_from_db()

    assert duplicates.likely_survivor(without, having) == having


@pytest.mark.parametrize(
    "posted",
    [
        {"reason": ""},
        {"reason": "a\0b"},
        {"reason": "x" * 201},
        {"kept": ""},
        {"kept": "0000000000"},
    ],
)
def test_a_merge_without_a_reason_or_a_choice_is_asked_again_and_nothing_is_lost(client, posted):
    one, other = a_record(), a_record()
    client.force_login(an_official())

    page = client.post(addresses(one, other)[1], {"kept": one.number, "reason": "Sama."} | posted)

    assert (page.status_code, list(page.context["form"].errors), Merge.objects.count()) == (200, list(posted), 0)


def test_the_comparison_shows_both_niks_masked_and_no_browser_keeps_it(client):
    one, other = a_record(nik="3173995708850011"), a_record(nik="3173995708850012")
    client.force_login(an_official())

    page = client.get(addresses(one, other)[1])

    text = page.content.decode()
    assert [one.nik_masked in text, other.nik_masked in text] == [True, True]
    assert ["3173995708850011" in text, "3173995708850012" in text] == [False, False]
    assert "no-store" in page.headers["Cache-Control"]


def test_two_people_who_were_told_apart_are_not_shown_again(client):
    one, other = a_record(), a_record()
    official = an_official()
    client.force_login(official)

    answers = [client.post(f"{addresses(*pair)[1]}beda/") for pair in ((one, other), (other, one))]

    [apart] = ToldApart.objects.all()
    assert [answer.url for answer in answers] == ["/peserta/ganda/"] * 2
    assert (apart.first, apart.second, apart.said_by) == (one, other, official)
    assert Event.objects.filter(verb=Verb.TOLD_APART, actor=official).count() == 2
    assert (shown(duplicates.of_region(official)), duplicates.of_person(one, Participant.objects.all())) == ([], [])
    assert client.get(addresses(one, other)[1]).context["apart"] == apart


def test_telling_apart_is_never_for_the_asking_nor_outside_ones_scope(client):
    one, other = a_record(), a_record()
    address = f"{addresses(one, other)[1]}beda/"
    answers = []
    for user, method in ((an_official(), client.get), (an_officer(KAPUK), client.post)):
        client.force_login(user)
        answers.append(method(address).status_code)

    assert (answers, ToldApart.objects.count()) == ([302, 404], 0)


def test_a_merged_record_is_taken_apart_from_its_page(client):
    kept, gone = a_record(registered_on=AUGUST), a_record(registered_on=JULY)
    merging.merge(kept, gone, by=an_official(), reason="Sama.")
    client.force_login(an_officer())
    address = f"/peserta/{gone.displayed_number}/pisahkan/"

    asked = [client.get(f"/peserta/{gone.displayed_number}/").context["can_unmerge"], client.get(address).status_code]
    again = client.post(address, {"reason": " "})
    answer = client.post(address, {"reason": "Ternyata dua orang."})

    kept.refresh_from_db()
    assert (asked, list(again.context["form"].errors)) == ([True, 200], ["reason"])
    assert (answer.url, kept.registered_on) == (f"/peserta/{gone.displayed_number}/", AUGUST)
    assert client.get(address).status_code == 404
    assert_the_books_balance([date(2018, 9, 9)])


def test_a_refusal_to_take_apart_is_said_on_the_form(client):
    kept, gone, other = a_record(), a_record(), a_record()
    for absorbed in (gone, other):
        merging.merge(kept, absorbed, by=an_official(), reason="Sama.")
    client.force_login(an_official())

    page = client.post(f"/peserta/{gone.displayed_number}/pisahkan/", {"reason": "Keliru."})

    assert (page.status_code, len(page.context["form"].non_field_errors())) == (200, 1)


@pytest.mark.parametrize(
    ("user", "status"),
    [(a_participants_account, 403), (lambda: an_officer(KAPUK), 404), (lambda: an_officer(CENGKARENG_TIMUR), 403)],
)
def test_a_merge_is_taken_apart_by_who_has_both_in_scope(client, user, status):
    kept, gone = a_record(kelurahan=GAMBIR), a_record()
    merging.merge(kept, gone, by=an_official(), reason="Sama.")
    client.force_login(user())

    answer = client.post(f"/peserta/{gone.displayed_number}/pisahkan/", {"reason": "Keliru."})

    assert (answer.status_code, Merge.objects.filter(undone_at=None).count()) == (status, 1)


def test_a_persons_page_names_who_may_be_the_same_and_who_became_part_of_them(client):
    person, resembling, merged = a_record(), a_record(), a_record()
    merging.merge(person, merged, by=an_official(), reason="Sama.")
    client.force_login(an_officer())

    page = client.get(f"/peserta/{person.displayed_number}/")

    assert [pair.other for pair in page.context["look_alikes"]] == [resembling]
    assert [merge.absorbed for merge in page.context["absorbed"]] == [merged]
