"""What the database refuses of people, whoever asks; and what a person's record says of itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from okoce.audit.models import Verb
from okoce.audit.recording import record
from participants import deeds, numbers
from participants.models import (
    ERASED_NAME,
    Elsewhere,
    Move,
    Opening,
    Participant,
    Step,
    StepCompletion,
    StepEntry,
    StepTally,
)
from tests.okoce.accounts.factories import a_participants_account, an_official
from tests.okoce.regions.codes import CENGKARENG, GAMBIR, JAKARTA_BARAT, KAPUK
from tests.participants.factories import a_nik, a_participant, an_outsider
from tests.refusals import refused_by, refused_change

pytestmark = pytest.mark.django_db

NOW = timezone.now()
JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)


# --- People ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"sex": "X"}, "participant_sex_is_known"),
        ({"sex": ""}, "participant_sex_is_known"),
        ({"number": "4K7H2"}, "participant_number_is_whole"),
        ({"kelurahan": None}, "participant_is_in_a_kelurahan_or_outside"),
        ({"outside_place": "Kota Depok"}, "participant_is_in_a_kelurahan_or_outside"),
        ({"kelurahan": JAKARTA_BARAT}, "participant_place_is_a_kelurahan"),
        ({"kelurahan": CENGKARENG}, "participant_place_is_a_kelurahan"),
        ({"sector": "mining"}, "participant_sector_is_known"),
        ({"channel": "fax"}, "participant_channel_is_known"),
        ({"nik_encrypted": None}, "participant_nik_is_stored_with_its_index"),
        ({"nik_index": None}, "participant_nik_is_stored_with_its_index"),
    ],
)
def test_the_database_refuses_a_person_that_cannot_be(changed, constraint):
    assert refused_change(a_participant(), **changed) == constraint


def test_the_database_refuses_to_merge_a_record_into_itself():
    person = a_participant()

    assert refused_change(person, merged_into=person) == "participant_is_not_merged_into_itself"


@pytest.mark.parametrize(
    "kept", ["nik_encrypted", "birth_date", "phone", "email", "address", "business_name", "user", "name"]
)
def test_the_database_refuses_an_erased_person_of_whom_something_is_left(kept):
    person = a_participant(
        phone="+6281234567890", email="siti@contoh.id", address="Jl. Contoh 1", business_name="Warung"
    )
    Participant.objects.filter(pk=person.pk).update(user=a_participants_account())
    left = {
        "name": ERASED_NAME,
        "nik_encrypted": None,
        "nik_index": None,
        "birth_date": None,
        "phone": "",
        "email": "",
        "address": "",
        "business_name": "",
        "word_1": None,
        "user": None,
        "erased_at": NOW,
    }
    for name in {"nik_encrypted": ["nik_encrypted", "nik_index"]}.get(kept, [kept]):
        left.pop(name)

    assert refused_change(person, **left) == "participant_erased_holds_nothing"


def test_the_database_refuses_a_hint_of_where_to_look_twice():
    person = a_participant()
    hint = {"participant": person, "kelurahan_id": GAMBIR, "word": "contoh"}
    Elsewhere.objects.create(**hint)

    assert refused_by(lambda: Elsewhere.objects.create(**hint)) == "elsewhere_stands_once"


@pytest.mark.parametrize("field", ["number", "submission", "nik_index"])
def test_the_database_refuses_two_people_with_one_number_submission_or_nik(field):
    one, other = a_participant(), a_participant()

    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=other.pk).update(**{field: getattr(one, field)})


def test_the_database_refuses_one_account_for_two_people():
    account = a_participants_account()
    Participant.objects.filter(pk=a_participant().pk).update(user=account)

    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=a_participant().pk).update(user=account)


def test_a_person_is_stored_without_the_nik_in_the_clear():
    nik = a_nik(serial=77)

    person = Participant.objects.get(pk=a_participant(nik=nik).pk)

    stored = bytes(person.nik_encrypted) + bytes(person.nik_index)
    assert (nik.encode() in stored, person.nik_masked) == (False, "3173••••••••0077")


def test_a_person_is_shown_by_number_and_never_by_name_or_nik():
    person = a_participant(name="Siti Aminah")

    assert (str(person), repr(person)) == (
        numbers.displayed(person.number),
        f"<Participant: {numbers.displayed(person.number)}>",
    )


def test_where_a_business_is_reads_well_in_jakarta_and_outside():
    assert [a_participant(kelurahan=KAPUK).place, an_outsider().place] == [
        "Kapuk, Kec. Cengkareng, Jakarta Barat",
        "Kota Bekasi (luar Jakarta)",
    ]


# --- Steps -----------------------------------------------------------------------------------------


def completed(step: Step = Step.P2) -> StepCompletion:
    return deeds.complete_step(a_participant(JULY), step=step, on=AUGUST, by=an_official())


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"step": "P1"}, "step_completion_is_one_that_pgo_records"),
        ({"step": "P4"}, "step_completion_is_one_that_pgo_records"),
        ({"step": "P8"}, "step_completion_is_one_that_pgo_records"),
        ({"undone_at": NOW}, "step_completion_undone_says_by_whom_and_why"),
        ({"undone_at": NOW, "undone_reason": "Keliru."}, "step_completion_undone_says_by_whom_and_why"),
        ({"undone_reason": "Keliru."}, "step_completion_undone_says_by_whom_and_why"),
    ],
)
def test_the_database_refuses_a_step_that_cannot_be(changed, constraint):
    assert refused_change(completed(), **changed) == constraint


def test_the_database_refuses_a_step_completed_twice():
    first = completed()
    second = deeds.complete_step(first.participant, step=Step.P3, on=AUGUST, by=an_official())

    assert refused_change(second, step=first.step) == "step_completion_stands_once"


# --- Moves and openings ----------------------------------------------------------------------------


def moved() -> Move:
    person = a_participant(JULY, kelurahan=KAPUK)
    deeds.move(person, to=GAMBIR, on=AUGUST, by=an_official())
    return Move.objects.get(participant=person)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"destination": KAPUK}, "move_leads_elsewhere"),
        ({"origin": None, "destination": None}, "move_leads_elsewhere"),
        ({"origin": JAKARTA_BARAT}, "move_is_between_kelurahan_or_outside"),
        ({"destination": CENGKARENG}, "move_is_between_kelurahan_or_outside"),
    ],
)
def test_the_database_refuses_a_move_that_cannot_be(changed, constraint):
    assert refused_change(moved(), **changed) == constraint


def test_the_database_refuses_two_moves_of_one_person_on_one_day():
    first = moved()
    deeds.move(first.participant, to=KAPUK, on=date(2018, 8, 2), by=an_official())
    second = Move.objects.get(moved_on=date(2018, 8, 2))

    assert refused_change(second, moved_on=AUGUST) == "move_once_a_day"


def test_the_database_refuses_an_opening_without_reason():
    deeds.open_outside_scope(a_participant(), by=an_official(), reason="Datang ke loket.")

    assert refused_change(Opening.objects.get(), reason="") == "opening_has_a_reason"


def test_the_database_refuses_two_openings_of_one_person_in_a_day():
    official = an_official()
    for _ in range(2):
        deeds.open_outside_scope(a_participant(), by=official, reason="Datang ke loket.")
    first, second = Opening.objects.order_by("pk")

    assert refused_change(second, participant=first.participant) == "opening_once_a_day"


# --- The journal -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"sign": 0}, "stepentry_sign_is_one"),
        ({"sex": "X"}, "stepentry_sex_is_known"),
        ({"kelurahan_id": JAKARTA_BARAT}, "stepentry_is_of_a_kelurahan"),
        ({"step": "P4"}, "stepentry_step_is_no_permit"),
        ({"step": "P9"}, "stepentry_step_is_no_permit"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(changed, constraint):
    person = a_participant()
    [line] = StepEntry.objects.values()
    line |= {"id": None, "deed_id": record(Verb.MOVED, person, by=None).pk} | changed

    assert refused_by(lambda: StepEntry(**line).save(force_insert=True)) == constraint


def test_the_database_refuses_a_total_of_an_unknown_span():
    a_participant()

    assert refused_change(StepTally.objects.first(), grain="week") == "steptally_grain_is_known"


def test_the_database_refuses_two_totals_of_one_span_and_place():
    a_participant()
    first, *_ = StepTally.objects.all()

    def again():
        StepTally.objects.create(grain=first.grain, starts_on=first.starts_on, area=first.area)

    assert refused_by(again) == "steptally_stands_once"
