"""What was done to a person, told to officials and to themselves: also of a permit that is somebody else's by now."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from participants.models import Participant
from permits import deeds
from permits.copying import as_json, copy_of
from permits.erasing import GONE, erase
from permits.models import Permit
from permits.telling import history_of, history_of_permit
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_participant
from tests.permits.deeds import paper_of
from tests.permits.factories import a_permit

pytestmark = pytest.mark.django_db

REASON = "Bukan milik Siti Aminah, melainkan Sitti Aminah."


@pytest.fixture
def two() -> tuple[Participant, Participant, Permit]:
    """Who held a permit, who holds it now, and the permit; then it was revoked."""
    before, now = a_participant(date(2018, 7, 1)), a_participant(date(2018, 7, 1))
    permit, official = a_permit(before), an_official()
    permit = deeds.correct(permit, paper_of(permit), by=official, person=now, reason=REASON)
    deeds.revoke(permit, on=date(2018, 9, 5), by=official, reason="Usaha tutup.")
    return before, now, permit


def told(person: Participant) -> list[tuple[str, str, Permit | None]]:
    return [(one.what, one.reason, one.permit) for one in history_of(person)]


def test_a_permit_that_was_taken_from_somebody_stays_in_their_history_until_then(two):
    before, now, permit = two

    assert told(before) == [
        ("memperbaiki izin", REASON, permit),
        ("mencatat izin", "", permit),
        ("mendaftar sendiri", "", None),
    ]
    assert [what for what, _, _ in told(now)] == [
        "mencabut izin",
        "memperbaiki izin",
        "mencatat izin",
        "mendaftar sendiri",
    ]


def test_neither_of_the_two_reads_in_their_copy_why_the_permit_went_from_one_to_the_other(two):
    before, now, _ = two

    reasons = [
        [(deed["perbuatan"], deed["alasan"]) for deed in as_json(copy_of(person))["riwayat"] if deed["izin"]]
        for person in (before, now)
    ]

    assert reasons == [
        [("memperbaiki izin", ""), ("mencatat izin", "")],
        [("mencabut izin", "Usaha tutup."), ("memperbaiki izin", ""), ("mencatat izin", "")],
    ]


def test_what_was_said_when_it_was_taken_goes_with_whoever_is_erased(two):
    before, _, permit = two

    erase(before, by=an_official())

    assert [one.reason for one in history_of_permit(permit)] == ["Usaha tutup.", GONE, ""]


def test_what_was_said_while_it_was_theirs_goes_too_where_the_figures_stayed_as_they_were():
    before, now, official = a_participant(), a_participant(), an_official()
    permit = a_permit(before)
    for number, holder, reason in (
        ("7/IUMK/2018", before, "Nomor menurut Aceng Mulyana."),
        ("7/IUMK/2018", now, REASON),
        ("8/IUMK/2018", now, "Nomor menurut suratnya."),
    ):
        paper = replace(paper_of(permit), number=number)
        permit = deeds.correct(permit, paper, by=official, person=holder, reason=reason)

    erase(before, by=official)

    assert [one.reason for one in history_of_permit(permit)] == ["Nomor menurut suratnya.", GONE, GONE, ""]


def test_who_lost_a_permit_reads_what_was_done_until_then_and_never_the_number_that_came_after(client: Client):
    before, now, official = a_participant(), a_participant(), an_official()
    permit = a_permit(before, number="1/IUMK/2018")
    for number, holder in (("2/IUMK/2018", before), ("2/IUMK/2018", now), ("998/RAHASIA/2018", now)):
        paper = replace(paper_of(permit), number=number)
        permit = deeds.correct(permit, paper, by=official, person=holder, reason="Menurut suratnya.")
    client.force_login(official)
    page, other = (client.get(f"/peserta/{who.displayed_number}/").content.decode() for who in (before, now))

    assert [(one.what, str(one.permit)) for one in history_of(before) if one.permit] == [
        ("memperbaiki izin", "IUMK 2/IUMK/2018"),
        ("memperbaiki izin", "IUMK 2/IUMK/2018"),
        ("mencatat izin", "IUMK 2/IUMK/2018"),
    ]
    assert "998" not in str(as_json(copy_of(before)))
    assert ("RAHASIA" in page, f"/izin/{permit.pk}/" in page) == (False, False)
    assert ("RAHASIA" in other, f"/izin/{permit.pk}/" in other) == (True, True)


def test_a_permit_that_went_with_another_number_is_called_by_the_one_before():
    before, official = a_participant(), an_official()
    permit = a_permit(before, number="1/IUMK/2018")
    paper = replace(paper_of(permit), number="998/RAHASIA/2018")
    deeds.correct(permit, paper, by=official, person=a_participant(), reason=REASON)

    assert {str(one.permit) for one in history_of(before) if one.permit} == {"IUMK 1/IUMK/2018"}


@pytest.mark.parametrize("lost", [1, 3])
def test_the_same_statements_however_many_permits_somebody_lost(lost: int, django_assert_num_queries):
    before, official = a_participant(), an_official()
    for permit in [a_permit(before) for _ in range(lost)]:
        deeds.correct(permit, paper_of(permit), by=official, person=a_participant(), reason=REASON)

    # Their permits, the spans, the permits they lost, the deeds, reasons, remarks, openings.
    with django_assert_num_queries(7):
        history_of(before)
