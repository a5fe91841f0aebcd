"""Taking a merge apart gives back what it handed over; the journals follow (rules 3, 6 and 7)."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from okoce import clock
from okoce.audit.models import Verb
from okoce.audit.recording import history
from participants.deeds import DeedRefused, complete_step, move, undo_step
from participants.models import COMPLETED_BY_PGO, Participant, Reason, Step
from participants.own.accounts import account_of, open_account
from permits import deeds, merging, obstacles, people, standings, verifying
from permits.erasing import erase
from permits.models import Kind, Merge, ObstacleKind, Permit
from permits.steps import steps_of
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant
from tests.permits.deeds import paper_of, refusal_of
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance

pytestmark = pytest.mark.django_db

TODAY = date(2018, 9, 9)
JUNE, JULY, AUGUST = date(2018, 6, 15), date(2018, 7, 1), date(2018, 8, 1)
DAYS = [date(2018, 6, 30), JULY, AUGUST, TODAY]


def merge(kept: Participant, gone: Participant) -> Merge:
    return merging.merge(kept, gone, by=an_official(), reason="Orang yang sama.")


def unmerge(merged: Merge, reason: str = "Ternyata dua orang.") -> Merge:
    return merging.unmerge(merged, by=an_official(), reason=reason)


def state_of(*persons: Participant) -> list:
    """Everything that a merge may touch of these people."""
    told = []
    for person in persons:
        person.refresh_from_db()
        told.append(
            (
                person.registered_on,
                person.merged_into_id,
                person.user_id,
                person.next_step,
                person.holds_permit,
                person.is_held_up,
                person.ready_rank,
                person.ready_since,
                sorted(person.permits.values_list("pk", flat=True)),
                sorted(person.completions.values_list("pk", "undone_at", "undone_by", "undone_reason")),
                sorted(person.obstacles.values_list("pk", "resolved_at", "outcome", "permit")),
            )
        )
    return told


def assert_all_is_well() -> None:
    assert_the_books_balance(DAYS)
    assert list(verifying.differences(verifying.Figures())) == []
    assert list(standings.differing()) == []


def test_a_merge_that_is_taken_apart_leaves_everything_as_it_was():
    official = an_official()
    kept, gone = a_participant(AUGUST, kelurahan=KAPUK), a_participant(JULY, kelurahan=GAMBIR)
    a_permit(kept, kind=Kind.SKU, kelurahan=KAPUK, issued_on=AUGUST)
    a_permit(gone, kelurahan=GAMBIR, issued_on=JULY)
    for person, days in ((kept, (15, 3)), (gone, (9, 20))):
        complete_step(person, step=Step.P2, on=date(2018, 8, days[0]), by=official)
        complete_step(person, step=Step.P3, on=date(2018, 8, days[1]), by=official)
    complete_step(gone, step=Step.P7, on=AUGUST, by=official)
    before = state_of(kept, gone)

    unmerge(merge(kept, gone))

    assert state_of(kept, gone) == before
    assert_all_is_well()


def test_what_was_recorded_on_the_survivor_since_stays_with_the_survivor():
    kept, gone = a_participant(), a_participant()
    hers = a_permit(gone)
    merged = merge(kept, gone)
    kept.refresh_from_db()
    later = a_permit(kept)
    complete_step(kept, step=Step.P2, on=TODAY, by=an_official())

    unmerge(merged)

    assert (list(kept.permits.all()), list(gone.permits.all())) == ([later], [hers])
    assert (kept.completions.count(), gone.completions.count()) == (1, 0)
    assert_all_is_well()


def test_a_permit_voided_revoked_or_given_away_since_goes_where_it_belongs():
    official = an_official()
    kept, gone, other = a_participant(), a_participant(), a_participant()
    voided, revoked, given = (a_permit(gone) for _ in range(3))
    merged = merge(kept, gone)
    deeds.void(voided, by=official, reason="Keliru.")
    deeds.revoke(revoked, on=TODAY, by=official, reason="Usaha tutup.")
    deeds.correct(given, paper_of(given), by=official, person=other, reason="Orang lain.")

    unmerge(merged)

    assert {permit: permit.participant for permit in Permit.objects.all()} == {
        voided: gone,
        revoked: gone,
        given: other,
    }
    assert_all_is_well()


def test_a_step_recorded_anew_since_stands_and_the_one_that_gave_way_does_not():
    official = an_official()
    kept, gone = a_participant(JULY), a_participant(JULY)
    complete_step(kept, step=Step.P2, on=date(2018, 8, 5), by=official)
    earlier = complete_step(gone, step=Step.P2, on=AUGUST, by=official)
    merged = merge(kept, gone)
    undo_step(earlier, by=official, reason="Tidak hadir.")
    complete_step(kept, step=Step.P2, on=date(2018, 8, 7), by=official)

    unmerge(merged)

    days = {person: [step.completed_on for step in steps_of(person, TODAY)][1] for person in (kept, gone)}
    assert days == {kept: date(2018, 8, 7), gone: None}
    assert_all_is_well()


def test_a_day_of_registration_that_was_corrected_since_stays():
    kept, gone = a_participant(AUGUST, kelurahan=KAPUK), a_participant(JULY, kelurahan=KAPUK)
    merged = merge(kept, gone)
    people.correct_registration(kept, by=an_official(), registered_on=JUNE, kelurahan=KAPUK, outside_place="")

    unmerge(merged)

    assert [told[0] for told in state_of(kept, gone)] == [JUNE, JULY]
    assert_all_is_well()


def test_the_same_two_may_be_merged_again_and_the_other_way_round():
    kept, gone = a_participant(AUGUST), a_participant(JULY)
    a_permit(gone)
    unmerge(merge(kept, gone))

    merge(gone, kept)

    assert (gone.permits.count(), Merge.objects.filter(undone_at=None).count()) == (1, 1)
    assert_all_is_well()


# --- Refused --------------------------------------------------------------------------------------


def test_a_merge_is_taken_apart_once():
    merged = merge(a_participant(), a_participant())
    unmerge(merged)

    assert refusal_of(unmerge, merged) == (None, "Penggabungan ini sudah dipisahkan lagi.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_taking_a_merge_apart_needs_a_reason(reason):
    merged = merge(a_participant(), a_participant())

    assert refusal_of(unmerge, merged, reason) == ("reason", "Tulis alasannya.")


def test_a_further_merge_on_top_is_taken_apart_first():
    first, second, third, fourth = (a_participant(day) for day in (AUGUST, JULY, JUNE, AUGUST))
    merges = [merge(second, first), merge(second, fourth), merge(third, second)]

    refused = [refusal_of(unmerge, merged)[1] for merged in merges[:2]]
    unmerge(merges[2])
    refused.append(refusal_of(unmerge, merges[0])[1])
    unmerge(merges[1])
    unmerge(merges[0])

    above = "Catatan yang berlaku sudah digabung lagi ke catatan lain. Pisahkan penggabungan yang terakhir lebih dulu."
    beside = (
        "Sesudah ini masih ada catatan lain yang digabung ke peserta ini. "
        "Pisahkan penggabungan yang terakhir lebih dulu."
    )
    assert refused == [above, above, beside]
    assert [told[0] for told in state_of(first, second, third, fourth)] == [AUGUST, JULY, JUNE, AUGUST]
    assert_all_is_well()


def test_who_moved_before_the_day_they_would_have_registered_again_is_looked_at_first():
    kept, gone = a_participant(AUGUST, kelurahan=KAPUK), a_participant(JULY)
    merged = merge(kept, gone)
    move(kept, to=CENGKARENG_TIMUR, on=date(2018, 7, 15), by=an_official())

    refused = refusal_of(unmerge, merged)
    people.correct_registration(
        kept, by=an_official(), registered_on=date(2018, 7, 2), kelurahan=KAPUK, outside_place=""
    )
    unmerge(merged)

    assert refused == (
        None,
        "Peserta ini tercatat pindah pada 15 Juli 2018, sebelum atau pada tanggal daftarnya semula (1 Agustus 2018). "
        "Perbaiki tanggal mendaftarnya lebih dulu, lalu pisahkan.",
    )
    assert_all_is_well()


def test_who_was_erased_is_not_taken_apart():
    kept, gone = a_participant(), a_participant()
    merged = merge(kept, gone)
    erase(kept, by=an_official())

    assert refusal_of(unmerge, merged)[1] == (
        "Data peserta ini sudah dihapus atas permintaannya. Catatannya tidak dapat dipisahkan lagi."
    )


# --- What else goes with a person ------------------------------------------------------------------


def test_what_holds_somebody_up_goes_with_them_and_comes_back():
    official = an_official()
    kept, gone = a_participant(), a_participant()
    obstacles.set_obstacle(kept, kind=ObstacleKind.NO_NPWP, by=official)
    for kind in (ObstacleKind.NO_NPWP, ObstacleKind.GREEN_ZONE):
        obstacles.set_obstacle(gone, kind=kind, by=official)
    before = state_of(kept, gone)

    merged = merge(kept, gone)
    held_up_by = sorted(kept.obstacles.open().values_list("kind", flat=True))
    assert_all_is_well()
    unmerge(merged)

    assert held_up_by == ["green_zone", "no_npwp"]
    assert gone.obstacles.open().count() == 2
    assert state_of(kept, gone) == before
    assert_all_is_well()


def test_a_permit_of_the_other_record_ends_an_obstacle_for_as_long_as_they_are_one():
    kept, gone = a_participant(), a_participant()
    obstacles.set_obstacle(kept, kind=ObstacleKind.NO_NPWP, by=an_official())
    a_permit(gone)
    merged = merge(kept, gone)
    while_one = kept.obstacles.open().count()

    unmerge(merged)

    assert (while_one, kept.obstacles.open().count()) == (0, 1)
    assert_all_is_well()


def test_of_two_accounts_the_survivors_stays_and_the_others_is_closed_until_they_are_two_again():
    kept, gone = a_participant(), a_participant()
    accounts = [open_account(person, password="rahasia-sekali-2018") for person in (kept, gone)]

    merged = merge(kept, gone)
    while_one = [_is_open(account) for account in accounts], account_of(gone.number)
    unmerge(merged)

    assert while_one == ([True, False], accounts[0])
    assert [_is_open(account) for account in accounts] == [True, True]
    assert account_of(gone.number) == accounts[1]


def test_the_only_account_goes_to_the_survivor_and_back():
    kept, gone = a_participant(), a_participant()
    account = open_account(gone, password="rahasia-sekali-2018")

    merged = merge(kept, gone)
    kept.refresh_from_db()
    while_one = kept.user
    unmerge(merged)

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (while_one, kept.user, gone.user) == (account, None, account)


def _is_open(account) -> bool:
    account.refresh_from_db()
    return account.is_active


def test_both_records_tell_that_they_were_merged_and_taken_apart_and_why():
    kept, gone = a_participant(), a_participant()

    unmerge(merge(kept, gone))

    told = [
        [
            (event.verb, event.changes, Reason.objects.get(deed=event).text)
            for event in history(person).exclude(verb=Verb.REGISTERED)
        ]
        for person in (kept, gone)
    ]
    hers, his = gone.displayed_number, kept.displayed_number
    assert told == [
        [
            (Verb.MERGED, {"absorbed": [None, hers]}, "Orang yang sama."),
            (Verb.UNMERGED, {"absorbed": [hers, None]}, "Ternyata dua orang."),
        ],
        [
            (Verb.MERGED, {"merged_into": [None, his]}, "Orang yang sama."),
            (Verb.UNMERGED, {"merged_into": [his, None]}, "Ternyata dua orang."),
        ],
    ]


# --- Any history -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_any_history_of_merges_and_unmerges_leaves_the_counts_right(seed):
    chance = Random(seed)  # noqa: S311  the same histories on every run
    everybody = [a_participant(day, kelurahan=place) for day in (JULY, AUGUST) for place in (KAPUK, GAMBIR)]

    for _ in range(40):
        with suppress(DeedRefused):
            do_something(chance, everybody)

    assert_all_is_well()


def do_something(chance: Random, everybody: list[Participant]) -> None:
    """One deed of those that meet merges; merges and their undoing most of all."""
    one, other = chance.sample(everybody, 2)
    official, day = an_official(), clock.today() - timedelta(days=chance.randrange(60))
    place = chance.choice([KAPUK, GAMBIR, CENGKARENG_TIMUR])
    permits, completed = list(Permit.objects.all()), list(one.completions.all())
    merges = list(Merge.objects.filter(undone_at=None))
    registered = {"registered_on": day, "kelurahan": place, "outside_place": ""}
    deed = chance.choice(
        [
            lambda: deeds.record(one, a_paper(issued_on=day, kelurahan=place), by=official),
            lambda: complete_step(one, step=chance.choice(COMPLETED_BY_PGO), on=day, by=official),
            lambda: completed and undo_step(completed[0], by=official, reason="Keliru."),
            lambda: move(one, to=place, on=day, by=official),
            lambda: obstacles.set_obstacle(one, kind=chance.choice(ObstacleKind.values[:3]), by=official),
            lambda: permits and deeds.void(chance.choice(permits), by=official, reason="Keliru."),
            lambda: permits and deeds.revoke(chance.choice(permits), on=day, by=official, reason="Tutup."),
            lambda: people.correct_registration(one, by=official, **registered),
            *[lambda: merge(one, other)] * 3,
            *[lambda: merges and unmerge(chance.choice(merges))] * 4,
        ]
    )
    deed()
