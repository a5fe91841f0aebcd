"""Each row is matched by number, then by NIK and date (PRODUCT, "Reconciliation"); theirs and ours add up."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okoce.audit.models import Event, Verb
from participants.models import Participant
from participants.nik import decrypt
from permits import deeds, merging
from permits.models import Kind, Permit
from permits.reconciling import matching, settling, staging, taking_over
from permits.reconciling.models import Outcome, Register, State
from permits.reconciling.result import only_ours, result
from permits.reconciling.taking_over import TakenOver
from tests.okoce.accounts.factories import an_officer, an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, KAPUK
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_paper, a_permit
from tests.permits.reconciling.registers import HEADINGS, a_file, a_row, of, received
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db


def outcomes(register: Register) -> list[tuple[int, list[str]]]:
    return [(row.outcome, row.differences) for row in register.rows.order_by("line")]


def adds_up(register: Register) -> bool:
    said = result(register)
    return said.theirs + sum(amount for _, amount, _ in said.terms) == said.ours


def test_the_same_paper_matches_in_any_spelling_of_its_number():
    permit = a_permit(number="12/31.73.01.1006/e/2018")

    register = received(a_row(permit, number="12 / 31.73.01.1006 / E / 2018"))

    assert register.state == State.DONE
    assert outcomes(register) == [(Outcome.MATCHED, [])]
    assert adds_up(register)


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ({"nik": a_nik(serial=9_999)}, "participant"),
        ({"kelurahan": "Kapuk"}, "kelurahan"),
        ({"kelurahan": KAPUK}, "kelurahan"),
        ({"issued_on": "02/09/2018"}, "issued_on"),
    ],
)
def test_the_same_number_with_something_else_is_a_conflict(other: dict[str, str], difference: str):
    permit = a_permit()

    register = received(a_row(permit, **other))

    assert outcomes(register) == [(Outcome.CONFLICT, [difference])]
    assert adds_up(register)


def merged_into_the_holder(*, removes: int, permit: Permit) -> Participant:
    """The first of so many records, each merged into the next, the last into the permit's holder."""
    records = [a_participant() for _ in range(removes)]
    for gone, kept in pairwise([*records, permit.participant]):
        merging.merge(kept, gone, by=an_official(), reason="Sama.")
    return records[0]


@pytest.mark.parametrize("removes", [1, 2])
def test_the_nik_of_a_record_merged_into_the_holders_is_no_other_persons(removes: int):
    permit = a_permit()
    absorbed = merged_into_the_holder(removes=removes, permit=permit)

    register = received(a_row(permit, nik=decrypt(absorbed.nik_encrypted)))

    assert outcomes(register) == [(Outcome.MATCHED, [])]


def test_a_row_of_a_record_merged_since_can_be_followed():
    permit, other = a_permit(), a_participant()
    register = received(a_row(permit, nik=decrypt(other.nik_encrypted), issued_on="02/09/2018"))
    merging.merge(permit.participant, other, by=an_official(), reason="Sama.")

    settling.follow_register(register.rows.get(), by=an_official())

    assert outcomes(register) == [(Outcome.MATCHED, [])]


def test_how_many_statements_a_slice_takes_does_not_hang_on_its_merged_people():
    taken = []
    for people in (1, 3):
        permits = [a_permit() for _ in range(people)]
        niks = [merged_into_the_holder(removes=1, permit=permit).nik_encrypted for permit in permits]
        rows = [a_row(permit, nik=decrypt(nik)) for permit, nik in zip(permits, niks, strict=True)]
        register, _ = staging.receive(a_file(*rows), "a.csv", by=an_official())
        with CaptureQueriesContext(connection) as statements:
            matching.match_some(register, seconds=0)
        taken.append(len(statements))

    assert taken[0] == taken[1]


def test_the_same_number_and_person_on_a_paper_of_the_other_kind_is_a_conflict():
    permit = a_permit(kind=Kind.SKU)

    register = received(a_row(permit, kind="IUMK"))

    assert outcomes(register) == [(Outcome.CONFLICT, ["kind"])]
    assert adds_up(register)


def test_a_mistyped_number_is_matched_by_nik_and_date():
    permit = a_permit()

    register = received(a_row(permit, number="lain/2018"))

    assert outcomes(register) == [(Outcome.MATCHED, ["number"])]
    assert register.rows.get().permit == permit


def test_a_members_permit_that_we_lack_is_only_theirs_and_a_strangers_is_no_participants():
    register = received(of(a_participant()), [1, a_nik(serial=9_998), "x", "901/e", "05/09/2018", "IUMK", "Kapuk"])

    assert outcomes(register) == [(Outcome.ONLY_THEIRS, []), (Outcome.NOT_PARTICIPANT, [])]
    assert adds_up(register)


def test_our_permits_of_those_kinds_and_days_that_no_row_is_are_only_ours():
    first, last = a_permit(issued_on=date(2018, 8, 1)), a_permit(issued_on=date(2018, 9, 1))
    between = a_permit(issued_on=date(2018, 8, 20))
    a_permit(kind=Kind.SKU, issued_on=date(2018, 8, 20))
    a_permit(issued_on=date(2018, 7, 1))

    register = received(a_row(first), a_row(last))

    assert list(only_ours(register)) == [between]
    assert (result(register).theirs, result(register).ours) == (2, 3)
    assert adds_up(register)


def test_repeated_and_unreadable_rows_are_told_apart():
    permit = a_permit()

    register = received(a_row(permit), a_row(permit), a_row(permit, issued_on="kapan-kapan"))

    assert [outcome for outcome, _ in outcomes(register)] == [Outcome.MATCHED, Outcome.REPEATED, Outcome.UNREADABLE]
    assert adds_up(register)


def test_a_row_that_repeats_another_says_which():
    permit = a_permit()

    register = received(a_row(permit), a_row(permit))

    assert outcomes(register)[1] == (Outcome.REPEATED, ["sama dengan baris 2"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nik": a_nik(serial=9_998)}, "NIK"),
        ({"issued_on": "03/09/2018"}, "tanggal terbit"),
        ({"nik": a_nik(serial=9_998), "kelurahan": "Kapuk"}, "NIK, kelurahan"),
    ],
)
def test_a_number_that_is_on_another_paper_further_up_is_no_repetition(changed: dict, said: str):
    permit = a_permit()

    register = received(a_row(permit), a_row(permit, **changed))

    assert outcomes(register) == [
        (Outcome.MATCHED, []),
        (
            Outcome.REUSED,
            [f"nomornya sudah ada di baris 2; yang lain: {said}"],
        ),
    ]
    assert result(register).reused == 1
    assert adds_up(register)


def test_two_rows_never_share_a_permit():
    permit = a_permit(kind=Kind.SKU)

    register = received(a_row(permit, kind="IUMK"), a_row(permit), a_row(permit, number="lain"))

    assert [outcome for outcome, _ in outcomes(register)] == [
        Outcome.ONLY_THEIRS,
        Outcome.MATCHED,
        Outcome.ONLY_THEIRS,
    ]
    assert adds_up(register)


def test_the_same_file_twice_is_one_register_and_changes_nothing():
    permit = a_permit()
    first, is_new = staging.receive(a_file(a_row(permit)), "a.csv", by=an_official())

    second, is_new_again = staging.receive(a_file(a_row(permit)), "b.csv", by=an_official())

    assert (first, is_new, is_new_again) == (second, True, False)
    assert Register.objects.count() == 1


def test_matching_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch):
    permits = [a_permit() for _ in range(5)]
    monkeypatch.setattr(matching, "SLICE", 2)
    register, _ = staging.receive(a_file(*map(a_row, permits)), "a.csv", by=an_official())

    steps = 0
    while register.state != State.DONE:
        register = matching.match_some(Register.objects.get(), seconds=0)
        steps += 1

    assert steps == 4
    assert [outcome for outcome, _ in outcomes(register)] == [Outcome.MATCHED] * 5


def test_a_permit_whose_number_is_corrected_between_two_slices_keeps_its_row(monkeypatch: pytest.MonkeyPatch):
    permit = a_permit(number="1/e/2018")
    monkeypatch.setattr(matching, "SLICE", 1)
    rows = [a_row(permit), a_row(permit, number="2/e/2018")]
    register, _ = staging.receive(a_file(*rows), "a.csv", by=an_official())
    matching.match_some(register, seconds=0)

    deeds.correct(permit, a_paper(number="2/e/2018"), by=an_officer())
    register = matching.match_some(Register.objects.get(), seconds=60)

    assert outcomes(register) == [(Outcome.MATCHED, []), (Outcome.ONLY_THEIRS, [])]
    assert adds_up(register)


def test_unknown_headings_wait_for_columns_chosen_by_hand():
    permit = a_permit()
    headings = ["A", "B", "C", "D", "E", "F", "G"]

    register, _ = staging.receive(a_file(a_row(permit), headings=headings), "a.csv", by=an_official())
    waiting = register.state
    staging.match_by_hand(register, {"nik": 1, "number": 3, "issued_on": 4, "kind": 5, "kelurahan": 6})
    register = matching.match_some(Register.objects.get(), seconds=60)

    assert waiting == State.MAPPING
    assert outcomes(register) == [(Outcome.MATCHED, [])]


def test_what_only_they_have_can_be_taken_over_and_then_matches():
    register = received(of(a_participant()))

    row = settling.take_over(register.rows.get(), by=an_official())

    assert Permit.objects.get() == row.permit
    assert (row.permit.source, row.outcome) == ("register", Outcome.MATCHED)
    assert adds_up(register)


@pytest.mark.parametrize("said", ["31.73.01.1005", "3173011005", "Kapuk", "Kel. Kapuk"])
def test_a_permit_is_taken_over_into_the_kelurahan_the_register_names(said: str):
    register = received(of(a_participant(kelurahan=CENGKARENG_TIMUR), kelurahan=said))

    row = settling.take_over(register.rows.get(), by=an_official())

    assert row.permit.kelurahan_id == KAPUK


@pytest.mark.parametrize("said", ["", "-"])
def test_where_the_register_names_no_kelurahan_the_participants_own_stands_in(said: str):
    register = received(of(a_participant(kelurahan=KAPUK), kelurahan=said))

    row = settling.take_over(register.rows.get(), by=an_official())

    assert row.permit.kelurahan_id == KAPUK


@pytest.mark.parametrize("said", ["31.73", "31.73.01.9999", "Sukamaju Raya", "barat"])
def test_a_row_that_names_an_unknown_kelurahan_is_not_taken_over(said: str):
    person = a_participant(kelurahan=KAPUK)
    register = received(of(person, kelurahan=said), of(person, number="2/e/2018", kelurahan="Kapuk"))

    with pytest.raises(deeds.DeedRefused, match="tidak dikenal"):
        settling.take_over(register.rows.get(line=2), by=an_official())
    done = taking_over.take_over_some(register, by=an_official(), seconds=60)

    assert done == TakenOver(taken=1, refused=1, left=0)
    assert outcomes(register) == [(Outcome.ONLY_THEIRS, [settling.UNKNOWN_KELURAHAN]), (Outcome.MATCHED, [])]


def test_all_that_only_they_have_is_taken_over_at_once_and_the_refused_say_why():
    person = a_participant()
    register = received(
        *[of(person, number="1/e/2018"), of(person, number="2/e/2018")],
        *[of(a_participant(), number="3/e/2018"), of(a_participant(), number="4/e/2018")],
    )
    a_permit(number="4/e/2018")
    official = an_official()

    done = taking_over.take_over_some(register, by=official, seconds=60)
    again = taking_over.take_over_some(register, by=official, seconds=60)

    assert (done, again) == (TakenOver(taken=3, refused=1, left=0), TakenOver(taken=0, refused=0, left=0))
    assert Permit.objects.filter(source="register").count() == 3
    assert set(register.rows.values_list("settlement", "outcome")) == {
        ("taken_over", Outcome.MATCHED),
        ("", Outcome.ONLY_THEIRS),
    }
    assert Event.objects.filter(verb=Verb.RECONCILED, actor=official).count() == 3
    [refused] = register.rows.filter(outcome=Outcome.ONLY_THEIRS)
    assert len(refused.differences) == 1
    assert adds_up(register)
    assert_the_books_balance([date(2018, 9, 9)])


def take_over_each(register: Register) -> None:
    for row in register.rows.all():
        settling.take_over(row, by=an_official())


def take_over_all(register: Register) -> None:
    taking_over.take_over_some(register, by=an_official(), seconds=60)


@pytest.mark.parametrize("take_over", [take_over_each, take_over_all])
def test_a_row_of_somebody_whose_record_was_merged_since_is_taken_over_for_the_record_in_force(take_over):
    middle, last = a_participant(), a_participant()
    absorbed = a_participant()
    register = received(of(absorbed))
    merging.merge(middle, absorbed, by=an_official(), reason="Sama.")
    merging.merge(last, middle, by=an_official(), reason="Sama.")

    take_over(register)

    row = register.rows.get()
    assert (row.outcome, row.permit.participant, row.participant) == (Outcome.MATCHED, last, last)


def test_what_a_colleague_recorded_meanwhile_is_neither_taken_nor_refused(monkeypatch: pytest.MonkeyPatch):
    register = received(*[of(a_participant(), number=f"{number}/e/2018") for number in range(3)])
    a_permit(number="2/e/2018")
    together = taking_over._take_over

    def after_a_colleague(rows, by):
        settling.take_over(rows[0], by=an_official())
        a_permit(number="1/e/2018")
        monkeypatch.setattr(taking_over, "_take_over", together)
        raise deeds.DeedRefused("Salah satu tidak dapat dicatat.")

    monkeypatch.setattr(taking_over, "_take_over", after_a_colleague)
    done = taking_over.take_over_some(register, by=an_official(), seconds=60)

    assert done == TakenOver(taken=0, refused=2, left=0)


def test_taking_all_over_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking_over, "SLICE", 2)
    register = received(*[of(a_participant(), number=f"{number}/e/2018") for number in range(5)])
    official, left = an_official(), []

    for _ in range(3):
        left.append(taking_over.take_over_some(register, by=official, seconds=0).left)

    assert left == [3, 1, 0]
    assert Permit.objects.count() == 5
    assert adds_up(register)


def test_following_the_register_corrects_our_permit():
    permit = a_permit()
    register = received(a_row(permit, issued_on="02/09/2018", kelurahan="Kapuk"))

    settling.follow_register(register.rows.get(), by=an_official())

    permit.refresh_from_db()
    assert (permit.issued_on, permit.kelurahan_id) == (date(2018, 9, 2), KAPUK)
    assert outcomes(register) == [(Outcome.MATCHED, [])]
    assert adds_up(register)


@pytest.mark.parametrize(
    ("headings", "cells", "left"),
    [([], [], (5_000_000, 2)), (["Modal usaha", "Tenaga kerja"], ["lima juta", "7"], (5_000_000, 7))],
)
def test_what_the_register_does_not_say_of_a_permit_it_is_followed_in_stays(headings, cells, left):
    permit = a_permit(investment=5_000_000, workers=2)
    register = received([*a_row(permit, issued_on="02/09/2018"), *cells], headings=[*HEADINGS, *headings])

    settling.follow_register(register.rows.get(), by=an_official())

    permit.refresh_from_db()
    assert permit.issued_on == date(2018, 9, 2)
    assert (permit.investment, permit.workers) == left


def test_another_person_is_never_corrected_from_the_register_alone():
    permit = a_permit()
    register = received(a_row(permit, nik=a_nik(serial=9_997)))

    with pytest.raises(deeds.DeedRefused):
        settling.follow_register(register.rows.get(), by=an_official())

    kept = settling.keep_ours(register.rows.get(), by=an_official())
    assert kept.settlement == "ours"
    with pytest.raises(deeds.DeedRefused):
        settling.keep_ours(register.rows.get(), by=an_official())


def test_a_permit_voided_after_matching_leaves_the_bridge_whole():
    permit, other = a_permit(), a_permit()
    register = received(a_row(permit), a_row(other))

    deeds.void(permit, by=an_officer(), reason="salah catat")

    assert (result(register).ours, result(register).outside) == (1, 1)
    assert adds_up(register)


def test_a_register_reconciles_to_known_numbers():
    matches = [a_permit() for _ in range(12)]
    conflicts = [a_permit() for _ in range(4)]
    missing = [a_permit() for _ in range(3)]
    members = [a_participant() for _ in range(5)]
    strangers = [a_nik(serial=9_000 + serial) for serial in range(11)]

    register = received(
        *map(a_row, matches),
        *[a_row(permit, issued_on="02/09/2018") for permit in conflicts],
        *[of(person, number=f"M{serial}/e") for serial, person in enumerate(members)],
        *[[1, nik, "x", f"S{serial}/e", "05/09/2018", "IUMK", "Kapuk"] for serial, nik in enumerate(strangers)],
    )

    said = result(register)
    assert (said.theirs, said.ours) == (32, 19)
    assert (said.matched, said.conflicts, said.only_theirs, said.not_participants) == (12, 4, 5, 11)
    assert said.only_ours == len(missing)
    assert adds_up(register)


def test_no_row_shows_a_whole_nik():
    person = a_participant()
    register = received(of(person), headings=HEADINGS)

    stored = bytes(register.rows.get().cells)
    nik = of(person)[1]
    assert str(nik).encode() not in stored
    assert str(nik) not in str(register.samples)


@pytest.mark.parametrize("nik", [3.17401e15, "3.17401E+15", "31730101"])
def test_a_nik_that_cannot_be_one_is_said_to_be_and_not_taken_for_a_strangers(nik: object):
    register = received([1, nik, "x", "1/e/2018", "05/09/2018", "IUMK", "Kapuk"])

    [row] = register.rows.all()
    assert row.outcome == Outcome.NOT_PARTICIPANT
    [said] = row.differences
    assert said.startswith("NIK tidak terbaca: ")


def test_a_permit_of_the_future_is_no_row_of_a_register_whose_days_it_would_stretch():
    permit = a_permit()
    with portal_at(datetime(2018, 9, 9, 12)):
        register = received(a_row(permit), a_row(a_permit(), issued_on="10/09/2018"))

    assert [row.outcome for row in register.rows.order_by("line")] == [Outcome.MATCHED, Outcome.UNREADABLE]
    assert "masa depan" in register.rows.get(line=3).differences[0]
    assert register.last_day == permit.issued_on
