"""Sealing the record into a chain, after the deeds and without any of them waiting."""

import hashlib
from datetime import datetime
from threading import Event as Signal
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from okoce.audit import sealing
from okoce.audit.models import Event, Seal, Verb
from okoce.audit.recording import record
from tests.at_once import at_once
from tests.okoce.accounts.factories import a_participants_account
from tests.okoce.audit.records import some_events
from tests.participants.factories import a_participant
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def covered() -> list[tuple[int, int]]:
    """How many events each seal covers, and up to which."""
    return list(Seal.objects.order_by("id").values_list("events", "last_event"))


def test_what_was_recorded_is_sealed_once():
    *_, last = some_events(3)

    assert (sealing.seal(), sealing.seal(), covered()) == (3, 0, [(3, last.pk)])


def test_each_seal_follows_on_the_one_before():
    some_events(2)
    sealing.seal()
    some_events(1)
    sealing.seal()

    first, second = Seal.objects.order_by("id")
    assert (first.pk, first.previous, first.after_event) == (1, "0" * 64, 0)
    assert (second.pk, second.previous, second.after_event) == (2, first.digest, first.last_event)


def test_a_seal_covers_a_bounded_number_of_events():
    *_, last = some_events(sealing.SIZE + 1)

    assert sealing.seal() == sealing.SIZE + 1
    assert covered() == [(sealing.SIZE, last.pk - 1), (1, last.pk)]


def test_only_so_much_is_sealed_at_a_time():
    some_events(sealing.SIZE + 1)

    assert (sealing.seal(at_most=1), sealing.waiting()) == (sealing.SIZE, 1)


def test_nothing_recorded_needs_no_seal():
    assert (sealing.seal(), sealing.head(), sealing.waiting()) == (0, None, 0)


def test_a_seal_is_made_as_the_scheme_says():
    """Written out by hand, so that anybody can do it with the table and a SHA-256."""
    doer = a_participants_account()
    with portal_at(datetime(2018, 9, 9, 16, 5)):
        [event] = some_events(1, actor=doer, address="10.1.2.3", changes={"b": [None, "ś"], "a": [1, True]})
        sealing.seal()

    changes = '{"a":[1,true],"b":[null,"ś"]}'
    said = (
        f"{len(str(event.pk))}:{event.pk},26:2018-09-09T09:05:00.000000,9:corrected,"
        f"{len(str(doer.pk))}:{doer.pk},8:permit:1,30:{changes},8:10.1.2.3,"
    )
    opening = (
        f"13:okoce-audit-1,1:1,64:{'0' * 64},1:0,{len(str(event.pk))}:{event.pk},1:1,26:2018-09-09T09:05:00.000000,"
    )
    hashed = hashlib.sha256(said.encode()).digest()
    assert Seal.objects.get().digest == hashlib.sha256(opening.encode() + hashed).hexdigest()


def test_a_field_cannot_pass_for_another():
    [one] = some_events(1, subject="permit:1", verb=Verb.CORRECTED)
    row = (one.pk, one.at, "ab", None, "c", {}, None)
    shifted = (one.pk, one.at, "a", None, "bc", {}, None)

    assert sealing.hash_of(row) != sealing.hash_of(shifted)


def test_nothing_is_not_the_same_as_something_empty():
    [one] = some_events(1)

    assert len({sealing.hash_of((one.pk, one.at, "v", actor, "s", {}, None)) for actor in (None, "")}) == 2


def test_an_address_has_one_spelling():
    [one] = some_events(1)
    rows = [(one.pk, one.at, "v", None, "s", {}, address) for address in ("2001:db8::1", "2001:0DB8:0:0::1")]

    assert len({sealing.hash_of(row) for row in rows}) == 1


def test_half_a_letter_is_sealed_like_any_other():
    [one] = some_events(1)

    assert len(sealing.hash_of((one.pk, one.at, "v", None, "s", {"note": [None, "\ud800"]}, None))) == 32


def test_the_seal_over_an_event_is_found():
    first, second, third = some_events(3)
    sealing.seal()
    later, *_ = some_events(1)

    assert {sealing.seal_over(event.pk) for event in (first, second, third)} == {Seal.objects.get()}
    assert sealing.seal_over(later.pk) is None


def test_the_command_says_what_it_did_and_the_last_seal(capsys):
    some_events(2)

    call_command("seal_audit")

    assert capsys.readouterr().out == f"2 sealed, 0 waiting; the last seal is 1:{Seal.objects.get().digest}\n"


def test_some_are_sealed_along_the_way_once_in_a_hundred_events(django_capture_on_commit_callbacks):
    person = a_participant()

    with django_capture_on_commit_callbacks() as reminders:
        made = [record(Verb.CORRECTED, person, by=None).pk for _ in range(3 * sealing.EVERY)]

    assert len(reminders) in {3, 4}
    for remind in reminders:
        remind()
    assert (sealing.head().last_event, sealing.waiting()) == (made[-1], 0)


def test_many_events_at_once_are_noticed_with_the_next_deed(django_capture_on_commit_callbacks):
    person = a_participant()
    record(Verb.CORRECTED, person, by=None)
    Event.objects.bulk_create([Event(verb=Verb.RECORDED, subject="permit:1") for _ in range(sealing.EVERY)])

    with django_capture_on_commit_callbacks(execute=True):
        record(Verb.CORRECTED, person, by=None)

    assert sealing.waiting() == 0


def test_a_seal_that_covers_nothing_is_refused():
    with pytest.raises(IntegrityError, match="seal_covers_something"), transaction.atomic():
        Seal.objects.create(id=1, previous="", digest="", after_event=0, last_event=1, events=0, marks=b"")


def test_no_two_seals_end_at_the_same_event():
    # seal_ends_where_no_other_ends
    Seal.objects.create(id=1, previous="", digest="", after_event=0, last_event=1, events=1, marks=b"")

    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(id=2, previous="", digest="", after_event=0, last_event=1, events=1, marks=b"")


# --- At once -----------------------------------------------------------------------------------------


def in_another_connection(deed) -> None:
    """Run something to its end on a connection of its own."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_chain():
    some_events(sealing.SIZE + 3)

    at_once(3, *[lambda number: sealing.seal(patience=5)] * 3)

    assert [events for events, _ in covered()] == [sealing.SIZE, 3]
    call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_a_deed_records_while_the_sealer_is_at_work():
    def deed(number: int) -> int:
        with transaction.atomic():
            return record(Verb.CORRECTED, person, by=None).pk

    person = a_participant()
    at_once(20, deed, deed, lambda number: sealing.seal())

    sealing.seal(patience=5)
    assert (sealing.waiting(), Event.objects.count()) == (0, sum(events for events, _ in covered()))
    call_command("verify_audit")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_is_committed_later_is_not_passed_over():
    recorded, may_end = Signal(), Signal()

    def slow_deed() -> None:
        try:
            with transaction.atomic():
                some_events(1, subject="permit:1000")
                recorded.set()
                may_end.wait(timeout=30)
        finally:
            connection.close()

    thread = Thread(target=slow_deed)
    thread.start()
    recorded.wait(timeout=30)
    [quick] = some_events(1, subject="permit:2000")
    early = (sealing.seal(), sealing.waiting())
    may_end.set()
    thread.join(timeout=30)

    late = Event.objects.get(subject="permit:1000")
    assert (early, late.pk < quick.pk) == ((0, 1), True)
    assert (sealing.seal(), covered()) == (2, [(2, quick.pk)])
    call_command("verify_audit")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_sealer_with_patience_waits_for_deeds_under_way_and_they_do_not_wait_for_it():
    recorded, may_end, ended = Signal(), Signal(), []

    def slow_deed() -> None:
        try:
            with transaction.atomic():
                some_events(1)
                recorded.set()
                may_end.wait(timeout=0.3)
            ended.append("deed")
        finally:
            connection.close()

    thread = Thread(target=slow_deed)
    thread.start()
    recorded.wait(timeout=30)
    some_events(1)
    in_another_connection(lambda: some_events(1))
    sealed = sealing.seal(patience=20)
    thread.join(timeout=30)

    assert (sealed, ended, sealing.waiting()) == (3, ["deed"], 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_id_that_was_taken_back_leaves_no_gap_to_wait_for():
    [first] = some_events(1)
    with transaction.atomic():
        some_events(1)
        transaction.set_rollback(True)
    [third] = some_events(1)

    assert (third.pk - first.pk, sealing.seal(), covered()) == (2, 2, [(2, third.pk)])
