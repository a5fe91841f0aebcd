"""Correcting, revoking, withdrawing and voiding: what they change, what they refuse, who they reach (rules 2, 3, 7)."""

from dataclasses import replace
from datetime import date

import pytest

from okoce.audit.models import Verb
from okoce.audit.recording import history
from permits import deeds, merging
from permits.erasing import erase
from permits.models import Kind, Permit, Remark
from permits.steps import steps_of
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_participant
from tests.permits.deeds import paper_of, refusal_of, where_counted
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
DAYS = [date(2018, 8, 31), date(2018, 9, 1), date(2018, 9, 4), TODAY]


# --- Correcting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"number": "99/2018"},
        {"issued_on": date(2018, 9, 4)},
        {"kelurahan": KAPUK},
        {"kind": Kind.SKU, "investment": None, "workers": None},
        {"investment": 7_000_000, "workers": 3},
    ],
    ids=["number", "date", "kelurahan", "kind", "amounts"],
)
def test_a_corrected_permit_counts_as_if_it_had_always_been_so(change):
    paper = a_paper()
    permit = a_permit(number=paper.number)

    corrected = deeds.correct(permit, replace(paper, **change), by=an_official(), reason="Salah ketik.")

    stored = Permit.objects.get()
    assert stored == corrected
    assert {name: getattr(stored, name) for name in change if name != "kelurahan"} == {
        name: value for name, value in change.items() if name != "kelurahan"
    }
    assert_the_books_balance(DAYS)


def test_a_permit_corrected_to_another_person_makes_them_count_instead():
    right = a_participant()
    permit = a_permit(issued_on=date(2018, 9, 1))

    deeds.correct(permit, paper_of(permit), by=an_official(), person=right, reason="Salah orang.")

    assert [steps_of(person, TODAY)[3].completed_on for person in (permit.participant, right)] == [
        None,
        date(2018, 9, 1),
    ]
    assert_the_books_balance(DAYS)


def test_a_correction_names_what_was_and_is_and_its_reason_stands_apart():
    permit = a_permit(number="1/2018")

    deeds.correct(permit, replace(paper_of(permit), number="2/2018"), by=an_official(), reason=" Salah ketik. ")

    event = history(permit).last()
    assert (event.verb, event.changes) == (Verb.CORRECTED, {"number": ["1/2018", "2/2018"]})
    assert Remark.objects.get(deed=event).text == "Salah ketik."


def test_a_correction_that_changes_nothing_is_no_deed():
    permit = a_permit()

    deeds.correct(permit, paper_of(permit), by=an_official())

    assert [event.verb for event in history(permit)] == [Verb.RECORDED]


def test_a_correction_to_a_number_that_is_taken_is_refused_beside_the_number():
    a_permit(number="1/2018")
    permit = a_permit(number="2/2018")

    field, _ = refusal_of(deeds.correct, permit, replace(paper_of(permit), number="1/2018"), by=an_official())

    permit.refresh_from_db()
    assert (field, permit.number) == ("number", "2/2018")


def test_a_permit_is_not_corrected_to_a_day_on_which_it_was_revoked_already():
    permit = a_permit(issued_on=date(2018, 9, 1))
    deeds.revoke(permit, on=date(2018, 9, 4), by=an_official(), reason="Usaha tutup.")

    _, message = refusal_of(
        deeds.correct, permit, replace(paper_of(permit), issued_on=date(2018, 9, 4)), by=an_official()
    )

    assert message == "Tanggal cabut harus sesudah tanggal terbit."


def test_a_voided_permit_is_not_corrected():
    permit = a_permit()
    deeds.void(permit, by=an_official(), reason="Salah orang.")

    refusal_of(deeds.correct, permit, paper_of(permit), by=an_official())


def test_a_permit_is_not_corrected_to_a_record_that_was_merged():
    kept, gone, permit = a_participant(), a_participant(), a_permit()
    merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")

    refusal_of(deeds.correct, permit, paper_of(permit), by=an_official(), person=gone)

    assert_the_books_balance(DAYS)


def test_a_permit_is_not_given_to_an_erased_person_but_theirs_is_corrected():
    erased, permit, official = a_participant(), a_permit(), an_official()
    theirs = a_permit(erased)
    erase(erased, by=official)

    _, said = refusal_of(deeds.correct, permit, paper_of(permit), by=official, person=erased)
    deeds.correct(theirs, replace(paper_of(theirs), number="99/2018"), by=official, person=erased)

    permit.refresh_from_db()
    theirs.refresh_from_db()
    assert said.startswith("Data peserta ini sudah dihapus")
    assert (permit.participant == erased, theirs.number) == (False, "99/2018")


def test_a_permit_is_not_corrected_to_a_kelurahan_outside_the_officials_region():
    permit = a_permit()

    field, _ = refusal_of(
        deeds.correct, permit, replace(paper_of(permit), kelurahan=GAMBIR), by=an_official(JAKARTA_BARAT)
    )

    assert field == "kelurahan"


# --- Revoking, withdrawing, voiding ----------------------------------------------------------------


def test_a_revoked_permit_counted_until_its_day():
    permit = a_permit(issued_on=date(2018, 9, 1))

    deeds.revoke(permit, on=date(2018, 9, 4), by=an_official(), reason="Usaha tutup.")

    assert [bool(steps_of(permit.participant, day)[3].completed_on) for day in DAYS] == [False, True, False, False]
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("on", [date(2018, 8, 31), date(2018, 9, 1), date(2018, 9, 10)])
def test_a_permit_is_revoked_after_its_issue_and_not_in_the_future(on):
    permit = a_permit(issued_on=date(2018, 9, 1))

    field, _ = refusal_of(deeds.revoke, permit, on=on, by=an_official(), reason="Usaha tutup.")

    assert field == "revoked_on"


def test_a_permit_is_revoked_once():
    permit = a_permit()
    deeds.revoke(permit, on=TODAY, by=an_official(), reason="Usaha tutup.")

    refusal_of(deeds.revoke, permit, on=TODAY, by=an_official(), reason="Usaha tutup.")

    assert_the_books_balance(DAYS)


def test_a_withdrawn_revocation_never_was():
    permit = a_permit(issued_on=date(2018, 9, 1))
    deeds.revoke(permit, on=date(2018, 9, 4), by=an_official(), reason="Usaha tutup.")

    deeds.withdraw_revocation(permit, by=an_official(), reason="Keliru.")

    assert [bool(steps_of(permit.participant, day)[3].completed_on) for day in DAYS] == [False, True, True, True]
    assert_the_books_balance(DAYS)


def test_what_is_not_revoked_has_no_revocation_to_withdraw():
    refusal_of(deeds.withdraw_revocation, a_permit(), by=an_official(), reason="Keliru.")


def test_a_voided_permit_never_counted():
    permit = a_permit(issued_on=date(2018, 9, 1))

    deeds.void(permit, by=an_official(), reason="Salah orang.")

    assert [steps_of(permit.participant, day)[3].completed_on for day in DAYS] == [None] * 4
    assert_the_books_balance(DAYS)


def test_a_revoked_permit_that_is_voided_was_neither_issued_nor_revoked():
    permit = a_permit(issued_on=date(2018, 9, 1))
    deeds.revoke(permit, on=date(2018, 9, 4), by=an_official(), reason="Usaha tutup.")

    deeds.void(permit, by=an_official(), reason="Salah orang.")

    assert_the_books_balance(DAYS)


@pytest.mark.parametrize(
    ("deed", "more"),
    [(deeds.revoke, {"on": TODAY}), (deeds.withdraw_revocation, {}), (deeds.void, {})],
    ids=["revoke", "withdraw", "void"],
)
def test_nothing_more_is_done_to_a_voided_permit(deed, more):
    permit = a_permit()
    deeds.void(permit, by=an_official(), reason="Salah orang.")

    refusal_of(deed, permit, by=an_official(), reason="Sekali lagi.", **more)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_revoking_withdrawing_and_voiding_need_a_reason(reason):
    permit, revoked = a_permit(), a_permit()
    deeds.revoke(revoked, on=TODAY, by=an_official(), reason="Usaha tutup.")

    fields = [
        refusal_of(deeds.revoke, permit, on=TODAY, by=an_official(), reason=reason)[0],
        refusal_of(deeds.withdraw_revocation, revoked, by=an_official(), reason=reason)[0],
        refusal_of(deeds.void, permit, by=an_official(), reason=reason)[0],
    ]

    assert fields == ["reason"] * 3


def test_revoking_the_first_of_two_permits_moves_the_person_and_not_the_total():
    person = a_participant()
    first = a_permit(person, kelurahan=KAPUK, issued_on=date(2018, 8, 31), kind=Kind.SKU)
    a_permit(person, kelurahan=GAMBIR, issued_on=date(2018, 9, 1))

    deeds.revoke(first, on=date(2018, 9, 4), by=an_official(), reason="Usaha pindah.")

    assert_the_books_balance(DAYS)
    assert where_counted(person, DAYS) == [KAPUK, KAPUK, GAMBIR, GAMBIR]


# --- Deeds on a permit that somebody else has just changed -----------------------------------------


def revoke_today(permit):
    return deeds.revoke(permit, on=TODAY, by=an_official(), reason="Usaha tutup.")


def void_it(permit):
    return deeds.void(permit, by=an_official(), reason="Salah orang.")


def correct_its_number(permit):
    return deeds.correct(permit, replace(paper_of(permit), number="77/2018"), by=an_official())


@pytest.mark.parametrize("deed", [revoke_today, void_it, correct_its_number])
def test_a_deed_on_a_permit_that_was_given_to_another_meanwhile_reaches_its_present_holder(deed):
    permit, right = a_permit(), a_participant()
    seen_before = Permit.objects.select_related("participant").get(pk=permit.pk)
    deeds.correct(permit, paper_of(permit), by=an_official(), person=right, reason="Salah orang.")

    deed(seen_before)

    assert Permit.objects.get().participant == right
    assert_the_books_balance(DAYS)


@pytest.mark.parametrize("deed", [revoke_today, void_it, correct_its_number])
def test_a_deed_on_a_permit_whose_holder_was_merged_meanwhile_reaches_the_survivor(deed):
    permit, survivor = a_permit(), a_participant()
    seen_before = Permit.objects.select_related("participant").get(pk=permit.pk)
    merging.merge(survivor, permit.participant, by=an_official(), reason="Orang yang sama.")

    deed(seen_before)

    assert Permit.objects.get().participant == survivor
    assert_the_books_balance(DAYS)


def test_withdrawing_a_revocation_reaches_the_present_holder():
    permit, survivor = a_permit(), a_participant()
    revoked = deeds.revoke(permit, on=TODAY, by=an_official(), reason="Usaha tutup.")
    merging.merge(survivor, permit.participant, by=an_official(), reason="Orang yang sama.")

    deeds.withdraw_revocation(revoked, by=an_official(), reason="Keliru.")

    assert_the_books_balance(DAYS)
