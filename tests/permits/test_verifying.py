"""Everything recounted from people, steps and permits; what was changed below the journal is named and mended."""

from datetime import date
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from okoce.audit.models import Event, Verb
from okoce.journal.models import Grain
from okoce.journal.reading import one_view
from participants import deeds as step_deeds
from participants.models import Participant, Step, StepCompletion, StepEntry, StepTally
from permits import deeds, merging, verifying
from permits.models import Kind, Permit, PermitEntry, PermitTally
from tests.okoce.accounts.factories import an_official
from tests.okoce.regions.codes import CENGKARENG_TIMUR, GAMBIR, KAPUK
from tests.participants.factories import a_participant, an_outsider
from tests.permits.factories import a_paper, a_permit
from tests.permits.recounting import assert_the_books_balance
from tests.travel import portal_at

pytestmark = pytest.mark.django_db

EARLIER, TODAY = date(2018, 8, 1), date(2018, 9, 9)


def found() -> list[str]:
    """What differs, in the words of the command."""
    return [str(difference) for difference in verifying.differences(verifying.Figures())]


def everything_that_can_happen() -> None:
    """One of each deed on people and permits."""
    official = an_official()
    trained, moved, merged = a_participant(EARLIER), a_participant(EARLIER), a_participant(EARLIER, sex="F")
    outsider = an_outsider(registered_on=EARLIER)
    step_deeds.complete_step(trained, step=Step.P2, on=date(2018, 8, 20), by=official)
    undone = step_deeds.complete_step(trained, step=Step.P3, on=date(2018, 8, 21), by=official)
    step_deeds.undo_step(undone, by=official, reason="Salah orang.")
    step_deeds.complete_step(moved, step=Step.P2, on=date(2018, 8, 10), by=official)
    step_deeds.move(moved, to=KAPUK, on=date(2018, 8, 30), by=official)
    step_deeds.complete_step(merged, step=Step.P5, on=date(2018, 8, 5), by=official)
    first = a_permit(moved, kind=Kind.SKU, issued_on=date(2018, 7, 20))
    a_permit(moved, kind=Kind.IUMK, issued_on=date(2018, 8, 20), kelurahan=GAMBIR)
    deeds.revoke(first, on=date(2018, 9, 2), by=official, reason="Usaha pindah.")
    deeds.void(a_permit(outsider), by=official, reason="Salah catat.")
    deeds.correct(a_permit(merged), a_paper(Kind.SKU, issued_on=date(2018, 8, 29)), by=official)
    merging.merge(trained, merged, by=official, reason="Orang yang sama.")


# --- Agreeing --------------------------------------------------------------------------------------


def test_nothing_differs_in_an_empty_portal():
    figures = verifying.Figures()

    assert list(verifying.differences(figures)) == []
    assert figures == verifying.Figures()


def test_nothing_differs_after_every_kind_of_deed():
    everything_that_can_happen()

    assert found() == []
    assert_the_books_balance([EARLIER, TODAY])


def test_what_was_looked_at_is_counted():
    everything_that_can_happen()
    figures = verifying.Figures()

    list(verifying.differences(figures))

    assert (figures.people, figures.permits) == (Participant.objects.count(), Permit.objects.count())
    assert figures.lines == StepEntry.objects.count() + PermitEntry.objects.count()
    assert figures.totals == StepTally.objects.count() + PermitTally.objects.count()
    assert (figures.registered, figures.counted) == (3, 2)


def test_people_are_read_in_chunks_by_a_fixed_number_of_statements(django_assert_num_queries):
    a_permit()
    with django_assert_num_queries(15):
        found()

    for _ in range(3):
        a_permit()
    with django_assert_num_queries(15):
        found()


# --- People and permits against the journal ---------------------------------------------------------


def test_a_person_changed_below_the_journal_is_named_line_by_line():
    person = a_participant(business_is_new=True)
    Participant.objects.filter(pk=person.pk).update(business_is_new=False)

    line = f"{person.displayed_number} StepEntry [day 2018-09-09, kelurahan_id {CENGKARENG_TIMUR}, step P1, sex M, "
    assert sorted(found()) == [
        f"{line}business_is_new False]: journal +0, recount +1",
        f"{line}business_is_new True]: journal +1, recount +0",
    ]


def test_a_step_that_never_reached_the_journal_is_named():
    person = a_participant()
    StepCompletion.objects.create(participant=person, step=Step.P2, completed_on=TODAY, completed_by=an_official())

    [difference] = verifying.differences(verifying.Figures())

    assert (difference.participant_id, difference.number) == (person.pk, person.number)
    assert (difference.line.step, difference.found, difference.recounted) == ("P2", 0, 1)


def test_a_permit_changed_below_the_journal_is_named():
    permit = a_permit(issued_on=date(2018, 9, 1))
    Permit.objects.filter(pk=permit.pk).update(issued_on=date(2018, 9, 2))

    differences = list(verifying.differences(verifying.Figures()))

    assert {difference.journal for difference in differences} == {PermitEntry}
    assert {difference.line[0] for difference in differences} == {date(2018, 9, 1), date(2018, 9, 2)}
    assert sum(difference.recounted - difference.found for difference in differences) == 0


def test_a_line_too_many_is_named():
    person = a_participant()
    entry = StepEntry.objects.get()
    entry.pk = None
    entry.save(force_insert=True)

    differences = found()

    assert differences[0] == (
        f"{person.displayed_number} StepEntry [day 2018-09-09, kelurahan_id {CENGKARENG_TIMUR}, step P1, sex M, "
        "business_is_new True]: journal +2, recount +1"
    )
    # The running totals no longer say what the journal says, either.
    assert differences[1] == (f"StepTally [day 2018-09-09, {CENGKARENG_TIMUR}] entries: running total 1, journal 2")


# --- The journal against its running totals ----------------------------------------------------------


def test_a_running_total_changed_by_hand_is_named():
    a_participant()
    StepTally.objects.filter(grain=Grain.MONTH).update(p1=5)

    assert found() == [f"StepTally [month 2018-09-01, {CENGKARENG_TIMUR}] p1: running total 5, journal 1"]


def test_a_running_total_that_is_missing_or_too_many_is_named():
    an_outsider()
    StepTally.objects.filter(grain=Grain.YEAR).delete()
    PermitTally.objects.create(area=GAMBIR, grain=Grain.DAY, starts_on=TODAY, iumk=1)

    assert found() == [
        "StepTally [year 2018-01-01, luar DKI] entries: running total 0, journal 1",
        "StepTally [year 2018-01-01, luar DKI] p1: running total 0, journal 1",
        f"PermitTally [day 2018-09-09, {GAMBIR}] iumk: running total 1, journal 0",
    ]


def test_a_running_total_of_nothing_is_no_difference():
    PermitTally.objects.create(area=GAMBIR, grain=Grain.DAY, starts_on=TODAY)

    assert found() == []


# --- Rebuilding ------------------------------------------------------------------------------------


def break_things() -> Participant:
    """Three ways to meddle with what is stored; the person meddled with."""
    everything_that_can_happen()
    person = a_permit(a_participant(EARLIER), issued_on=date(2018, 8, 3)).participant
    Participant.objects.filter(pk=person.pk).update(sex="F")
    Permit.objects.filter(participant=person).update(kelurahan=GAMBIR)
    PermitTally.objects.filter(grain=Grain.DAY).update(sku=7)
    return person


def test_rebuilding_mends_journal_and_totals():
    break_things()

    verifying.rebuild()

    assert found() == []
    assert_the_books_balance([EARLIER, TODAY])


def test_rebuilding_appends_and_never_changes_what_was_written():
    break_things()
    before = list(StepEntry.objects.order_by("id").values()) + list(PermitEntry.objects.order_by("id").values())

    verifying.rebuild()

    kept = [row["id"] for row in before]
    after = [*StepEntry.objects.order_by("id").values(), *PermitEntry.objects.order_by("id").values()]
    assert [row for row in after if row in before] == before
    assert len(after) > len(kept)


def test_a_rebuilt_persons_lines_stand_under_a_deed_of_today():
    person = break_things()

    with portal_at(date(2018, 9, 20)):
        people_corrected, lines = verifying.rebuild()

    [deed] = Event.objects.filter(verb=Verb.REBUILT)
    assert (people_corrected, lines) == (1, 6)
    assert (deed.subject, deed.actor, deed.changes) == (f"participant:{person.pk}", None, {"lines": [None, 6]})
    moments = {entry.recorded_at for model in (StepEntry, PermitEntry) for entry in model.objects.filter(deed=deed)}
    assert moments == {deed.at}


def test_rebuilding_where_nothing_differs_adds_no_line():
    everything_that_can_happen()
    entries = StepEntry.objects.count() + PermitEntry.objects.count()

    assert verifying.rebuild() == (0, 0)
    assert StepEntry.objects.count() + PermitEntry.objects.count() == entries
    assert not Event.objects.filter(verb=Verb.REBUILT).exists()


# --- Commands --------------------------------------------------------------------------------------


def test_verify_counts_says_one_line_when_all_agree(capsys):
    a_permit()

    call_command("verify_counts")

    assert capsys.readouterr().out == (
        "all agree: 1 people and 1 permits recounted, 3 journal lines and 6 running totals read: "
        "1 registered, 1 new entrepreneurs today\n"
    )


def test_verify_counts_lists_differences_and_fails(capsys):
    a_participant()
    StepTally.objects.filter(grain=Grain.DAY).update(p2=1)

    with pytest.raises(CommandError, match=r"^1 differences: .*`rebuild_counts` mends them\.$") as failure:
        call_command("verify_counts")

    assert failure.value.returncode == 1
    assert capsys.readouterr().out == (
        f"StepTally [day 2018-09-09, {CENGKARENG_TIMUR}] p2: running total 1, journal 0\n"
    )


def test_rebuild_counts_says_what_it_mended(capsys):
    break_things()

    call_command("rebuild_counts")

    assert capsys.readouterr().out == "1 people corrected by 6 lines; running totals written anew\n"


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_meanwhile_is_neither_seen_nor_held_up():
    a_participant()
    figures = verifying.Figures()

    def register_somebody() -> None:
        a_participant()
        connection.close()

    with one_view():
        differences = verifying.line_differences(figures)
        assert list(differences) == []
        thread = Thread(target=register_somebody)
        thread.start()
        thread.join()
        for tally in (StepTally, PermitTally):
            assert list(verifying.total_differences(tally, figures)) == []

    assert (figures.registered, figures.totals) == (1, 3)
    assert Participant.objects.count() == 2
