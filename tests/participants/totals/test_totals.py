"""How many people stand where: kept by the database with every change, whoever makes it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from okoce.regions.tree import PROVINCE
from participants import deeds
from participants.models import Participant, Step
from participants.standing import Rank
from participants.totals import reading, triggers
from participants.totals.models import StandingTotal
from permits import merging
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG, CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db

DAY = date(2018, 9, 9)


def test_whoever_registers_is_counted_where_everybody_begins():
    a_participant(kelurahan=KAPUK)
    an_outsider()

    assert reading.by_next_step(PROVINCE) == {"P2": 2}
    assert reading.by_next_step(CENGKARENG) == {"P2": 1}
    assert reading.ready_by_kelurahan(PROVINCE) == {}


def test_whoever_completes_a_step_is_counted_where_they_then_stand():
    for _ in range(3):
        a_participant(kelurahan=KAPUK)
    person = a_participant(kelurahan=KAPUK)

    deeds.complete_step(person, step=Step.P2, on=DAY, by=an_official())

    assert reading.by_next_step(KAPUK) == {"P2": 3, "P3": 1}
    assert reading.ready_by_kelurahan(PROVINCE) == {KAPUK: 1}


def test_whoever_moves_is_counted_where_they_live():
    person = a_participant(date(2018, 3, 1), kelurahan=KAPUK)
    deeds.complete_step(person, step=Step.P2, on=DAY, by=an_official())

    deeds.move(person, to=GAMBIR, on=DAY, by=an_official())

    assert reading.by_next_step(KAPUK) == {"P2": 0, "P3": 0}
    assert reading.ready_by_kelurahan(PROVINCE) == {GAMBIR: 1}


def test_one_person_of_two_records_is_counted_once():
    kept, other = a_participant(kelurahan=KAPUK), a_participant(kelurahan=CENGKARENG_TIMUR)

    merging.merge(kept, other, by=an_official(), reason="Orang yang sama.")

    assert reading.by_next_step(PROVINCE) == {"P2": 1}
    assert triggers.differing() == []


def test_many_rows_changed_below_the_models_are_counted_all_the_same():
    for kelurahan in (KAPUK, KAPUK, GAMBIR):
        a_participant(kelurahan=kelurahan)

    Participant.objects.update(next_step=Step.P4, ready_rank=Rank.TRAINED, ready_since=DAY)

    assert reading.by_next_step(PROVINCE) == {"P2": 0, "P4": 3}
    assert reading.ready_by_kelurahan(PROVINCE) == {KAPUK: 2, GAMBIR: 1}


def test_what_is_undone_was_never_counted():
    with transaction.atomic():
        a_participant(kelurahan=KAPUK)
        transaction.set_rollback(True)

    assert reading.by_next_step(PROVINCE) == {}


def test_people_who_stand_alike_in_one_place_have_one_total():
    a_participant(kelurahan=KAPUK)

    again = {"area": KAPUK, "next_step": "P2", "is_ready": False}

    assert refused_by(lambda: StandingTotal.objects.create(**again)) == "standing_total_stands_once"


def test_a_total_that_differs_is_named_and_mended(capsys):
    a_participant(kelurahan=KAPUK)
    StandingTotal.objects.update(people=7)

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_counts")
    said = capsys.readouterr().out
    call_command("rebuild_counts")

    assert said == f"StandingTotal [{KAPUK}, P2]: total 7, people 1\n"
    assert reading.by_next_step(PROVINCE) == {"P2": 1}
    assert triggers.differing() == []


def test_a_total_that_is_missing_is_named_and_mended():
    a_participant(kelurahan=KAPUK)
    StandingTotal.objects.all().delete()

    [difference] = triggers.differing()
    triggers.rebuild()

    assert str(difference) == f"StandingTotal [{KAPUK}, P2]: total 0, people 1"
    assert triggers.differing() == []
