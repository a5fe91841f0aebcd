"""Whoever changes what was sealed is found out, and what they changed is named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from okoce import append_only
from okoce.audit import sealing, verifying
from okoce.audit.models import Event, Seal
from tests.okoce.accounts.factories import an_official
from tests.okoce.audit.records import some_events, tamper

pytestmark = pytest.mark.django_db


def found(*anchors: str) -> list[str]:
    """Where the record differs from its seals."""
    return list(verifying.differences(verifying.Tally(), [verifying.anchor(one) for one in anchors]))


def sealed(*numbers: int) -> list[Event]:
    """So many events under each of as many seals."""
    events = []
    for number in numbers:
        events += some_events(number)
        sealing.seal()
    return events


def test_a_record_that_nobody_touched_agrees(capsys):
    sealed(3, 2)
    some_events(1)

    call_command("verify_audit")

    head = Seal.objects.get(id=2).digest
    assert capsys.readouterr().out == (
        f"all agree: 6 events, 2 seals, 1 events not sealed yet; the last seal is 2:{head}\n"
    )


def test_an_empty_record_agrees(capsys):
    call_command("verify_audit")

    assert capsys.readouterr().out == "all agree: 0 events, 0 seals, 0 events not sealed yet\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2018-01-01 00:00:00+00:00"),
        ("verb", "voided"),
        ("subject", "permit:99"),
        ("changes", json.dumps({"kind": ["SKU", "SKU"]})),
        ("address", "10.9.9.9"),
    ],
)
def test_a_value_that_was_changed_is_found(column: str, value: str):
    _, second, _ = sealed(3)

    tamper(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, second.pk)

    assert found() == [f"event {second.pk} was changed"]


def test_a_deed_put_on_somebody_else_is_found():
    [event] = sealed(1)

    tamper("UPDATE audit_event SET actor_id = %s WHERE id = %s", an_official().pk, event.pk)

    assert found() == [f"event {event.pk} was changed"]


def test_a_value_that_cannot_be_read_any_more_is_found():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no such values")
    _, second = sealed(2)

    tamper("UPDATE audit_event SET at = 'some day' WHERE id = %s", second.pk)

    assert found() == [f"event {second.pk} was changed"]


def test_an_event_that_was_taken_away_is_found():
    first, _, third = sealed(2, 1)

    tamper("DELETE FROM audit_event WHERE id IN (%s, %s)", first.pk, third.pk)

    assert found() == [f"event {first.pk} is missing", f"event {third.pk} is missing"]


def test_an_event_that_was_slipped_in_is_found():
    first, gap, _ = some_events(3)
    tamper("DELETE FROM audit_event WHERE id = %s", gap.pk)
    sealing.seal()

    tamper(
        "INSERT INTO audit_event (id, at, verb, subject, changes) SELECT %s, at, verb, subject, changes "
        "FROM audit_event WHERE id = %s",
        gap.pk,
        first.pk,
    )

    assert found() == [f"event {gap.pk} was added"]


def test_events_slipped_in_before_the_first_are_found():
    [event] = sealed(1)

    tamper(
        "INSERT INTO audit_event (id, at, verb, subject, changes) SELECT -1, at, verb, subject, changes "
        "FROM audit_event WHERE id = %s",
        event.pk,
    )

    assert found() == ["events -1 to -1 (1) are covered by no seal"]


def test_two_events_that_changed_places_are_found():
    first, second = sealed(2)

    tamper("UPDATE audit_event SET subject = CASE id WHEN %s THEN 'permit:2' ELSE 'permit:1' END", first.pk)

    assert found() == [f"event {first.pk} was changed", f"event {second.pk} was changed"]


@pytest.mark.parametrize("column", ["digest", "previous", "sealed_at", "marks"])
def test_a_seal_that_was_changed_is_found(column: str):
    sealed(1, 1)
    values = {"digest": "1" * 64, "previous": "1" * 64, "sealed_at": "2018-01-01 00:00:00+00:00", "marks": b""}

    tamper(f"UPDATE audit_seal SET {column} = %s WHERE id = 2", values[column])

    broken = ["seal 2 does not follow on the seal before it"] if column == "previous" else []
    last = f"event {Event.objects.latest('id').pk} was added" if column == "marks" else "seal 2 was changed"
    assert found() == [*broken, last]


def test_a_seal_that_was_taken_away_is_missed():
    _, between, _ = sealed(1, 1, 1)

    tamper("DELETE FROM audit_seal WHERE id = 2")

    assert found() == ["seals 2 to 2 are missing", f"events {between.pk} to {between.pk} (1) are covered by no seal"]


def test_a_seal_that_was_made_again_over_a_changed_event_breaks_the_chain():
    changed, _ = sealed(1, 1)

    tamper("UPDATE audit_event SET subject = 'permit:99' WHERE id = %s", changed.pk)
    forge(1)

    assert found() == ["seal 2 does not follow on the seal before it"]


def forge(number: int) -> None:
    """Make a seal anew over what its events say now, as whoever knows the scheme can."""
    seal = Seal.objects.get(id=number)
    link = sealing.Link(number, seal.previous, seal.after_event, seal.last_event, seal.events, seal.sealed_at)
    total, marks = sealing.opening_of(link), b""
    events = Event.objects.filter(id__gt=seal.after_event, id__lte=seal.last_event).order_by("id")
    for row in events.values_list(*sealing.COLUMNS):
        digest = sealing.hash_of(row)
        total.update(digest)
        marks += sealing.mark_of(row[0], digest)
    tamper("UPDATE audit_seal SET digest = %s, marks = %s WHERE id = %s", total.hexdigest(), marks, number)


def test_an_end_cut_off_with_its_seals_shows_only_beside_a_seal_noted_elsewhere():
    """What no chain can tell by itself: that is what published reports and logs are for."""
    _, last = sealed(1, 1)
    noted = str(sealing.head())

    tamper("DELETE FROM audit_seal WHERE id = 2")
    tamper("DELETE FROM audit_event WHERE id = %s", last.pk)

    assert found() == []
    assert found(noted) == [f"seal 2 is missing, though it was noted: {noted.partition(':')[2]}"]


def test_a_chain_made_anew_from_end_to_end_shows_only_beside_a_seal_noted_elsewhere():
    [event] = sealed(1)
    noted = str(sealing.head())[:20]

    tamper("UPDATE audit_event SET subject = 'permit:99' WHERE id = %s", event.pk)
    forge(1)

    assert found() == []
    assert found(noted) == [f"seal 1 is not the one that was noted: {noted.partition(':')[2]}"]


def test_a_seal_noted_elsewhere_that_still_stands_agrees():
    sealed(1, 1)

    assert found(*map(str, Seal.objects.all())) == []


@pytest.mark.parametrize("text", ["", "1", "1:", "1:abc", "x:" + "0" * 64, "1:" + "g" * 64, "1:" + "0" * 65])
def test_what_is_no_seal_is_refused(text: str):
    with pytest.raises(CommandError):
        call_command("verify_audit", "--seal", text)


def test_the_command_lists_what_differs_and_fails(capsys):
    first, _ = sealed(2)
    tamper("DELETE FROM audit_event WHERE id = %s", first.pk)

    with pytest.raises(CommandError, match="1 differences: 1 events, 1 seals, 0 events not sealed yet"):
        call_command("verify_audit")

    assert capsys.readouterr().out == f"event {first.pk} is missing\n"


def test_a_long_list_is_cut():
    sealed(205)
    tamper("UPDATE audit_event SET verb = 'voided'")

    with pytest.raises(CommandError, match="205 differences"):
        call_command("verify_audit")


def test_the_record_is_read_a_piece_at_a_time(django_assert_num_queries):
    sealed(sealing.SIZE, 3, 1)

    with django_assert_num_queries(5):  # triggers, the seals, the events, that there are no more, and how many wait
        assert found() == []


@pytest.mark.parametrize("table", append_only.PROTECTED)
def test_a_table_that_is_no_longer_protected_is_told(table: str):
    with connection.cursor() as cursor:
        cursor.execute(append_only.releasing_sql(connection.vendor, table)[0])

    assert found() == [f"table {table} can be changed: its triggers are missing"]


@pytest.mark.postgres
def test_a_trigger_that_is_switched_off_is_told():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")

    assert found() == ["table audit_event can be changed: its triggers are missing"]
