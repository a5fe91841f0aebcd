"""Changing the keys of the NIKs while the portal runs: nothing encrypted is forgotten, nobody is lost or doubled."""

import threading
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from okoce.encrypted import EncryptedField, decrypt, encrypted_columns, is_under_first_key
from participants import nik, rotating
from participants.attending import checking
from participants.attending.models import Outcome
from participants.attending.staging import entry_of, forget_people
from participants.deeds import DeedRefused
from participants.identifying import by_nik
from participants.models import Participant
from participants.own import requests
from participants.own.correcting import correct_nik
from participants.own.models import RequestedField, RequestKind
from participants.registering import AlreadyRegistered, is_registered, register
from participants.search import find_exact
from permits.importing import staging as importing
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.accounts.guarded import with_app
from tests.okoce.regions.codes import CENGKARENG_TIMUR
from tests.participants.attending.lists import a_list
from tests.participants.factories import a_nik, a_participant, a_registration
from tests.permits.importing.files import a_row, csv
from tests.permits.leftovers import tokens
from tests.permits.reconciling import registers

pytestmark = pytest.mark.django_db

NEW_INDEX_KEY = "another-key-of-thirty-two-letters-and-more"
RECOGNISED = {
    "participants.Participant.nik_index",
    "permits.Import.fingerprint",
    "reconciling.Register.fingerprint",
    "audit.Seal.marks",
}
"""Columns of bytes that hold no content: what a NIK, a file or a record is recognised by."""


@pytest.fixture
def everything(settings) -> Participant:
    """Something in every encrypted column, about one person."""
    person, official = a_participant(kelurahan=CENGKARENG_TIMUR), an_official()
    requests.ask(person, kind=RequestKind.CORRECTION, field=RequestedField.NAME, wanted="Siti Contoh", by=official)
    a_list(f"{nik.decrypt(person.nik_encrypted)}\n{a_nik(serial=998)}", official)
    file = csv([a_row(person, "7/e/2018")])
    importing.receive(file, "izin.csv", kelurahan=CENGKARENG_TIMUR, by=an_officer(CENGKARENG_TIMUR))
    registers.received(registers.of(person))
    with_app(official)
    return person


class KeysOfThisThread(threading.local):
    """A setting that every worker has in its own order; here a worker is a thread."""

    mine: list[str]

    def __iter__(self):
        return iter(self.mine)

    def __len__(self):
        return len(self.mine)


def put_new_key_first(settings) -> None:
    settings.NIK_KEYS = [Fernet.generate_key().decode(), *settings.NIK_KEYS]


def put_new_index_key_first(settings) -> None:
    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY, *settings.NIK_INDEX_KEYS]


def said(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_every_column_of_bytes_is_encrypted_or_only_recognises():
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.BinaryField) and not isinstance(field, EncryptedField)
    }

    assert plain - RECOGNISED == set()


def test_everything_that_is_encrypted_is_under_the_new_key_afterwards(everything, settings):
    before, old = [decrypt(token) for token in tokens()], settings.NIK_KEYS
    put_new_key_first(settings)

    outcomes = list(rotating.rotate())

    settings.NIK_KEYS = settings.NIK_KEYS[:1]
    assert {outcome.column for outcome in outcomes if not outcome.encrypted_anew} == set()
    assert {str(column) for column in encrypted_columns()} - {outcome.column for outcome in outcomes} == set()
    assert len(before) == sum(outcome.encrypted_anew for outcome in outcomes)
    assert sorted(decrypt(token) for token in tokens()) == sorted(before)
    assert (old != settings.NIK_KEYS, all(map(is_under_first_key, tokens()))) == (True, True)


def test_a_second_run_finds_nothing_to_do_and_says_so(everything, settings, capsys):
    put_new_key_first(settings)
    put_new_index_key_first(settings)

    call_command("rotate_nik_key")
    first = said(capsys)
    after_first = sorted(tokens())
    call_command("rotate_nik_key")
    second = said(capsys)

    assert "participants.Participant.nik_encrypted: 1 read, 1 encrypted anew, 1 indexed anew" in first
    assert first[-1] == "run again, to be sure that nothing is left"
    assert "participants.Participant.nik_encrypted: 1 read, 0 encrypted anew" in second
    assert second[-1] == "nothing left to do"
    assert sorted(tokens()) == after_first


def test_what_no_key_opens_is_told_by_id_alone_and_everything_else_is_done(settings, capsys):
    lost, kept = a_participant(), a_participant()
    settings.NIK_KEYS = [Fernet.generate_key().decode()]
    kept.set_nik(a_nik(serial=77))
    kept.save()
    put_new_key_first(settings)

    with pytest.raises(CommandError) as failure:
        call_command("rotate_nik_key")

    kept.refresh_from_db()
    assert is_under_first_key(bytes(kept.nik_encrypted))
    assert str(failure.value).splitlines() == [
        f"participants.Participant.nik_encrypted: no key opens: {lost.pk}",
        "Keep all keys until this is mended.",
    ]


def test_what_was_forgotten_stays_forgotten(everything, settings):
    forget_people([everything])
    before = len(tokens())
    put_new_key_first(settings)

    outcomes = list(rotating.rotate())

    assert len(tokens()) == before
    assert [outcome.unreadable for outcome in outcomes if outcome.unreadable] == []


def test_every_batch_is_taken_however_many_there_are(settings):
    people = [a_participant() for _ in range(5)]
    put_new_key_first(settings)

    [outcome] = [one for one in rotating.rotate(at_once=2) if one.read]

    assert (outcome.read, outcome.encrypted_anew) == (len(people), len(people))


# --- The blind index --------------------------------------------------------------------------------


@pytest.mark.parametrize("rotated", [False, True], ids=["before the command", "after it"])
def test_somebody_is_found_while_there_are_two_index_keys(settings, rotated):
    person = a_participant()
    digits = nik.decrypt(person.nik_encrypted)
    put_new_index_key_first(settings)
    if rotated:
        call_command("rotate_nik_key")
    younger = a_participant()

    assert find_exact(digits, Participant.objects.all()) == person
    assert is_registered(digits) is True
    assert by_nik([nik.blind_index(digits)]) == {nik.blind_index(digits): person}
    assert find_exact(nik.decrypt(younger.nik_encrypted), Participant.objects.all()) == younger


def test_somebody_who_was_indexed_under_the_first_key_is_found_by_workers_that_write_the_second(settings):
    old = settings.NIK_INDEX_KEYS[0]
    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY, old]
    person = a_participant()
    settings.NIK_INDEX_KEYS = [old, NEW_INDEX_KEY]

    assert find_exact(nik.decrypt(person.nik_encrypted), Participant.objects.all()) == person


def test_nobody_registers_twice_under_two_index_keys(settings):
    registration = a_registration()
    first = register(registration)
    put_new_index_key_first(settings)

    with pytest.raises(AlreadyRegistered):
        register(replace(registration, submission=uuid4()))

    assert register(registration) == first
    assert Participant.objects.count() == 1


def test_nobody_is_given_anothers_nik_under_two_index_keys(settings):
    one, other, official = a_participant(), a_participant(), an_official()
    put_new_index_key_first(settings)

    with pytest.raises(DeedRefused, match="NIK ini tercatat pada peserta lain"):
        correct_nik(other, by=official, digits=nik.decrypt(one.nik_encrypted))

    assert correct_nik(one, by=official, digits=nik.decrypt(one.nik_encrypted)) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_workers_with_the_keys_in_another_order_one_registers_a_nik(settings):
    keys = ["the-old-key-of-thirty-two-letters-and-more", NEW_INDEX_KEY]
    rounds = [a_registration() for _ in range(20)]
    twins = [replace(registration, submission=uuid4()) for registration in rounds]

    def press(registrations, order):
        def deed(number):
            settings.NIK_INDEX_KEYS.mine = order
            return register(registrations[number])

        return deed

    settings.NIK_INDEX_KEYS = KeysOfThisThread()
    results = at_once(20, press(rounds, keys), press(twins, keys[::-1]), refusals=AlreadyRegistered)
    settings.NIK_INDEX_KEYS = keys

    kinds = {tuple(sorted(type(result).__name__ for result in pair)) for pair in results}
    assert kinds == {("AlreadyRegistered", "Participant")}
    assert Participant.objects.count() == 20


def test_the_old_index_key_may_go_once_the_command_has_run(settings):
    person = a_participant()
    digits = nik.decrypt(person.nik_encrypted)
    put_new_index_key_first(settings)

    call_command("rotate_nik_key")

    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY]
    person.refresh_from_db()
    assert bytes(person.nik_index) == nik.blind_index(digits)
    assert find_exact(digits, Participant.objects.all()) == person


def test_two_records_of_one_nik_are_told_and_keep_their_indexes(settings):
    old = settings.NIK_INDEX_KEYS
    one, other = a_participant(), a_participant()
    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY]
    other.set_nik(nik.decrypt(one.nik_encrypted))
    other.save()  # as no deed would: a worker that knew the new key alone
    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY, *old]

    with pytest.raises(CommandError) as failure:
        call_command("rotate_nik_key")

    assert str(failure.value).splitlines()[0] == (
        f"participants.Participant.nik_encrypted: another record has this NIK: correct one of the two: {one.pk}"
    )


def test_an_attendance_list_read_under_two_keys_finds_people_under_either(settings):
    official, person = an_official(), a_participant(date(2018, 3, 1))
    put_new_index_key_first(settings)
    source = a_list(nik.decrypt(person.nik_encrypted), official)
    call_command("rotate_nik_key")
    settings.NIK_INDEX_KEYS = [NEW_INDEX_KEY]
    person.refresh_from_db()

    [entry] = [entry_of(row) for row in source.entries.all()]

    [checked] = checking.check([entry], step=source.step, on=source.held_on, by=official)
    assert (checked.outcome in (Outcome.READY, Outcome.DOUBTFUL), checked.person) == (True, person)


@given(st.lists(st.text(min_size=8, max_size=8), min_size=1, max_size=3, unique=True))
def test_an_index_is_stored_as_any_of_its_forms_and_nothing_else(keys):
    forms = [f"{key}-{place}".encode() for place, key in enumerate(keys)]
    index = nik.BlindIndex(forms)

    assert index == forms[0]
    assert all(index.is_stored_as(memoryview(form)) for form in forms)
    assert not index.is_stored_as(b"another")
    assert not index.is_stored_as(None)


# --- While others write -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_meanwhile_loses_nothing(settings):
    people, official = [a_participant() for _ in range(30)], an_official()
    wanted = {person.pk: a_nik(serial=5000 + place) for place, person in enumerate(people)}
    put_new_key_first(settings)
    put_new_index_key_first(settings)

    def correct(number):
        for person in reversed(people):
            correct_nik(person, by=official, digits=wanted[person.pk])

    at_once(1, lambda number: list(rotating.rotate(at_once=4)), correct)
    call_command("rotate_nik_key")

    settings.NIK_KEYS, settings.NIK_INDEX_KEYS = settings.NIK_KEYS[:1], [NEW_INDEX_KEY]
    stored = Participant.objects.values_list("pk", "nik_encrypted", "nik_index")
    assert {pk: (decrypt(token), bytes(index)) for pk, token, index in stored} == {
        pk: (digits, nik.blind_index(digits)) for pk, digits in wanted.items()
    }


def test_a_row_that_changed_after_it_was_read_is_looked_at_again(settings):
    person, digits = a_participant(), a_nik(serial=4321)
    old, overtaken = settings.NIK_KEYS, []
    put_new_key_first(settings)
    new = settings.NIK_KEYS

    def overtake(execute, sql, *args):
        if sql.startswith('UPDATE "participants_participant"') and not overtaken:
            overtaken.append(person.pk)
            settings.NIK_KEYS = old  # a worker that has not been restarted yet
            person.set_nik(digits)
            person.save(update_fields=["nik_encrypted", "nik_index"])
            settings.NIK_KEYS = new
        return execute(sql, *args)

    with connection.execute_wrapper(overtake):
        outcomes = list(rotating.rotate())

    person.refresh_from_db()
    assert (decrypt(person.nik_encrypted), is_under_first_key(bytes(person.nik_encrypted))) == (digits, True)
    assert (overtaken, sum(outcome.encrypted_anew for outcome in outcomes)) == ([person.pk], 1)
