"""What the database refuses of permits, whoever asks; and what a permit says of itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from okoce.audit.models import Verb
from okoce.audit.recording import record
from permits import deeds, merging, obstacles
from permits.models import (
    Kind,
    Merge,
    ObstacleKind,
    Outcome,
    Permit,
    PermitEntry,
    PermitTally,
    ToldApart,
    number_key,
)
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG, JAKARTA_BARAT
from tests.participants.factories import a_participant
from tests.permits.factories import a_permit
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "NIB"}, "permit_kind_is_known"),
        ({"number_key": ""}, "permit_number_is_not_empty"),
        ({"kelurahan": JAKARTA_BARAT}, "permit_is_issued_by_a_kelurahan"),
        ({"kelurahan": CENGKARENG}, "permit_is_issued_by_a_kelurahan"),
        ({"source": "rumor"}, "permit_source_is_known"),
        ({"investment": 1_000_000_000_000}, "permit_amounts_are_possible"),
        ({"workers": 10_001}, "permit_amounts_are_possible"),
        ({"kind": Kind.SKU}, "permit_only_an_iumk_states_investment_and_workers"),
        ({"kind": Kind.SKU, "workers": None}, "permit_only_an_iumk_states_investment_and_workers"),
        ({"revoked_on": date(2018, 9, 1), "revoked_reason": "Tutup."}, "permit_is_revoked_after_its_issue"),
        ({"revoked_on": date(2018, 9, 2)}, "permit_revoked_says_by_whom_and_why"),
        ({"revoked_on": date(2018, 9, 2), "revoked_reason": "Tutup."}, "permit_revoked_says_by_whom_and_why"),
        ({"revoked_reason": "Tutup."}, "permit_revoked_says_by_whom_and_why"),
        ({"voided_at": NOW}, "permit_voided_says_by_whom_and_why"),
        ({"voided_at": NOW, "voided_reason": "Salah."}, "permit_voided_says_by_whom_and_why"),
        ({"voided_reason": "Salah."}, "permit_voided_says_by_whom_and_why"),
    ],
)
def test_the_database_refuses_a_permit_that_cannot_be(changed, constraint):
    permit = a_permit(issued_on=date(2018, 9, 1))
    if constraint == "permit_is_revoked_after_its_issue":
        changed |= {"revoked_by": permit.recorded_by}

    assert refused_change(permit, **changed) == constraint


@pytest.mark.parametrize("amount", ["investment", "workers"])
def test_the_database_refuses_an_amount_below_nothing(amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.filter(pk=a_permit().pk).update(**{amount: -1})


def test_the_database_refuses_a_second_standing_permit_of_one_kind_and_number():
    permit, other = a_permit(), a_permit()

    assert refused_change(other, number_key=permit.number_key) == "permit_number_is_unique_within_its_kind"


def test_the_database_takes_the_number_of_a_voided_permit_again():
    permit, other = a_permit(), a_permit()
    deeds.void(permit, by=permit.recorded_by, reason="Salah orang.")

    Permit.objects.filter(pk=other.pk).update(number_key=permit.number_key)

    assert Permit.objects.filter(number_key=permit.number_key).count() == 2


def test_the_database_refuses_a_submission_twice():
    permit, other = a_permit(), a_permit()

    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.filter(pk=other.pk).update(submission=permit.submission)


# --- Merges ----------------------------------------------------------------------------------------


def merged() -> Merge:
    return merging.merge(a_participant(), a_participant(), by=an_official(), reason="Orang yang sama.")


def test_the_database_refuses_a_merge_with_oneself():
    merge = merged()

    assert refused_change(merge, survivor=merge.absorbed) == "merge_is_of_two_records"


def test_the_database_refuses_a_merge_without_reason():
    assert refused_change(merged(), reason="") == "merge_has_a_reason"


def test_the_database_refuses_to_absorb_a_record_twice():
    first, second = merged(), merged()

    assert refused_change(second, absorbed=first.absorbed) == "merge_absorbs_a_record_once"


def test_the_database_refuses_a_merge_taken_apart_by_nobody():
    assert refused_change(merged(), undone_at=NOW) == "merge_undone_says_by_whom"


def test_the_database_keeps_one_word_about_two_people_in_one_order():
    first, second = a_participant(), a_participant()
    official = an_official()
    ToldApart.objects.create(first=first, second=second, said_by=official)

    assert (
        refused_by(lambda: ToldApart.objects.create(first=first, second=second, said_by=official)) == "told_apart_once"
    )
    assert (
        refused_by(lambda: ToldApart.objects.create(first=second, second=first, said_by=official))
        == "told_apart_in_order"
    )


# --- Obstacles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "rain"}, "obstacle_kind_is_known"),
        ({"kind": ObstacleKind.OTHER}, "obstacle_of_another_kind_has_a_note"),
        ({"outcome": Outcome.RESOLVED}, "obstacle_resolved_says_how"),
        ({"resolved_at": NOW}, "obstacle_resolved_says_how"),
        ({"resolved_at": NOW, "outcome": Outcome.PERMIT}, "obstacle_resolved_says_how"),
    ],
)
def test_the_database_refuses_an_obstacle_that_cannot_be(changed, constraint):
    obstacle = obstacles.set_obstacle(a_participant(), kind=ObstacleKind.NO_NPWP, by=an_officer())

    assert refused_change(obstacle, **changed) == constraint


def test_the_database_refuses_an_open_obstacle_of_one_kind_twice():
    person, officer = a_participant(), an_officer()
    obstacles.set_obstacle(person, kind=ObstacleKind.NO_NPWP, by=officer)
    other = obstacles.set_obstacle(person, kind=ObstacleKind.PAPERS, by=officer)

    assert refused_change(other, kind=ObstacleKind.NO_NPWP) == "obstacle_is_open_once_of_its_kind"


# --- The journal -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"sign": 0}, "permitentry_sign_is_one"),
        ({"sign": 2}, "permitentry_sign_is_one"),
        ({"sex": "X"}, "permitentry_sex_is_known"),
        ({"kind": "NIB"}, "permitentry_kind_is_known"),
        ({"kelurahan_id": JAKARTA_BARAT}, "permitentry_is_of_a_kelurahan"),
        ({"measure": "lost"}, "permitentry_says_what_changed_when_it_counts"),
        ({"measure": "counted", "change": ""}, "permitentry_says_what_changed_when_it_counts"),
        ({"measure": "issued", "change": "began"}, "permitentry_says_what_changed_when_it_counts"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(changed, constraint):
    permit = a_permit()
    line = PermitEntry.objects.filter(permit=permit).values().first()
    line |= {"id": None, "deed_id": record(Verb.CORRECTED, permit, by=None).pk} | changed

    assert refused_by(lambda: PermitEntry(**line).save(force_insert=True)) == constraint


@pytest.mark.parametrize("changed", [{"grain": "week"}])
def test_the_database_refuses_a_total_of_an_unknown_span(changed):
    a_permit()

    assert refused_change(PermitTally.objects.first(), **changed) == "permittally_grain_is_known"


def test_the_database_refuses_two_totals_of_one_span_and_place():
    a_permit()
    first, *_ = PermitTally.objects.all()
    copy = {
        "grain": first.grain,
        "starts_on": first.starts_on,
        "area": first.area,
    }

    assert refused_by(lambda: PermitTally.objects.create(**copy)) == "permittally_stands_once"


# --- What a permit says of itself ------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    ["12/31.73.01.1006/e/2018", " 12 / 31-73-01-1006 / E / 2018 ", "12317301 1006e2018", "№ 12/31.73.01.1006/E/2018"],
)
def test_numbers_are_compared_without_spaces_punctuation_and_case(spelling):
    assert number_key(spelling) == "123173011006E2018"


def test_an_iumk_runs_out_and_an_skus_validity_is_left_open():
    iumk, sku = a_permit(kind=Kind.IUMK, issued_on=date(2018, 9, 9)), a_permit(kind=Kind.SKU)

    assert (iumk.expires_on, sku.expires_on) == (date(2023, 9, 8), None)


def test_valid_on_agrees_with_the_timeline_on_every_day():
    officer = an_officer()
    voided, revoked, _ = (a_permit(by=officer, issued_on=date(2018, 9, 1)) for _ in range(3))
    deeds.void(voided, by=officer, reason="Salah orang.")
    deeds.revoke(revoked, on=date(2018, 9, 4), by=officer, reason="Usaha tutup.")

    for day in (date(2018, 8, 31), date(2018, 9, 1), date(2018, 9, 3), date(2018, 9, 4), date(2018, 9, 9)):
        valid = {permit.pk for permit in Permit.objects.all() if permit.paper.valid_on(day)}
        assert set(Permit.objects.valid_on(day).values_list("pk", flat=True)) == valid


def test_a_permit_is_saved_under_the_key_of_its_number():
    permit = a_permit()
    permit.number = "7 / e / 2018"

    permit.save()

    assert Permit.objects.get().number_key == "7E2018"
