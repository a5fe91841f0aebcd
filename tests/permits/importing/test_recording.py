"""Recording all good rows or none: as shown, once, within one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection

from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from participants.models import Opening
from permits import deeds, merging
from permits.importing import recording, staging
from permits.importing.models import Import, Outcome, State
from permits.models import Permit, PermitEntry, Source
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import GAMBIR
from tests.participants.factories import a_participant
from tests.permits.factories import a_paper
from tests.permits.importing.files import a_row, xlsx
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db

ENOUGH = date(2018, 5, 1)


@pytest.fixture
def officer() -> User:
    return an_officer()


def looked_through(rows: list[list[object]], officer: User) -> Import:
    source = staging.receive(xlsx(rows), "izin.xlsx", kelurahan=officer.kelurahan, by=officer)
    return staging.check_some(source, by=officer, seconds=60)


def test_all_good_rows_are_recorded_with_their_source_and_doer(officer):
    people = [a_participant(registered_on=ENOUGH) for _ in range(3)]
    source = looked_through(
        [*(a_row(person, f"{n}/e/2018") for n, person in enumerate(people)), a_row("x", "9")], officer
    )

    source = recording.record_good(source, by=officer)

    permits = list(Permit.objects.order_by("pk"))
    assert [permit.number for permit in permits] == ["0/e/2018", "1/e/2018", "2/e/2018"]
    assert {(permit.source, permit.recorded_by, permit.kelurahan_id) for permit in permits} == {
        (Source.IMPORT, officer, officer.kelurahan)
    }
    assert (source.state, source.decided_by, source.recorded, source.known, source.refused) == (
        State.RECORDED,
        officer,
        3,
        0,
        1,
    )
    assert_the_books_balance()


def test_what_was_recorded_is_kept_no_longer_but_what_is_to_be_corrected_is(officer):
    source = looked_through([a_row(a_participant(), "1"), a_row("x", "2")], officer)

    recording.record_good(source, by=officer)

    taken, refused = source.rows.order_by("number")
    assert bytes(taken.cells) == b""
    assert staging.cells_of(refused)[0] == "x"


def test_pressed_twice_it_records_once(officer):
    source = looked_through([a_row(a_participant(), "1")], officer)

    recording.record_good(source, by=officer)
    recording.record_good(source, by=officer)

    assert Permit.objects.count() == 1


def test_the_same_file_again_changes_nothing_and_says_so(officer):
    rows = [a_row(a_participant(), str(number)) for number in range(3)]
    recording.record_good(looked_through(rows, officer), by=officer)
    before = list(PermitEntry.objects.values())

    again = looked_through(rows, officer)
    again = recording.record_good(again, by=officer)

    assert (again.recorded, again.known, again.refused) == (0, 3, 0)
    assert list(PermitEntry.objects.values()) == before


def test_somebody_registered_elsewhere_is_opened_and_that_is_logged(officer):
    elsewhere, here = a_participant(kelurahan=GAMBIR), a_participant()
    source = looked_through([a_row(elsewhere, "1"), a_row(here, "2")], officer)
    assert Opening.objects.count() == 0

    recording.record_good(source, by=officer)

    [opening] = Opening.objects.all()
    assert (opening.participant, opening.opened_by, opening.reason) == (elsewhere, officer, recording.REASON)
    [event] = Event.objects.filter(verb=Verb.OPENED_OUTSIDE)
    assert (event.actor, event.subject) == (officer, f"participant:{elsewhere.pk}")


def test_a_row_that_somebody_else_recorded_meanwhile_is_left_alone(officer):
    one, other = a_participant(), a_participant()
    source = looked_through([a_row(one, "1"), a_row(other, "2")], officer)
    deeds.record(one, a_paper(number="1", issued_on=date(2018, 9, 1)), by=officer)

    source = recording.record_good(source, by=officer)

    assert (source.state, source.recorded, source.known) == (State.RECORDED, 1, 1)
    assert Permit.objects.count() == 2


def _take_the_number(person, officer):
    deeds.record(a_participant(), a_paper(number="2"), by=officer)


def _merge(person, officer):
    merging.merge(a_participant(), person, by=an_official(), reason="orang yang sama")


@pytest.mark.parametrize("change", [_take_the_number, _merge])
def test_when_a_row_can_no_longer_be_recorded_nothing_is(officer, change):
    person = a_participant()
    source = looked_through([a_row(a_participant(), "1"), a_row(person, "2")], officer)
    change(person, officer)

    with pytest.raises(recording.Changed):
        recording.record_good(source, by=officer)

    assert Permit.objects.filter(source=Source.IMPORT).count() == 0
    source.refresh_from_db()
    assert source.state == State.CHECKED
    staging.check_again(source)
    source = staging.check_some(source, by=officer, seconds=60)
    assert (source.recorded, source.refused) == (1, 1)


def test_a_row_that_was_to_be_refused_stays_refused_though_it_could_be_recorded_now(officer):
    person = a_participant()
    theirs = deeds.record(a_participant(), a_paper(number="2"), by=officer)
    source = looked_through([a_row(a_participant(), "1"), a_row(person, "2")], officer)
    deeds.void(theirs, by=officer, reason="salah")

    source = recording.record_good(source, by=officer)

    assert (source.recorded, source.refused) == (1, 1)


def test_an_officer_who_answers_for_another_kelurahan_now_records_nothing(officer):
    source = looked_through([a_row(a_participant(), "1")], officer)
    moved = an_officer(GAMBIR)

    with pytest.raises(recording.Changed):
        recording.record_good(source, by=moved)

    assert Permit.objects.count() == 0


class Killed(DatabaseError):
    """The machine stops here."""


@contextmanager
def killed_at_statement(number: int) -> Iterator[list[str]]:
    """The connection breaks at the so-and-so-manieth statement that writes."""
    written: list[str] = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
            if len(written) == number:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield written


def test_killed_at_any_moment_nothing_is_recorded_and_afterwards_all_can_be(officer):
    people = [a_participant(), a_participant(kelurahan=GAMBIR)]
    source = looked_through([a_row(person, str(n)) for n, person in enumerate(people)], officer)
    events = Event.objects.count()
    at = 0

    while True:
        at += 1
        with killed_at_statement(at) as written:
            try:
                recording.record_good(source, by=officer)
            except Killed:
                assert (Permit.objects.count(), PermitEntry.objects.count(), Opening.objects.count()) == (0, 0, 0)
                assert (Event.objects.count(), Import.objects.get().state) == (events, State.CHECKED)
            else:
                break

    assert len(written) == at - 1 > 8
    assert Permit.objects.count() == 2
    assert list(source.rows.values_list("outcome", flat=True)) == [Outcome.DOUBTFUL, Outcome.DOUBTFUL]
    assert_the_books_balance()


def test_an_import_is_a_deed_of_its_own_in_the_record(officer):
    source = looked_through(
        [a_row(a_participant(), "1/e/2018"), a_row(a_participant(), "2/e/2018", issued_on="x")], officer
    )

    recording.record_good(source, by=officer)

    event = Event.objects.get(verb=Verb.IMPORTED)
    assert (event.actor, event.subject) == (officer, f"import:{source.pk}")
    assert event.changes == {
        "kelurahan": [None, source.kelurahan_id],
        "recorded": [None, 1],
        "known": [None, 0],
        "refused": [None, 1],
    }
