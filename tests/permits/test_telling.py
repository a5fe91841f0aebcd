"""What was done to a person, told to officials and to themselves: also of a permit that is somebody else's by now."""

from dataclasses import replace
from datetime import date

import pytest

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
