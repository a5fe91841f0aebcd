"""Corrections that take effect at once, and what the record says of them: that something changed, never what."""

from datetime import date

import pytest

from okoce.accounts.models import User
from okoce.audit.models import Event, Verb
from participants import nik, search
from participants.deeds import DeedRefused
from participants.models import Participant
from participants.own import accounts, correcting
from participants.own.forms import ContactForm
from permits.merging import merge
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-biru"


def last_changes() -> dict:
    return Event.objects.filter(verb=Verb.DETAILS_CORRECTED).latest("id").changes


def stored(person: Participant, *fields: str) -> tuple:
    return Participant.objects.values_list(*fields).get(pk=person.pk)


def test_what_is_recorded_is_shown_as_it_is_and_what_is_typed_without_a_nik():
    person, officer = a_participant(email=f"{a_nik(serial=8)}@contoh.id"), an_officer()

    shown = ContactForm(person=person, by=officer)["email"].value()
    typed = ContactForm({"email": f"{a_nik(serial=9)}@contoh.id"}, person=person, by=officer)["email"].value()

    assert (shown, typed) == (person.email, "@contoh.id")


def test_phone_and_email_are_corrected_and_the_record_hides_them():
    person, officer = a_participant(phone="+6281200000001", email=""), an_officer()

    correcting.correct_contact(person, by=officer, phone="+6281200000002", email="siti@contoh.id")

    assert stored(person, "phone", "email") == ("+6281200000002", "siti@contoh.id")
    assert last_changes() == {"phone": ["•••", "•••"], "email": [None, "•••"]}


def test_what_stays_the_same_is_no_deed():
    person = a_participant(phone="+6281200000001", email="siti@contoh.id")

    deed = correcting.correct_contact(person, by=an_officer(), phone="+6281200000001", email="siti@contoh.id")

    assert deed is None
    assert not Event.objects.filter(verb=Verb.DETAILS_CORRECTED).exists()


def test_name_and_address_of_the_business_are_corrected():
    person = a_participant(address="Gang Lama 1", business_name="")

    correcting.correct_business(person, by=an_officer(), address="Gang Baru 2", business_name="Warung")

    assert stored(person, "address", "business_name") == ("Gang Baru 2", "Warung")
    assert last_changes() == {"address": ["•••", "•••"], "business_name": [None, "•••"]}


def test_whoever_signs_in_with_their_phone_signs_in_with_the_new_one():
    person = a_participant(phone="+6281200000001", email="lama@contoh.id")
    account = accounts.open_account(person, password=PASSWORD)

    correcting.correct_contact(person, by=account, phone="+6281200000002", email="Baru@contoh.id")

    account.refresh_from_db()
    assert (account.username, account.email) == ("+6281200000002", "baru@contoh.id")


def test_an_email_that_was_replaced_no_longer_leads_to_the_account(client):
    person = a_participant(email="lama@contoh.id")
    account = accounts.open_account(person, password=PASSWORD)
    client.post("/sandi/lupa/", {"email": "lama@contoh.id"})  # which notes the address at django-allauth

    correcting.correct_contact(person, by=account, phone=person.phone, email="baru@contoh.id")

    for email, status in (("lama@contoh.id", 200), ("baru@contoh.id", 302)):
        assert client.post("/masuk/", {"login": email, "password": PASSWORD}).status_code == status


def test_a_phone_that_is_somebody_elses_name_becomes_no_name_to_sign_in_with():
    other = a_participant(phone="+6281200000009")
    accounts.open_account(other, password=PASSWORD)
    person = a_participant(phone="+6281200000001")
    account = accounts.open_account(person, password=PASSWORD)

    correcting.correct_contact(person, by=account, phone="+6281200000009", email="")

    account.refresh_from_db()
    assert account.username == person.number
    assert User.objects.get(username="+6281200000009") == other.__class__.objects.get(pk=other.pk).user


def test_a_name_given_by_an_administrator_is_kept():
    person = a_participant(phone="+6281200000001")
    account = accounts.open_account(person, password=PASSWORD)
    account.username = "peserta"
    account.save()

    correcting.correct_contact(person, by=account, phone="+6281200000002", email="")

    account.refresh_from_db()
    assert account.username == "peserta"


def test_somebody_is_found_by_their_corrected_name_here_and_elsewhere():
    person = a_participant(name="Sity Rahayu", kelurahan=KAPUK)
    a_permit(person, kelurahan=CENGKARENG_TIMUR)
    account = accounts.open_account(person, password=PASSWORD)

    correcting.correct_name(person, by=an_officer(KAPUK), name="Dewi Lestari")

    account.refresh_from_db()
    found = {name: search.find(name, by=an_officer(CENGKARENG_TIMUR)) for name in ("Sity Rahayu", "Dewi Lestari")}
    assert found == {"Sity Rahayu": [], "Dewi Lestari": [person]}
    assert account.name == "Dewi Lestari"
    assert last_changes() == {"name": ["•••", "•••"]}


def test_a_nik_is_corrected_and_found():
    person, digits = a_participant(), a_nik()

    correcting.correct_nik(person, by=an_officer(), digits=digits)

    person.refresh_from_db()
    assert search.find_exact(digits, Participant.objects.current()) == person
    assert nik.decrypt(person.nik_encrypted) == digits
    assert last_changes() == {"nik": ["•••", "•••"]}


def test_a_nik_of_another_record_is_refused():
    person, digits = a_participant(), a_nik()
    a_participant(nik=digits)

    with pytest.raises(DeedRefused) as refusal:
        correcting.correct_nik(person, by=an_officer(), digits=digits)

    assert refusal.value.field == "nik"
    assert digits not in refusal.value.message


def test_a_nik_of_a_record_merged_into_this_one_stays_there_and_it_is_said_what_to_do():
    kept, gone, digits = a_participant(), a_participant(), a_nik()
    correcting.correct_nik(gone, by=an_officer(), digits=digits)
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused) as refusal:
        correcting.correct_nik(kept, by=an_officer(), digits=digits)

    assert (refusal.value.field, refusal.value.message) == (
        "nik",
        f"NIK ini ada pada catatan {gone.displayed_number} yang sudah digabung ke catatan ini; dengannya peserta sudah "
        f"dapat dicari. Agar NIK ini yang dipakai, pisahkan dulu penggabungannya, lalu gabungkan lagi dan pilih "
        f"{gone.displayed_number} sebagai catatan yang tetap dipakai.",
    )


def test_a_birth_date_is_corrected_and_not_to_a_day_to_come():
    person = a_participant()

    correcting.correct_birth_date(person, by=an_officer(), birth_date=date(1980, 1, 2))

    assert stored(person, "birth_date") == (date(1980, 1, 2),)
    with pytest.raises(DeedRefused):
        correcting.correct_birth_date(person, by=an_officer(), birth_date=date(2018, 9, 10))


def test_a_record_that_was_merged_is_not_corrected():
    kept, gone = a_participant(), a_participant()
    merge(kept, gone, by=an_official(), reason="orang yang sama")

    with pytest.raises(DeedRefused):
        correcting.correct_name(gone, by=an_officer(), name="Siti")
