"""Recording a list: everybody on it at once, once, or nobody."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from okoce.ui import tables
from okoce.ui.tables.writing import WrittenColumn, WrittenSheet, to_csv, to_xlsx
from participants import nik
from participants.attending import staging
from participants.attending.models import AttendanceEntry, AttendanceList, Outcome, State
from participants.attending.recording import Changed, record_all
from participants.deeds import DeedRefused, complete_step
from participants.models import Participant, Step, StepCompletion
from participants.notices.models import Notice
from permits.erasing import erase
from permits.merging import merge
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT
from tests.participants.attending.lists import ON, a_list, numbers_of, outcomes
from tests.participants.factories import a_nik, a_participant
from tests.permits.leftovers import found
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
GAMBIR_CITY = GAMBIR[:5]


def completed() -> list[tuple[int, str, date]]:
    standing = StepCompletion.objects.filter(undone_at__isnull=True).order_by("participant")
    return list(standing.values_list("participant", "step", "completed_on"))


def test_everybody_who_was_found_gets_the_step_and_the_others_nothing():
    official, people = an_official(), [a_participant(date(2018, 3, 1)) for _ in range(3)]
    complete_step(people[0], step=Step.P2, on=date(2018, 6, 1), by=official)
    source = a_list(f"{numbers_of(*people)}\nSiti Aminah\n{a_nik(serial=999)}", official)

    source = record_all(source, by=official)

    assert completed() == [
        (people[0].pk, "P2", date(2018, 6, 1)),
        (people[1].pk, "P2", ON),
        (people[2].pk, "P2", ON),
    ]
    assert (source.state, source.decided_by, source.recorded, source.known, source.problems) == (
        State.RECORDED,
        official,
        2,
        1,
        2,
    )
    assert_the_books_balance([ON, TODAY])


def test_the_same_list_again_changes_nothing_and_says_so():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    record_all(a_list(numbers_of(person), official), by=official)
    before = completed()

    again = a_list(numbers_of(person), official)
    record_all(again, by=official)

    again.refresh_from_db()
    assert (completed(), again.recorded, again.known) == (before, 0, 1)


def test_a_list_is_recorded_once_however_often_the_button_is_pressed():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    source = a_list(numbers_of(person), official)

    first, second = record_all(source, by=official), record_all(source, by=official)

    assert (first.decided_at, len(completed())) == (second.decided_at, 1)


def test_who_got_the_step_meanwhile_keeps_it_as_it_is():
    official, people = an_official(), [a_participant(date(2018, 3, 1)) for _ in range(2)]
    source = a_list(numbers_of(*people), official)
    complete_step(people[0], step=Step.P2, on=date(2018, 6, 1), by=official)

    source = record_all(source, by=official)

    assert (source.recorded, source.known) == (1, 1)
    assert completed() == [(people[0].pk, "P2", date(2018, 6, 1)), (people[1].pk, "P2", ON)]


@pytest.mark.parametrize(
    "gone",
    [
        lambda person, official: erase(person, by=official),
        lambda person, official: merge(a_participant(), person, by=official, reason="orang yang sama"),
        lambda person, official: Participant.objects.filter(pk=person.pk).update(kelurahan="31.71.01.1001"),
    ],
)
def test_when_somebody_cannot_get_the_step_any_more_nobody_does(gone):
    official, people = an_official(JAKARTA_BARAT), [a_participant(date(2018, 3, 1)) for _ in range(2)]
    source = a_list(numbers_of(*people), official)
    gone(people[0], official)

    with pytest.raises(Changed):
        record_all(source, by=official)

    source.refresh_from_db()
    assert (completed(), source.state) == ([], State.CHECKED)


@pytest.mark.parametrize(("step", "held_on"), [("", ON), ("P2", None), ("P2", date(2018, 9, 10))])
def test_without_a_possible_step_and_day_nothing_is_recorded(step, held_on):
    official = an_official()
    source = a_list(numbers_of(a_participant()), official, step=step, held_on=held_on)

    with pytest.raises(DeedRefused):
        record_all(source, by=official)

    assert completed() == []


def test_a_dropped_list_is_never_recorded():
    official = an_official()
    source = a_list(numbers_of(a_participant(date(2018, 3, 1))), official)
    staging.discard(source, by=official)

    source = record_all(source, by=official)

    assert (source.state, completed(), source.entries.count()) == (State.DISCARDED, [], 0)


def test_once_recorded_a_list_takes_nothing_more():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    source = record_all(a_list(numbers_of(person), official), by=official)

    staging.add(source, staging.entries_of_text(numbers_of(a_participant())), by=official)
    staging.choose(source, step="P3", held_on=ON, by=official)
    staging.discard(source, by=official)

    source.refresh_from_db()
    assert (source.state, source.step, source.entries_read) == (State.RECORDED, "P2", 1)


def test_five_hundred_people_take_few_statements_and_each_with_an_address_a_letter(django_assert_max_num_queries):
    official = an_official()
    addresses = [f"{number}@contoh.id" if number % 2 else "" for number in range(60)]
    people = [a_participant(date(2018, 3, 1), email=address) for address in addresses]
    source = a_list(numbers_of(*people), official)

    with django_assert_max_num_queries(30):
        record_all(source, by=official)

    assert (len(completed()), Notice.objects.count()) == (60, 30)


# --- What is kept ------------------------------------------------------------------------------------


def test_no_nik_nor_name_is_kept_in_clear():
    written = a_nik(serial=7301)
    source = a_list(f"{written} Zulaikha\nZulaikha Pradnyawati", an_official())

    assert found([written])[written] == set()
    assert b"Zulaikha" not in b"".join(bytes(entry.sealed) for entry in source.entries.all())


def test_what_was_found_is_not_worth_reading_once_recorded():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    source = record_all(a_list(f"{numbers_of(person)}\nSiti", official), by=official)

    kept = {entry.outcome: bool(entry.sealed) for entry in source.entries.all()}

    assert kept == {Outcome.READY: False, Outcome.UNREADABLE: True}


def test_after_thirty_days_who_was_not_found_is_forgotten_and_who_came_stays():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    source = record_all(a_list(f"{numbers_of(person)}\nSiti", official), by=official)
    waiting = a_list("Budi", official)

    with portal_at(TODAY + timedelta(days=31)):
        a_list("Ani", official)

    source.refresh_from_db()
    assert [entry.participant for entry in source.entries.all()] == [person]
    assert (source.entries_read, AttendanceList.objects.filter(pk=waiting.pk).exists()) == (2, False)


def test_an_erased_person_leaves_nothing_on_a_list_but_that_somebody_came():
    official, written = an_official(), a_nik(serial=7302)
    person = a_participant(date(2018, 3, 1), nik=written)
    source = a_list(f"{written}", official)

    erase(person, by=official)

    [entry] = source.entries.all()
    assert (bytes(entry.sealed), entry.participant) == (b"", person)
    with pytest.raises(Changed):
        record_all(source, by=official)
    staging.check_again(source, by=official)
    assert outcomes(source) == [Outcome.UNREADABLE]


def test_an_erased_person_is_forgotten_where_they_were_looked_for_in_vain_too():
    written = a_nik(serial=7303)
    person = a_participant(date(2018, 3, 1), nik=written, name="Zulaikha Pradnyawati")
    a_list(f"{written}\n{person.displayed_number}\nZulaikha Pradnyawati hadir\nSiti", an_official(GAMBIR_CITY))
    secrets = ["Zulaikha", person.displayed_number, nik.blind_index(written).hex(), "Siti"]
    assert all(found(secrets).values())

    erase(person, by=an_official())

    left = found(secrets)
    assert {secret for secret, places in left.items() if "attending_attendanceentry" in places} == {"Siti"}


def forgotten(name: str, *lines: str) -> list[str]:
    """Which of these lines nobody can read any more once somebody of that name was erased."""
    source = a_list("\n".join(lines), an_official())
    erase(a_participant(date(2018, 3, 1), name=name), by=an_official())
    entries = zip(lines, source.entries.order_by("position"), strict=True)
    return [line for line, entry in entries if not entry.sealed]


def test_only_whole_words_are_somebodys_name():
    lines = ["1. Zulaikha Pradnyawati hadir", "zulaikha  pradnyawati", "Zulaikha Pradnyawatiningsih", "Zulaikha"]

    assert forgotten("Zulaikha Pradnyawati", *lines) == lines[:2]


def test_a_name_of_one_word_is_somebodys_whatever_stands_beside_it():
    lines = ["Sri", "12. SRI", "3 Sri RT 01 Kapuk", "Sri (hadir)", "Sriyanto", "Ibu Sriwati", "RT 01 Kapuk"]

    assert forgotten("Sri", *lines) == lines[:4]


# --- Files -------------------------------------------------------------------------------------------


def a_workbook(headings: list[str], *rows: list[object]) -> BytesIO:
    return BytesIO(to_xlsx(WrittenSheet("Hadir", [WrittenColumn(heading, as_text=True) for heading in headings], rows)))


def test_a_workbook_is_read_by_its_headings():
    person = a_participant()
    file = a_workbook(["No", "Nama", "No. Peserta", "Tanda tangan"], ["1", "Siti", person.displayed_number, None])

    [entry], notes = staging.entries_of_file(file)

    assert (entry.number, entry.where, notes) == (person.number, "berkas, baris 2", [])


def test_a_csv_without_known_headings_is_searched():
    person = a_participant()
    file = BytesIO(to_csv([["Kolom A", "Kolom B"], ["Siti", person.displayed_number]]))

    [entry], notes = staging.entries_of_file(file)

    assert (entry.number, notes) == (person.number, [staging._WITHOUT_HEADINGS])


@pytest.mark.parametrize("first", ["4K7H2-MX9QR", a_nik(serial=5)])
def test_a_file_whose_first_row_is_somebody_is_refused_rather_than_losing_them(first):
    person = a_participant()
    text = first if first.isdigit() else person.displayed_number

    with pytest.raises(tables.Unreadable):
        staging.entries_of_file(BytesIO(to_csv([[text], [person.displayed_number]])))


def test_of_a_file_that_is_one_row_without_headings_it_is_said_what_it_lacks():
    with pytest.raises(tables.Unreadable, match="Baris pertama berkas ini sudah berisi peserta"):
        staging.entries_of_file(BytesIO(f"{a_nik(serial=5)};Siti Aminah\n".encode()))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"NIK\n", b"\x00\x01"])
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(tables.Unreadable):
        staging.entries_of_file(BytesIO(content))


def test_a_list_has_an_end():
    with pytest.raises(staging.TooMany):
        staging.entries_of_text("Siti\n" * (staging.MOST_ENTRIES + 1))


def test_the_template_is_read_back():
    with pytest.raises(tables.Unreadable) as refusal:
        staging.entries_of_file(BytesIO(staging.template()))

    assert str(refusal.value) == "Di bawah judul kolom tidak ada baris. Isi barisnya, lalu kirim lagi."


# --- At once -----------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_lists_with_the_same_people_in_the_same_moment_record_everybody_once():
    officials = [an_official(), an_official()]
    people = [[a_participant(date(2018, 3, 1)) for _ in range(5)] for _ in range(10)]
    lists = [
        [a_list(numbers_of(*some), officials[0]) for some in people],
        [a_list(numbers_of(*reversed(some)), officials[1]) for some in people],
    ]

    results = at_once(
        10,
        lambda number: record_all(lists[0][number], by=officials[0]),
        lambda number: record_all(lists[1][number], by=officials[1]),
    )

    assert {tuple(sorted((one.recorded, other.recorded))) for one, other in results} == {(0, 5)}
    assert (len(completed()), AttendanceEntry.objects.filter(outcome=Outcome.KNOWN).count()) == (50, 50)
    assert_the_books_balance([ON, TODAY])
