"""Recording a permit: what it changes, what it refuses, and what sending it twice leaves behind."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest

from okoce.accounts import activity
from okoce.audit.models import Verb
from okoce.audit.recording import history
from permits import deeds, merging
from permits.models import Kind, Permit, PermitEntry
from permits.steps import steps_of
from tests.okoce.accounts.factories import an_administrator, an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.deeds import refusal_of
from tests.permits.factories import a_paper, a_permit
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)


def test_a_recorded_permit_stands_as_it_was_typed():
    officer = an_officer()

    permit = deeds.record(a_participant(), a_paper(number=" 12/e/2018 "), by=officer)

    permit.refresh_from_db()
    assert (permit.number, permit.number_key, permit.recorded_by, permit.is_revoked, permit.is_voided) == (
        "12/e/2018",
        "12E2018",
        officer,
        False,
        False,
    )


def test_recording_completes_p4_on_the_day_of_issue():
    permit = a_permit(issued_on=date(2018, 9, 1))

    p4 = steps_of(permit.participant, TODAY)[3]

    assert (p4.code, p4.completed_on) == ("P4", date(2018, 9, 1))


def test_recording_is_in_the_record_of_deeds_with_its_moment_and_doer():
    permit = a_permit()

    [event] = history(permit)

    assert (event.verb, event.actor, event.at) == (Verb.RECORDED, permit.recorded_by, permit.recorded_at)


def test_recording_shows_that_the_kelurahan_is_active():
    a_permit(kelurahan=KAPUK)

    assert activity.active_kelurahan(TODAY) == {KAPUK}


def test_the_same_submission_sent_again_gives_the_same_permit():
    officer, person, paper, submission = an_officer(), a_participant(), a_paper(), uuid4()
    first = deeds.record(person, paper, by=officer, submission=submission)

    again = deeds.record(person, paper, by=officer, submission=submission)

    assert (again, Permit.objects.count(), PermitEntry.objects.count()) == (first, 1, 2)


def test_a_submission_sent_again_with_another_number_is_told_that_the_first_stands():
    officer, person, submission = an_officer(), a_participant(), uuid4()
    deeds.record(person, a_paper(number="1/e/2018"), by=officer, submission=submission)

    field, message = refusal_of(deeds.record, person, a_paper(number="2/e/2018"), by=officer, submission=submission)

    assert (field, message) == (
        None,
        "Formulir ini sudah terkirim dan IUMK 1/e/2018 tercatat. Perbaiki lewat halaman izin itu; "
        "untuk izin lain, mulai lagi dari nama pesertanya.",
    )


def test_a_submission_sent_again_for_another_person_is_told_that_the_first_stands():
    officer, submission, paper = an_officer(), uuid4(), a_paper()
    deeds.record(a_participant(), paper, by=officer, submission=submission)

    refusal_of(deeds.record, a_participant(), paper, by=officer, submission=submission)

    assert Permit.objects.count() == 1


@pytest.mark.parametrize(
    "spelling", ["12/31.73.01.1006/e/2018", "12 / 31.73.01.1006 / E / 2018", "12 3173011006 e2018", "123173011006E2018"]
)
def test_a_number_is_refused_when_its_kind_has_it_already_in_any_spelling(spelling):
    officer = an_officer()
    deeds.record(a_participant(), a_paper(number="12/31.73.01.1006/e/2018"), by=officer)

    field, _ = refusal_of(deeds.record, a_participant(), a_paper(number=spelling), by=officer)

    assert (field, Permit.objects.count()) == ("number", 1)


def test_the_refusal_of_a_taken_number_says_where_it_stands_and_nothing_of_whom():
    first = a_permit(number="12/e/2018", kelurahan=KAPUK, person=a_participant(name="Siti Aminah"))

    _, message = refusal_of(deeds.record, a_participant(), a_paper(number="12/E/2018"), by=an_officer())

    assert message == (
        "Nomor ini sudah tercatat sebagai IUMK dari Kapuk, Kec. Cengkareng, Jakarta Barat, terbit 1 September 2018. "
        "Periksa nomornya."
    )
    assert first.participant.name not in message


def test_an_iumk_and_an_sku_may_share_a_number():
    officer = an_officer()
    deeds.record(a_participant(), a_paper(Kind.IUMK, number="12/2018"), by=officer)

    deeds.record(a_participant(), a_paper(Kind.SKU, number="12/2018"), by=officer)

    assert Permit.objects.count() == 2


def test_a_voided_permits_number_is_free_again():
    permit = a_permit(number="12/2018")
    deeds.void(permit, by=permit.recorded_by, reason="Salah orang.")

    again = deeds.record(a_participant(), a_paper(number="12/2018"), by=permit.recorded_by)

    assert again.pk != permit.pk


def test_a_revoked_permits_number_stays_taken():
    permit = a_permit(number="12/2018")
    deeds.revoke(permit, on=TODAY, by=permit.recorded_by, reason="Usaha tutup.")

    field, _ = refusal_of(deeds.record, a_participant(), a_paper(number="12/2018"), by=permit.recorded_by)

    assert field == "number"


def test_a_permit_of_tomorrow_is_refused_and_one_of_today_taken():
    officer, person = an_officer(), a_participant()

    field, _ = refusal_of(deeds.record, person, a_paper(issued_on=date(2018, 9, 10)), by=officer)
    permit = deeds.record(person, a_paper(issued_on=TODAY), by=officer)

    assert (field, permit.issued_on) == ("issued_on", TODAY)


def test_today_is_jakartas_day_and_not_greenwichs():
    with portal_at(date(2018, 9, 10)):
        officer, person = an_officer(), a_participant()

    with portal_at(datetime(2018, 9, 11, 0, 1)):
        permit = deeds.record(person, a_paper(issued_on=date(2018, 9, 11)), by=officer)

    assert permit.issued_on == date(2018, 9, 11)


@pytest.mark.parametrize("kelurahan", [KAPUK, GAMBIR])
def test_an_officer_records_only_what_their_own_kelurahan_issued(kelurahan):
    field, _ = refusal_of(deeds.record, a_participant(), a_paper(kelurahan=kelurahan), by=an_officer(CENGKARENG_TIMUR))

    assert field == "kelurahan"


@pytest.mark.parametrize("code", ["31.73", "31.73.01", "31", "31.73.01.1099", "31.99.01.1001", ""])
def test_only_a_kelurahan_that_exists_issues_permits(code):
    field, _ = refusal_of(deeds.record, a_participant(), a_paper(kelurahan=code), by=an_official())

    assert (field, Permit.objects.count()) == ("kelurahan", 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": " /-. "}, "number"),
        ({"number": ""}, "number"),
        ({"number": "1" * 81}, "number"),
        ({"number": "ﬃ" * 60 + "1"}, "number"),
        ({"number": f"12/{a_nik(serial=8)}/2018"}, "number"),
        ({"investment": -1}, "investment"),
        ({"workers": -1}, "workers"),
        ({"investment": 2**63}, "investment"),
        ({"kind": "NIB"}, "kind"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_beside_its_field(wrong, field):
    refused, _ = refusal_of(deeds.record, a_participant(), replace(a_paper(), **wrong), by=an_officer())

    assert (refused, Permit.objects.count()) == (field, 0)


def test_an_sku_with_an_investment_is_refused():
    _, message = refusal_of(deeds.record, a_participant(), replace(a_paper(Kind.SKU), investment=1), by=an_officer())

    assert message == "SKU tidak memuat modal usaha dan tenaga kerja."


def test_an_administrator_records_nothing():
    field, _ = refusal_of(deeds.record, a_participant(), a_paper(), by=an_administrator())

    assert field == "kelurahan"


def test_nothing_is_recorded_for_a_record_that_was_merged_into_another():
    kept, gone = a_participant(), a_participant()
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    refusal_of(deeds.record, gone, a_paper(), by=an_officer())

    assert Permit.objects.count() == 0


def test_a_form_sent_again_after_its_permit_was_voided_says_so():
    officer, person, paper, submission = an_officer(), a_participant(), a_paper(), uuid4()
    permit = deeds.record(person, paper, by=officer, submission=submission)
    deeds.void(permit, by=officer, reason="salah orang")

    _, message = refusal_of(deeds.record, person, paper, by=officer, submission=submission)

    assert "dibatalkan" in message
    assert Permit.objects.standing().count() == 0
