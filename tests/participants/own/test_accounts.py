"""Opening a participant's account: names to sign in with, and what nobody may learn from them."""

import pytest

from okoce.accounts.models import Role, User
from okoce.audit.models import Event, Verb
from participants.deeds import DeedRefused
from participants.own import accounts
from permits.merging import merge
from tests.okoce.accounts.factories import a_participants_account, an_official
from tests.participants.factories import a_participant

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-biru"
PHONE = "+6281299990001"


def test_an_account_is_the_participants_and_has_their_phone_name_and_email():
    person = a_participant(phone=PHONE, email="Siti@Contoh.id", name="Siti Contoh")

    account = accounts.open_account(person, password=PASSWORD)

    person.refresh_from_db()
    assert person.user == account
    assert (account.username, account.email, account.name) == (PHONE, "siti@contoh.id", "Siti Contoh")
    assert account.role == Role.PARTICIPANT
    assert account.check_password(PASSWORD)


def test_opening_an_account_is_recorded_without_a_personal_value():
    person = a_participant(phone=PHONE)

    account = accounts.open_account(person, password=PASSWORD)

    event = Event.objects.get(verb=Verb.ACCOUNT_OPENED)
    assert (event.actor, event.subject, event.changes) == (account, f"participant:{person.pk}", {})


def test_of_a_family_with_one_phone_the_second_signs_in_with_the_participant_number():
    accounts.open_account(a_participant(phone=PHONE), password=PASSWORD)
    child = a_participant(phone=PHONE)

    account = accounts.open_account(child, password=PASSWORD)

    assert account.username == child.number


def test_an_email_address_of_another_account_is_not_taken_from_it():
    accounts.open_account(a_participant(phone=PHONE, email="keluarga@contoh.id"), password=PASSWORD)

    account = accounts.open_account(a_participant(phone=PHONE, email="KELUARGA@contoh.id"), password=PASSWORD)

    assert account.email == ""


def test_an_officials_user_name_is_not_taken_either():
    a_participants_account(username=PHONE)
    person = a_participant(phone=PHONE, email="siti@contoh.id")

    account = accounts.open_account(person, password=PASSWORD)

    assert (account.username, account.email) == (person.number, "siti@contoh.id")


def test_nobody_has_two_accounts():
    person = a_participant()
    accounts.open_account(person, password=PASSWORD)

    with pytest.raises(DeedRefused):
        accounts.open_account(person, password="kapal-merah")

    person.refresh_from_db()
    assert person.user.check_password(PASSWORD)
    assert User.objects.count() == 1


def test_no_account_is_opened_for_a_record_that_was_merged():
    kept, gone = a_participant(), a_participant()
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused):
        accounts.open_account(gone, password=PASSWORD)


def test_the_account_of_a_number_is_also_found_by_the_number_of_a_merged_record():
    kept, gone = a_participant(), a_participant()
    account = accounts.open_account(kept, password=PASSWORD)
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    assert accounts.account_of(gone.number) == account
    assert accounts.account_of(kept.number) == account
    assert accounts.account_of("0000000000") is None
