"""Finding people: by what is typed, and only within one's scope."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants import deeds, numbers, search
from participants.models import Participant
from permits import merging
from tests.okoce.accounts.factories import a_participants_account, an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant, an_outsider
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


@pytest.fixture
def kartika() -> Participant:
    return a_participant(name="Kartika Wulandari", phone="+6281234567890", nik=a_nik(serial=1234))


def found(text: str, by=None) -> list[str]:
    return [person.name for person in search.find(text, by=by or an_officer())]


def test_the_nik_and_the_number_of_a_merged_record_find_the_one_in_force(kartika):
    middle, gone = a_participant(), a_participant(nik=a_nik(serial=4321), name="Kartika W")
    for absorbed, into in ((gone, middle), (middle, kartika)):
        merging.merge(into, absorbed, by=an_official(), reason="orang yang sama")

    answers = [found(text) for text in (a_nik(serial=4321), gone.displayed_number, middle.number, "Kartika W")]

    assert answers == [["Kartika Wulandari"]] * 4
    assert found(gone.displayed_number, by=an_officer(KAPUK)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Kartika Wulandari",
        "wulandari kartika",
        "KARTIKA",
        "kart",
        "wulandari kar",
        "Kartika Woelandari",
        "Kartikka",
        "kartka",
        "Kratika",
        "kartika wulandrai",
        "Hj. Kartika",
        "081234567890",
        "+62 812-3456-7890",
        "0812 3456",
    ],
)
def test_a_person_is_found_by_name_or_phone_however_typed(kartika, typed):
    a_participant(name="Slamet Riyadi")

    assert found(typed) == ["Kartika Wulandari"]


def test_a_person_is_found_by_nik_and_by_number_in_any_spelling(kartika):
    digits, number = a_nik(serial=1234), kartika.displayed_number

    answers = [found(text) for text in (digits, f"{digits[:6]} {digits[6:12]} {digits[12:]}", number, number.lower())]

    assert answers == [["Kartika Wulandari"]] * 4


@pytest.mark.parametrize("begun", ["4K7HZ", "4K7HZ-M", "4k7hz m", "4K7HZMX9Q"])
def test_a_number_that_is_only_begun_is_found_also_where_it_goes_on_with_the_last_letter(kartika, begun):
    Participant.objects.filter(pk=kartika.pk).update(number=numbers.with_check("4K7HZMX9Q"))
    other = a_participant(name="Slamet Riyadi")
    Participant.objects.filter(pk=other.pk).update(number=numbers.with_check("4K7J0MX9Q"))

    assert found(begun) == ["Kartika Wulandari"]


def test_a_number_that_is_only_begun_is_found(kartika):
    assert found(kartika.displayed_number[:7]) == ["Kartika Wulandari"]


@pytest.mark.parametrize("typed", ["", " ", "k", "Budi", "999", "%", "_", "王", "🙂", "'; --", "a" * 120])
def test_what_names_nobody_finds_nobody(kartika, typed):
    assert found(typed) == []


def test_names_spelt_as_typed_come_first_and_short_ones_before_long():
    for name in ("Djoko Santoso", "Joko Santoso", "Joko Budi Santoso"):
        a_participant(name=name)

    assert found("joko santoso") == ["Joko Santoso", "Joko Budi Santoso", "Djoko Santoso"]


def test_all_words_count():
    for name in ("Siti Aminah", "Siti Maryam", "Aminah"):
        a_participant(name=name)

    assert found("siti aminah") == ["Siti Aminah"]


@pytest.mark.parametrize("typed", ["Siti Santoso", "santoso", "Aminah Octa", "Siti Octaviani Aminah Santoso"])
def test_a_long_name_is_found_by_its_first_words_and_its_last(typed):
    a_participant(name="Siti Octaviani Aminah Wahyuni Santoso")

    assert found(typed) == ["Siti Octaviani Aminah Wahyuni Santoso"]


def test_no_more_than_a_page_of_people_is_shown():
    for _ in range(search.MOST + 3):
        a_participant(name="Siti")

    assert found("siti") == ["Siti"] * search.MOST


def test_a_common_name_takes_no_more_statements_than_a_rare_one():
    officer = an_officer()
    a_participant(name="Siti Kartika")
    search.find("siti", by=officer)
    with CaptureQueriesContext(connection) as rare:
        search.find("siti kartika", by=officer)
    for _ in range(30):
        a_participant(name="Siti Aminah")

    with CaptureQueriesContext(connection) as common:
        search.find("siti kartika", by=officer)

    assert len(common) == len(rare)


def test_words_that_are_common_apart_are_found_together(monkeypatch):
    monkeypatch.setattr(search, "_CANDIDATES", 3)
    for name in ("Siti Rahmawati", "Nur Aminah", "Siti Nuraini") * 4:
        a_participant(name=name)
    a_participant(name="Siti Aminah")

    assert found("siti aminah ") == ["Siti Aminah"]


def test_people_of_other_kelurahan_are_not_found(kartika):
    assert found("kartika", an_officer(KAPUK)) == []


@pytest.mark.parametrize("region", [CENGKARENG_TIMUR, "31.73.01", JAKARTA_BARAT, "31"])
def test_officials_find_people_of_their_region(kartika, region):
    assert found("kartika", an_official(region)) == ["Kartika Wulandari"]


def test_officials_of_other_regions_find_nobody(kartika):
    assert found("kartika", an_official("31.71")) == []


@pytest.mark.parametrize("account", [a_participants_account, an_administrator])
def test_who_sees_nobody_finds_nobody(kartika, account):
    assert found("kartika", account()) == []


def test_whoever_got_a_permit_here_is_found_here_by_name():
    person = a_participant(name="Kartika Wulandari", kelurahan=GAMBIR)
    a_permit(person, an_officer(KAPUK), kelurahan=KAPUK)

    answers = [found("kartika", an_officer(code)) for code in (KAPUK, GAMBIR, CENGKARENG_TIMUR)]

    assert answers == [["Kartika Wulandari"], ["Kartika Wulandari"], []]


def test_whoever_moved_away_is_found_here_while_a_permit_was_issued_here():
    holder, other = (a_participant(date(2018, 7, 1), name="Kartika Wulandari") for _ in range(2))
    a_permit(holder)
    for person in (holder, other):
        deeds.move(person, to=GAMBIR, on=date(2018, 9, 3), by=an_official())

    assert [person.pk for person in search.find("kartika", by=an_officer())] == [holder.pk]


def test_people_from_outside_jakarta_are_the_provinces():
    an_outsider(name="Kartika Wulandari")

    assert [found("kartika", user) for user in (an_official(), an_official(JAKARTA_BARAT), an_officer())] == [
        ["Kartika Wulandari"],
        [],
        [],
    ]


def test_a_merged_record_is_not_found(kartika):
    merging.merge(a_participant(name="Slamet"), kartika, by=an_official(), reason="Orang yang sama.")

    assert found("kartika") == []


def test_a_corrected_name_is_found_and_the_old_one_is_not(kartika):
    kartika.name = "Sulastri"
    kartika.save(update_fields=["name"])

    assert [found("soelastri"), found("kartika")] == [["Sulastri"], []]
