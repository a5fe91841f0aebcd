"""Who is meant by an entry, and what becomes of it."""

from datetime import date

import pytest

from participants import nik, numbers
from participants.attending.checking import DISAGREES
from participants.attending.models import Outcome
from participants.attending.reading import TWO_PEOPLE, Mention
from participants.attending.staging import add, choose, entries_of_text, receive
from participants.deeds import complete_step, open_outside_scope, undo_step
from participants.models import Step
from permits.erasing import erase
from permits.merging import merge
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT
from tests.participants.attending.lists import ON, a_list, numbers_of, outcomes
from tests.participants.factories import a_nik, a_participant, an_outsider
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db


def remarks(source) -> list[str]:
    return list(source.entries.order_by("position").values_list("remark", flat=True))


def test_people_are_found_by_number_and_by_nik():
    nik_of_ani = a_nik(serial=77)
    ani, budi = a_participant(date(2018, 3, 1), nik=nik_of_ani), a_participant(date(2018, 3, 1))

    source = a_list(f"{nik_of_ani}\n{budi.displayed_number}", an_official())

    assert outcomes(source) == [Outcome.READY, Outcome.READY]
    assert [entry.participant for entry in source.entries.order_by("position")] == [ani, budi]


def test_every_entry_has_an_outcome_and_they_add_up():
    official = an_official()
    able, done, late = a_participant(date(2018, 3, 1)), a_participant(date(2018, 3, 1)), a_participant()
    complete_step(done, step=Step.P2, on=date(2018, 6, 1), by=official)
    text = f"{numbers_of(able, done, able, late)}\n{a_nik(serial=999)}\nSiti Aminah"

    source = a_list(text, official)

    assert outcomes(source) == [
        Outcome.READY,
        Outcome.KNOWN,
        Outcome.REPEATED,
        Outcome.DOUBTFUL,
        Outcome.NOT_FOUND,
        Outcome.UNREADABLE,
    ]
    source.refresh_from_db()
    assert (source.recorded, source.known, source.repeated, source.not_found, source.unreadable) == (2, 1, 1, 1, 1)
    assert source.entries_read == 6


def test_who_is_out_of_scope_is_answered_like_nobody():
    official = an_official(JAKARTA_BARAT)
    elsewhere, outsider = a_participant(kelurahan=GAMBIR), an_outsider()

    source = a_list(f"{numbers_of(elsewhere, outsider)}\n{a_nik(serial=999)}", official)

    assert outcomes(source) == [Outcome.NOT_FOUND] * 3
    assert len(set(remarks(source))) == 1
    assert list(source.entries.values_list("participant", flat=True)) == [None] * 3


def test_who_holds_a_permit_of_the_region_or_was_opened_today_is_in_scope():
    official = an_official(JAKARTA_BARAT)
    holder = a_permit(a_participant(date(2018, 3, 1), kelurahan=GAMBIR)).participant
    opened = a_participant(date(2018, 3, 1), kelurahan=GAMBIR)
    open_outside_scope(opened, by=official, reason="Datang ke kantor.")

    assert outcomes(a_list(numbers_of(holder, opened), official)) == [Outcome.READY, Outcome.READY]


def test_a_merged_record_stands_for_the_one_in_force():
    official = an_official()
    first, second, third = (a_participant(date(2018, 3, 1)) for _ in range(3))
    merge(second, third, by=official, reason="orang yang sama")
    merge(first, second, by=official, reason="orang yang sama")

    source = a_list(numbers_of(third, second, first), official)

    assert outcomes(source) == [Outcome.READY, Outcome.REPEATED, Outcome.REPEATED]
    assert source.entries.order_by("position")[0].participant == first


def test_an_erased_person_gets_nothing():
    official, person = an_official(), a_participant()
    erase(person, by=official)

    assert outcomes(a_list(numbers_of(person), official)) == [Outcome.NOT_FOUND]


def test_an_entry_that_names_two_people_is_no_ones():
    official, budi = an_official(), a_participant()
    a_participant(nik=a_nik(serial=77))
    entry = Mention("berkas, baris 2", "x", nik_index=nik.blind_index(a_nik(serial=77)), number=budi.number)

    source = receive([entry], by=official)

    assert (outcomes(source), remarks(source)) == ([Outcome.UNREADABLE], [TWO_PEOPLE])


def both(digits: str, number: str) -> Mention:
    """A row with a NIK and a participant number."""
    return Mention("berkas, baris 2", "x", nik_index=nik.blind_index(digits), number=number)


def test_a_nik_of_somebody_else_beside_a_number_is_doubted_and_tells_nothing_of_whose_it_is():
    official, person = an_official(JAKARTA_BARAT), a_participant(date(2018, 3, 1), nik=a_nik(serial=76))
    elsewhere = a_participant(date(2018, 3, 1), kelurahan=GAMBIR, nik=a_nik(serial=77))
    rows = [
        (a_nik(serial=77), person.number),
        (a_nik(serial=78), person.number),
        (a_nik(serial=76), elsewhere.number),
        (a_nik(serial=76), numbers.new()),
    ]

    lists = [receive([both(*row)], step="P2", held_on=ON, by=official) for row in rows]

    assert [(outcomes(source), remarks(source)) for source in lists] == [([Outcome.DOUBTFUL], [DISAGREES])] * 4
    assert {source.entries.get().participant for source in lists} == {person}


def test_both_numbers_of_one_person_agree_also_where_one_is_of_a_merged_record():
    official = an_official()
    kept, gone = (a_participant(date(2018, 3, 1), nik=a_nik(serial=serial)) for serial in (77, 78))
    merge(kept, gone, by=official, reason="orang yang sama")
    rows = [(a_nik(serial=77), kept.number), (a_nik(serial=78), kept.number), (a_nik(serial=77), gone.number)]

    lists = [receive([both(*row)], step="P2", held_on=ON, by=official) for row in rows]

    assert [outcomes(source) for source in lists] == [[Outcome.READY]] * 3


def test_what_was_undone_may_be_recorded_again():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    undo_step(complete_step(person, step=Step.P2, on=ON, by=official), by=official, reason="keliru")

    assert outcomes(a_list(numbers_of(person), official)) == [Outcome.READY]


def test_choosing_another_step_or_day_checks_everything_anew():
    official, done, late = an_official(), a_participant(date(2018, 3, 1)), a_participant(date(2018, 8, 15))
    complete_step(done, step=Step.P2, on=date(2018, 6, 1), by=official)
    source = a_list(numbers_of(done, late), official, step="", held_on=None)
    assert outcomes(source) == [Outcome.READY, Outcome.READY]

    choose(source, step="P2", held_on=ON, by=official)
    assert outcomes(source) == [Outcome.KNOWN, Outcome.DOUBTFUL]

    choose(source, step="P3", held_on=date(2018, 8, 20), by=official)
    assert outcomes(source) == [Outcome.READY, Outcome.READY]


def test_entries_that_are_added_stand_behind_the_others():
    official, person = an_official(), a_participant(date(2018, 3, 1))
    source = a_list("4K7H2-MX9QQ", official)

    add(source, entries_of_text(numbers_of(person, person)), by=official)

    source.refresh_from_db()
    assert outcomes(source) == [Outcome.UNREADABLE, Outcome.READY, Outcome.REPEATED]
    assert (source.entries_read, source.recorded) == (3, 1)


@pytest.mark.parametrize("people", [3, 60])
def test_a_list_takes_as_many_statements_for_many_as_for_few(people, django_assert_max_num_queries):
    official = an_official(JAKARTA_BARAT)
    text = numbers_of(*(a_participant(date(2018, 3, 1)) for _ in range(people)))

    with django_assert_max_num_queries(16):
        a_list(text, official)
