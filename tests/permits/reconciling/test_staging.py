"""A register that is matched a second time: other columns by hand, or what was recorded since."""

import pytest

from participants.nik import decrypt
from participants.own import correcting
from permits import deeds
from permits.erasing import erase
from permits.reconciling import matching, settling, staging, taking_over
from permits.reconciling.models import Outcome, Register, State
from permits.reconciling.result import only_ours
from tests.at_once import at_once
from tests.okoce.accounts.factories import an_official
from tests.participants.factories import a_nik, a_participant
from tests.permits.factories import a_permit
from tests.permits.reconciling.registers import a_file, a_row, of, received

pytestmark = pytest.mark.django_db


def outcomes(register: Register) -> list[int]:
    return list(register.rows.order_by("line").values_list("outcome", flat=True))


def matched_again(register: Register) -> Register:
    staging.match_again(register)
    return matching.match_some(Register.objects.get(pk=register.pk), seconds=60)


def test_columns_stay_once_a_row_was_settled_and_it_is_said_why():
    register = received(of(a_participant()))
    settling.take_over(register.rows.get(), by=an_official())

    with pytest.raises(deeds.DeedRefused, match="tidak dapat diubah lagi"):
        staging.match_by_hand(register, {"nik": 1, "number": 2, "issued_on": 4})

    assert outcomes(register) == [Outcome.MATCHED]


def test_what_was_recorded_since_is_found_when_matched_again():
    person = a_participant()
    newcomer = a_nik(serial=9_321)
    other = a_permit(number="5/e/2018")
    register = received(
        *[of(person, number="1/e/2018"), of(person, number="1/e/2018"), a_row(other)],
        [1, newcomer, "x", "2/e/2018", "05/09/2018", "IUMK", "Kapuk"],
    )
    permit = a_permit(person, number="1/e/2018")
    a_participant(nik=newcomer)
    both = (outcomes(register), list(only_ours(register)))

    register = matched_again(register)

    assert both == ([Outcome.ONLY_THEIRS, Outcome.REPEATED, Outcome.MATCHED, Outcome.NOT_PARTICIPANT], [permit])
    assert outcomes(register) == [Outcome.CONFLICT, Outcome.REPEATED, Outcome.MATCHED, Outcome.ONLY_THEIRS]
    assert list(only_ours(register)) == []


def test_a_row_whose_permit_was_voided_since_finds_the_one_recorded_anew():
    permit = a_permit(number="1/e/2018")
    register = received(a_row(permit))
    deeds.void(permit, by=an_official(), reason="Salah tanggal.")
    anew = a_permit(permit.participant, number="1/e/2018", issued_on=permit.issued_on)

    register = matched_again(register)

    assert outcomes(register) == [Outcome.MATCHED]
    assert register.rows.get().permit == anew


@pytest.mark.parametrize("alone", [True, False])
def test_a_permit_goes_to_nobody_whose_nik_has_become_anothers_since(alone: bool):
    before = a_participant()
    register = received(of(before))
    row, digits = register.rows.get(), decrypt(before.nik_encrypted)
    correcting.correct_nik(before, by=an_official(), digits=a_nik(serial=9_322))
    holder = a_participant(nik=digits)

    if alone:
        with pytest.raises(deeds.DeedRefused, match="bukan lagi milik"):
            settling.take_over(row, by=an_official())
    else:
        assert taking_over.take_over_some(register, by=an_official(), seconds=10).refused == 1
    assert not before.permits.exists()

    register = matched_again(register)
    settling.take_over(register.rows.get(), by=an_official())

    assert [person.permits.count() for person in (before, holder)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_one_register():
    permit, official = a_permit(), an_official()

    [sent] = at_once(1, *[lambda _: staging.receive(a_file(a_row(permit)), "a.csv", by=official)] * 2)

    assert Register.objects.count() == 1
    assert sorted(is_new for _, is_new in sent) == [False, True]


def test_rows_that_were_settled_and_those_of_somebody_erased_since_stay_as_they_are():
    kept, gone = a_participant(), a_participant()
    permit = a_permit(issued_on=a_permit().issued_on)
    register = received(
        *[of(kept, number="1/e/2018"), of(gone, number="2/e/2018"), a_row(permit, issued_on="02/09/2018")]
    )
    settling.take_over(register.rows.get(line=2), by=an_official())
    settling.keep_ours(register.rows.get(line=4), by=an_official())
    erase(gone, by=an_official())
    before = list(register.rows.order_by("line").values())

    register = matched_again(register)

    assert list(register.rows.order_by("line").values()) == before


def test_a_row_that_was_taken_over_is_matched_again_once_its_permit_was_voided():
    register = received(of(a_participant(), number="1/e/2018"))
    taken = settling.take_over(register.rows.get(), by=an_official())
    deeds.void(taken.permit, by=an_official(), reason="salah orang")

    row = matched_again(register).rows.get()

    assert (row.outcome, row.permit, row.settlement, row.settled_by, row.settled_at) == (
        Outcome.ONLY_THEIRS,
        None,
        "",
        None,
        None,
    )
    assert settling.take_over(row, by=an_official()).outcome == Outcome.MATCHED


def test_pressed_twice_matching_again_goes_on_where_it_is():
    register = received(of(a_participant()))

    staging.match_again(register)
    matching.match_some(Register.objects.get(), seconds=0)
    staging.match_again(register)

    assert Register.objects.get().state == State.PEOPLE
    assert outcomes(register) == [Outcome.WAITING_FOR_PEOPLE]


def test_which_columns_are_not_used_is_told_of_those_chosen_by_hand():
    register = received(of(a_participant()))
    register.notes = ["Kolom yang tidak dipakai: A, B.", "Yang dibaca hanya lembar “Satu”."]
    register.save()

    staging.match_by_hand(register, {"nik": 1, "number": 3, "issued_on": 4})

    register.refresh_from_db()
    first, last = register.notes
    assert first == "Yang dibaca hanya lembar “Satu”."
    assert last.startswith("Kolom yang tidak dipakai: ")
    assert [heading in last for heading in (register.headings[1], register.headings[0])] == [False, True]
